/** One file that somebody asked the owner of a link for: whether the link hands it out, and giving it. */
import type { AssetKind } from '../../../shared/contract/assets.ts';
import type { ItemAccess } from '../../../shared/contract/inquiries.ts';
import { BUILT_IN_PRESETS } from '../../../shared/delivery/presets.ts';
import { t } from '../../../shared/messages/index.ts';
import { explainReason } from '../../../shared/rights/explain.ts';
import { decideUsage, expandTerritories } from '../../../shared/rights/index.ts';
import { offeredPresets, withheldByTerms } from '../../../shared/shares/permission.ts';
import type { Database, Statement } from '../../db/database.ts';
import type { Caller } from '../../http/caller.ts';
import { fail } from '../../http/errors.ts';
import type { Identifiers } from '../../ports/identifiers.ts';
import { auditStatement } from '../audit/index.ts';
import { readSnapshots } from '../rights/index.ts';
import { linkUse } from './content.ts';
import { createLeftOutRepository } from './repository-left-out.ts';
import { createVisitRepository, type VisitRow } from './repository-visits.ts';

export interface ItemDesk {
  /** Null where the asset or the link is gone. */
  look(caller: Caller, linkId: string, assetId: string): Promise<(ItemAccess & { title: string }) | null>;
  /**
   * Statements that put the file into the link, if it is not there, for the batch of the answer.
   * @throws Failure that says why it may not be handed out
   */
  planGift(caller: Caller, linkId: string, assetId: string): Promise<Statement[]>;
}

/** The link as if it were open: what is asked is whether the file may go out through it, not when. */
function asOpen(row: VisitRow): VisitRow {
  return {
    ...row,
    link: { ...row.link, state: 'active', startsAt: null, endsAt: Number.MAX_SAFE_INTEGER },
  };
}

export function createItemDesk(deps: { readonly db: Database; readonly identifiers: Identifiers }): ItemDesk {
  const rows = createVisitRepository(deps.db);
  const leftOut = createLeftOutRepository(deps.db);

  async function look(caller: Caller, linkId: string, assetId: string) {
    const row = await rows.findById(linkId);
    const snapshot = (await readSnapshots(deps, [assetId], caller.now)).get(assetId);
    if (row === null || snapshot === undefined) return null;
    const { include } = row.link.territories;
    const territory = include === null ? caller.territory : (expandTerritories(include)[0] ?? null);
    const decision = decideUsage(
      snapshot.rights,
      linkUse(asOpen(row), 'view', { territory, now: caller.now }),
    );
    const { title } = snapshot;
    if (!decision.allowed) {
      const explanation = decision.reasons
        .map((reason) =>
          explainReason(caller.locale, reason, { rights: snapshot.rights, zone: caller.timeZone }),
        )
        .join(' ');
      return { row, snapshot, isKeptBack: false, access: { title, state: 'denied', explanation } as const };
    }
    const isThere = (await rows.members(row.link, [assetId])).has(assetId);
    const isLookOnly =
      isThere &&
      row.link.permission !== 'view' &&
      // The kind was checked when the asset was made.
      withheldByTerms(offeredPresets(row.link, snapshot.kind as AssetKind, BUILT_IN_PRESETS), snapshot) !==
        null;
    const hasOwnSet = row.link.collectionId === null || row.link.pinned;
    const isKeptBack = !isThere && (await rows.isKeptBack(row.link, assetId));
    const canAdd = hasOwnSet || isKeptBack;
    return {
      row,
      snapshot,
      isKeptBack,
      access: isLookOnly
        ? ({ title, state: 'look_only' } as const)
        : isThere
          ? ({ title, state: 'given' } as const)
          : ({ title, state: 'absent', canAdd } as const),
    };
  }

  return {
    look: async (caller, linkId, assetId) => (await look(caller, linkId, assetId))?.access ?? null,
    async planGift(caller, linkId, assetId) {
      const found = await look(caller, linkId, assetId);
      if (found === null) return fail('not_found');
      const { access, row, snapshot, isKeptBack } = found;
      if (access.state === 'denied') return fail('not_for_this_use', { detail: access.explanation });
      if (access.state === 'look_only') {
        return fail('conflict', { detail: t(caller.locale, 'shares.error.look_only') });
      }
      if (access.state === 'given') return [];
      if (!access.canAdd) {
        return fail('conflict', { detail: t(caller.locale, 'shares.error.follows_collection') });
      }
      const { link } = row;
      return [
        isKeptBack
          ? leftOut.putBack(link.id, assetId)
          : rows.addAsset(link, assetId, link.pinned ? snapshot.version.id : null),
        auditStatement(
          deps,
          caller,
          'share_link.changed',
          { kind: 'share_link', id: link.id, label: link.name },
          { added: assetId },
        ),
      ];
    },
  };
}
