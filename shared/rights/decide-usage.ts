/**
 * The rights decision: may this subject get these bytes for this use, here and now, until when, and why.
 *
 * Pure and quick (microseconds): no clock, no I/O, nothing formatted. An asset is deliverable when it is
 * approved, its embargo has lifted, nothing prohibits the use, its required releases are in force, a license
 * (or `unrestricted`, or an override) covers the use, and every enclosing rule agrees. Whatever is not permitted
 * is denied, and a prohibition wins over every permission.
 *
 * How the parts combine:
 * - All rules must hold together: the effective window is the intersection of theirs.
 * - Licenses are alternatives: one that covers the use is enough. Of several, the decision rests on the one with
 *   the largest `maxPixels`, then (a license before an override) the one that ends last, then the lowest id; only
 *   its conditions apply. Where licenses follow each other without a gap `until` runs through the seam, as long
 *   as the conditions stay the same.
 * - A permitting override stands in for licenses and releases. It lifts neither status, embargo, prohibitions
 *   nor enclosing rules.
 * - An unknown country is outside every permission that names a place, by inclusion or exclusion, and inside
 *   every prohibition (see `territories.ts`).
 * - `curate` is the console's own action: a `member` may always, anybody else never, at any status. Which
 *   members may do what is a matter of permissions, decided before and elsewhere. It entitles to no delivery.
 */
import { isKnownCountry, permitCovers, prohibitCovers } from './territories.ts';
import type {
  AllowedUsage,
  Channel,
  EnclosingRule,
  Instant,
  LicenseRule,
  OverrideRule,
  Reason,
  ReleaseRule,
  RightsDecision,
  RightsSnapshot,
  TerritoryList,
  UsageBasis,
  UsageConditions,
  Use,
} from './types.ts';

/** The permission an allowed use rests on: a license, an override, or none being needed. */
type Cover = LicenseRule | OverrideRule | 'unrestricted';

/**
 * Decides one use of one asset.
 *
 * The answer and its conditions are constant on `[use.now, until)` and differ at `until`. For a denial `startsAt`
 * is the first later instant at which the same use is allowed, should nobody change anything.
 */
export function decideUsage(rights: RightsSnapshot, use: Use): RightsDecision {
  if (use.action === 'curate') return decideCuration(rights, use);

  const { now } = use;
  const cover = isOpen(rights, use) ? coverAt(rights, use, now) : null;
  if (cover === null) {
    return { allowed: false, reasons: findReasons(rights, use), startsAt: findStart(rights, use) };
  }

  let until: Instant | null = null;
  for (const instant of listBoundaries(rights, use, now)) {
    const later = coverAt(rights, use, instant);
    if (later === null || !hasSameConditions(rights, use, cover, later)) {
      until = instant;
      break;
    }
  }
  return { allowed: true, until, conditions: conditionsOf(rights, use, cover), basis: basisOf(cover) };
}

/**
 * Every planned instant after `after` that might change the answer for this use, ascending, without repeats.
 * The answer is constant between two neighbours.
 */
export function listBoundaries(
  rights: RightsSnapshot,
  use: Pick<Use, 'enclosing'>,
  after: Instant,
): Instant[] {
  const instants: Instant[] = [];
  const add = (instant: Instant | null): void => {
    if (instant !== null && instant > after && !instants.includes(instant)) instants.push(instant);
  };
  if (rights.embargo !== null) add(rights.embargo.liftsAt);
  for (const license of rights.licenses) {
    add(license.startsAt);
    add(license.endsAt);
  }
  for (const override of rights.overrides) {
    add(override.startsAt);
    add(override.endsAt);
  }
  for (const release of rights.releases) if (release.required) add(release.endsAt);
  for (const rule of use.enclosing) {
    add(rule.startsAt);
    add(rule.endsAt);
  }
  return instants.length > 1 ? instants.sort((a, b) => a - b) : instants;
}

