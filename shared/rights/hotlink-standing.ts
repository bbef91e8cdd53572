/** Whether a hot-link works now, until when and where, in one sentence: for people who may know everything. */
import { type Locale, t } from '../messages/index.ts';
import { formatInstant } from '../time/format.ts';
import { decideUsage } from './decide-usage.ts';
import { explainReason, formatTerritories } from './explain.ts';
import { findFurthest } from './summary.ts';
import type { AllowedUsage, Instant, RightsSnapshot, TerritoryList, Use } from './types.ts';

export interface HotlinkStanding {
  /** In the country where the rights reach furthest. */
  readonly isAllowed: boolean;
  /** Whether it also works in the reader's country. */
  readonly isAllowedHere: boolean;
  readonly until: Instant | null;
  readonly startsAt: Instant | null;
  readonly sentence: string;
}

export interface HotlinkStandingOptions {
  readonly rights: RightsSnapshot;
  readonly now: Instant;
  /** The reader's country, or null. */
  readonly territory: string | null;
  /** IANA zone in which instants are shown. */
  readonly zone: string;
}

/** Further ones are in the rights panel. */
const REASONS_SHOWN = 3;

/** Anybody's web site shows the picture. */
export const embedUse = (territory: string | null, now: Instant): Use => ({
  subject: { kind: 'public', audience: 'public' },
  action: 'embed',
  channel: 'web',
  territory,
  now,
  enclosing: [],
});

/** The places of the license or override that a permission rests on. */
function placesOf(rights: RightsSnapshot, { basis }: AllowedUsage): TerritoryList | null {
  if (basis.kind === 'license') return rights.licenses.find(({ id }) => id === basis.id)?.territories ?? null;
  if (basis.kind === 'override')
    return rights.overrides.find(({ id }) => id === basis.id)?.territories ?? null;
  return null;
}

export function hotlinkStanding(locale: Locale, options: HotlinkStandingOptions): HotlinkStanding {
  const { rights, now, zone } = options;
  const isAllowedHere = decideUsage(rights, embedUse(options.territory, now)).allowed;
  const { decision, until } = findFurthest(rights, now, embedUse, options.territory);
  const show = (instant: Instant): string => formatInstant(locale, instant, { zone, now });
  if (decision.allowed) {
    const places = placesOf(rights, decision);
    const isPlaced = places !== null && (places.include !== null || places.exclude.length > 0);
    return {
      isAllowed: true,
      isAllowedHere,
      until,
      startsAt: null,
      sentence: t(locale, 'delivery.standing.allowed', {
        until: until === null ? 'none' : show(until),
        territories: isPlaced ? formatTerritories(locale, places) : 'none',
        here: isAllowedHere ? 'yes' : 'no',
      }),
    };
  }
  const reasons = decision.reasons.map((reason) =>
    explainReason(locale, reason, { rights, zone, now, reader: options.territory }).replace(/\.$/, ''),
  );
  return {
    isAllowed: false,
    isAllowedHere: false,
    until: null,
    startsAt: decision.startsAt,
    sentence: t(locale, 'delivery.standing.denied', {
      reasons: reasons.slice(0, REASONS_SHOWN).join('; '),
      starts: decision.startsAt === null ? 'none' : show(decision.startsAt),
    }),
  };
}
