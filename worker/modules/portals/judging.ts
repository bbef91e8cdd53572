/** The one rights decision, as a portal's pages take it: whose page, which asset, through what. */
import type { Settings } from '../../../shared/contract/audit.ts';
import type { DeliverySnapshot } from '../../../shared/delivery/snapshot.ts';
import {
  type Action,
  type Channel,
  decideUsage,
  type EnclosingRule,
  publicAnswer,
  type RightsDecision,
  type Use,
} from '../../../shared/rights/index.ts';
import type { Database } from '../../db/database.ts';
import type { Caller } from '../../http/caller.ts';
import { readSnapshots } from '../rights/index.ts';
import {
  collectionRule,
  enclosingOf,
  type Membership,
  type OpenPortal,
  type PortalReader,
} from './open-portal.ts';
import type { EnclosingCollection } from './repository.ts';
import type { Viewing } from './viewing.ts';

/** One page being made for one visitor. */
export interface PageContext {
  readonly caller: Caller;
  readonly viewing: Viewing;
  readonly portal: OpenPortal;
  readonly settings: Settings;
}

/** An asset of the portal with the decision to show it. */
export interface Judged {
  readonly snapshot: DeliverySnapshot;
  readonly enclosing: readonly EnclosingRule[];
  readonly view: RightsDecision;
}

export function useOf(
  context: PageContext,
  enclosing: readonly EnclosingRule[],
  action: Action,
  channel: Channel = 'web',
): Use {
  return {
    subject: { kind: 'public', audience: context.portal.record.audience },
    action,
    channel,
    territory: context.viewing.territory,
    now: context.viewing.now,
    enclosing,
  };
}

export function decideFor(
  context: PageContext,
  { snapshot, enclosing }: Pick<Judged, 'snapshot' | 'enclosing'>,
  action: Action,
  channel: Channel = 'web',
): RightsDecision {
  return decideUsage(snapshot.rights, useOf(context, enclosing, action, channel));
}

/** When an embargo is all that hides an asset, the instant at which it appears; otherwise null. */
export function embargoLiftOf({ view }: Judged): number | null {
  if (view.allowed || !view.reasons.some((reason) => reason.code === 'embargoed')) return null;
  return publicAnswer(view.reasons).code === 'not_yet' ? view.startsAt : null;
}

/** What decisions about some assets are taken from, as it was read; the moment of deciding is no part of it. */
export interface JudgingFacts {
  readonly snapshots: ReadonlyMap<string, DeliverySnapshot>;
  /** Null where a page lists one collection. */
  readonly memberships: ReadonlyMap<string, Membership> | null;
}

export interface Judge {
  /**
   * Decides about assets of the portal; those that do not exist or are not in it are left out. `through` says which
   * collection a page lists; otherwise each asset is enclosed by the best of its own.
   */
  judge(
    context: PageContext,
    assetIds: readonly string[],
    through?: EnclosingCollection,
  ): Promise<Map<string, Judged>>;
  /** Reads what decisions are taken from: one statement for the assets and one for where the portal shows them. */
  read(
    context: PageContext,
    assetIds: readonly string[],
    through?: EnclosingCollection,
  ): Promise<JudgingFacts>;
}

/** Decides, for this visitor and this moment, from what was read. */
export function judgeFrom(
  context: PageContext,
  { snapshots, memberships }: JudgingFacts,
  through?: EnclosingCollection,
): Map<string, Judged> {
  const { portal, viewing } = context;
  const judged = new Map<string, Judged>();
  for (const [id, snapshot] of snapshots) {
    const member = memberships?.get(id) ?? { direct: false, collections: [] };
    const enclosing =
      through === undefined
        ? enclosingOf(portal, member, viewing.now)
        : [portal.rule, collectionRule(through)];
    if (enclosing === null) continue;
    const view = decideFor(context, { snapshot, enclosing }, 'view');
    judged.set(id, { snapshot, enclosing, view });
  }
  return judged;
}

export function createJudge(deps: { readonly db: Database; readonly reader: PortalReader }): Judge {
  const read: Judge['read'] = async ({ portal, caller }, assetIds, through) => {
    const [snapshots, memberships] = await Promise.all([
      readSnapshots(deps, assetIds, caller.now),
      through === undefined ? deps.reader.memberships(portal, assetIds) : null,
    ]);
    return { snapshots, memberships };
  };
  return {
    read,
    async judge(context, assetIds, through) {
      if (assetIds.length === 0) return new Map();
      return judgeFrom(context, await read(context, assetIds, through), through);
    },
  };
}
