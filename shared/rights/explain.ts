/**
 * Decisions in words. `explainDecision` is for people who may know everything (console, audit);
 * `explainPublicly` for visitors, who learn the collapsed answer and, where one is planned, its start.
 */
import { INTL_LOCALES, type Locale, t } from '../messages/index.ts';
import { formatInstant, formatWindow } from '../time/format.ts';
import { type PublicAnswer, publicAnswer } from './public-answer.ts';
import { isKnownCountry } from './territories.ts';
import type {
  AllowedUsage,
  DeniedUsage,
  EnclosingSource,
  Instant,
  LicenseRule,
  Reason,
  ReleaseKind,
  RightsDecision,
  RightsSnapshot,
  TerritoryList,
  UsageBasis,
  UsageConditions,
  UsageWindow,
  Use,
} from './types.ts';

export interface Explanation {
  /** One sentence: the answer and until or from when. */
  readonly summary: string;
  /** What it rests on and under which conditions, or every reason of the denial. */
  readonly sentences: readonly string[];
}

export interface ExplainOptions {
  readonly rights: RightsSnapshot;
  readonly use: Use;
  readonly decision: RightsDecision;
  /** IANA zone in which instants are shown. */
  readonly zone: string;
}

export interface PublicExplanation {
  readonly answer: PublicAnswer;
  /** One or two sentences. */
  readonly text: string;
}

/** How many codes of a territory list are spelled out before the rest is counted. */
const MAX_LISTED_TERRITORIES = 12;

const lists = new Map<Locale, Intl.ListFormat>();

/** "Licensed by Agency X until 31 Mar 2027, 00:00 CEST, in DE AT CH; you are in US." and all that goes with it. */
export function explainDecision(locale: Locale, options: ExplainOptions): Explanation {
  const { decision } = options;
  return decision.allowed
    ? explainAllowed(locale, options, decision)
    : explainDenied(locale, options, decision);
}

/** What a visitor reads about a denial; `now` lets this year's dates go without the year. */
export function explainPublicly(
  locale: Locale,
  denied: DeniedUsage,
  options: { readonly zone: string; readonly now: Instant },
): PublicExplanation {
  const answer = publicAnswer(denied.reasons);
  const sentence = t(locale, answer.messageKey);
  if (answer.code !== 'not_yet' || denied.startsAt === null) return { answer, text: sentence };
  const when = formatInstant(locale, denied.startsAt, options);
  return { answer, text: `${sentence} ${t(locale, 'rights.public.available_from', { when })}` };
}

