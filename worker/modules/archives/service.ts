/**
 * Sending an archive: a store-only ZIP with exact length, resumable at any byte.
 *
 * Rights are decided again whenever an entry is reached, and while a long one flows. The layout is fixed, so an entry whose
 * permission has ended in the meantime breaks the connection off: the client sees a transfer that is short of its declared
 * length, never other bytes. Pressing *download* again makes a new plan, which says what is left out and why.
 */
import {
  contentDisposition,
  contentRange,
  evaluateConditional,
  formatHttpDate,
  selectRange,
  unsatisfiedRange,
} from '../../../shared/delivery/index.ts';
import { type ZipLayout, zipEtag } from '../../../shared/delivery/zip/layout.ts';
import { crc32 } from '../../../shared/metadata/crc32.ts';
import type { Audience } from '../../../shared/rights/index.ts';
import type { Clock } from '../../../shared/time/clock.ts';
import { fail } from '../../http/errors.ts';
import { logEvent } from '../../log.ts';
import type { ObjectStore } from '../../ports/object-store.ts';
import { type DeliveryService, denialHeaders } from '../delivery/index.ts';
import type { SettingsService } from '../settings/index.ts';
import { type ArchivePlan, type Body, layoutOf, type PlannedFile, renditionOf } from './plan.ts';
import type { ArchiveChoice } from './planning.ts';

/** An entry can no longer be sent: the connection is broken off. */
export class EntryRefused extends Error {}

/** What lets an entry go now. */
export interface Permit extends ArchiveChoice {
  readonly audience: Audience;
}
/** The present decision about a planned file. @throws EntryRefused */
export type EntryCheck = (file: PlannedFile) => Promise<Permit>;

/** How often, in bytes sent, the clock is looked at inside one long entry. */
const RECHECK_BYTES = 4 * 1024 * 1024;

interface Span {
  readonly start: number;
  readonly end: number;
}

export interface SendingDeps {
  readonly clock: Clock;
  readonly store: ObjectStore;
  readonly delivery: DeliveryService;
  readonly settings: Pick<SettingsService, 'get'>;
  readonly background: (work: Promise<unknown>) => void;
}

