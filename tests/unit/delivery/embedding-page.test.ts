import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { embeddingPage, PAGE_MAX_LENGTH } from '../../../shared/delivery/embedding-page.ts';

describe('the page of an embedding site', () => {
  it.each([
    [null, null],
    ['', null],
    ['not an address', null],
    ['android-app://com.example/path', null],
    ['https://example.com', null],
    ['https://example.com/', null],
    ['https://example.com/?q=1#x', null],
    ['https://example.com/magazin/leuchten?utm_source=mail#top', '/magazin/leuchten'],
    ['https://example.com//a///b/', '/a/b'],
    ['https://example.com/%C3%BCber-uns', '/über-uns'],
    ['https://example.com/a;jsessionid=0AF3/b', '/a/b'],
    ['https://example.com/a/%E0%A4/b', '/a/…/b'],
    [
      'https://example.com/2026/11/26/a-long-headline-about-lamps-and-light',
      '/2026/11/26/a-long-headline-about-lamps-and-light',
    ],
    ['https://example.com/1/2/3/4/5/6/7', '/1/2/3/4/5/6/…'],
  ])('%s → %s', (referer, page) => {
    expect(embeddingPage(referer)).toBe(page);
  });

  it.each([
    'https://example.com/mail/ada.brandt%40example.com',
    'https://example.com/mail/ada@example.com',
    'https://social.example/@ada',
    'https://example.com/~ada',
    'https://example.com/users/ada-brandt',
    'https://example.com/profile/ada-brandt/photos',
    'https://example.com/orders/A-93',
    'https://example.com/call/+4915112345678',
    'https://example.com/doc/3f2504e0-4f89-11d3-9a0c-0305e82c3301',
    'https://example.com/reset/x9Zk',
    'https://example.com/k/9f86d081884c7d659a2feaa0c55ad015',
    'https://example.com/t/eyJhbGciOi.eyJzdWIiOiIx.SflKxwRJSM',
    'https://example.com/k/Zm9vYmFyMTIzNDU2Nzg5',
    'https://vitrine.example/s/k3j2h4kj3h4k2j3h',
  ])('keeps nothing of %s that could name a person or open something', (referer) => {
    const secrets = ['ada', 'A-93', '49151', '3f2504e0', 'x9Zk', '9f86', 'eyJ', 'Zm9v', 'k3j2'];
    const page = embeddingPage(referer) ?? '';
    expect(page).toContain('…');
    for (const secret of secrets) expect(page).not.toContain(secret);
  });

  it('is short, has neither query nor fragment, and rests on the path alone', () => {
    fc.assert(
      fc.property(fc.webUrl({ withQueryParameters: true, withFragments: true }), (url) => {
        const page = embeddingPage(url);
        if (page === null) return;
        expect(page.length).toBeLessThanOrEqual(PAGE_MAX_LENGTH);
        expect(page.startsWith('/')).toBe(true);
        expect(embeddingPage(`https://other.example${new URL(url).pathname}`)).toBe(page);
      }),
    );
  });
});