/** One reason as a sentence. */
export function explainReason(
  locale: Locale,
  reason: Reason,
  options: Pick<ExplainOptions, 'rights' | 'zone'> & {
    /** When it is read: an end after it is told as one to come. Absent: the decision is of the moment it is read in. */
    readonly now?: Instant;
    /**
     * The country of who reads it, where the decision may have been asked for another one: "you are in" is said of no other.
     * Absent: the decision is about the reader.
     */
    readonly reader?: string | null;
  },
): string {
  const { reader } = options;
  const isElsewhere = (territory: string | null): boolean => reader !== undefined && reader !== territory;
  const show = (instant: Instant): string =>
    formatInstant(locale, instant, { zone: options.zone, style: 'short' });
  const ended = (endsAt: Instant) => ({
    tense: options.now !== undefined && endsAt > options.now ? 'ahead' : 'past',
    when: show(endsAt),
  });
  switch (reason.code) {
    case 'not_approved':
      return t(locale, 'rights.reason.not_approved', { status: reason.status });
    case 'asset_withdrawn':
      return reason.successorAssetId === null
        ? t(locale, 'rights.reason.asset_withdrawn')
        : t(locale, 'rights.reason.asset_withdrawn_successor', { successor: reason.successorAssetId });
    case 'embargoed':
      return t(locale, 'rights.reason.embargoed', { when: show(reason.liftsAt) });
    case 'curation_needs_member':
      return t(locale, 'rights.reason.curation_needs_member');
    case 'no_license':
      return t(locale, 'rights.reason.no_license');
    case 'license_not_started':
      return t(locale, 'rights.reason.license_not_started', {
        name: reason.name,
        when: show(reason.startsAt),
      });
    case 'license_ended':
      return t(locale, 'rights.reason.license_ended', { name: reason.name, ...ended(reason.endsAt) });
    case 'license_territory': {
      const license = options.rights.licenses.find(({ id }) => id === reason.licenseId) ?? null;
      if (isElsewhere(reason.territory)) {
        const territories = formatTerritories(locale, reason.territories);
        return t(locale, 'rights.reason.license_only_in', { name: reason.name, territories });
      }
      return explainLicense(locale, reason.name, license, reason.territories, reason.territory, options.zone);
    }
    case 'license_channel':
      return t(locale, 'rights.reason.license_channel', {
        name: reason.name,
        allowed: channelList(locale, reason.channels),
        asked: t(locale, `rights.channel.${reason.channel}`),
      });
    case 'license_audience':
      return t(locale, 'rights.reason.license_audience', {
        name: reason.name,
        allowed: audienceList(locale, reason.audiences),
        asked: t(locale, `rights.audience.${reason.audience}`),
      });
    case 'license_prohibits':
      return t(locale, 'rights.reason.license_prohibits', {
        name: reason.name,
        window: windowPart(locale, reason, options.zone),
      });
    case 'override_prohibits':
      return t(locale, 'rights.reason.override_prohibits', {
        by: reason.by,
        when: show(reason.endsAt),
        reason: reason.reason,
      });
    case 'release_missing':
      return t(locale, 'rights.reason.release_missing', {
        kind: releaseSubject(reason.kind),
        code: reason.kind,
        state: reason.state,
      });
    case 'release_ended':
      return t(locale, 'rights.reason.release_ended', {
        kind: releaseSubject(reason.kind),
        code: reason.kind,
        ...ended(reason.endsAt),
      });
    case 'enclosing_inactive':
      return t(locale, 'rights.reason.enclosing_inactive', {
        source: sourceName(locale, reason),
        state: reason.state,
      });
    case 'enclosing_not_started':
      return t(locale, 'rights.reason.enclosing_not_started', {
        source: sourceName(locale, reason),
        when: show(reason.startsAt),
      });
    case 'enclosing_ended':
      return t(locale, 'rights.reason.enclosing_ended', {
        source: sourceName(locale, reason),
        ...ended(reason.endsAt),
      });
    case 'enclosing_territory':
      return t(locale, 'rights.reason.enclosing_territory', {
        source: sourceName(locale, reason),
        territories: formatTerritories(locale, reason.territories),
        place: isElsewhere(reason.territory) ? 'none' : (reason.territory ?? 'unknown'),
      });
    case 'enclosing_channel':
      return t(locale, 'rights.reason.enclosing_channel', {
        source: sourceName(locale, reason),
        allowed: channelList(locale, reason.channels),
        asked: t(locale, `rights.channel.${reason.channel}`),
      });
    case 'enclosing_audience':
      return t(locale, 'rights.reason.enclosing_audience', {
        source: sourceName(locale, reason),
        allowed: audienceList(locale, reason.audiences),
        asked: t(locale, `rights.audience.${reason.audience}`),
      });
    case 'enclosing_action':
      return t(locale, 'rights.reason.enclosing_action', {
        source: sourceName(locale, reason),
        allowed: joinList(
          locale,
          reason.actions.map((action) => t(locale, `rights.action.${action}`)),
        ),
      });
    default:
      return reason satisfies never;
  }
}

/** What an allowed use must respect, one sentence each. */
export function explainConditions(locale: Locale, conditions: UsageConditions): string[] {
  const { watermark, maxPixels, terms, credit } = conditions;
  const sentences: string[] = [];
  if (watermark === true) sentences.push(t(locale, 'rights.condition.watermark'));
  if (maxPixels !== undefined)
    sentences.push(t(locale, 'rights.condition.max_pixels', { pixels: maxPixels }));
  if (terms !== undefined) sentences.push(t(locale, 'rights.condition.terms', { terms }));
  if (credit !== null) sentences.push(t(locale, 'rights.condition.credit', { credit }));
  return sentences;
}

/** `DE AT CH`, `EU except FR`, `all countries`: the codes as they stand in the list, long lists cut and counted. */
export function formatTerritories(locale: Locale, list: TerritoryList): string {
  const included =
    list.include === null ? t(locale, 'rights.territories.everywhere') : codes(locale, list.include);
  if (list.exclude.length === 0) return included;
  return t(locale, 'rights.territories.except', { included, excluded: codes(locale, list.exclude) });
}

