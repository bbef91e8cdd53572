/**
 * Named groups of countries that may stand in a territory list instead of their members.
 *
 * A group means its membership as of `asOf`; a license that was agreed under another membership lists its
 * countries. Group codes never collide with a country code (`UK` is not an ISO 3166-1 country and stands for
 * the United Kingdom alone).
 */

/** A group, its members (ISO 3166-1 alpha-2, sorted) and where and when the membership was taken from. */
export interface TerritoryGroup {
  readonly code: string;
  /** English name; the interface translates it by code. */
  readonly name: string;
  readonly members: readonly string[];
  readonly source: string;
  /** ISO 8601 date on which the membership was checked. */
  readonly asOf: string;
}

const codes = (list: string): readonly string[] => list.split(' ').sort();

// The outermost regions and Åland are part of the Union and have country codes of their own, so visitors from
// there are reported under them.
const EU =
  'AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK AX GF GP MF MQ RE YT';

export const TERRITORY_GROUPS: readonly TerritoryGroup[] = [
  {
    code: 'EU',
    name: 'European Union',
    members: codes(EU),
    source: 'https://european-union.europa.eu/principles-countries-history/eu-countries_en',
    asOf: '2025-01-01',
  },
  {
    code: 'EEA',
    name: 'European Economic Area',
    members: codes(`${EU} IS LI NO`),
    source: 'https://www.efta.int/eea',
    asOf: '2025-01-01',
  },
  {
    code: 'EFTA',
    name: 'European Free Trade Association',
    members: codes('CH IS LI NO'),
    source: 'https://www.efta.int/about-efta',
    asOf: '2025-01-01',
  },
  {
    code: 'SCHENGEN',
    name: 'Schengen area',
    members: codes('AT BE BG CH CZ DE DK EE ES FI FR GR HR HU IS IT LI LT LU LV MT NL NO PL PT RO SE SI SK'),
    source: 'https://home-affairs.ec.europa.eu/policies/schengen/schengen-area_en',
    asOf: '2025-01-01',
  },
  {
    code: 'DACH',
    name: 'Germany, Austria, Switzerland',
    members: codes('AT CH DE'),
    source: 'Trade usage: D, A, CH',
    asOf: '2025-01-01',
  },
  {
    code: 'BENELUX',
    name: 'Benelux',
    members: codes('BE LU NL'),
    source: 'https://www.benelux.int',
    asOf: '2025-01-01',
  },
  {
    code: 'NORDICS',
    name: 'Nordic countries',
    members: codes('AX DK FI FO GL IS NO SE SJ'),
    source: 'https://www.norden.org/en/information/facts-about-nordic-countries',
    asOf: '2025-01-01',
  },
  {
    code: 'BALTICS',
    name: 'Baltic states',
    members: codes('EE LT LV'),
    source: 'Trade usage: Estonia, Latvia, Lithuania',
    asOf: '2025-01-01',
  },
  {
    code: 'UK',
    name: 'United Kingdom',
    members: codes('GB'),
    source: 'ISO 3166-1 (GB); UK is exceptionally reserved',
    asOf: '2025-01-01',
  },
  {
    code: 'UKI',
    name: 'United Kingdom and Ireland',
    members: codes('GB IE'),
    source: 'Trade usage',
    asOf: '2025-01-01',
  },
  {
    code: 'USMCA',
    name: 'United States, Canada, Mexico',
    members: codes('CA MX US'),
    source: 'Members of the USMCA',
    asOf: '2025-01-01',
  },
  {
    code: 'ANZ',
    name: 'Australia and New Zealand',
    members: codes('AU NZ'),
    source: 'Trade usage',
    asOf: '2025-01-01',
  },
  {
    code: 'GCC',
    name: 'Gulf Cooperation Council',
    members: codes('AE BH KW OM QA SA'),
    source: 'https://www.gcc-sg.org/en',
    asOf: '2025-01-01',
  },
  {
    code: 'ASEAN',
    name: 'Association of Southeast Asian Nations',
    members: codes('BN ID KH LA MM MY PH SG TH TL VN'),
    source: 'https://asean.org/member-states/',
    asOf: '2025-10-26',
  },
  {
    code: 'MERCOSUR',
    name: 'Mercosur',
    members: codes('AR BO BR PY UY'),
    source: 'https://www.mercosur.int/en/about-mercosur/mercosur-countries/',
    asOf: '2025-01-01',
  },
];
