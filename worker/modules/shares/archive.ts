/**
 * Archives of a link: a store-only ZIP with exact length, resumable at any byte.
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
import type { DeliverySnapshot } from '../../../shared/delivery/snapshot.ts';
import { crc32 } from '../../../shared/delivery/zip/crc32.ts';
import {
  bytesEntry,
  planZip,
  type ZipEntry,
  type ZipLayout,
  zipEtag,
} from '../../../shared/delivery/zip/layout.ts';
import { allowsOriginal, decideUsage } from '../../../shared/rights/index.ts';
import { closedReason } from '../../../shared/shares/state.ts';
import type { Clock } from '../../../shared/time/clock.ts';
import type { Caller } from '../../http/app-env.ts';
import { fail } from '../../http/errors.ts';
import { logEvent } from '../../log.ts';
import type { ObjectStore } from '../../ports/object-store.ts';
import { type DeliveryService, denialHeaders, isBot } from '../delivery/index.ts';
import type { SettingsService } from '../settings/index.ts';
import type { Admissions, Visit } from './admission.ts';
import { type ArchivePlan, type PlannedFile, type Planning, renditionOf } from './archive-plan.ts';
import { type Content, linkUse, offeredSizes } from './content.ts';
import type { Downloads } from './downloads.ts';
import type { Grants } from './grants.ts';
import type { Recorder } from './recording.ts';
import type { VisitRepository } from './repository-visits.ts';

export interface ArchiveDeps {
  readonly clock: Clock;
  readonly store: ObjectStore;
  readonly delivery: DeliveryService;
  readonly settings: Pick<SettingsService, 'get'>;
  readonly admissions: Admissions;
  readonly content: Content;
  readonly grants: Grants;
  readonly downloads: Downloads;
  readonly planning: Planning;
  readonly recorder: Recorder;
  readonly rows: VisitRepository;
  readonly background: (work: Promise<unknown>) => void;
}

type Body = Uint8Array | PlannedFile;

/** An entry can no longer be sent: the connection is broken off. */
class EntryRefused extends Error {}

/** How often, in bytes sent, the clock is looked at inside one long entry. */
const RECHECK_BYTES = 4 * 1024 * 1024;

export const planKeyOf = (grantId: string): string => `zip-plans/${grantId}.json`;

function layoutOf(plan: ArchivePlan): ZipLayout<Body> {
  const encoder = new TextEncoder();
  const entries: ZipEntry<Body>[] = [
    ...plan.papers.map(({ name, text }) => bytesEntry(name, encoder.encode(text), plan.madeAt)),
    ...plan.files.map((file) => ({
      name: file.name,
      size: file.size,
      crc32: file.crc32,
      modifiedAt: file.modifiedAt,
      sha256: file.sha256,
      body: file,
    })),
  ];
  return planZip(entries);
}

