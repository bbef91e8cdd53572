/** What a link holds, judged: each asset with its decision for this visit. Shared by the page, the downloads and the ZIP. */
import type { AssetKind } from '../../../shared/contract/assets.ts';
import type { ShareStill, ShareWithheld } from '../../../shared/contract/share-visits.ts';
import { BUILT_IN_PRESETS, type Preset } from '../../../shared/delivery/presets.ts';
import { expectedBytes, hasSizes, originalFormat, renditionSize } from '../../../shared/delivery/sizes.ts';
import type { DeliverySnapshot } from '../../../shared/delivery/snapshot.ts';
import {
  type AllowedUsage,
  allowsOriginal,
  decideUsage,
  type EnclosingRule,
  enclosingRule,
  type RightsDecision,
  type Use,
} from '../../../shared/rights/index.ts';
import type { Action } from '../../../shared/rights/types.ts';
import { PART_BYTES_MAX, type PartRule, splitParts } from '../../../shared/shares/parts.ts';
import { linkRule, offeredPresets, withheldByTerms } from '../../../shared/shares/permission.ts';
import type { Database } from '../../db/database.ts';
import type { Caller } from '../../http/caller.ts';
import { FILES_PER_PART_MAX } from '../archives/index.ts';
import { readSnapshots, versionFacts } from '../rights/index.ts';
import type { VisitRepository, VisitRow } from './repository-visits.ts';

/** The rules around every asset of a link: the link's own, and the window of the collection it is made of. */
export function enclosingOf({ link, collection }: VisitRow, forPage: boolean): EnclosingRule[] {
  const rules = [linkRule(link, forPage)];
  if (collection !== null) {
    const { id, title, startsAt, endsAt } = collection;
    rules.push(enclosingRule({ source: 'collection', id, label: title, state: 'active', startsAt, endsAt }));
  }
  return rules;
}

/** A use through a link. The channel and the audience are the link's: it says what the files are for. */
export function linkUse(
  visit: VisitRow,
  action: Action,
  place: { readonly territory: string | null; readonly now: number },
): Use {
  const { link } = visit;
  return {
    subject: { kind: 'recipient', audience: link.audience },
    action,
    channel: link.channel,
    territory: place.territory,
    now: place.now,
    enclosing: enclosingOf(visit, action === 'preview'),
  };
}

export interface JudgedItem {
  readonly snapshot: DeliverySnapshot;
  readonly view: RightsDecision;
}

export interface OfferedSize {
  readonly preset: Preset;
  readonly decision: AllowedUsage;
}

/** The sizes of one asset that may be downloaded on this visit, best first. */
export function offeredSizes(visit: VisitRow, caller: Caller, snapshot: DeliverySnapshot): OfferedSize[] {
  const place = { territory: caller.territory, now: caller.now };
  // The kind was checked when the asset was made.
  const kind = snapshot.kind as AssetKind;
  return offeredPresets(visit.link, kind, BUILT_IN_PRESETS).flatMap((preset): OfferedSize[] => {
    const { startsAt, endsAt } = preset.window;
    const isNow = (startsAt === null || caller.now >= startsAt) && (endsAt === null || caller.now < endsAt);
    const isFor = preset.audiences === null || preset.audiences.includes(visit.link.audience);
    if (!isNow || !isFor) return [];
    if (preset.delivers === 'original') {
      const decision = decideUsage(snapshot.rights, linkUse(visit, 'download_original', place));
      return decision.allowed && allowsOriginal(decision) ? [{ preset, decision }] : [];
    }
    if (!hasSizes(snapshot)) return [];
    const decision = decideUsage(snapshot.rights, linkUse(visit, 'download_rendition', place));
    return decision.allowed ? [{ preset, decision }] : [];
  });
}

/** Why a file that the link shows cannot be downloaded from it; null where it can, and where the link only shows. */
export function withheldFor(
  visit: VisitRow,
  caller: Caller,
  snapshot: DeliverySnapshot,
): ShareWithheld | null {
  if (visit.link.permission === 'view' || offeredSizes(visit, caller, snapshot).length > 0) return null;
  const presets = offeredPresets(visit.link, snapshot.kind as AssetKind, BUILT_IN_PRESETS);
  return withheldByTerms(presets, snapshot) ?? 'rights';
}

/** Films and recordings. */
export const isPlayed = ({ version }: DeliverySnapshot): boolean =>
  /^(?:audio|video)\//.test(version.mediaType);

/**
 * Whether a film or a recording of the link plays on its page; null for every other file. What plays is the original itself,
 * so it plays only where the original may be taken, and not there where every taking is counted: on such a link playing is a
 * press of a button of its own, which takes a download.
 */
export function playing(
  visit: VisitRow,
  caller: Caller,
  snapshot: DeliverySnapshot,
):
  | { readonly plays: true; readonly decision: AllowedUsage }
  | { readonly plays: false; readonly why: ShareStill }
  | null {
  if (!isPlayed(snapshot)) return null;
  const original = offeredSizes(visit, caller, snapshot).find(({ preset }) => preset.delivers === 'original');
  if (original === undefined) return { plays: false, why: 'level' };
  return visit.link.maxDownloads === null
    ? { plays: true, decision: original.decision }
    : { plays: false, why: 'counted' };
}

/** Something of a link that may be downloaded, in at least one size. */
export interface OfferedItem extends JudgedItem {
  /** Best first; never empty. */
  readonly offered: readonly OfferedSize[];
  /** Bytes in its best size, guessed for what is not made yet. */
  readonly bytes: number;
}

