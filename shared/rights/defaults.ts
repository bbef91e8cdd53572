/** Starting points for the engine's records, so that a caller names only what it means. */
import { EVERYWHERE } from './territories.ts';
import type { EnclosingRule, RightsSnapshot } from './types.ts';

/** An enclosing rule that limits nothing beyond what `parts` says. */
export function enclosingRule(
  parts: Pick<EnclosingRule, 'source' | 'id' | 'label' | 'state'> & Partial<EnclosingRule>,
): EnclosingRule {
  return {
    startsAt: null,
    endsAt: null,
    territories: EVERYWHERE,
    channels: null,
    audiences: null,
    actions: null,
    watermark: false,
    maxPixels: null,
    terms: null,
    ...parts,
  };
}

/** The rights of an asset about which nothing is known yet: a draft without a license, so nothing is allowed. */
export function initialRights(assetId: string): RightsSnapshot {
  return {
    assetId,
    epoch: 0,
    status: 'draft',
    embargo: null,
    unrestricted: false,
    licenses: [],
    releases: [],
    overrides: [],
    creditLine: null,
    creator: null,
    copyrightNotice: null,
    usageTerms: null,
    successorAssetId: null,
    contact: null,
  };
}
