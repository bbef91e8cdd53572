/** The register: every link and every upload request in one list, in one of four orders, and the same list as a file. */
import type { Page, PageQuery } from '../../../shared/contract/page.ts';
import type {
  RegisteredRequest,
  RegisterFilters,
  RegisterRow,
  RegisterSort,
  ShareLink,
  TermsAcceptance,
  VanityAnswer,
} from '../../../shared/contract/shares.ts';
import { type Locale, t } from '../../../shared/messages/index.ts';
import { vanityShape } from '../../../shared/shares/vanity.ts';
import { CSV_MARK, type CsvField, csvLine } from '../../../shared/text/csv.ts';
import { formatInstant, toIso } from '../../../shared/time/index.ts';
import { decodeCursor, encodeCursor } from '../../db/cursor.ts';
import type { Caller } from '../../http/caller.ts';
import type { SearchService } from '../search/index.ts';
import type { IssuingDeps } from './issuing.ts';
import type { LinkRecord } from './repository.ts';
import {
  type After,
  isAscending,
  linkKey,
  type RegisterRepository,
  type RequestRecord,
  requestKey,
  STRETCHES,
  type Stretch,
  type Wanted,
} from './repository-register.ts';
import { readAddress } from './tokens.ts';

export interface RegisterDeps extends IssuingDeps {
  readonly registered: RegisterRepository;
  readonly search: Pick<SearchService, 'expression'>;
}

/** Rows of one page of a file, and of the whole file: a bound on the statements of one request. */
const FILE_PAGE = 500;
const FILE_ROWS_MAX = 50_000;

type Found =
  | { kind: 'link'; key: number; id: string; record: LinkRecord }
  | { kind: 'request'; key: number; id: string; record: RequestRecord };
/** Which stretch of the order, after which row of it, as of when. */
interface Place {
  readonly stretch: number;
  readonly after: After | null;
  readonly asOf: number;
}

function placeOf(cursor: string | undefined, now: number): Place {
  const [stretch, key, id, asOf] = decodeCursor(cursor) ?? [];
  return typeof stretch === 'number' && typeof key === 'number' && typeof id === 'string'
    ? { stretch, after: { key, id }, asOf: typeof asOf === 'number' ? asOf : now }
    : { stretch: 0, after: null, asOf: now };
}

/** Which tables a filter can find anything in. */
function tablesOf(filters: RegisterFilters): { links: boolean; requests: boolean } {
  const isLinkOnly =
    filters.permission !== undefined || filters.hasPassword === true || filters.assetId !== undefined;
  return {
    links: filters.kind !== 'request',
    requests: filters.kind !== 'link' && !isLinkOnly,
  };
}

