/**
 * Place of use: whether a country is covered by a territory list.
 *
 * An unknown country (`null`, `XX`, `T1`, anything unassigned) is never shown to be inside a permission: it is
 * outside every include list and it is not outside any exclude list. Only a list without any restriction covers
 * it. Prohibitions read the same uncertainty the other way round and do apply to it.
 *
 * A code that is neither a country nor a group is read against the use as well: it includes nothing in a
 * permission, everything in a prohibition, and the other way round where it is excluded.
 */
import { COUNTRY_CODES } from './countries.ts';
import { TERRITORY_GROUPS } from './territory-groups.ts';
import type { TerritoryList } from './types.ts';

const countries: ReadonlySet<string> = new Set(COUNTRY_CODES);
const groups: ReadonlyMap<string, ReadonlySet<string>> = new Map(
  TERRITORY_GROUPS.map((group) => [group.code, new Set(group.members)]),
);

/** The whole world: no include list, nothing excluded. */
export const EVERYWHERE: TerritoryList = { include: null, exclude: [] };

/** Whether `code` is an assigned country (ISO 3166-1 alpha-2, upper case, plus `XK`). */
export function isKnownCountry(code: string | null): code is string {
  return code !== null && countries.has(code);
}

/** Whether `code` may stand in a territory list: a country or the code of a group. */
export function isTerritoryCode(code: string): boolean {
  return countries.has(code) || groups.has(code);
}

/** The request country as the platform reports it, upper-cased; `null` where it is unknown. */
export function toTerritory(raw: string | null | undefined): string | null {
  if (raw === null || raw === undefined) return null;
  const code = raw.trim().toUpperCase();
  return countries.has(code) ? code : null;
}

/** Countries a list of codes stands for, groups expanded, sorted, without repeats. */
export function expandTerritories(codes: readonly string[]): string[] {
  const expanded = new Set<string>();
  for (const code of codes) {
    const members = groups.get(code);
    if (members === undefined) expanded.add(code);
    else for (const member of members) expanded.add(member);
  }
  return [...expanded].sort();
}

/** Whether a permission with these territories covers `country`; an unknown country only if unrestricted. */
export function permitCovers(list: TerritoryList, country: string | null): boolean {
  if (list.include === null && list.exclude.length === 0) return true;
  if (!isKnownCountry(country)) return false;
  if (list.include !== null && !contains(list.include, country, false)) return false;
  return !contains(list.exclude, country, true);
}

/** Whether a prohibition with these territories applies in `country`; to an unknown country it does. */
export function prohibitCovers(list: TerritoryList, country: string | null): boolean {
  if (!isKnownCountry(country)) return list.include === null || list.include.length > 0;
  if (list.include !== null && !contains(list.include, country, true)) return false;
  return !contains(list.exclude, country, false);
}

/** Whether one of the codes stands for `country`; `unreadable` is the answer for a code nobody knows. */
function contains(codes: readonly string[], country: string, unreadable: boolean): boolean {
  for (const code of codes) {
    if (code === country) return true;
    const group = groups.get(code);
    if (group === undefined ? unreadable && !countries.has(code) : group.has(country)) return true;
  }
  return false;
}
