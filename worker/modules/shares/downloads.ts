/** Bytes of a link: previews on its page, and single files as counted downloads. */
import { renditionFileName } from '../../../shared/delivery/index.ts';
import { BUILT_IN_PRESETS } from '../../../shared/delivery/presets.ts';
import type { DeliverySnapshot } from '../../../shared/delivery/snapshot.ts';
import { decideUsage, publicAnswer } from '../../../shared/rights/index.ts';
import type { DeniedUsage } from '../../../shared/rights/types.ts';
import { downloadFormat } from '../../../shared/shares/sizes.ts';
import type { Clock } from '../../../shared/time/clock.ts';
import type { Caller } from '../../http/app-env.ts';
import { fail } from '../../http/errors.ts';
import { type DeliveryService, denialHeaders, isBot } from '../delivery/index.ts';
import type { SettingsService } from '../settings/index.ts';
import type { Admissions, Visit } from './admission.ts';
import { type Content, linkUse, type OfferedSize, offeredSizes, playing } from './content.ts';
import type { Grants, OpenGrant } from './grants.ts';
import type { Recorder } from './recording.ts';

export interface DownloadDeps {
  readonly clock: Clock;
  readonly delivery: DeliveryService;
  readonly settings: Pick<SettingsService, 'get'>;
  readonly admissions: Admissions;
  readonly content: Content;
  readonly grants: Grants;
  readonly recorder: Recorder;
  readonly background: (work: Promise<unknown>) => void;
}

/** The public answer to a denial, as a failure. */
export function deny(denied: DeniedUsage): never {
  return fail(publicAnswer(denied.reasons).code, {
    headers: denialHeaders(),
    ...(denied.startsAt === null ? {} : { context: { startsAt: denied.startsAt } }),
  });
}

/** The size that was asked for, as the link offers it now. @throws Failure that says why it does not */
function sizeFor(visit: Visit, caller: Caller, snapshot: DeliverySnapshot, name: string): OfferedSize {
  const size = offeredSizes(visit, caller, snapshot).find(({ preset }) => preset.name === name);
  if (size !== undefined) return size;
  const preset = BUILT_IN_PRESETS.find((entry) => entry.name === name);
  const action = preset?.delivers === 'original' ? 'download_original' : 'download_rendition';
  const decision = decideUsage(snapshot.rights, linkUse(visit, action, caller));
  return decision.allowed ? fail('not_for_this_use', { headers: denialHeaders() }) : deny(decision);
}

/** Whether an answer carries the last byte of what it is part of. */
function reachesEnd(response: Response): boolean {
  if (response.status === 200) return true;
  const match = /^bytes \d+-(\d+)\/(\d+)$/.exec(response.headers.get('content-range') ?? '');
  return match !== null && Number(match[1]) + 1 === Number(match[2]);
}

/** How often a long transfer says that it still flows; well within a grant's ten minutes. */
const FLOWING_MS = 2 * 60_000;

/**
 * Copies a body chunk by chunk (one identity stream piped into another stalls in workerd).
 * @param onChunk after each chunk the client took
 * @returns whether all of it arrived
 */
async function copy(
  body: ReadableStream<Uint8Array>,
  writable: WritableStream<Uint8Array>,
  onChunk: () => Promise<void>,
): Promise<boolean> {
  const reader = body.getReader();
  const writer = writable.getWriter();
  try {
    for (let step = await reader.read(); !step.done; step = await reader.read()) {
      await writer.write(step.value);
      await onChunk();
    }
    await writer.close();
    return true;
  } catch (error) {
    // Either side may be gone; both are told.
    await Promise.allSettled([reader.cancel(error), writer.abort(error)]);
    return false;
  }
}

