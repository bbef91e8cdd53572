/** The door of a portal for delivery: whether an asset is reached through it, and which rules then hold. */
import { pictureLimit } from '../../../shared/delivery/presets.ts';
import type { Audience, EnclosingRule } from '../../../shared/rights/index.ts';
import type { Caller } from '../../http/caller.ts';
import { enclosingOf, type OpenPortal, type PortalReader } from './open-portal.ts';
import { type ViewQuery, viewingOf } from './viewing.ts';

/** Presets offered where a portal's document names none. */
export const DEFAULT_PORTAL_PRESETS: readonly string[] = [
  'print',
  'web',
  'social-square',
  'social-wide',
  'email',
];

/** Names of the renditions a portal offers for download; `original` is governed by `allowOriginals`. */
export function offeredPresets({ document }: OpenPortal): string[] {
  const names = document.presets.length === 0 ? DEFAULT_PORTAL_PRESETS : document.presets;
  return names.filter((name) => name !== 'original');
}

/** What delivery needs to decide about an asset reached through a portal. */
export interface PortalAdmission {
  readonly portalId: string;
  readonly enclosing: EnclosingRule[];
  readonly audience: Audience;
  /** Of pages and pictures; a download is decided for its preset's channel. */
  readonly channel: 'web';
  readonly allowOriginals: boolean;
  readonly presets: string[];
  /** The same rules for the pictures on its pages: none is larger than what the portal hands out. */
  readonly pictureRules: EnclosingRule[];
  /** Instant and country to decide for: the request's own, or those of a permitted preview. */
  readonly now: number;
  readonly territory: string | null;
}

/** Null when there is no such published portal, or the asset is not in it. */
export type PortalGate = (
  portalSlug: string,
  assetId: string,
  caller: Caller,
  view: ViewQuery,
) => Promise<PortalAdmission | null>;

export function createPortalGate({ reader }: { readonly reader: PortalReader }): PortalGate {
  return async (portalSlug, assetId, caller, view) => {
    const viewing = viewingOf(caller, view);
    const portal = await reader.open(portalSlug, viewing);
    if (portal === null) return null;
    const enclosing = enclosingOf(portal, await reader.membership(portal, assetId), viewing.now);
    if (enclosing === null) return null;
    const maxPixels = pictureLimit(offeredPresets(portal), portal.document.allowOriginals);
    return {
      portalId: portal.id,
      enclosing,
      audience: portal.record.audience,
      channel: 'web',
      allowOriginals: portal.document.allowOriginals,
      presets: offeredPresets(portal),
      pictureRules: enclosing.map((rule) => ({ ...rule, maxPixels })),
      now: viewing.now,
      territory: viewing.territory,
    };
  };
}