function decideCuration(rights: RightsSnapshot, use: Use): RightsDecision {
  if (use.subject.kind !== 'member') {
    return { allowed: false, reasons: [{ code: 'curation_needs_member' }], startsAt: null };
  }
  return {
    allowed: true,
    until: null,
    conditions: { credit: creditOf(rights) },
    basis: { kind: 'curation' },
  } satisfies AllowedUsage;
}

/** Everything that no planned event changes: status, and what the enclosing rules say apart from their windows. */
function isOpen(rights: RightsSnapshot, use: Use): boolean {
  if (rights.status !== 'approved') return false;
  for (const rule of use.enclosing) {
    if (rule.state !== 'active') return false;
    if (rule.actions !== null && !rule.actions.includes(use.action)) return false;
    if (!includes(rule.channels, use.channel)) return false;
    if (!includes(rule.audiences, use.subject.audience)) return false;
    if (!permitCovers(rule.territories, use.territory)) return false;
  }
  return true;
}

/** What an open use rests on at `at`, or `null` where the planned events deny it. */
function coverAt(rights: RightsSnapshot, use: Use, at: Instant): Cover | null {
  if (rights.embargo !== null && at < rights.embargo.liftsAt) return null;
  for (const rule of use.enclosing) if (!isWithin(rule, at)) return null;

  let best: Cover | null = rights.unrestricted ? 'unrestricted' : null;
  for (const license of rights.licenses) {
    if (!isWithin(license, at)) continue;
    if (license.effect === 'prohibit') {
      if (prohibits(license, use)) return null;
    } else if (best !== 'unrestricted' && permits(license, use)) {
      best = best === null || isBetter(license, best) ? license : best;
    }
  }

  let waiver: OverrideRule | null = null;
  for (const override of rights.overrides) {
    if (!isWithin(override, at)) continue;
    if (override.effect === 'prohibit') {
      if (applies(override, use, prohibitCovers)) return null;
    } else if (applies(override, use, permitCovers)) {
      waiver = waiver === null || isBetter(override, waiver) ? override : waiver;
    }
  }

  for (const release of rights.releases) if (!isInForce(release, at)) return waiver;
  if (waiver === null || best === 'unrestricted') return best;
  return best === null || isBetter(waiver, best) ? waiver : best;
}

/** The order in which covering licenses and overrides are preferred; see the module header. */
function isBetter(one: LicenseRule | OverrideRule, other: LicenseRule | OverrideRule): boolean {
  const pixels =
    (maxPixelsOf(one) ?? Number.POSITIVE_INFINITY) - (maxPixelsOf(other) ?? Number.POSITIVE_INFINITY);
  // Two unlimited ones subtract to NaN, which is neither above nor below zero.
  if (pixels > 0) return true;
  if (pixels < 0) return false;
  const oneIsLicense = 'name' in one;
  if (oneIsLicense !== 'name' in other) return oneIsLicense;
  const oneEnd = one.endsAt ?? Number.POSITIVE_INFINITY;
  const otherEnd = other.endsAt ?? Number.POSITIVE_INFINITY;
  return oneEnd === otherEnd ? one.id < other.id : oneEnd > otherEnd;
}

function findStart(rights: RightsSnapshot, use: Use): Instant | null {
  if (!isOpen(rights, use)) return null;
  for (const instant of listBoundaries(rights, use, use.now)) {
    if (coverAt(rights, use, instant) !== null) return instant;
  }
  return null;
}

