/** Names of countries and groups for pickers and tooltips; sentences use the codes. */
import { INTL_LOCALES, isMessageKey, type Locale, translate } from '../messages/index.ts';
import { COUNTRY_CODES } from './countries.ts';
import { TERRITORY_GROUPS } from './territory-groups.ts';

export interface TerritoryName {
  readonly code: string;
  readonly name: string;
  /** Groups stand before countries in a picker. */
  readonly kind: 'group' | 'country';
}

const regionNames = new Map<Locale, Intl.DisplayNames>();

/** The name of a country or group in this language; an unknown code names itself. */
export function territoryName(locale: Locale, code: string): string {
  const key = `rights.group.${code}`;
  if (isMessageKey(key)) return translate(locale, key);
  if (!COUNTRY_CODES.includes(code)) return code;
  let names = regionNames.get(locale);
  if (names === undefined) {
    names = new Intl.DisplayNames(INTL_LOCALES[locale], { type: 'region' });
    regionNames.set(locale, names);
  }
  return names.of(code) ?? code;
}

/** Everything that may stand in a territory list: groups in their own order, then countries by name. */
export function listTerritories(locale: Locale): TerritoryName[] {
  const named = (kind: TerritoryName['kind'], code: string): TerritoryName => ({
    code,
    name: territoryName(locale, code),
    kind,
  });
  const collator = new Intl.Collator(INTL_LOCALES[locale]);
  return [
    ...TERRITORY_GROUPS.map(({ code }) => named('group', code)),
    ...COUNTRY_CODES.map((code) => named('country', code)).sort((a, b) => collator.compare(a.name, b.name)),
  ];
}
