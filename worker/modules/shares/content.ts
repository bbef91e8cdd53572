/** What a link holds, judged: each asset with its decision for this visit. Shared by the page, the downloads and the ZIP. */
import type { AssetKind } from '../../../shared/contract/assets.ts';
import { BUILT_IN_PRESETS, type Preset } from '../../../shared/delivery/presets.ts';
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
import { linkRule, offeredPresets } from '../../../shared/shares/permission.ts';
import { hasSizes } from '../../../shared/shares/sizes.ts';
import type { Database } from '../../db/database.ts';
import type { Caller } from '../../http/app-env.ts';
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

export function createContent(deps: { readonly db: Database; readonly rows: VisitRepository }) {
  const { rows } = deps;

  /** Snapshots as the link shows them: a pinned link keeps the versions of the moment of sharing. */
  async function snapshotsOf(
    entries: readonly { assetId: string; versionId: string | null }[],
    now: number,
  ): Promise<DeliverySnapshot[]> {
    const found = await readSnapshots(
      deps,
      entries.map(({ assetId }) => assetId),
      now,
    );
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

  return {
    snapshotsOf,
    /** Everything in the link in its order, each judged for being looked at. */
    async judged(visit: VisitRow, caller: Caller): Promise<JudgedItem[]> {
      const snapshots = await snapshotsOf(await rows.content(visit.link), caller.now);
      const use = linkUse(visit, 'view', caller);
      return snapshots.map((snapshot) => ({ snapshot, view: decideUsage(snapshot.rights, use) }));
    },
    /** One asset of the link; null when it is not in it. */
    async item(visit: VisitRow, assetId: string, now: number): Promise<DeliverySnapshot | null> {
      const member = await rows.member(visit.link, assetId);
      if (member === null) return null;
      const [snapshot] = await snapshotsOf([{ assetId, versionId: member.versionId }], now);
      return snapshot ?? null;
    },
  };
}
export type Content = ReturnType<typeof createContent>;
