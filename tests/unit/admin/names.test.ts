/** How the console names what stands by itself: where and for what a licence holds, and what a file carries. */
import { afterEach, describe, expect, it } from 'vitest';
import { embeddedName } from '../../../admin/screens/asset/embedded-name.ts';
import { channelName, whereName } from '../../../admin/screens/rights/reach.ts';
import { locale } from '../../../admin/state/locale.ts';
import { en } from '../../../shared/messages/en.ts';

afterEach(() => {
  locale.value = 'en';
});

describe('the reach of a licence', () => {
  it('is named in full in both languages', () => {
    const places = { include: ['DE', 'AT'], exclude: [] };
    expect(whereName(places)).toBe('Germany and Austria');
    expect(whereName({ include: null, exclude: ['JP'] })).toBe('Everywhere, except Japan');
    expect(channelName(null)).toBe('Every channel');
    locale.value = 'de';
    expect(whereName(places)).toBe('Deutschland und Österreich');
    expect(whereName({ include: null, exclude: [] })).toBe('Überall');
    expect(channelName(['social', 'internal'])).toBe('Soziale Medien und Interner Gebrauch');
  });
});

describe('what a file carries', () => {
  it('is named in the reader’s language, whatever name it is stored under', () => {
    const stored = Object.entries(en).flatMap(([key, name]) => (key.startsWith('embedded.') ? [name] : []));
    expect(stored.length).toBeGreaterThan(30);
    for (const name of stored) expect(embeddedName('en', name)).toBe(name);
    expect(embeddedName('de', "Creator's Job Title")).toBe('Funktion des Urhebers');
    expect(embeddedName('de', 'Something New')).toBe('Something New');
  });
});
