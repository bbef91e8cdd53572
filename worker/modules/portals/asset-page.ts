/** The page of one asset. */
import type { PortalAssetView } from '../../../shared/contract/portals.ts';
import { explainAllowedUse } from '../../../shared/rights/explain-allowed-use.ts';
import type { AllowedUsage } from '../../../shared/rights/index.ts';
import { assetHref, cardOf, pageHref, shownCard } from './cards.ts';
import { downloadsOf } from './downloads.ts';
import { embedOf } from './embedding.ts';
import { headerOf, isOpenAt } from './header.ts';
import { decideFor, type Judged, type PageContext, useOf } from './judging.ts';
import type { PageTools } from './page-tools.ts';
import type { ShownCollection } from './repository-public.ts';
import type { CandidateList, ScanWish } from './scan.ts';
import { scan } from './scan.ts';

const RELATED_MAX = 6;
const NEIGHBOUR_STEPS = 2;
const INLINE_MEDIA = /^(?:audio|video)\/|^application\/pdf$/;

/** @param collection the collection the visitor came through, where its slug is in the address */
export async function assetView(
  tools: PageTools,
  context: PageContext,
  judged: Judged,
  decision: AllowedUsage,
  collection: ShownCollection | undefined,
): Promise<PortalAssetView> {
  const { snapshot, enclosing } = judged;
  const { rights, version } = snapshot;
  const { now } = context.viewing;
  // What plays in place is the file itself.
  const isInline =
    INLINE_MEDIA.test(version.mediaType) &&
    context.portal.document.allowOriginals &&
    decideFor(context, judged, 'preview').allowed;
  const open = collection !== undefined && isOpenAt(collection, now) ? collection : undefined;
  const through = open ?? (await homeOf(tools, judged));
  const [header, neighbours, related] = await Promise.all([
    headerOf(tools, context),
    open === undefined ? { previous: null, next: null } : neighboursOf(tools, context, judged, open),
    through === undefined ? [] : relatedOf(tools, context, judged, through),
  ]);
  return {
    portal: header,
    asset: {
      ...cardOf(context, judged, open?.slug),
      caption: snapshot.caption,
      creator: rights.creator,
      copyrightNotice: rights.copyrightNotice,
      usageTerms: decision.conditions.terms ?? null,
      dateCreated: snapshot.dateCreated,
      place: snapshot.place,
      sku: snapshot.sku,
      mediaType: version.mediaType,
      sizeBytes: version.sizeBytes,
      durationMs: version.durationMs,
      pages: snapshot.kind === 'document' ? version.pages : null,
      keywords: [...snapshot.keywords],
      allowedUse: explainAllowedUse(context.caller.locale, {
        rights,
        use: useOf(context, enclosing, 'download_rendition'),
        decision,
        zone: context.caller.role === null ? context.settings.timeZone : context.caller.timeZone,
      }),
      until: decision.until,
      downloads: downloadsOf(context, judged),
      embed: embedOf(context, judged),
      mediaHref: isInline ? pageHref(context, `/assets/${snapshot.assetId}/media`) : null,
    },
    ...neighbours,
    related: related.map((shown) => shownCard(context, shown, through?.slug)),
  };
}

/** The first open collection of the portal that holds the asset. */
async function homeOf(tools: PageTools, { enclosing }: Judged): Promise<ShownCollection | undefined> {
  const id = enclosing.find((rule) => rule.source === 'collection')?.id;
  return id === undefined ? undefined : (await tools.rows.collections([id]))[0];
}

async function neighboursOf(
  tools: PageTools,
  context: PageContext,
  { snapshot }: Judged,
  collection: ShownCollection,
): Promise<Pick<PortalAssetView, 'previous' | 'next'>> {
  const id = snapshot.assetId;
  const position = await tools.rows.positionOf(collection.id, id);
  if (position === null) return { previous: null, next: null };
  const wish: ScanWish = {
    limit: 1,
    withEmbargoed: false,
    through: collection,
    except: id,
    steps: NEIGHBOUR_STEPS,
  };
  const nearest = async (list: CandidateList, from: number) => {
    const { items } = await scan(tools.judge, context, startingAt(list, from), wish);
    const [first] = items;
    if (first?.kind !== 'available') return null;
    const found = first.judged.snapshot;
    return { href: assetHref(context, found, collection.slug), title: found.title };
  };
  const [previous, next] = await Promise.all([
    nearest(tools.rows.inCollectionBackwards(collection.id), -position),
    nearest(tools.rows.inCollection(collection.id), position),
  ]);
  return { previous, next };
}

/** The list from `key` on; positions are unique but for moves at the same instant, which may show a neighbour twice. */
function startingAt(list: CandidateList, key: number): CandidateList {
  return (from, limit) => list(from ?? key, limit);
}

async function relatedOf(
  tools: PageTools,
  context: PageContext,
  { snapshot }: Judged,
  collection: ShownCollection,
) {
  const { items } = await scan(tools.judge, context, tools.rows.inCollection(collection.id), {
    limit: RELATED_MAX,
    withEmbargoed: false,
    through: collection,
    except: snapshot.assetId,
    steps: NEIGHBOUR_STEPS,
  });
  return items;
}