export interface SizedOffer {
  readonly preset: string;
  readonly isOriginal: boolean;
  readonly width: number | null;
  readonly height: number | null;
  readonly format: string;
  /** Guessed for a rendition. */
  readonly bytes: number;
}

/** Sizes with their pixels. A small picture fills several sizes alike; one of them is enough. */
export function sizedOffers(snapshot: DeliverySnapshot, offered: readonly OfferedSize[]): SizedOffer[] {
  const { version } = snapshot;
  const offers: SizedOffer[] = [];
  for (const { preset, decision } of offered) {
    if (preset.delivers === 'original') {
      const { width, height, sizeBytes } = version;
      const format = originalFormat(version);
      offers.push({ preset: preset.name, isOriginal: true, width, height, format, bytes: sizeBytes });
      continue;
    }
    const size = renditionSize(preset, snapshot, decision.conditions);
    if (size === null) continue;
    const isRepeated = offers.some(
      (offer) => !offer.isOriginal && offer.width === size.width && offer.height === size.height,
    );
    if (isRepeated) continue;
    offers.push({
      preset: preset.name,
      isOriginal: false,
      ...size,
      bytes: expectedBytes({ ...size, sizeBytes: null }),
    });
  }
  return offers;
}

export function offeredItems(visit: VisitRow, caller: Caller, judged: readonly JudgedItem[]): OfferedItem[] {
  return judged.flatMap((item): OfferedItem[] => {
    if (!item.view.allowed) return [];
    const offered = offeredSizes(visit, caller, item.snapshot);
    return offered.length === 0
      ? []
      : [{ ...item, offered, bytes: sizedOffers(item.snapshot, offered.slice(0, 1))[0]?.bytes ?? 0 }];
  });
}

/** A link's files in numbered parts, the same for every visitor who is offered the same files. */
export function partsOf<T extends { readonly bytes: number }>(files: readonly T[], rule: PartRule): T[][] {
  const maxBytes = rule === 'size' ? PART_BYTES_MAX : Number.POSITIVE_INFINITY;
  return splitParts(files, { maxFiles: FILES_PER_PART_MAX, maxBytes }, ({ bytes }) => bytes);
}

/** A file of a link, in a version of its own or in the one the link shows. */
export interface LinkEntry {
  readonly assetId: string;
  readonly versionId?: string;
}

export function createContent(deps: { readonly db: Database; readonly rows: VisitRepository }) {
  const { rows } = deps;

  /** Snapshots as the link shows them: a pinned link keeps the versions of the moment of sharing. */
  async function snapshotsOf(
    entries: readonly { assetId: string; versionId: string | null }[],
    now: number,
  ): Promise<DeliverySnapshot[]> {
    const ids = entries.map(({ assetId }) => assetId);
    return withVersions(entries, await readSnapshots(deps, ids, now));
  }

  /** What was found, in the versions that a pinned link holds fast. */
  async function withVersions(
    entries: readonly { assetId: string; versionId: string | null }[],
    found: ReadonlyMap<string, DeliverySnapshot>,
  ): Promise<DeliverySnapshot[]> {
    const pinnedIds = entries.flatMap(({ assetId, versionId }) =>
      versionId === null || found.get(assetId)?.version.id === versionId ? [] : [versionId],
    );
    const pinned = pinnedIds.length === 0 ? new Map() : await rows.versions(pinnedIds);
    return entries.flatMap(({ assetId, versionId }): DeliverySnapshot[] => {
      const snapshot = found.get(assetId);
      if (snapshot === undefined) return [];
      if (versionId === null || snapshot.version.id === versionId) return [snapshot];
      const version = pinned.get(versionId);
      return version === undefined ? [] : [{ ...snapshot, version: versionFacts(version) }];
    });
  }

  /**
   * What of `entries` is in the link now, by asset. An entry may name its version; one that a pinned link no longer holds is
   * not in it.
   */
  async function among(
    { link }: VisitRow,
    entries: readonly LinkEntry[],
    now: number,
  ): Promise<Map<string, DeliverySnapshot>> {
    const ids = entries.map(({ assetId }) => assetId);
    // Side by side: a page of pictures waits for this once a picture.
    const [members, found] = await Promise.all([rows.members(link, ids), readSnapshots(deps, ids, now)]);
    const held = entries.flatMap(({ assetId, versionId }) => {
      const pinned = members.get(assetId);
      if (pinned === undefined) return [];
      const isOther = pinned !== null && versionId !== undefined && versionId !== pinned;
      return isOther ? [] : [{ assetId, versionId: versionId ?? pinned }];
    });
    const snapshots = await withVersions(held, found);
    return new Map(snapshots.map((snapshot) => [snapshot.assetId, snapshot]));
  }

  return {
    /** Everything in the link in its order, each judged for being looked at. */
    async judged(visit: VisitRow, caller: Caller): Promise<JudgedItem[]> {
      const snapshots = await snapshotsOf(await rows.content(visit.link), caller.now);
      const use = linkUse(visit, 'view', caller);
      return snapshots.map((snapshot) => ({ snapshot, view: decideUsage(snapshot.rights, use) }));
    },
    among,
    /** One asset of the link; null when it is not in it. */
    item: async (visit: VisitRow, assetId: string, now: number): Promise<DeliverySnapshot | null> =>
      (await among(visit, [{ assetId }], now)).get(assetId) ?? null,
  };
}
export type Content = ReturnType<typeof createContent>;