function explainAllowed(locale: Locale, options: ExplainOptions, decision: AllowedUsage): Explanation {
  const { until } = decision;
  const summary =
    until === null
      ? t(locale, 'rights.allowed.no_end')
      : t(locale, 'rights.allowed.until', { when: formatInstant(locale, until, { zone: options.zone }) });
  return {
    summary,
    sentences: [
      explainBasis(locale, options, decision.basis),
      ...explainConditions(locale, decision.conditions),
    ],
  };
}

function explainDenied(locale: Locale, options: ExplainOptions, decision: DeniedUsage): Explanation {
  const { startsAt } = decision;
  const summary =
    startsAt === null
      ? t(locale, 'rights.denied.no_start')
      : t(locale, 'rights.denied.starts', { when: formatInstant(locale, startsAt, { zone: options.zone }) });
  return { summary, sentences: decision.reasons.map((reason) => explainReason(locale, reason, options)) };
}

function explainBasis(locale: Locale, { rights, use, zone }: ExplainOptions, basis: UsageBasis): string {
  switch (basis.kind) {
    case 'unrestricted':
      return t(locale, 'rights.basis.unrestricted');
    case 'curation':
      return t(locale, 'rights.basis.curation');
    case 'override': {
      const endsAt = rights.overrides.find(({ id }) => id === basis.id)?.endsAt ?? use.now;
      const when = formatInstant(locale, endsAt, { zone, style: 'short' });
      return t(locale, 'rights.basis.override', { by: basis.by, when, reason: basis.reason });
    }
    case 'license': {
      const license = rights.licenses.find(({ id }) => id === basis.id) ?? null;
      const country = isKnownCountry(use.territory) ? use.territory : null;
      return explainLicense(locale, basis.name, license, license?.territories ?? null, country, zone);
    }
    default:
      return basis satisfies never;
  }
}

function explainLicense(
  locale: Locale,
  name: string,
  license: LicenseRule | null,
  territories: TerritoryList | null,
  country: string | null,
  zone: string,
): string {
  const isPlaced = territories !== null && (territories.include !== null || territories.exclude.length > 0);
  return t(locale, 'rights.basis.license', {
    name,
    window: license === null ? 'none' : windowPart(locale, license, zone),
    territories: isPlaced ? formatTerritories(locale, territories) : 'none',
    place: isPlaced ? (country ?? 'unknown') : 'none',
  });
}

/** The window in words; `none`, which the messages select on, when it has no bounds. */
function windowPart(locale: Locale, window: UsageWindow, zone: string): string {
  if (window.startsAt === null && window.endsAt === null) return 'none';
  return formatWindow(locale, window, { zone, style: 'short' });
}

function codes(locale: Locale, list: readonly string[]): string {
  if (list.length === 0) return t(locale, 'rights.territories.nowhere');
  if (list.length <= MAX_LISTED_TERRITORIES) return list.join(' ');
  return t(locale, 'rights.territories.more', {
    list: list.slice(0, MAX_LISTED_TERRITORIES).join(' '),
    count: list.length - MAX_LISTED_TERRITORIES,
  });
}

function sourceName(
  locale: Locale,
  enclosing: { readonly source: EnclosingSource; readonly label: string },
): string {
  return t(locale, `rights.source.${enclosing.source}`, { label: enclosing.label });
}

function channelList(locale: Locale, channels: LicenseRule['channels']): string {
  return joinList(
    locale,
    (channels ?? []).map((channel) => t(locale, `rights.channel.${channel}`)),
  );
}

function audienceList(locale: Locale, audiences: LicenseRule['audiences']): string {
  return joinList(
    locale,
    (audiences ?? []).map((audience) => t(locale, `rights.audience.${audience}`)),
  );
}

function joinList(locale: Locale, items: readonly string[]): string {
  let format = lists.get(locale);
  if (format === undefined) {
    format = new Intl.ListFormat(INTL_LOCALES[locale], { type: 'conjunction' });
    lists.set(locale, format);
  }
  return items.length === 0 ? '–' : format.format(items);
}

function releaseSubject(kind: ReleaseKind): 'model' | 'property' {
  return kind.startsWith('MR-') ? 'model' : 'property';
}
