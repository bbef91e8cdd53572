/**
 * The library's question: what the address says, what the tokens show, and the small language of the search field.
 *
 * Language: words are searched; `status:draft kind:image rights:ending orientation:portrait colour:blue
 * keyword:"spring campaign"` filter. A filter the console does not know stays a word.
 */
import {
  ASSET_KINDS,
  ASSET_SORTS,
  COLOUR_NAMES,
  ORIENTATIONS,
  RIGHTS_STATES,
} from '../../../shared/contract/index.ts';
import { ASSET_STATUSES } from '../../../shared/rights/types.ts';
import type { AssetQuery } from '../../operations/assets.ts';

/** Filters with a fixed set of values. */
export const WORD_FILTERS = {
  status: ASSET_STATUSES,
  kind: ASSET_KINDS,
  rights: RIGHTS_STATES,
  orientation: ORIENTATIONS,
  colour: COLOUR_NAMES,
} as const;
export type WordFilter = keyof typeof WORD_FILTERS;
export const FILTERS = [
  'status',
  'kind',
  'rights',
  'orientation',
  'colour',
  'keyword',
  'collectionId',
] as const;
export type Filter = (typeof FILTERS)[number];
/** Other spellings of a filter's name. */
const ALIASES: ReadonlyMap<string, Filter> = new Map([
  ['status', 'status'],
  ['kind', 'kind'],
  ['type', 'kind'],
  ['rights', 'rights'],
  ['orientation', 'orientation'],
  ['colour', 'colour'],
  ['color', 'colour'],
  ['keyword', 'keyword'],
  ['tag', 'keyword'],
]);

/** Other spellings of a filter's value. */
const SPELLINGS: ReadonlyMap<string, string> = new Map([['grey', 'gray']]);

/** Reads the query of the address; what it does not understand is left out. */
export function fromAddress(parameters: Readonly<Record<string, string>>): AssetQuery {
  const query: Record<string, string> = {};
  if (parameters.q) query.q = parameters.q;
  for (const filter of FILTERS) {
    const value = parameters[filter];
    if (value && accepts(filter, value)) query[filter] = value;
  }
  const { sort } = parameters;
  if (sort && ASSET_SORTS.some((known) => known === sort)) query.sort = sort;
  return query as AssetQuery;
}

/** The address of a query: `/admin/library?status=draft&q=…`. */
export function toAddress(query: AssetQuery): string {
  const parameters = new URLSearchParams();
  if (query.q) parameters.set('q', query.q);
  for (const filter of FILTERS) {
    const value = query[filter];
    if (value) parameters.set(filter, value);
  }
  if (query.sort && query.sort !== 'newest') parameters.set('sort', query.sort);
  const text = parameters.toString();
  return text === '' ? '/admin/library' : `/admin/library?${text}`;
}

/** Splits typed text into words and filters. */
export function parseSearch(text: string): AssetQuery {
  const query: Record<string, string> = {};
  const words: string[] = [];
  for (const match of text.matchAll(/(\S+?):"([^"]*)"|(\S+)/g)) {
    const [whole, quotedName, quotedValue, plain] = match;
    const colon = plain?.indexOf(':') ?? -1;
    const name = (quotedName ?? (colon > 0 ? plain?.slice(0, colon) : undefined))?.toLowerCase();
    const value = quotedValue ?? (colon > 0 ? plain?.slice(colon + 1) : undefined);
    const filter = name === undefined ? undefined : ALIASES.get(name);
    const typed = filter === 'keyword' ? value : value?.toLowerCase().replace('-', '_');
    const meant = filter === 'colour' ? (SPELLINGS.get(typed ?? '') ?? typed) : typed;
    if (filter && meant && accepts(filter, meant)) query[filter] = meant;
    else words.push(whole);
  }
  if (words.length > 0) query.q = words.join(' ');
  return query as AssetQuery;
}

function accepts(filter: Filter, value: string): boolean {
  if (filter === 'keyword') return value.length <= 100;
  if (filter === 'collectionId') return /^col_[0-9a-z]{26}$/.test(value);
  return (WORD_FILTERS[filter] as readonly string[]).includes(value);
}

/** What the last, unfinished word of the search field may become: `sta` → `status:`, `status:d` → `status:draft`. */
export function completeSearch(text: string): string[] {
  const last = /(\S*)$/.exec(text)?.[1] ?? '';
  if (last === '') return [];
  const head = text.slice(0, text.length - last.length);
  const colon = last.indexOf(':');
  if (colon < 0) {
    return Object.keys(WORD_FILTERS)
      .filter((name) => name.startsWith(last.toLowerCase()))
      .map((name) => `${head}${name}:`);
  }
  const filter = ALIASES.get(last.slice(0, colon).toLowerCase());
  if (!filter || !(filter in WORD_FILTERS)) return [];
  const begun = last.slice(colon + 1).toLowerCase();
  return WORD_FILTERS[filter as WordFilter]
    .filter((value) => value.startsWith(begun) && value !== begun)
    .map((value) => `${head}${filter}:${value}`);
}