/** Why a use is denied at `use.now`: from the asset outwards, then what is missing. Never empty for a denied use. */
function findReasons(rights: RightsSnapshot, use: Use): Reason[] {
  const { now } = use;
  const reasons: Reason[] = [];
  if (rights.status === 'withdrawn') {
    reasons.push({ code: 'asset_withdrawn', successorAssetId: rights.successorAssetId });
  } else if (rights.status !== 'approved') {
    reasons.push({ code: 'not_approved', status: rights.status });
  }
  for (const rule of use.enclosing) pushEnclosingReasons(reasons, rule, use);
  if (rights.embargo !== null && now < rights.embargo.liftsAt) {
    reasons.push({ code: 'embargoed', liftsAt: rights.embargo.liftsAt });
  }
  for (const override of rights.overrides) {
    if (override.effect === 'prohibit' && isWithin(override, now) && applies(override, use, prohibitCovers)) {
      const { id: overrideId, reason, by, endsAt } = override;
      reasons.push({ code: 'override_prohibits', overrideId, reason, by, endsAt });
    }
  }
  for (const license of rights.licenses) {
    if (license.effect === 'prohibit' && isWithin(license, now) && prohibits(license, use)) {
      const { id: licenseId, name, startsAt, endsAt } = license;
      reasons.push({ code: 'license_prohibits', licenseId, name, startsAt, endsAt });
    }
  }
  const isWaived = rights.overrides.some(
    (override) =>
      override.effect === 'permit' && isWithin(override, now) && applies(override, use, permitCovers),
  );
  if (isWaived) return reasons;

  for (const release of rights.releases) {
    if (isInForce(release, now)) continue;
    const { id: releaseId, kind, state, endsAt } = release;
    if (isSigned(release) && endsAt !== null) {
      reasons.push({ code: 'release_ended', releaseId, kind, endsAt });
    } else {
      reasons.push({ code: 'release_missing', releaseId, kind, state });
    }
  }
  if (rights.unrestricted) return reasons;

  const licenses = rights.licenses.filter((license) => license.effect === 'permit');
  if (licenses.length === 0) reasons.push({ code: 'no_license' });
  if (licenses.some((license) => isWithin(license, now) && permits(license, use))) return reasons;
  for (const license of licenses) reasons.push(whyNotCovering(license, use));
  return reasons;
}

function whyNotCovering(license: LicenseRule, use: Use): Reason {
  const { id: licenseId, name, territories, channels, audiences, startsAt, endsAt } = license;
  if (!permitCovers(territories, use.territory)) {
    return { code: 'license_territory', licenseId, name, territory: knownCountry(use), territories };
  }
  if (channels !== null && !channels.includes(use.channel)) {
    return { code: 'license_channel', licenseId, name, channel: use.channel, channels };
  }
  if (audiences !== null && !audiences.includes(use.subject.audience)) {
    return { code: 'license_audience', licenseId, name, audience: use.subject.audience, audiences };
  }
  if (endsAt !== null && use.now >= endsAt) return { code: 'license_ended', licenseId, name, endsAt };
  // It covers the use and has not ended, so it has a start, and that is still ahead.
  return { code: 'license_not_started', licenseId, name, startsAt: startsAt ?? use.now };
}

function pushEnclosingReasons(reasons: Reason[], rule: EnclosingRule, use: Use): void {
  const { source, id, label, state, startsAt, endsAt, territories, channels, audiences, actions } = rule;
  const enclosing = { source, id, label };
  if (state !== 'active') reasons.push({ code: 'enclosing_inactive', ...enclosing, state });
  if (endsAt !== null && use.now >= endsAt) {
    reasons.push({ code: 'enclosing_ended', ...enclosing, endsAt });
  } else if (startsAt !== null && use.now < startsAt) {
    reasons.push({ code: 'enclosing_not_started', ...enclosing, startsAt });
  }
  if (!permitCovers(territories, use.territory)) {
    reasons.push({ code: 'enclosing_territory', ...enclosing, territory: knownCountry(use), territories });
  }
  if (channels !== null && !channels.includes(use.channel)) {
    reasons.push({ code: 'enclosing_channel', ...enclosing, channel: use.channel, channels });
  }
  if (audiences !== null && !audiences.includes(use.subject.audience)) {
    reasons.push({ code: 'enclosing_audience', ...enclosing, audience: use.subject.audience, audiences });
  }
  if (actions !== null && !actions.includes(use.action)) {
    reasons.push({ code: 'enclosing_action', ...enclosing, action: use.action, actions });
  }
}

function permits(license: LicenseRule, use: Use): boolean {
  return applies(license, use, permitCovers) && includes(license.audiences, use.subject.audience);
}

