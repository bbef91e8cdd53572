/** What ends, is missing or is refused while a link is to be open: asked of the same decision that delivers. */
import type { z } from 'zod';
import type { Preflight, PreflightFinding, preflightInput } from '../../../shared/contract/shares.ts';
import { explainReason } from '../../../shared/rights/explain.ts';
import { enclosingRule, expandTerritories, permitCovers } from '../../../shared/rights/index.ts';
import { findShortfall, type PlannedUse, type Shortfall } from '../../../shared/rights/timeline.ts';
import type { RightsSnapshot } from '../../../shared/rights/types.ts';
import { LEVEL_ACTIONS } from '../../../shared/shares/permission.ts';
import type { Database } from '../../db/database.ts';
import type { Caller } from '../../http/app-env.ts';
import type { AssetService } from '../assets/index.ts';
import { readSnapshots } from '../rights/index.ts';

type Plan = Omit<z.infer<typeof preflightInput>, 'source' | 'startsAt' | 'endsAt'> & {
  startsAt: number;
  endsAt: number;
};

/** Countries a territory list is tried with; a longer list is tried with its first ones. */
const COUNTRIES_MAX = 40;
const CARDS_STEP = 400;

export async function checkShare(
  deps: { readonly db: Database; readonly assets: Pick<AssetService, 'cards'> },
  caller: Caller,
  assetIds: readonly string[],
  plan: Plan,
): Promise<Preflight> {
  const snapshots = await readSnapshots(deps, assetIds, caller.now);
  const countries: (string | null)[] =
    plan.territories.include === null
      ? [caller.territory]
      : expandTerritories(plan.territories.include)
          .filter((country) => permitCovers(plan.territories, country))
          .slice(0, COUNTRIES_MAX);
  const action = LEVEL_ACTIONS[plan.permission].at(-1) ?? 'view';
  const use: Omit<PlannedUse, 'territory'> = {
    subject: { kind: 'recipient', audience: plan.audience },
    action,
    channel: plan.channel,
    enclosing: [
      enclosingRule({
        source: 'share_link',
        id: '',
        label: '',
        state: 'active',
        // The link excludes these places itself, so they are no shortfall of the asset.
        actions: LEVEL_ACTIONS[plan.permission],
      }),
    ],
  };
  const worst = (rights: RightsSnapshot): Shortfall | null => {
    let first: Shortfall | null = null;
    for (const territory of countries) {
      const shortfall = findShortfall(rights, { ...use, territory }, plan);
      if (shortfall !== null && (first === null || shortfall.startsAt < first.startsAt)) first = shortfall;
    }
    return first;
  };
  const found: { assetId: string; rights: RightsSnapshot; shortfall: Shortfall }[] = [];
  for (const [assetId, { rights }] of snapshots) {
    const shortfall = worst(rights);
    if (shortfall !== null) found.push({ assetId, rights, shortfall });
  }
  const cards = new Map<string, PreflightFinding['asset']>();
  for (let i = 0; i < found.length; i += CARDS_STEP) {
    const ids = found.slice(i, i + CARDS_STEP).map(({ assetId }) => assetId);
    for (const card of await deps.assets.cards(caller, ids)) cards.set(card.id, card);
  }
  const findings = found.flatMap(({ assetId, rights, shortfall }): PreflightFinding[] => {
    const asset = cards.get(assetId);
    if (asset === undefined) return [];
    const explanation = shortfall.reasons
      .map((reason) => explainReason(caller.locale, reason, { rights, zone: caller.timeZone }))
      .join(' ');
    if (shortfall.startsAt > plan.startsAt) {
      return [{ asset, problem: 'ends_before', at: shortfall.startsAt, explanation }];
    }
    const opens = shortfall.endsAt !== null && shortfall.endsAt < plan.endsAt;
    return [
      { asset, problem: opens ? 'not_yet' : 'denied', at: opens ? shortfall.endsAt : null, explanation },
    ];
  });
  return {
    total: assetIds.length,
    deliverable: assetIds.length - findings.filter(({ problem }) => problem !== 'ends_before').length,
    findings,
  };
}
