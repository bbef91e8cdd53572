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
import { type ZipLayout, type ZipSegment, zipEtag } from '../../../shared/delivery/zip/layout.ts';
import { crc32 } from '../../../shared/metadata/crc32.ts';
import type { Audience } from '../../../shared/rights/index.ts';
import type { Clock } from '../../../shared/time/clock.ts';
import { Failure, fail } from '../../http/errors.ts';
import { logEvent } from '../../log.ts';
import type { ObjectStore, StoredBody } from '../../ports/object-store.ts';
import { type DeliveryService, denialHeaders } from '../delivery/index.ts';
import type { SettingsService } from '../settings/index.ts';
import {
  type ArchiveChoice,
  type ArchivePlan,
  type Body,
  layoutOf,
  type PlannedFile,
  renditionOf,
} from './plan.ts';

/** An entry can no longer be sent: the connection is broken off. */
export class EntryRefused extends Error {}

/** What lets an entry go now. */
export interface Permit extends ArchiveChoice {
  readonly audience: Audience;
}
/** The present decision about a planned file. @throws EntryRefused */
export type EntryCheck = (file: PlannedFile) => Promise<Permit>;

/** How often permission is asked for again inside one long entry: in bytes, and for clients that take few of them in time. */
const RECHECK_BYTES = 4 * 1024 * 1024;
const RECHECK_MS = 2_000;
/** Most bytes that wait for a client between two looks at the clock. */
const PIECE_BYTES = 64 * 1024;

/** A header and the original behind it. */
const SEGMENTS_AHEAD = 2;

interface Span {
  readonly start: number;
  readonly end: number;
}

/** A part of an archive; an original's bytes may be on their way already. */
interface Step {
  readonly segment: ZipSegment<Body>;
  readonly opening: Promise<StoredBody | null> | null;
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

  /** Writes bytes of an entry whose `permit` was given just now, and asks for a new one as often as the bounds say. */
  function createFlow(writer: Writer, check: EntryCheck, file: PlannedFile, permit: Permit) {
    let { until } = permit.decision;
    let checkedAt = clock();
    let sinceCheck = 0;
    return async (bytes: Uint8Array): Promise<void> => {
      for (let start = 0; start < bytes.length; start += PIECE_BYTES) {
        const piece = bytes.subarray(start, start + PIECE_BYTES);
        const now = clock();
        sinceCheck += piece.length;
        const isDue = sinceCheck >= RECHECK_BYTES || now - checkedAt >= RECHECK_MS;
        if (isDue || (until !== null && now >= until)) {
          ({ until } = (await check(file)).decision);
          checkedAt = now;
          sinceCheck = 0;
        }
        await writer.write(piece);
      }
    };
  }

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
    await createFlow(writer, check, file, permit)(bytes.subarray(span.start, span.end));
  }

  async function sendOriginal(
    writer: Writer,
    check: EntryCheck,
    file: PlannedFile,
    span: Span,
    opening: Promise<StoredBody | null> | null,
  ): Promise<void> {
    const flow = createFlow(writer, check, file, await check(file));
    if (span.end === span.start) return;
    const stored = await opening;
    if (stored === null) throw new EntryRefused('the object is gone');
    const reader = stored.body.getReader();
    let sent = 0;
    try {
      for (let step = await reader.read(); !step.done; step = await reader.read()) {
        sent += step.value.length;
        await flow(step.value);
      }
    } catch (error) {
      await reader.cancel(error);
      throw error;
    }
    if (sent !== span.end - span.start) throw new EntryRefused('the object is short');
  }

  /** Begins to read an original that is sent in a moment; its bytes stay here until its permission was asked for. */
  function openOriginal(segment: ZipSegment<Body>): Promise<StoredBody | null> | null {
    if (segment.kind === 'bytes') return null;
    const { body } = segment.entry;
    const length = segment.end - segment.start;
    if (body instanceof Uint8Array || body.storageKey === null || length === 0) return null;
    const opening = store.get(body.storageKey, { start: segment.start, length });
    // Whoever waits for it sees its failure; nobody may wait for it.
    opening.catch(() => undefined);
    return opening;
  }

  async function pump(
    writable: WritableStream<Uint8Array>,
    layout: ZipLayout<Body>,
    span: Span,
    check: EntryCheck,
  ): Promise<void> {
    const writer = writable.getWriter();
    const segments = layout.segmentsForRange(span.start, span.end);
    const queue: Step[] = [];
    const take = (): Step | null => {
      const { value: segment } = segments.next();
      return segment === undefined ? null : { segment, opening: openOriginal(segment) };
    };
    // The next original is opened while one is sent: a store in the network takes longer to begin than to go on.
    const lookAhead = (): void => {
      while (queue.length < SEGMENTS_AHEAD && queue.every(({ opening }) => opening === null)) {
        const step = take();
        if (step === null) return;
        queue.push(step);
      }
    };
    let step: Step | null = null;
    try {
      for (step = take(); step !== null; step = queue.shift() ?? take()) {
        const { segment, opening } = step;
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
          lookAhead();
          await sendOriginal(writer, check, body, segment, opening);
        }
      }
      await writer.close();
    } catch (error) {
      if (error instanceof EntryRefused || error instanceof Failure) {
        logEvent('warn', 'zip.broken_off', { reason: error.message });
      }
      // The client may be gone already; either way nothing more is sent.
      await writer.abort(error).catch(() => undefined);
      for (const { opening } of step === null ? queue : [step, ...queue]) {
        // One that was being read has been given up already.
        await opening?.then((stored) => stored?.body.cancel()).catch(() => undefined);
      }
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
