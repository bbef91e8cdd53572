/**
 * Every public page of every public portal (sitemaps.org 0.9), as a visitor from the crawler's place sees them: assets come
 * from the same search as for people, so nothing is listed that would be denied.
 */
import type { APIRoute } from 'astro';
import type { ApiClient } from '../api/client.ts';
import { openVisit } from '../view/visit.ts';

/** Pages of results read of each portal; 60 assets a page. */
const RESULT_PAGES_MAX = 50;
const PAGE_SIZE = '60';

export const GET: APIRoute = async ({ request, locals, url }) => {
  const { api } = openVisit({ request, locals });
  const front = await api.front();
  const slugs = front.ok ? front.data.portals.map((portal) => portal.slug) : [];
  if (front.ok && front.data.defaultPortal !== null && !slugs.includes(front.data.defaultPortal))
    slugs.push(front.data.defaultPortal);
  const paths: string[] = [];
  for (const slug of slugs) paths.push(...(await pathsOf(api, slug)));
  const entries = paths.map((path) => `<url><loc>${escapeXml(new URL(path, url).href)}</loc></url>`);
  return new Response(
    `<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n${entries.join('\n')}\n</urlset>\n`,
    { headers: { 'content-type': 'application/xml; charset=utf-8', 'cache-control': 'no-store' } },
  );
};

async function pathsOf(api: ApiClient, slug: string): Promise<string[]> {
  const home = await api.home(slug);
  if (!home.ok) return [];
  const { collections, guidelines } = home.data.portal;
  const base = `/p/${slug}`;
  const paths = [
    base,
    ...collections.map((entry) => `${base}/collections/${entry.slug}`),
    ...guidelines.map((entry) => `${base}/guidelines/${entry.slug}`),
  ];
  let cursor: string | null = null;
  for (let page = 0; page < RESULT_PAGES_MAX; page++) {
    const query: URLSearchParams = new URLSearchParams({
      limit: PAGE_SIZE,
      ...(cursor !== null && { cursor }),
    });
    const found = await api.search(slug, query);
    if (!found.ok) break;
    for (const card of found.data.results.items) if (card.state === 'available') paths.push(card.href);
    cursor = found.data.results.nextCursor;
    if (cursor === null) break;
  }
  return paths;
}

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
};
const escapeXml = (text: string): string => text.replace(/[&<>"']/g, (character) => ESCAPES[character] ?? '');
