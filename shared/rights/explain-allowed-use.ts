/** What a visitor may do with something they see, in one sentence: what for, where, until when. Names no agreement and no person. */
import { INTL_LOCALES, type Locale, t } from '../messages/index.ts';
import { formatInstant } from '../time/format.ts';
import { decideUsage } from './decide-usage.ts';
import { formatTerritories } from './explain.ts';
import { territoryName } from './territory-names.ts';
import { type AllowedUsage, CHANNELS, type RightsSnapshot, type TerritoryList, type Use } from './types.ts';

/** Territories named in full; a longer list is given in codes. */
const NAMED_TERRITORIES_MAX = 6;

export interface AllowedUseOptions {
  readonly rights: RightsSnapshot;
  /** The use to describe; its channel is left open. */
  readonly use: Use;
  /** The decision the page rests on. */
  readonly decision: AllowedUsage;
  /** IANA zone in which the end is shown. */
  readonly zone: string;
}

export function explainAllowedUse(locale: Locale, options: AllowedUseOptions): string {
  const { rights, use, decision, zone } = options;
  const outward = CHANNELS.filter((channel) => channel !== 'internal');
  const allowed = outward.filter((channel) => decideUsage(rights, { ...use, channel }).allowed);
  if (allowed.length === 0) return t(locale, 'use.view_only');
  const list = new Intl.ListFormat(INTL_LOCALES[locale], { type: 'conjunction' });
  const { basis } = decision;
  const places =
    basis.kind === 'license'
      ? rights.licenses.find((license) => license.id === basis.id)?.territories
      : basis.kind === 'override'
        ? rights.overrides.find((override) => override.id === basis.id)?.territories
        : undefined;
  return t(locale, 'use.allowed', {
    media: allowed.length === outward.length ? 'all' : 'some',
    channels: list.format(allowed.map((channel) => t(locale, `rights.channel.${channel}`))),
    territories: places === undefined ? 'none' : placesIn(locale, places, list),
    until: decision.until === null ? 'none' : formatInstant(locale, decision.until, { zone, style: 'short' }),
  });
}

function placesIn(locale: Locale, places: TerritoryList, list: Intl.ListFormat): string {
  if (places.include === null && places.exclude.length === 0) return 'none';
  if ([...(places.include ?? []), ...places.exclude].length > NAMED_TERRITORIES_MAX) {
    return formatTerritories(locale, places);
  }
  const names = (codes: readonly string[]) => list.format(codes.map((code) => territoryName(locale, code)));
  const included =
    places.include === null ? t(locale, 'rights.territories.everywhere') : names(places.include);
  if (places.exclude.length === 0) return included;
  return t(locale, 'rights.territories.except', { included, excluded: names(places.exclude) });
}
