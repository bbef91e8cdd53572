/**
 * One word about an asset's rights, for lists and counts: what they say to the public on the web, in the country
 * where they reach furthest.
 */

import { DAY_MS } from '../time/durations.ts';
import { COUNTRY_CODES } from './countries.ts';
import { decideUsage } from './decide-usage.ts';
import { onePerTreatment } from './places.ts';
import { isKnownCountry } from './territories.ts';
import { findShortfall } from './timeline.ts';
import type { DeniedUsage, Instant, Reason, RightsDecision, RightsSnapshot, Use } from './types.ts';

/**
 * - `cleared`: allowed, and for longer than the notice
 * - `ending`: allowed, and ends within the notice
 * - `upcoming`, `embargoed`: not now, but planned events will allow it
 * - `ended`: a license or release that covered it has ended
 * - `unlicensed`: no license is on file
 * - `blocked`: anything else that stands in the way
 */
export const RIGHTS_STATES = [
  'cleared',
  'ending',
  'upcoming',
  'embargoed',
  'ended',
  'unlicensed',
  'blocked',
] as const;
export type RightsState = (typeof RIGHTS_STATES)[number];

export interface RightsSummary {
  /** What the rights say apart from approval: a draft with a license in force is `cleared`. */
  readonly state: RightsState;
  /** When an allowed use stops being allowed, or `null`. Conditions may change before. */
  readonly until: Instant | null;
  /** When a denied use becomes allowed, or `null`. */
  readonly startsAt: Instant | null;
  /** Why it is denied as things stand, approval included. */
  readonly reasons: readonly Reason[];
}

/** How long before its end an asset counts as `ending`. */
export const ENDING_NOTICE_MS = 30 * DAY_MS;

/** Summarises a snapshot at `now`. */
export function summarizeRights(rights: RightsSnapshot, now: Instant): RightsSummary {
  const isPending = rights.status === 'draft' || rights.status === 'in_review';
  const best = findFurthest(isPending ? { ...rights, status: 'approved' } : rights, now);
  const state = stateOf(best, now);
  if (isPending) {
    const denied = decideUsage(rights, publicUse(best.territory, now));
    return { state, until: null, startsAt: null, reasons: denied.allowed ? [] : denied.reasons };
  }
  const { decision, until } = best;
  return decision.allowed
    ? { state, until, startsAt: null, reasons: [] }
    : { state, until: null, startsAt: decision.startsAt, reasons: decision.reasons };
}

export interface Candidate {
  readonly territory: string | null;
  readonly decision: RightsDecision;
  /** End of the permission, `null` where it is denied or has none. */
  readonly until: Instant | null;
}

/** The best answer over the places that the rules tell apart; among equals that of `reader`, the country of who reads it. */
export function findFurthest(
  rights: RightsSnapshot,
  now: Instant,
  useIn: (territory: string | null, now: Instant) => Use = publicUse,
  reader: string | null = null,
): Candidate {
  return listPlaces(rights, reader)
    .map((territory): Candidate => {
      const use = useIn(territory, now);
      const decision = decideUsage(rights, use);
      const shortfall = decision.allowed ? findShortfall(rights, use, { startsAt: now, endsAt: null }) : null;
      return { territory, decision, until: shortfall?.startsAt ?? null };
    })
    .reduce((best, candidate) => (reachesFurther(candidate, best) ? candidate : best));
}

/**
 * Allowed before denied; of two allowed the one that lasts, of two denied the one that starts sooner. Of denials that start
 * alike the one that has ended, for that is a place where it was allowed, then the one that says least of places and least
 * at all: what is said there is what stands in the way everywhere.
 */
function reachesFurther(one: Candidate, other: Candidate): boolean {
  if (one.decision.allowed !== other.decision.allowed) return one.decision.allowed;
  const last = Number.POSITIVE_INFINITY;
  if (one.decision.allowed || other.decision.allowed) return (one.until ?? last) > (other.until ?? last);
  const [here, there] = [one.decision, other.decision];
  const starts = (here.startsAt ?? last) - (there.startsAt ?? last);
  // Two that never start subtract to NaN.
  if (starts < 0 || starts > 0) return starts < 0;
  if (hasEnded(here) !== hasEnded(there)) return hasEnded(here);
  const places = placeReasons(here) - placeReasons(there);
  return places === 0 ? here.reasons.length < there.reasons.length : places < 0;
}

const hasEnded = ({ reasons }: DeniedUsage): boolean =>
  reasons.some(({ code }) => code === 'license_ended' || code === 'release_ended');

const placeReasons = ({ reasons }: DeniedUsage): number =>
  reasons.filter(({ code }) => code === 'license_territory' || code === 'enclosing_territory').length;

/** One country for each set of places that the rules treat alike; only the unknown one where none name a place. */
function listPlaces(
  rights: RightsSnapshot,
  reader: string | null,
): readonly [string | null, ...(string | null)[]] {
  const isPlaced = [...rights.licenses, ...rights.overrides].some(
    ({ territories }) => territories.include !== null || territories.exclude.length > 0,
  );
  if (!isPlaced) return [null];
  const countries = isKnownCountry(reader) ? [reader, ...COUNTRY_CODES] : COUNTRY_CODES;
  const [first = null, ...rest] = onePerTreatment(rights, countries);
  return [first, ...rest];
}

function publicUse(territory: string | null, now: Instant): Use {
  return {
    subject: { kind: 'public', audience: 'public' },
    action: 'preview',
    channel: 'web',
    territory,
    now,
    enclosing: [],
  };
}

function stateOf({ decision, until }: Candidate, now: Instant): RightsState {
  if (decision.allowed) return until !== null && until - now <= ENDING_NOTICE_MS ? 'ending' : 'cleared';
  const has = (code: Reason['code']): boolean => decision.reasons.some((reason) => reason.code === code);
  if (decision.startsAt !== null) return has('embargoed') ? 'embargoed' : 'upcoming';
  if (has('no_license')) return 'unlicensed';
  return hasEnded(decision) ? 'ended' : 'blocked';
}
