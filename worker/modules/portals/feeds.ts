/** What portals say to programs: an Atom feed (RFC 4287), the sitemap (sitemaps.org 0.9), robots.txt (RFC 9309). */
import type { Caller } from '../../http/caller.ts';
import { assetHref, cardOf } from './cards.ts';
import { isOpenAt } from './header.ts';
import type { PageContext } from './judging.ts';
import type { PageDeps, PageTools } from './page-tools.ts';
import { scan } from './scan.ts';
import { viewingOf } from './viewing.ts';

export interface PortalFeeds {
  /** Atom feed of the newest assets; null where there is no such portal for this visitor. */
  feed(caller: Caller, portal: string): Promise<string | null>;
  sitemap(caller: Caller): Promise<string>;
  robots(caller: Caller): string;
}

const FEED_ENTRIES = 30;
/** Assets of one portal, and portals, that the sitemap lists. */
const SITEMAP_ASSETS_MAX = 1000;
const SITEMAP_STEPS = 25;
const SITEMAP_PORTALS_MAX = 10;

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
};
/** Text for XML 1.0: escaped, without characters that it cannot carry. */
function xml(text: string): string {
  return (
    text
      .toWellFormed()
      // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must go
      .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '')
      .replace(/[&<>"']/g, (found) => ESCAPES[found] ?? found)
  );
}
const stamp = (instant: number): string => new Date(instant).toISOString();

export function createPortalFeeds(deps: PageDeps, tools: PageTools): PortalFeeds {
  async function open(caller: Caller, slug: string): Promise<PageContext | null> {
    const viewing = viewingOf(caller, {});
    const portal = await deps.reader.open(slug, viewing);
    if (portal === null || portal.rule.state !== 'active') return null;
    return { caller, viewing, portal, settings: await deps.settings.get() };
  }
  async function newest(context: PageContext, limit: number, steps?: number) {
    const list = tools.rows.newest(context.portal.shown, {});
    const { items } = await scan(tools.judge, context, list, {
      limit,
      withEmbargoed: false,
      ...(steps === undefined ? {} : { steps }),
    });
    return items.flatMap((item) => (item.kind === 'available' ? [item.judged] : []));
  }

  return {
    async feed(caller, slug) {
      const context = await open(caller, slug);
      if (context === null) return null;
      const { document, record } = context.portal;
      const shown = await newest(context, FEED_ENTRIES);
      const self = `${caller.origin}/p/${slug}/feed.xml`;
      const latest = Math.max(
        record.publishedAt ?? 0,
        ...shown.map((judged) => judged.snapshot.version.createdAt),
      );
      const entries = shown.map((judged) => {
        const { snapshot } = judged;
        const card = cardOf(context, judged);
        const about = snapshot.caption ?? card.altText;
        return [
          '<entry>',
          `<id>urn:vitrine:${xml(snapshot.assetId)}</id>`,
          `<title>${xml(snapshot.title)}</title>`,
          `<link rel="alternate" href="${xml(caller.origin + assetHref(context, snapshot))}"/>`,
          `<updated>${stamp(snapshot.version.createdAt)}</updated>`,
          `<author><name>${xml(card.credit ?? document.name)}</name></author>`,
          `<summary>${xml(about)}</summary>`,
          '</entry>',
        ].join('');
      });
      return [
        '<?xml version="1.0" encoding="utf-8"?>',
        '<feed xmlns="http://www.w3.org/2005/Atom">',
        `<id>urn:vitrine:${xml(record.id)}</id>`,
        `<title>${xml(document.name)}</title>`,
        `<subtitle>${xml(document.tagline)}</subtitle>`,
        `<link rel="self" href="${xml(self)}"/>`,
        `<link rel="alternate" href="${xml(`${caller.origin}/p/${slug}`)}"/>`,
        `<updated>${stamp(latest)}</updated>`,
        ...entries,
        '</feed>',
      ].join('\n');
    },
    async sitemap(caller) {
      const addresses: string[] = [];
      const listed = (await tools.rows.published()).filter(
        (record) => record.audience === 'public' || record.audience === 'press',
      );
      for (const { slug } of listed.slice(0, SITEMAP_PORTALS_MAX)) {
        const context = await open(caller, slug);
        if (context === null) continue;
        const { shown, document } = context.portal;
        const collections = await tools.rows.collections(shown.collectionIds);
        const assets = await newest(context, SITEMAP_ASSETS_MAX, SITEMAP_STEPS);
        addresses.push(
          `/p/${slug}`,
          ...collections
            .filter((collection) => isOpenAt(collection, context.viewing.now))
            .map((collection) => `/p/${slug}/collections/${collection.slug}`),
          ...document.guidelines.map((guideline) => `/p/${slug}/guidelines/${guideline.slug}`),
          ...assets.map((judged) => assetHref(context, judged.snapshot)),
        );
      }
      return [
        '<?xml version="1.0" encoding="utf-8"?>',
        '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">',
        ...addresses.map((path) => `<url><loc>${xml(caller.origin + path)}</loc></url>`),
        '</urlset>',
      ].join('\n');
    },
    robots: (caller) =>
      [
        'User-agent: *',
        ...['/admin', '/api/', '/s/', '/u/', '/uploads'].map((path) => `Disallow: ${path}`),
        `Sitemap: ${caller.origin}/sitemap.xml`,
        '',
      ].join('\n'),
  };
}
