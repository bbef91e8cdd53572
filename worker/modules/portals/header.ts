/** What every page of a portal carries around its content. */
import type { PortalHeader } from '../../../shared/contract/portals.ts';
import { cardOf, contactOf } from './cards.ts';
import type { PageContext } from './judging.ts';
import type { PageTools } from './page-tools.ts';

export function isOpenAt(
  window: { readonly startsAt: number | null; readonly endsAt: number | null },
  now: number,
): boolean {
  return (
    (window.startsAt === null || window.startsAt <= now) && (window.endsAt === null || now < window.endsAt)
  );
}

export async function headerOf(tools: PageTools, context: PageContext): Promise<PortalHeader> {
  const { portal, viewing } = context;
  const { document } = portal;
  const logoId = document.logoAssetId;
  const [collections, judged] = await Promise.all([
    tools.rows.collections(portal.shown.collectionIds),
    tools.judge.judge(context, logoId === null ? [] : [logoId]),
  ]);
  const logo = judged.get(logoId ?? '');
  return {
    slug: portal.slug,
    name: document.name,
    tagline: document.tagline,
    theme: document.theme,
    audience: portal.record.audience,
    logo: logo?.view.allowed === true ? cardOf(context, logo) : null,
    contact: contactOf(context),
    collections: collections
      .filter((collection) => isOpenAt(collection, viewing.now))
      .map(({ slug, title }) => ({ slug, title })),
    guidelines: document.guidelines.map(({ slug, title }) => ({ slug, title })),
    imprint: document.imprint,
    preview: viewing.preview,
  };
}
