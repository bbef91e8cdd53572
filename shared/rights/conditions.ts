/** What a decision, or what it may rest on, means for those who hand out bytes. */
import type { AllowedUsage, EnclosingRule, RightsDecision, RightsSnapshot, TerritoryList } from './types.ts';

/** An original leaves as it is, so it cannot meet a condition that changes pixels. */
export function allowsOriginal(decision: RightsDecision): decision is AllowedUsage {
  return (
    decision.allowed &&
    decision.conditions.watermark === undefined &&
    decision.conditions.maxPixels === undefined
  );
}

/**
 * Whether the answer for an asset may differ from country to country, at any time and for any use. A cache that serves more
 * than one country must not keep such an answer.
 */
export function variesByTerritory(rights: RightsSnapshot, enclosing: readonly EnclosingRule[]): boolean {
  const isPlaced = ({ territories }: { readonly territories: TerritoryList }): boolean =>
    territories.include !== null || territories.exclude.length > 0;
  return rights.licenses.some(isPlaced) || rights.overrides.some(isPlaced) || enclosing.some(isPlaced);
}
