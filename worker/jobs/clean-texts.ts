/**
 * Names, titles and descriptions that were kept before control and direction characters were taken out of what is typed: made as
 * they would be kept today. Search, snapshots and lists then hold what is read; each thing that people look after has an event of
 * the audit with both wordings, and the events of before stay as they were. What somebody agreed to (terms, consents) and what was
 * handed in are records of their moment: they are cleaned where they are shown, never here.
 *
 * A window of rows at a time, in the order of their ids, so that no statement reads a table from end to end.
 */
import { manyLines, oneLine } from '../../shared/text/plain-name.ts';
import { type Database, runBatch, type Statement } from '../db/database.ts';
import { changeTexts, renewSearchEntry, suspectRows, type TextRow, windowEnd } from '../db/hidden-texts.ts';
import { SYSTEM_ACTOR } from '../http/caller.ts';
import { type AuditEventName, type AuditTarget, auditIfChanged } from '../modules/audit/index.ts';
import { jobCaller } from '../modules/ingest/index.ts';
import { invalidateAssets } from '../modules/rights/index.ts';
import type { Identifiers } from '../ports/identifiers.ts';
import { jobStatement } from './outbox.ts';

type Shape = 'line' | 'lines' | 'json';
interface Kept {
  readonly table: string;
  readonly columns: Readonly<Record<string, Shape>>;
  /** What is written down of a change, and under which column the thing is known. */
  readonly told?: {
    readonly event: AuditEventName;
    readonly kind: AuditTarget['kind'];
    readonly label: string;
  };
  /** Column with the asset whose snapshot and search entry hold the text. */
  readonly assetId?: string;
}

/** In this order. */
const KEPT: readonly Kept[] = [
  {
    table: 'assets',
    columns: {
      title: 'line',
      headline: 'line',
      creator: 'line',
      credit_line: 'line',
      copyright_notice: 'line',
      source: 'line',
      city: 'line',
      country: 'line',
      sku: 'line',
      alt_text: 'lines',
      caption: 'lines',
      usage_terms: 'lines',
      instructions: 'lines',
    },
    told: { event: 'asset.described', kind: 'asset', label: 'title' },
    assetId: 'id',
  },
  { table: 'versions', columns: { file_name: 'line' }, assetId: 'asset_id' },
  {
    table: 'collections',
    columns: { title: 'line', description: 'lines' },
    told: { event: 'collection.changed', kind: 'collection', label: 'title' },
  },
  { table: 'portals', columns: { draft: 'json', published: 'json' } },
  {
    table: 'licenses',
    columns: { name: 'line', licensor: 'line', usage_terms: 'lines' },
    told: { event: 'license.changed', kind: 'license', label: 'name' },
  },
  { table: 'releases', columns: { name: 'line' }, assetId: 'asset_id' },
  {
    table: 'share_links',
    columns: { name: 'line', message: 'lines' },
    told: { event: 'share_link.changed', kind: 'share_link', label: 'name' },
  },
  { table: 'recipients', columns: { name: 'line' } },
  { table: 'upload_requests', columns: { input: 'json' } },
  { table: 'invitees', columns: { name: 'line' } },
  { table: 'uploaders', columns: { name: 'line' } },
  { table: 'inquiries', columns: { name: 'line', message: 'lines' } },
  {
    table: 'users',
    columns: { name: 'line' },
    told: { event: 'user.changed', kind: 'user', label: 'name' },
  },
];

/** Rows of one window, windows of one job, and changed rows of one batch. */
const WINDOW_ROWS = 2000;
const WINDOWS_MAX = 40;
const BATCH_ROWS = 20;

/** Every text in a document; addresses and ids have nothing to be taken out. */
function cleanDocument(value: unknown): unknown {
  if (typeof value === 'string') return manyLines(value);
  if (Array.isArray(value)) return value.map(cleanDocument);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, cleanDocument(inner)]));
}
/** What a request asks to agree to is kept, word for word, with whoever agreed. */
function cleanInput(value: unknown): unknown {
  const { consentText, ...rest } = value as Record<string, unknown>;
  return consentText === undefined
    ? cleanDocument(rest)
    : { ...(cleanDocument(rest) as object), consentText };
}