function prohibits(license: LicenseRule, use: Use): boolean {
  return applies(license, use, prohibitCovers) && includes(license.audiences, use.subject.audience);
}

function applies(
  rule: { readonly channels: readonly Channel[] | null; readonly territories: TerritoryList },
  use: Use,
  covers: (list: TerritoryList, country: string | null) => boolean,
): boolean {
  return includes(rule.channels, use.channel) && covers(rule.territories, use.territory);
}

function includes<T>(list: readonly T[] | null, value: T): boolean {
  return list === null || list.includes(value);
}

function isWithin(
  window: { readonly startsAt: Instant | null; readonly endsAt: Instant | null },
  at: Instant,
): boolean {
  return (
    (window.startsAt === null || at >= window.startsAt) && (window.endsAt === null || at < window.endsAt)
  );
}

/** A release that is not required, or signed and not ended. `NAP` needs no signature, `NON` never counts as one. */
function isInForce(release: ReleaseRule, at: Instant): boolean {
  if (!release.required || release.kind === 'MR-NAP' || release.kind === 'PR-NAP') return true;
  return isSigned(release) && (release.endsAt === null || at < release.endsAt);
}

function isSigned(release: ReleaseRule): boolean {
  return release.state === 'signed' && release.kind !== 'MR-NON' && release.kind !== 'PR-NON';
}

function hasSameConditions(rights: RightsSnapshot, use: Use, one: Cover, other: Cover): boolean {
  if (one === other) return true;
  return (
    effectiveMaxPixels(use, one) === effectiveMaxPixels(use, other) &&
    effectiveTerms(rights, use, one) === effectiveTerms(rights, use, other) &&
    licensorOf(one) === licensorOf(other)
  );
}

function conditionsOf(rights: RightsSnapshot, use: Use, cover: Cover): UsageConditions {
  const conditions: { -readonly [K in keyof UsageConditions]: UsageConditions[K] } = {
    credit: creditOf(rights),
  };
  const maxPixels = effectiveMaxPixels(use, cover);
  const terms = effectiveTerms(rights, use, cover);
  if (use.enclosing.some((rule) => rule.watermark)) conditions.watermark = true;
  if (maxPixels !== null) conditions.maxPixels = maxPixels;
  if (terms !== null) conditions.terms = terms;
  const licensor = licensorOf(cover);
  if (licensor !== null) conditions.licensor = licensor;
  return conditions;
}

function effectiveMaxPixels(use: Use, cover: Cover): number | null {
  let limit = maxPixelsOf(cover);
  for (const { maxPixels } of use.enclosing) {
    if (maxPixels !== null && (limit === null || maxPixels < limit)) limit = maxPixels;
  }
  return limit;
}

function effectiveTerms(rights: RightsSnapshot, use: Use, cover: Cover): string | null {
  const parts: string[] = [];
  const add = (text: string | null): void => {
    if (text !== null && text !== '' && !parts.includes(text)) parts.push(text);
  };
  add(rights.usageTerms);
  if (cover !== 'unrestricted' && 'name' in cover) add(cover.usageTerms);
  for (const rule of use.enclosing) add(rule.terms);
  return parts.length === 0 ? null : parts.join('\n\n');
}

function maxPixelsOf(cover: Cover): number | null {
  return cover !== 'unrestricted' && 'name' in cover ? cover.maxPixels : null;
}

function licensorOf(cover: Cover): string | null {
  return cover !== 'unrestricted' && 'name' in cover ? cover.licensor : null;
}

function basisOf(cover: Cover): UsageBasis {
  if (cover === 'unrestricted') return { kind: 'unrestricted' };
  if ('name' in cover) return { kind: 'license', id: cover.id, name: cover.name };
  return { kind: 'override', id: cover.id, reason: cover.reason, by: cover.by };
}

function creditOf(rights: RightsSnapshot): string | null {
  return rights.creditLine || rights.creator || null;
}

function knownCountry(use: Use): string | null {
  return isKnownCountry(use.territory) ? use.territory : null;
}
