/**
 * What the rights of one asset say over time, for the console: a timeline whose segments carry the reasons. It asks
 * `decideUsage`, so it cannot disagree with delivery.
 */
import { decideUsage, listBoundaries } from './decide-usage.ts';
import type { Instant, Reason, RightsSnapshot, UsageConditions, Use } from './types.ts';

/** A use without its moment. */
export type PlannedUse = Omit<Use, 'now'>;

/** A stretch of time with one answer. `startsAt`/`endsAt` are inside the asked range; half-open. */
export type TimelineSegment =
  | {
      readonly allowed: true;
      readonly startsAt: Instant;
      readonly endsAt: Instant;
      readonly conditions: UsageConditions;
      readonly reasons: readonly [];
    }
  | {
      readonly allowed: false;
      readonly startsAt: Instant;
      readonly endsAt: Instant;
      readonly reasons: readonly Reason[];
    };

export interface UseTimeline {
  readonly use: PlannedUse;
  /** In order, without gaps, from the range's start to its end; neighbours differ. */
  readonly segments: readonly TimelineSegment[];
}

/**
 * One timeline per use over `[range.startsAt, range.endsAt)`.
 *
 * @throws RangeError when the range is empty.
 */
export function rightsTimeline(
  rights: RightsSnapshot,
  range: { readonly startsAt: Instant; readonly endsAt: Instant },
  uses: readonly PlannedUse[],
): UseTimeline[] {
  if (!(range.startsAt < range.endsAt)) throw new RangeError('A timeline needs a start before its end');
  return uses.map((use) => ({ use, segments: segmentsOf(rights, range, use) }));
}

/** The first stretch of a window in which a use is not allowed, and why. */
export interface Shortfall {
  readonly startsAt: Instant;
  /** When the use is allowed again or the window ends; `null`: never. */
  readonly endsAt: Instant | null;
  readonly reasons: readonly Reason[];
}

/**
 * Whether a use stays allowed all through `[startsAt, endsAt)`: `null` when it does, else the first stretch in
 * which it is not. "12 of 20 expire before the link" counts these.
 */
export function findShortfall(
  rights: RightsSnapshot,
  use: PlannedUse,
  window: { readonly startsAt: Instant; readonly endsAt: Instant | null },
): Shortfall | null {
  const end = window.endsAt ?? Number.POSITIVE_INFINITY;
  let at: Instant | null = window.startsAt;
  while (at !== null && at < end) {
    const decision = decideUsage(rights, { ...use, now: at });
    if (!decision.allowed) {
      const { startsAt: next, reasons } = decision;
      return { startsAt: at, endsAt: next !== null && next < end ? next : window.endsAt, reasons };
    }
    at = decision.until;
  }
  return null;
}

function segmentsOf(
  rights: RightsSnapshot,
  range: { readonly startsAt: Instant; readonly endsAt: Instant },
  use: PlannedUse,
): TimelineSegment[] {
  const inside = listBoundaries(rights, use, range.startsAt).filter((instant) => instant < range.endsAt);
  const segments: TimelineSegment[] = [];
  [range.startsAt, ...inside].forEach((startsAt, index) => {
    const endsAt = inside[index] ?? range.endsAt;
    const decision = decideUsage(rights, { ...use, now: startsAt });
    const segment: TimelineSegment = decision.allowed
      ? { allowed: true, startsAt, endsAt, conditions: decision.conditions, reasons: [] }
      : { allowed: false, startsAt, endsAt, reasons: decision.reasons };
    const last = segments.at(-1);
    if (last !== undefined && hasSameAnswer(last, segment)) {
      segments[segments.length - 1] = { ...last, endsAt };
    } else {
      segments.push(segment);
    }
  });
  return segments;
}

function hasSameAnswer(one: TimelineSegment, other: TimelineSegment): boolean {
  const answer = (segment: TimelineSegment): string =>
    JSON.stringify(segment.allowed ? { conditions: segment.conditions } : { reasons: segment.reasons });
  return answer(one) === answer(other);
}