export function createSending(deps: SendingDeps) {
  const { store, clock } = deps;
  type Writer = WritableStreamDefaultWriter<Uint8Array>;

  async function sendRendition(
    writer: Writer,
    check: EntryCheck,
    file: PlannedFile,
    span: Span,
  ): Promise<void> {
    const permit = await check(file);
    const { organisation } = await deps.settings.get();
    const bytes = await renditionOf(deps.delivery, permit, {
      organisation,
      audience: permit.audience,
      now: clock(),
    });
    if (bytes.length !== file.size || crc32(bytes) !== file.crc32) {
      throw new EntryRefused('the rendition is not the one that was planned');
    }
    await writer.write(bytes.subarray(span.start, span.end));
  }

  async function sendOriginal(
    writer: Writer,
    check: EntryCheck,
    file: PlannedFile,
    storageKey: string,
    span: Span,
  ): Promise<void> {
    let { until } = (await check(file)).decision;
    if (span.end === span.start) return;
    const stored = await store.get(storageKey, { start: span.start, length: span.end - span.start });
    if (stored === null) throw new EntryRefused('the object is gone');
    const reader = stored.body.getReader();
    let sinceCheck = 0;
    let sent = 0;
    try {
      for (let step = await reader.read(); !step.done; step = await reader.read()) {
        sinceCheck += step.value.length;
        sent += step.value.length;
        if ((until !== null && clock() >= until) || sinceCheck >= RECHECK_BYTES) {
          ({ until } = (await check(file)).decision);
          sinceCheck = 0;
        }
        await writer.write(step.value);
      }
    } catch (error) {
      await reader.cancel(error);
      throw error;
    }
    if (sent !== span.end - span.start) throw new EntryRefused('the object is short');
  }

  async function pump(
    writable: WritableStream<Uint8Array>,
    layout: ZipLayout<Body>,
    span: Span,
    check: EntryCheck,
  ): Promise<void> {
    const writer = writable.getWriter();
    try {
      for (const segment of layout.segmentsForRange(span.start, span.end)) {
        if (segment.kind === 'bytes') {
          await writer.write(segment.bytes);
          continue;
        }
        const { body } = segment.entry;
        if (body instanceof Uint8Array) {
          await writer.write(body.subarray(segment.start, segment.end));
        } else if (body.storageKey === null) {
          await sendRendition(writer, check, body, segment);
        } else {
          await sendOriginal(writer, check, body, body.storageKey, segment);
        }
      }
      await writer.close();
    } catch (error) {
      if (error instanceof EntryRefused) logEvent('warn', 'zip.broken_off', { reason: error.message });
      // The client may be gone already; either way nothing more is sent.
      await writer.abort(error).catch(() => undefined);
    }
  }

  /** "You have it already" is an answer about every entry: each is decided before it is given. */
  async function checkAll(layout: ZipLayout<Body>, check: EntryCheck): Promise<void> {
    try {
      for (const segment of layout.segmentsForRange(0, layout.totalBytes)) {
        if (segment.kind === 'bytes' || segment.entry.body instanceof Uint8Array) continue;
        await check(segment.entry.body);
      }
    } catch (error) {
      if (error instanceof EntryRefused) fail('no_longer', { headers: denialHeaders() });
      throw error;
    }
  }

  return {
    /** A plan, or what one is to be made from. */
    keep: (key: string, plan: object): Promise<void> =>
      store.put(key, new TextEncoder().encode(JSON.stringify(plan)), { mediaType: 'application/json' }),

    /** @throws Failure `no_longer` when the plan is not kept any more */
    async read<Plan extends object = ArchivePlan>(key: string): Promise<Plan> {
      const stored = await store.get(key);
      if (stored === null) return fail('no_longer', { headers: denialHeaders() });
      return (await new Response(stored.body).json()) as Plan;
    },

    /** The archive, a range of it, or what a condition asks for. Its declared length is what is sent, or it breaks off. */
    async answer(request: Request, now: number, plan: ArchivePlan, check: EntryCheck): Promise<Response> {
      const layout = layoutOf(plan);
      const etag = await zipEtag(layout);
      const validators = { etag, lastModified: plan.madeAt, now, method: request.method };
      const header = (name: string): string | null => request.headers.get(name);
      const headers = new Headers({
        'content-type': 'application/zip',
        'cache-control': 'private, no-store',
        etag,
        'last-modified': formatHttpDate(plan.madeAt),
        'accept-ranges': 'bytes',
        'content-disposition': contentDisposition('attachment', plan.fileName),
        'x-content-type-options': 'nosniff',
      });
      const verdict = evaluateConditional({
        ...validators,
        ifMatch: header('if-match'),
        ifNoneMatch: header('if-none-match'),
        ifModifiedSince: header('if-modified-since'),
        ifUnmodifiedSince: header('if-unmodified-since'),
      });
      if (verdict === 'not-modified') {
        await checkAll(layout, check);
        return new Response(null, { status: 304, headers });
      }
      if (verdict === 'precondition-failed') return new Response(null, { status: 412, headers });
      const total = layout.totalBytes;
      const range = selectRange({
        ...validators,
        range: header('range'),
        ifRange: header('if-range'),
        total,
      });
      if (range.kind === 'unsatisfiable') {
        headers.set('content-range', unsatisfiedRange(total));
        return new Response(null, { status: 416, headers });
      }
      const span = range.kind === 'part' ? range : { start: 0, end: total };
      if (range.kind === 'part') headers.set('content-range', contentRange(range, total));
      headers.set('content-length', String(span.end - span.start));
      const status = range.kind === 'part' ? 206 : 200;
      if (request.method === 'HEAD') return new Response(null, { status, headers });
      const { readable, writable } = new FixedLengthStream(span.end - span.start);
      deps.background(pump(writable, layout, span, check));
      return new Response(readable, { status, headers });
    },
  };
}
export type ArchiveSending = ReturnType<typeof createSending>;