export function createRegister(deps: RegisterDeps) {
  const { rows, registered, presenter } = deps;

  /** Up to `limit` rows from `place` on, merged from both tables, and where the next ones begin. */
  async function findRows(
    caller: Caller,
    filters: RegisterFilters,
    tables: { links: boolean; requests: boolean },
    place: Place,
    limit: number,
  ): Promise<{ found: Found[]; next: Place | null }> {
    const { sort, kind: _kind, ...rest } = filters;
    const wanted: Wanted = {
      ...rest,
      now: caller.now,
      expression: filters.q ? deps.search.expression(filters.q) : null,
      named: filters.q ? await readAddress(deps, filters.q) : null,
    };
    const parts = STRETCHES[sort];
    const read = async (index: number, part: Stretch['part'], rowLimit: number): Promise<Found[]> => {
      const stretch = {
        sort,
        part,
        asOf: place.asOf,
        after: index === place.stretch ? place.after : null,
        limit: rowLimit,
      };
      const [links, requests] = await Promise.all([
        tables.links ? registered.links(wanted, stretch) : [],
        tables.requests ? registered.requests(wanted, stretch) : [],
      ]);
      return inOrder(sort, isAscending(stretch), links, requests);
    };
    const found: Found[] = [];
    let lastIndex = place.stretch;
    for (const [index, part] of [...parts.entries()].slice(place.stretch)) {
      // One row more than fits, of this stretch or of a later one, says that there is another page.
      const more = await read(index, part, limit - found.length + 1);
      const room = limit - found.length;
      if (room > 0 && more.length > 0) lastIndex = index;
      found.push(...more.slice(0, room));
      const last = found.at(-1);
      if (more.length > room && last !== undefined) {
        return {
          found,
          next: { stretch: lastIndex, after: { key: last.key, id: last.id }, asOf: place.asOf },
        };
      }
    }
    return { found, next: null };
  }
  const cursorOf = (place: Place | null): string | null =>
    place?.after == null ? null : encodeCursor([place.stretch, place.after.key, place.after.id, place.asOf]);

  async function requestOf(
    caller: Caller,
    { request, ownerName, asked }: RequestRecord,
  ): Promise<RegisteredRequest> {
    const { input } = request;
    return {
      id: request.id,
      name: input.title,
      state: request.isClosed ? 'off' : caller.now >= request.deadline ? 'ended' : 'active',
      url: await presenter.urlOf(caller, 'request', request.token),
      owner: { id: request.ownerId, name: ownerName ?? '' },
      asked: asked ?? '',
      endsAt: request.deadline,
      timeZone: input.timeZone,
      receivedFiles: request.receivedFiles,
      maxFiles: input.maxFiles,
      lastUsedAt: request.lastUsedAt,
      createdAt: request.createdAt,
    };
  }
  async function present(
    caller: Caller,
    found: readonly Found[],
    withPeople: boolean,
  ): Promise<RegisterRow[]> {
    const people = withPeople
      ? await rows.recipientsOf(found.flatMap((row) => (row.kind === 'link' ? [row.id] : [])))
      : [];
    return Promise.all(
      found.map(
        async (row): Promise<RegisterRow> =>
          row.kind === 'link'
            ? { kind: 'link', link: await presenter.linkOf(caller, row.record, people) }
            : { kind: 'request', request: await requestOf(caller, row.record) },
      ),
    );
  }

  /** Lines of the file, read page by page while it is sent. */
  async function* fileLines(caller: Caller, filters: RegisterFilters): AsyncGenerator<string> {
    yield `${CSV_MARK}${csvLine(headings(caller.locale))}\r\n`;
    const tables = tablesOf(filters);
    let place: Place | null = placeOf(undefined, caller.now);
    for (let sent = 0; place !== null && sent < FILE_ROWS_MAX; ) {
      const page: { found: Found[]; next: Place | null } = await findRows(
        caller,
        filters,
        tables,
        place,
        FILE_PAGE,
      );
      const shown = await present(caller, page.found, false);
      if (shown.length > 0) yield `${shown.map((row) => csvLine(fieldsOf(caller, row))).join('\r\n')}\r\n`;
      sent += shown.length;
      place = page.next;
    }
  }

  return {
    async register(caller: Caller, query: RegisterFilters & PageQuery): Promise<Page<RegisterRow>> {
      const place = placeOf(query.cursor, caller.now);
      const { found, next } = await findRows(caller, query, tablesOf(query), place, query.limit);
      return { items: await present(caller, found, true), nextCursor: cursorOf(next) };
    },
    /** The links of the register alone. */
    async list(caller: Caller, query: RegisterFilters & PageQuery): Promise<Page<ShareLink>> {
      const place = placeOf(query.cursor, caller.now);
      const tables = { links: true, requests: false };
      const { found, next } = await findRows(caller, query, tables, place, query.limit);
      const shown = await present(caller, found, true);
      return {
        items: shown.flatMap((row) => (row.kind === 'link' ? [row.link] : [])),
        nextCursor: cursorOf(next),
      };
    },
    /** The whole filtered register as CSV, streamed. */
    registerFile(caller: Caller, filters: RegisterFilters): ReadableStream<Uint8Array> {
      return streamOf(fileLines(caller, filters));
    },
    owners: () => rows.owners(),
    async vanity(name: string, exceptId: string | null): Promise<VanityAnswer> {
      const shape = vanityShape(name);
      if (shape !== 'good') return { state: shape };
      return { state: (await rows.isVanityTaken(name, exceptId)) ? 'taken' : 'free' };
    },
    async acceptances(caller: Caller, id: string, query: PageQuery): Promise<Page<TermsAcceptance>> {
      await presenter.read(caller, id);
      const [at, acceptanceId] = decodeCursor(query.cursor) ?? [];
      const found = await registered.acceptances(
        id,
        typeof at === 'number' && typeof acceptanceId === 'string' ? { at, id: acceptanceId } : null,
        query.limit + 1,
      );
      const items = found.slice(0, query.limit).map(acceptanceOf);
      const last = items.at(-1);
      return {
        items,
        nextCursor:
          found.length > query.limit && last !== undefined ? encodeCursor([last.at, last.id]) : null,
      };
    },
    /** All acceptances as CSV. */
    async acceptancesFile(caller: Caller, id: string): Promise<ReadableStream<Uint8Array>> {
      const link = await presenter.read(caller, id);
      return streamOf(
        (async function* () {
          const { locale } = caller;
          yield `${CSV_MARK}${csvLine([
            t(locale, 'shares.file.accepted_at'),
            t(locale, 'shares.file.accepted_by'),
            t(locale, 'shares.file.mail'),
            t(locale, 'shares.file.country'),
            t(locale, 'shares.file.terms_version'),
            t(locale, 'shares.file.terms_text'),
          ])}\r\n`;
          let after: { at: number; id: string } | null = null;
          for (let sent = 0; sent < FILE_ROWS_MAX; ) {
            const page: Awaited<ReturnType<RegisterRepository['acceptances']>> = await registered.acceptances(
              id,
              after,
              FILE_PAGE,
            );
            const items = page.map(acceptanceOf);
            for (const { at, name, email, territory, version, text } of items) {
              const when = formatInstant(locale, at, { zone: link.timeZone });
              yield `${csvLine([when, name, email, territory, version, text])}\r\n`;
            }
            const last = items.at(-1);
            if (items.length < FILE_PAGE || last === undefined) return;
            after = { at: last.at, id: last.id };
            sent += items.length;
          }
        })(),
      );
    },
  };
}

