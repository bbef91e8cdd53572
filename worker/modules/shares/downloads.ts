/** Bytes of a link: previews on its page, and single files as counted downloads. */
import type { SharePlay } from '../../../shared/contract/share-visits.ts';
import { renditionFileName } from '../../../shared/delivery/index.ts';
import { BUILT_IN_PRESETS } from '../../../shared/delivery/presets.ts';
import { downloadFormat } from '../../../shared/delivery/sizes.ts';
import type { DeliverySnapshot } from '../../../shared/delivery/snapshot.ts';
import { decideUsage, publicAnswer } from '../../../shared/rights/index.ts';
import type { DeniedUsage } from '../../../shared/rights/types.ts';
import type { Clock } from '../../../shared/time/clock.ts';
import type { Database } from '../../db/database.ts';
import type { Caller } from '../../http/caller.ts';
import { fail } from '../../http/errors.ts';
import type { Signer } from '../../ports/signer.ts';
import { type DeliveryService, denialHeaders, isBot } from '../delivery/index.ts';
import type { SettingsService } from '../settings/index.ts';
import { requireTurn } from '../users/index.ts';
import type { Admissions, Visit } from './admission.ts';
import { type Content, isPlayed, linkUse, type OfferedSize, offeredSizes, playing } from './content.ts';
import { grantTurn, grantTurns } from './grant-limits.ts';
import type { GrantInHand, Grants, OpenGrant, Progress, Transfer } from './grants.ts';
import type { Recorder } from './recording.ts';
import type { GrantContent } from './repository-visits.ts';