function cleaned(table: string, shape: Shape, text: string): string {
  if (shape === 'line') return oneLine(text);
  if (shape === 'lines') return manyLines(text);
  const document: unknown = JSON.parse(text);
  return JSON.stringify(table === 'upload_requests' ? cleanInput(document) : cleanDocument(document));
}

/** What has to be something: where nothing is left of it, it is the thing's id. */
const REQUIRED = new Set(['title', 'name', 'file_name']);

interface CleanDeps {
  readonly db: Database;
  readonly identifiers: Identifiers;
}
export interface CleanFrom {
  readonly table: string;
  /** Id of the last row that was looked at; '' for none. */
  readonly after: string;
}

/** The statements that change one row, unless somebody has changed it meanwhile. */
function changeRow(
  deps: CleanDeps,
  { table, columns, told, assetId }: Kept,
  row: TextRow,
  now: number,
): Statement[] {
  const before: Record<string, string> = {};
  const after: Record<string, string> = {};
  for (const [column, shape] of Object.entries(columns)) {
    const text = row[column];
    if (typeof text !== 'string') continue;
    const clean = cleaned(table, shape, text) || (REQUIRED.has(column) && text !== '' ? row.id : '');
    if (clean === text || (shape === 'json' && clean === JSON.stringify(JSON.parse(text)))) continue;
    before[column] = text;
    after[column] = clean;
  }
  if (Object.keys(after).length === 0) return [];
  const statements: Statement[] = [changeTexts(deps.db, table, row.id, { before, after })];
  if (told !== undefined) {
    const label = after[told.label] ?? row[told.label] ?? row.id;
    const recording = jobCaller(SYSTEM_ACTOR, 'en', now);
    const target = { kind: told.kind, id: row.id, label };
    statements.push(auditIfChanged(deps, recording, told.event, target, { before, after, by: 'upkeep' }));
  }
  const asset = assetId === undefined ? null : row[assetId];
  if (typeof asset === 'string') {
    if (table === 'versions') statements.push(renewSearchEntry(deps.db, asset));
    statements.push(...invalidateAssets(deps, [asset], now));
  }
  return statements;
}

/** Cleans the next window. @returns where to go on; null when nothing is left */
async function cleanWindow(deps: CleanDeps, from: CleanFrom, now: number): Promise<CleanFrom | null> {
  const index = KEPT.findIndex(({ table }) => table === from.table);
  const kept = KEPT[index];
  if (kept === undefined) return null;
  const last = await windowEnd(deps.db, kept.table, from.after, WINDOW_ROWS);
  if (last === null) {
    const next = KEPT[index + 1];
    return next === undefined ? null : { table: next.table, after: '' };
  }
  const rows = await suspectRows(deps.db, kept.table, Object.keys(kept.columns), {
    after: from.after,
    last,
    others: kept.assetId === undefined ? [] : [kept.assetId],
  });
  for (let at = 0; at < rows.length; at += BATCH_ROWS) {
    const statements = rows.slice(at, at + BATCH_ROWS).flatMap((row) => changeRow(deps, kept, row, now));
    if (statements.length > 0) await runBatch(deps.db, statements);
  }
  return { table: kept.table, after: last };
}

/** Cleans from there on, and leaves the rest to a job of its own. Safe to repeat: what is clean is left alone. */
export async function cleanTexts(deps: CleanDeps, from: CleanFrom, now: number): Promise<void> {
  let next: CleanFrom | null = from.table === '' ? { table: KEPT[0]?.table ?? '', after: '' } : from;
  for (let windows = 0; next !== null && windows < WINDOWS_MAX; windows++) {
    next = await cleanWindow(deps, next, now);
  }
  if (next !== null) await runBatch(deps.db, [jobStatement(deps, 'texts.clean', { ...next }, now)]);
}
