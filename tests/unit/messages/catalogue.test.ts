import IntlMessageFormat from 'intl-messageformat';
import { describe, expect, expectTypeOf, it } from 'vitest';
import { de } from '../../../shared/messages/de.ts';
import { en } from '../../../shared/messages/en.ts';
import {
  INTL_LOCALES,
  isMessageKey,
  LOCALES,
  type MessageParams,
  negotiateLocale,
  t,
  translate,
} from '../../../shared/messages/index.ts';
import type { ParameterNames } from '../../../shared/messages/parameters.ts';

const catalogues: Record<string, Readonly<Record<string, string>>> = { en, de };

interface Node {
  readonly type: number;
  readonly value?: unknown;
  readonly options?: Readonly<Record<string, { readonly value: readonly Node[] }>>;
}

/** Names of arguments, read from the parsed message: types 0 (literal) and 7 (pound) are not arguments. */
function argumentsOf(nodes: readonly Node[]): string[] {
  return nodes.flatMap((node) => [
    ...(node.type === 0 || node.type === 7 ? [] : [String(node.value)]),
    ...Object.values(node.options ?? {}).flatMap((option) => argumentsOf(option.value)),
  ]);
}

function argumentsIn(message: string, locale: string): string[] {
  const ast = new IntlMessageFormat(message, locale, undefined, { ignoreTag: true }).getAst();
  return [...new Set(argumentsOf(ast as readonly Node[]))].sort();
}

describe('message catalogue', () => {
  it('names undoing a change by other words than revoking a link', () => {
    const stems = { en: /revo[ck]/i, de: /widerr?uf/i } as const;
    for (const locale of LOCALES) {
      const undo = Object.entries(catalogues[locale] ?? {}).filter(([key]) => /(^|\.)undo(\.|$)/.test(key));
      expect(undo.length).toBeGreaterThan(4);
      for (const [key, message] of undo) expect(message, `${locale} ${key}`).not.toMatch(stems[locale]);
      expect(catalogues[locale]?.['console.shares.revoke'], locale).toMatch(stems[locale]);
    }
  });

  it('sends nobody to upload the very same file again, which is a duplicate', () => {
    for (const locale of LOCALES) {
      const text = catalogues[locale]?.['delivery.cause.failed'];
      // What does help is named as the buttons name it.
      expect(text, locale).toMatch(locale === 'de' ? /Vorschaubild wählen/ : /Choose a preview picture/);
      expect(text, locale).toMatch(locale === 'de' ? /neue Version/ : /new version/);
    }
  });

  it('has the same keys in every language', () => {
    for (const locale of LOCALES) {
      expect(Object.keys(catalogues[locale] ?? {}).sort(), locale).toEqual(Object.keys(en).sort());
    }
  });

  it('has the same placeholders in every language, and every message parses', () => {
    const differing = Object.entries(en).filter(([key, message]) =>
      LOCALES.some((locale) => {
        const translated = catalogues[locale]?.[key] ?? '';
        const expected = argumentsIn(message, INTL_LOCALES.en);
        return argumentsIn(translated, INTL_LOCALES[locale]).join() !== expected.join();
      }),
    );
    expect(differing).toEqual([]);
  });

  it('names every key after its area', () => {
    for (const key of Object.keys(en)) expect(key).toMatch(/^[a-z_]+(\.[A-Za-z0-9_-]+)+$/);
  });

  it('fills placeholders, and treats markup as text', () => {
    expect(t('en', 'rights.reason.embargoed', { when: '<b>soon</b>' })).toBe(
      'Under embargo until <b>soon</b>.',
    );
    expect(t('de', 'rights.condition.max_pixels', { pixels: 2560 })).toBe(
      'Höchstens 2.560 px an der längsten Kante.',
    );
    expect(t('en', 'rights.public.not_yet')).toBe('This is not available yet.');
    expect(() => translate('en', 'rights.reason.embargoed', {})).toThrow(/when/);
  });

  it('knows its keys', () => {
    expect(isMessageKey('rights.public.not_yet')).toBe(true);
    expect(isMessageKey('toString')).toBe(false);
  });

  it('computes placeholder types', () => {
    expectTypeOf<ParameterNames<'no placeholder'>>().toEqualTypeOf<never>();
    expectTypeOf<ParameterNames<'{a} and {b, number}'>>().toEqualTypeOf<'a' | 'b'>();
    expectTypeOf<
      ParameterNames<'{n, plural, one {# item} other {items of {owner}}} in {place}'>
    >().toEqualTypeOf<'n' | 'owner' | 'place'>();
    expectTypeOf<ParameterNames<'{k, select, photo {Photo} other {File}}'>>().toEqualTypeOf<'k'>();
    expectTypeOf<MessageParams<'rights.public.not_yet'>>().toEqualTypeOf<[]>();
  });
});

describe('negotiateLocale', () => {
  it.each([
    [null, 'en'],
    ['', 'en'],
    ['de', 'de'],
    ['de-AT,de;q=0.9,en;q=0.8', 'de'],
    ['fr-FR,de;q=0.2,en;q=0.8', 'en'],
    ['fr', 'en'],
    ['de;q=0', 'en'],
    ['de;q=oops', 'en'],
    ['EN-us , DE;q=0.5', 'en'],
    ['fr, *;q=0.1', 'en'],
  ] as const)('%s → %s', (header, locale) => {
    expect(negotiateLocale(header)).toBe(locale);
  });
});
