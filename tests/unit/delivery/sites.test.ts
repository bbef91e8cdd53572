import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sitePolicySchema } from '../../../shared/contract/delivery.ts';
import { embeddingSite, judgeSite, readSite, SITE_PATTERN } from '../../../shared/delivery/sites.ts';

describe('readSite', () => {
  it.each([
    ['example.com', 'example.com'],
    [' WWW.Example.COM ', 'www.example.com'],
    ['https://example.com/path?x=1#y', 'example.com'],
    ['example.com:8080', 'example.com'],
    ['example.com.', 'example.com'],
    ['*.example.com', '*.example.com'],
    ['https://*.example.com/', '*.example.com'],
    ['müller.de', 'xn--mller-kva.de'],
    ['MÜLLER.de', 'xn--mller-kva.de'],
    ['*.Straße.example', '*.xn--strae-oqa.example'],
    ['https://日本語.jp/', 'xn--wgv71a119e.jp'],
    ['xn--mller-kva.de', 'xn--mller-kva.de'],
    ['localhost', 'localhost'],
    ['1.2.3.4', '1.2.3.4'],
    ['', null],
    ['two words', null],
    ['[::1]', null],
    ['ada@example.com', null],
    ['*', null],
    ['*.*.example.com', null],
    ['a..b', null],
    ['exa%mple.com', null],
  ])('reads %j as %j', (text, site) => {
    expect(readSite(text)).toBe(site);
  });

  it('reads what it wrote as itself, and writes nothing that no request could name', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.domain(), fc.webUrl(), fc.string({ unit: 'grapheme', maxLength: 40 })),
        (text) => {
          const site = readSite(text);
          if (site === null) return;
          expect(site).toMatch(SITE_PATTERN);
          expect(readSite(site)).toBe(site);
        },
      ),
      { numRuns: 2000 },
    );
  });

  it('names what a browser sends from there', () => {
    for (const host of ['müller.de', 'Straße.example', '日本語.jp', 'example.com']) {
      const sites = [readSite(host) ?? ''];
      const from = embeddingSite(`https://${host}/seite`);
      expect(judgeSite({ mode: 'list', sites, reportOnly: false }, from, 'own.example'), host).toBe(
        'allowed',
      );
    }
  });

  it('is what the API does, which says what it refuses', () => {
    const policy = (sites: string[]) =>
      sitePolicySchema.safeParse({ mode: 'list', sites, reportOnly: false });
    expect(policy(['müller.de', '*.example.com']).data?.sites).toEqual(['xn--mller-kva.de', '*.example.com']);
    const { error } = policy(['example.com', 'two words']);
    expect(error?.issues.map(({ path }) => path)).toEqual([['sites', 1]]);
  });
});
