/** From judged assets to what visitors are shown. Pure; nothing here is reached by an asset that may not be shown. */
import type {
  EmbargoedCard,
  PortalCard,
  PortalContact,
  PublicAssetCard,
} from '../../../shared/contract/portals.ts';
import { hasMotion } from '../../../shared/delivery/moving.ts';
import { pictureFacts } from '../../../shared/delivery/sizes.ts';
import type { DeliverySnapshot } from '../../../shared/delivery/snapshot.ts';
import { decideFor, type Judged, type PageContext } from './judging.ts';
import type { Shown } from './scan.ts';

/** Address of a page of the portal, with the preview's parameters where there are any. */
export function pageHref({ portal, viewing }: PageContext, path: string, collection?: string): string {
  const parameters = new URLSearchParams(viewing.query);
  if (collection !== undefined) parameters.set('collection', collection);
  const query = parameters.size === 0 ? '' : `?${parameters}`;
  return `/p/${portal.slug}${path}${query}`;
}

export function assetHref(context: PageContext, snapshot: DeliverySnapshot, collection?: string): string {
  return pageHref(context, `/assets/${snapshot.assetId}/${snapshot.slug}`, collection);
}

/** A shown asset. `collection` is the slug of the collection whose list it stands in. */
export function cardOf(context: PageContext, judged: Judged, collection?: string): PublicAssetCard {
  const { snapshot } = judged;
  const { version } = snapshot;
  const facts = pictureFacts(snapshot);
  const hasPicture = facts !== null && decideFor(context, judged, 'preview').allowed;
  return {
    state: 'available',
    id: snapshot.assetId,
    slug: snapshot.slug,
    // The kind was checked when the asset was made.
    kind: snapshot.kind as PublicAssetCard['kind'],
    title: snapshot.title,
    altText: snapshot.altText ?? snapshot.title,
    credit: judged.view.allowed ? judged.view.conditions.credit : null,
    width: version.width ?? facts?.width ?? null,
    height: version.height ?? facts?.height ?? null,
    thumbHash: hasPicture ? version.thumbHash : null,
    dominantColour: hasPicture ? version.dominantColour : null,
    renditionBase: hasPicture ? `/p/${context.portal.slug}/r/${snapshot.assetId}/${version.number}/` : null,
    isMoving: hasPicture && hasMotion(version),
    ...(context.viewing.query === '' ? {} : { renditionQuery: context.viewing.query }),
    href: assetHref(context, snapshot, collection),
  };
}

export function shownCard(context: PageContext, shown: Shown, collection?: string): PortalCard {
  if (shown.kind === 'available') return cardOf(context, shown.judged, collection);
  const embargoed: EmbargoedCard = { state: 'embargoed', liftsAt: shown.liftsAt };
  return embargoed;
}

/** Whom to ask: the portal's own contact, otherwise the brand's. */
export function contactOf({
  portal,
  settings,
}: Pick<PageContext, 'portal' | 'settings'>): PortalContact | null {
  return portal.document.contact ?? settings.contact;
}