export function createArchives(deps: ArchiveDeps) {
  const { store, rows, clock } = deps;

  /** The link as it is now, remembered for the policy TTL while one archive flows. */
  function createWatch(caller: Caller, visit: Visit, policyTtlMs: number) {
    let seen = { visit, at: clock() };
    return {
      /** The file's present decision. @throws EntryRefused */
      async check(
        file: PlannedFile,
      ): Promise<{ snapshot: DeliverySnapshot; until: number | null; visit: Visit }> {
        const now = clock();
        if (now - seen.at >= policyTtlMs) {
          const row = await rows.findById(visit.link.id);
          if (row === null) throw new EntryRefused('the link is gone');
          seen = { visit: { ...row, base: visit.base, recipient: visit.recipient }, at: now };
        }
        const present = seen.visit;
        const reason = closedReason(present.link, { now, territory: caller.territory });
        if (reason !== null && reason !== 'limit_reached') throw new EntryRefused(reason);
        const [snapshot] = await deps.content.snapshotsOf(
          [{ assetId: file.assetId, versionId: file.versionId }],
          now,
        );
        if (snapshot === undefined) throw new EntryRefused('the asset is gone');
        const action = file.storageKey === null ? 'download_rendition' : 'download_original';
        const place = { territory: caller.territory, now };
        const decision = decideUsage(snapshot.rights, linkUse(present, action, place));
        if (!decision.allowed) throw new EntryRefused(decision.reasons[0]?.code ?? 'denied');
        if (file.storageKey !== null && !allowsOriginal(decision)) {
          throw new EntryRefused('the original is no longer offered');
        }
        return { snapshot, until: decision.until, visit: present };
      },
    };
  }
  type Watch = ReturnType<typeof createWatch>;

  async function sendRendition(
    writer: WritableStreamDefaultWriter<Uint8Array>,
    watch: Watch,
    caller: Caller,
    file: PlannedFile,
    range: { start: number; end: number },
  ): Promise<void> {
    const { snapshot, visit } = await watch.check(file);
    const now = clock();
    const size = offeredSizes(visit, { ...caller, now }, snapshot).find(
      ({ preset }) => preset.name === file.preset,
    );
    if (size === undefined) throw new EntryRefused('the size is no longer offered');
    const { organisation } = await deps.settings.get();
    const bytes = await renditionOf(deps.delivery, organisation, {
      snapshot,
      size,
      audience: visit.link.audience,
      now,
    });
    if (bytes.length !== file.size || crc32(bytes) !== file.crc32) {
      throw new EntryRefused('the rendition is not the one that was planned');
    }
    await writer.write(bytes.subarray(range.start, range.end));
  }

  async function sendOriginal(
    writer: WritableStreamDefaultWriter<Uint8Array>,
    watch: Watch,
    file: PlannedFile,
    storageKey: string,
    range: { start: number; end: number },
  ): Promise<void> {
    let { until } = await watch.check(file);
    if (range.end === range.start) return;
    const stored = await store.get(storageKey, { start: range.start, length: range.end - range.start });
    if (stored === null) throw new EntryRefused('the object is gone');
    const reader = stored.body.getReader();
    let sinceCheck = 0;
    let sent = 0;
    try {
      for (let step = await reader.read(); !step.done; step = await reader.read()) {
        sinceCheck += step.value.length;
        sent += step.value.length;
        if ((until !== null && clock() >= until) || sinceCheck >= RECHECK_BYTES) {
          ({ until } = await watch.check(file));
          sinceCheck = 0;
        }
        await writer.write(step.value);
      }
    } catch (error) {
      await reader.cancel(error);
      throw error;
    }
    if (sent !== range.end - range.start) throw new EntryRefused('the object is short');
  }

  async function pump(
    writable: WritableStream<Uint8Array>,
    layout: ZipLayout<Body>,
    range: { start: number; end: number },
    watch: Watch,
    caller: Caller,
  ): Promise<void> {
    const writer = writable.getWriter();
    try {
      for (const segment of layout.segmentsForRange(range.start, range.end)) {
        if (segment.kind === 'bytes') {
          await writer.write(segment.bytes);
          continue;
        }
        const { body } = segment.entry;
        if (body instanceof Uint8Array) {
          await writer.write(body.subarray(segment.start, segment.end));
        } else if (body.storageKey === null) {
          await sendRendition(writer, watch, caller, body, segment);
        } else {
          await sendOriginal(writer, watch, body, body.storageKey, segment);
        }
      }
      await writer.close();
    } catch (error) {
      if (error instanceof EntryRefused) logEvent('warn', 'zip.broken_off', { reason: error.message });
      // The client may be gone already; either way nothing more is sent.
      await writer.abort(error).catch(() => undefined);
    }
  }

  async function readPlan(key: string): Promise<ArchivePlan> {
    const stored = await store.get(key);
    if (stored === null) return fail('no_longer', { headers: denialHeaders() });
    return (await new Response(stored.body).json()) as ArchivePlan;
  }

  return {
    /** Plans an archive, then reserves one use for all of it. @returns where to fetch it */
    async reserve(
      caller: Caller,
      path: { token: string; assets: readonly string[]; preset: string; part: number },
      cookies: string,
    ): Promise<string> {
      const visit = await deps.admissions.require(caller, path.token, cookies);
      const all = await deps.content.judged(visit, caller);
      const wanted = new Set(path.assets);
      const judged = wanted.size === 0 ? all : all.filter(({ snapshot }) => wanted.has(snapshot.assetId));
      const { organisation } = await deps.settings.get();
      const plan = await deps.planning.plan(caller, visit, judged, { ...path, organisation });
      const id = deps.grants.newId();
      const planKey = planKeyOf(id);
      // Before the use is reserved: a use without a plan could not be fetched.
      await store.put(planKey, new TextEncoder().encode(JSON.stringify(plan)), {
        mediaType: 'application/json',
      });
      try {
        return `${visit.base}/z/${await deps.grants.reserve(caller, visit, id, { kind: 'zip', planKey })}`;
      } catch (error) {
        deps.background(store.delete([planKey]));
        throw error;
      }
    },

    /** `/s/{token}/z/{grant}`. */
    async archive(
      caller: Caller,
      request: Request,
      path: { token: string; grant: string },
    ): Promise<Response> {
      const open = await deps.grants.open(caller, path.token, path.grant);
      const { visit, grant } = open;
      if (grant.content.kind !== 'zip') return fail('not_found', { headers: denialHeaders() });
      const plan = await readPlan(grant.content.planKey);
      const layout = layoutOf(plan);
      const etag = await zipEtag(layout);
      const validators = { etag, lastModified: plan.madeAt, now: caller.now, method: request.method };
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
      if (verdict === 'not-modified') return new Response(null, { status: 304, headers });
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
      const bounds = range.kind === 'part' ? range : { start: 0, end: total };
      if (range.kind === 'part') headers.set('content-range', contentRange(range, total));
      headers.set('content-length', String(bounds.end - bounds.start));
      const status = range.kind === 'part' ? 206 : 200;
      if (request.method === 'HEAD') return new Response(null, { status, headers });
      const { policyTtlMs } = await deps.settings.get();
      const watch = createWatch(caller, visit, policyTtlMs);
      const { readable, writable } = new IdentityTransformStream();
      deps.background(pump(writable, layout, bounds, watch, caller));
      return deps.downloads.onGrant(open, request, new Response(readable, { status, headers }), () =>
        deps.recorder.record(caller, visit, {
          isBot: isBot(request),
          files: plan.files.map((file) => ({
            assetId: file.assetId,
            versionId: file.versionId,
            what: `zip/${file.preset}`,
            sizeBytes: file.size,
          })),
        }),
      );
    },
  };
}
export type Archives = ReturnType<typeof createArchives>;