export interface DownloadDeps {
  readonly db: Database;
  readonly signer: Signer;
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

/** Which bytes of which whole an answer carries. */
function extentOf(response: Response): { start: number; bytes: number; total: number } {
  const length = Number(response.headers.get('content-length'));
  const match = /^bytes (\d+)-(\d+)\/(\d+)$/.exec(response.headers.get('content-range') ?? '');
  if (response.status !== 206 || match === null) return { start: 0, bytes: length, total: length };
  return { start: Number(match[1]), bytes: Number(match[2]) - Number(match[1]) + 1, total: Number(match[3]) };
}

interface SendingOnGrant {
  readonly isPlayed: boolean;
  /** The file it is, where it is one. */
  readonly versionId: string | null;
}

const ORIGINAL = 'original';

/** How often a long transfer says that it still flows; well within the time for which it counts as running. */
const FLOWING_MS = 2 * 60_000;
/** The end that is held back until it is written down that it was sent. */
const TAIL_BYTES = 512;

/**
 * Copies a body of `length` bytes chunk by chunk (one identity stream piped into another stalls in workerd). The last bytes leave
 * only when `beforeEnd` has passed, so that whoever has all of them has been counted.
 */
async function copy(
  body: ReadableStream<Uint8Array>,
  writable: WritableStream<Uint8Array>,
  length: number,
  { onSent, beforeEnd }: { onSent: (bytes: number) => void; beforeEnd: (tail: number) => Promise<void> },
): Promise<void> {
  const reader = body.getReader();
  const writer = writable.getWriter();
  const send = async (chunk: Uint8Array): Promise<void> => {
    if (chunk.byteLength === 0) return;
    await writer.write(chunk);
    onSent(chunk.byteLength);
  };
  try {
    const tail: Uint8Array[] = [];
    let free = Math.max(0, length - TAIL_BYTES);
    for (let step = await reader.read(); !step.done; step = await reader.read()) {
      const chunk = step.value;
      const now = Math.min(free, chunk.byteLength);
      free -= now;
      await send(chunk.subarray(0, now));
      if (now < chunk.byteLength) tail.push(chunk.subarray(now));
    }
    await beforeEnd(tail.reduce((bytes, part) => bytes + part.byteLength, 0));
    for (const part of tail) await send(part);
    await writer.close();
  } catch (error) {
    // Either side may be gone; both are told.
    await Promise.allSettled([reader.cancel(error), writer.abort(error)]);
  }
}

export function createDownloads(deps: DownloadDeps) {
  const { delivery, grants } = deps;

  /**
   * Sends the answer on the grant, which is used up and recorded with its last byte, or waits for more. HEAD, 304, 412 and 416
   * touch nothing.
   */
  async function onGrant(
    caller: Caller,
    open: OpenGrant,
    request: Request,
    response: Response,
    { isPlayed: plays, versionId }: SendingOnGrant,
  ): Promise<Response> {
    const hasBody = request.method === 'GET' && (response.status === 200 || response.status === 206);
    const { body } = response;
    if (!hasBody || body === null) return response;
    const { start, bytes, total } = extentOf(response);
    const isRange = response.status === 206;
    const transfer: Transfer = {
      terms: { bytes: total, isPlayed: plays },
      bytes,
      // Players ask for all of it as a range, and for their bytes as they go.
      isWhole: bytes === total && !(plays && isRange),
      reachesEnd: start + bytes === total,
      delivery: {
        territory: caller.territory,
        isBot: isBot(request),
        file: versionId === null ? null : { versionId, sizeBytes: total },
      },
    };
    try {
      await grants.begin(caller, open, transfer);
    } catch (error) {
      await body.cancel();
      throw error;
    }
    const fixed = new FixedLengthStream(bytes);
    deps.background(send(caller, open, transfer, body, fixed.writable));
    return new Response(fixed.readable, { status: response.status, headers: response.headers });
  }

  async function send(
    caller: Caller,
    open: OpenGrant,
    transfer: Transfer,
    body: ReadableStream<Uint8Array>,
    writable: WritableStream<Uint8Array>,
  ): Promise<void> {
    let sent = 0;
    let told = 0;
    let isOver = false;
    const step = (state: Progress['state'], until: number): Promise<boolean> => {
      const news = until - told;
      told = until;
      return grants.step(open, transfer, {
        state,
        sent: news,
        unsent: state === 'running' ? 0 : transfer.bytes - until,
      });
    };
    // By the clock, not by the chunk: a client may pause.
    const flowing = setInterval(() => deps.background(step('running', sent)), FLOWING_MS);
    try {
      await copy(body, writable, transfer.bytes, {
        onSent: (count) => {
          sent += count;
        },
        beforeEnd: async (tail) => {
          isOver = true;
          clearInterval(flowing);
          const isComplete = await step('arrived', sent + tail);
          if (isComplete)
            deps.background(deps.recorder.record(open.grant.id, { ...caller, now: deps.clock() }));
        },
      });
    } finally {
      clearInterval(flowing);
    }
    // Cut: the declared length tells the client, and the grant waits for it.
    if (!isOver) await step('cut', sent);
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

    /**
     * Reserves a use for one file in one size, or for playing a film or a recording, which hands out its original.
     * @returns where to fetch it, or the page that plays it
     * @throws Failure `too_many_attempts` when this network, or this person, has begun too many within the hour
     */
    async reserve(
      caller: Caller,
      path: { token: string; asset: string; preset: string; press: string | null; plays: boolean },
      cookies: string,
    ): Promise<string> {
      // A link whose last use is this very form's is not used up for it; reserving counts.
      const door = await deps.admissions.enter(caller, path.token, cookies, false);
      const { visit } = door;
      const snapshot = await deps.content.item(visit, path.asset, caller.now);
      if (snapshot === null) return fail('not_found', { headers: denialHeaders() });
      if (path.plays && !isPlayed(snapshot)) return fail('not_found', { headers: denialHeaders() });
      const { preset } = sizeFor(visit, caller, snapshot, path.plays ? ORIGINAL : path.preset);
      // One number for playing and for the file itself, so that both are one use.
      const pressed = path.press === null ? null : `file:${path.press}:${path.asset}:${preset.name}`;
      const addressOf = ({ text }: GrantInHand): string =>
        `${visit.base}/d/${text}${path.plays ? '/play' : ''}`;
      // What this form was given before is no new download, whatever else was asked for from here.
      const before = await grants.pressedBefore(caller, door, pressed);
      if (before !== null) return addressOf(before);
      await requireTurn(deps.db, await grantTurns(deps, caller, door, 'file'), grantTurn(caller));
      const content: GrantContent = {
        kind: 'file',
        assetId: path.asset,
        preset: preset.name,
        ...(isPlayed(snapshot) && preset.delivers === 'original' ? { isPlayed: true } : {}),
      };
      return addressOf(await grants.reserve(caller, door, content, pressed));
    },

    /** What the page shows that plays a film on its grant. Looking counts nothing. */
    async played(
      caller: Caller,
      path: { token: string; grant: string },
    ): Promise<{ visit: Visit; play: Omit<SharePlay, 'look'> }> {
      const { visit, grant, snapshot } = await grants.open(caller, path.token, path.grant);
      const { content } = grant;
      if (content.kind !== 'file' || content.preset !== ORIGINAL)
        return fail('not_found', { headers: denialHeaders() });
      if (snapshot === null || !isPlayed(snapshot)) return fail('not_found', { headers: denialHeaders() });
      sizeFor(visit, caller, snapshot, ORIGINAL);
      return {
        visit,
        play: {
          kind: snapshot.version.mediaType.startsWith('audio/') ? 'audio' : 'video',
          title: snapshot.title,
          href: `${visit.base}/d/${path.grant}`,
          until: grant.expiresAt,
        },
      };
    },

    /** `/s/{token}/d/{grant}`: the file. Decided anew on every request. */
    async file(caller: Caller, request: Request, path: { token: string; grant: string }): Promise<Response> {
      const open = await grants.open(caller, path.token, path.grant, request.headers.has('range'));
      const { visit, grant, snapshot } = open;
      if (grant.content.kind !== 'file' || snapshot === null)
        return fail('not_found', { headers: denialHeaders() });
      const { assetId } = grant.content;
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
      return onGrant(caller, open, request, response, {
        isPlayed: grant.content.isPlayed === true,
        versionId: snapshot.version.id,
      });
    },
  };
}
export type Downloads = ReturnType<typeof createDownloads>;