export function createDownloads(deps: DownloadDeps) {
  const { delivery, grants } = deps;

  /** Extends the grant now and then while bytes flow, so that a long transfer can still be resumed when it is cut. */
  function flowing(open: OpenGrant): () => Promise<void> {
    let keptAt = deps.clock();
    return async () => {
      const now = deps.clock();
      if (now - keptAt < FLOWING_MS) return;
      keptAt = now;
      await grants.keep(open, now);
    };
  }

  /**
   * Sends the answer on the grant: the first byte spends the use and is recorded; the end of the transfer ends the grant or
   * keeps it for resuming. HEAD, 304, 412 and 416 touch nothing.
   */
  async function onGrant(
    open: OpenGrant,
    request: Request,
    response: Response,
    record: () => Promise<void>,
  ): Promise<Response> {
    const hasBody = request.method === 'GET' && (response.status === 200 || response.status === 206);
    if (!hasBody || response.body === null) return response;
    if (await grants.start(open, deps.clock())) deps.background(record());
    const length = Number(response.headers.get('content-length'));
    const isLast = reachesEnd(response);
    const fixed = new FixedLengthStream(length);
    const transfer = copy(response.body, fixed.writable, flowing(open)).then((isWhole) =>
      // Cut: the declared length tells the client, and the grant waits for it.
      isWhole && isLast ? grants.complete(open, deps.clock()) : grants.keep(open, deps.clock()),
    );
    deps.background(transfer);
    return new Response(fixed.readable, { status: response.status, headers: response.headers });
  }

  return {
    onGrant,

    /** `/s/{token}/r/{asset}/{transformation}`: pictures of the link's own pages. Costs nothing, capped in size. */
    async preview(
      caller: Caller,
      request: Request,
      path: { token: string; asset: string; segment: string },
      cookies: string,
    ): Promise<Response> {
      const visit = await deps.admissions.require(caller, path.token, cookies);
      const snapshot = await deps.content.item(visit, path.asset, caller.now);
      if (snapshot === null) return fail('not_found', { headers: denialHeaders() });
      const resolved = delivery.resolve(
        path.segment,
        { kind: 'page' },
        {
          assetId: path.asset,
          tail: '',
          origin: caller.origin,
          audience: visit.link.audience,
          now: caller.now,
        },
      );
      const decision = decideUsage(snapshot.rights, linkUse(visit, 'preview', caller));
      if (!decision.allowed) return deny(decision);
      const { organisation, policyTtlMs } = await deps.settings.get();
      return delivery.rendition({
        request,
        snapshot,
        decision,
        resolved,
        now: caller.now,
        audience: 'protected',
        policyTtlMs,
        extension: null,
        protectiveText: organisation,
      });
    },

    /** `/s/{token}/m/{asset}`: a film or a recording, played on the page. Spends nothing and is no download. */
    async media(
      caller: Caller,
      request: Request,
      path: { token: string; asset: string },
      cookies: string,
    ): Promise<Response> {
      const visit = await deps.admissions.require(caller, path.token, cookies);
      const snapshot = await deps.content.item(visit, path.asset, caller.now);
      if (snapshot === null) return fail('not_found', { headers: denialHeaders() });
      const viewed = decideUsage(snapshot.rights, linkUse(visit, 'view', caller));
      if (!viewed.allowed) return deny(viewed);
      const media = playing(visit, caller, snapshot);
      if (media === null) return fail('not_found', { headers: denialHeaders() });
      if (!media.plays) return fail('not_for_this_use', { headers: denialHeaders() });
      const { decision } = media;
      return delivery.original({ request, snapshot, decision, now: caller.now, disposition: 'inline' });
    },

    /** Reserves a use for one file in one size. @returns where to fetch it */
    async reserve(
      caller: Caller,
      path: { token: string; asset: string; preset: string; press: string | null },
      cookies: string,
    ): Promise<string> {
      // A link whose last use is this very form's is not used up for it; reserving counts.
      const visit = await deps.admissions.require(caller, path.token, cookies, false);
      const snapshot = await deps.content.item(visit, path.asset, caller.now);
      if (snapshot === null) return fail('not_found', { headers: denialHeaders() });
      const { preset } = sizeFor(visit, caller, snapshot, path.preset);
      const { text } = await grants.reserve(
        caller,
        visit,
        { kind: 'file', assetId: path.asset, preset: preset.name },
        path.press === null ? null : `file:${path.press}:${path.asset}:${preset.name}`,
      );
      return `${visit.base}/d/${text}`;
    },

    /** `/s/{token}/d/{grant}`: the file. Decided anew on every request. */
    async file(caller: Caller, request: Request, path: { token: string; grant: string }): Promise<Response> {
      const open = await grants.open(caller, path.token, path.grant);
      const { visit, grant } = open;
      if (grant.content.kind !== 'file') return fail('not_found', { headers: denialHeaders() });
      const { assetId } = grant.content;
      const snapshot = await deps.content.item(visit, assetId, caller.now);
      if (snapshot === null) return fail('not_found', { headers: denialHeaders() });
      const { preset, decision } = sizeFor(visit, caller, snapshot, grant.content.preset);
      const { organisation, policyTtlMs } = await deps.settings.get();
      const format = downloadFormat(preset, snapshot);
      const response =
        preset.delivers === 'original'
          ? await delivery.original({
              request,
              snapshot,
              decision,
              now: caller.now,
              disposition: 'attachment',
            })
          : await delivery.rendition({
              request,
              snapshot,
              decision,
              resolved: delivery.resolve(
                preset.name,
                { kind: 'presets', names: [preset.name] },
                {
                  assetId,
                  tail: '',
                  origin: caller.origin,
                  audience: visit.link.audience,
                  now: caller.now,
                },
              ),
              now: caller.now,
              audience: 'protected',
              policyTtlMs,
              extension: format === 'jpeg' ? 'jpg' : format,
              attachmentName: renditionFileName(snapshot, preset.name, format),
              protectiveText: organisation,
            });
      return onGrant(open, request, response, () =>
        deps.recorder.record(caller, visit, {
          isBot: isBot(request),
          files: [
            {
              assetId,
              versionId: snapshot.version.id,
              what: preset.name,
              sizeBytes: totalOf(response) ?? snapshot.version.sizeBytes,
            },
          ],
        }),
      );
    },
  };
}
export type Downloads = ReturnType<typeof createDownloads>;

/** Length of the whole behind an answer. */
function totalOf(response: Response): number | null {
  const text =
    response.status === 206
      ? response.headers.get('content-range')?.split('/')[1]
      : response.headers.get('content-length');
  const total = Number(text);
  return Number.isFinite(total) && total > 0 ? total : null;
}
