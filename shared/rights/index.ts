/**
 * The rights engine: one pure decision in front of every byte, its public answer, and the data it stands on.
 *
 * `explain.ts` is imported by itself: it brings the message catalogue along.
 */
export { allowsOriginal, variesByTerritory } from './conditions.ts';
export { COUNTRY_CODES } from './countries.ts';
export { decideUsage, listBoundaries } from './decide-usage.ts';
export { enclosingRule, initialRights } from './defaults.ts';
export {
  PUBLIC_ANSWER_CODES,
  type PublicAnswer,
  type PublicAnswerCode,
  publicAnswer,
  publicAnswerOf,
} from './public-answer.ts';
export { createSteadyDecider, type SteadyDecider } from './steady.ts';
export {
  ENDING_NOTICE_MS,
  RIGHTS_STATES,
  type RightsState,
  type RightsSummary,
  summarizeRights,
} from './summary.ts';
export {
  EVERYWHERE,
  expandTerritories,
  isKnownCountry,
  isTerritoryCode,
  permitCovers,
  prohibitCovers,
  toTerritory,
} from './territories.ts';
export { TERRITORY_GROUPS, type TerritoryGroup } from './territory-groups.ts';
export {
  findShortfall,
  type PlannedUse,
  rightsTimeline,
  type Shortfall,
  type TimelineSegment,
  type UseTimeline,
} from './timeline.ts';
export * from './types.ts';