function inOrder(
  sort: RegisterSort,
  ascending: boolean,
  links: readonly LinkRecord[],
  requests: readonly RequestRecord[],
): Found[] {
  const all: Found[] = [
    ...links.map((record) => ({
      kind: 'link' as const,
      key: linkKey(sort, record),
      id: record.link.id,
      record,
    })),
    ...requests.map((record) => ({
      kind: 'request' as const,
      key: requestKey(sort, record),
      id: record.request.id,
      record,
    })),
  ];
  const sign = ascending ? 1 : -1;
  return all.sort((a, b) => sign * (a.key - b.key || (a.id < b.id ? -1 : 1)));
}

function acceptanceOf({
  acceptance,
  text,
}: Awaited<ReturnType<RegisterRepository['acceptances']>>[number]): TermsAcceptance {
  const { id, version, name, email, territory, at } = acceptance;
  return { id, version, text: text ?? '', name, email, territory, at };
}

function streamOf(lines: AsyncGenerator<string>): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  return new ReadableStream({
    async pull(controller) {
      const { done, value } = await lines.next();
      if (done) controller.close();
      else controller.enqueue(encoder.encode(value));
    },
    async cancel() {
      await lines.return(undefined);
    },
  });
}

const COLUMNS = [
  'kind',
  'name',
  'state',
  'address',
  'owner',
  'for',
  'may',
  'gates',
  'starts',
  'ends',
  'ends_utc',
  'used',
  'reserved',
  'limit',
  'used_bots',
  'openings',
  'openings_bots',
  'last_used',
  'created',
] as const;

function headings(locale: Locale): string[] {
  return COLUMNS.map((column) => t(locale, `shares.file.${column}`));
}

function fieldsOf(caller: Caller, row: RegisterRow): CsvField[] {
  const { locale } = caller;
  const fields = row.kind === 'link' ? linkFields(locale, row.link) : requestFields(locale, row.request);
  return COLUMNS.map((column) => fields[column]);
}
function linkFields(locale: Locale, link: ShareLink): Record<(typeof COLUMNS)[number], CsvField> {
  const show = (instant: number | null): string | null =>
    instant === null ? null : formatInstant(locale, instant, { zone: link.timeZone });
  return {
    kind: t(locale, 'shares.file.kind.link'),
    name: link.name,
    state: t(locale, `console.share_state.${link.state}`),
    address: link.vanityUrl ?? link.url,
    owner: link.owner.name,
    for: t(locale, `rights.audience_name.${link.audience}`),
    may: t(locale, `console.level.${link.permission}`),
    gates: [
      link.hasPassword ? t(locale, 'console.shares.gate_password') : null,
      link.requireEmailCode ? t(locale, 'console.shares.gate_code') : null,
      link.termsText === null ? null : t(locale, 'console.shares.gate_terms'),
    ]
      .filter((gate) => gate !== null)
      .join(', '),
    starts: show(link.startsAt),
    ends: show(link.endsAt),
    ends_utc: toIso(link.endsAt),
    used: link.usedDownloads,
    reserved: link.reservedDownloads,
    limit: link.maxDownloads,
    used_bots: link.botDownloads,
    openings: link.openings,
    openings_bots: link.botOpenings,
    last_used: show(link.lastUsedAt),
    created: show(link.createdAt),
  };
}
function requestFields(
  locale: Locale,
  request: RegisteredRequest,
): Record<(typeof COLUMNS)[number], CsvField> {
  const show = (instant: number | null): string | null =>
    instant === null ? null : formatInstant(locale, instant, { zone: request.timeZone });
  return {
    kind: t(locale, 'shares.file.kind.request'),
    name: request.name,
    state: t(locale, `console.share_state.${request.state}`),
    address: request.url,
    owner: request.owner.name,
    for: request.asked,
    may: t(locale, 'shares.file.may.hand_in'),
    gates: null,
    starts: null,
    ends: show(request.endsAt),
    ends_utc: toIso(request.endsAt),
    used: request.receivedFiles,
    reserved: null,
    limit: request.maxFiles,
    used_bots: null,
    openings: null,
    openings_bots: null,
    last_used: show(request.lastUsedAt),
    created: show(request.createdAt),
  };
}
