/**
 * Delivery, as a visible list of steps: parse → canonicalise → verify a signature → load the snapshot → decide → conditional
 * request → bytes → respond. The decision stands before any byte and before any 304.
 */
import {
  canonicalRequest,
  checkLadder,
  contentDisposition,
  contentRange,
  type DeliverySnapshot,
  deniedLifetime,
  evaluateConditional,
  formatHttpDate,
  lifetimeOf,
  negotiateFormat,
  offLadderBody,
  parseTransformation,
  selectRange,
  type Transformation,
  type TransformationRequest,
  unsatisfiedRange,
} from '../../../shared/delivery/index.ts';
import {
  BUILT_IN_PRESETS,
  type MetadataPolicy,
  type Preset,
  resolvePreset,
} from '../../../shared/delivery/presets.ts';
import {
  type AllowedUsage,
  allowsOriginal,
  type DeniedUsage,
  decideUsage,
  type Use,
} from '../../../shared/rights/index.ts';
import { fail } from '../../http/errors.ts';
import type { ObjectStore } from '../../ports/object-store.ts';
import type { PlannedRendition, RenditionService } from './renditions.ts';

/** Longest time from a withdrawal until no cache that obeys our headers answers with the picture. */
export const WITHDRAWAL_BOUND_MS = 15_000;
/** Kept back from that bound for the transit of an answer and for caches' rounding. */
const WITHDRAWAL_RESERVE_MS = 3_000;

/** Which transformations a surface serves without a signature. */
export type TransformationGate =
  /** Hot-linkable presets and the published ladder; anything else with a signature. */
  | { readonly kind: 'hotlink'; readonly signed: boolean }
  /** Our own pages: presets and the ladder. */
  | { readonly kind: 'page' }
  /** A download: only these presets. */
  | { readonly kind: 'presets'; readonly names: readonly string[] | null };

export interface ResolvedTransformation {
  readonly transformation: Transformation;
  readonly preset: Preset | null;
  readonly metadata: MetadataPolicy;
  readonly canonical: string;
}

export interface RenditionCall {
  readonly request: Request;
  readonly snapshot: DeliverySnapshot;
  /** Already decided for this very use. */
  readonly decision: AllowedUsage;
  readonly resolved: ResolvedTransformation;
  readonly now: number;
  /**
   * Who may keep the answer until the rights end: with `public` every cache, with `visitor` only the visitor's own, with
   * `protected` nobody.
   */
  readonly audience: 'public' | 'visitor' | 'protected';
  readonly policyTtlMs: number;
  /** Further ends the answer rests on, such as a signature's. */
  readonly otherUntils?: readonly (number | null)[];
  /** Extension of the URL without the dot, or null. */
  readonly extension: string | null;
  /** Name for people; makes the answer an attachment. */
  readonly attachmentName?: string;
  readonly protectiveText: string;
  readonly extraHeaders?: Readonly<Record<string, string>>;
  /** Told of an answer that stays the same for the same request, decision and snapshot. */
  readonly onReady?: (answer: RememberedAnswer) => void;
}

/** An answer that can be given again without parsing or planning; the decision is never part of it. */
export interface RememberedAnswer {
  readonly planned: PlannedRendition;
  /** Everything but the lifetime. */
  readonly headers: Readonly<Record<string, string>>;
  readonly lastModified: number;
  readonly audience: RenditionCall['audience'];
  readonly policyTtlMs: number;
  readonly otherUntils: readonly (number | null)[];
  /** Conditions that the plan was made under. */
  readonly conditions: AllowedUsage['conditions'];
}

export interface WarmAnswers {
  /** Null when the bytes are not in memory, or an end or a condition asks for the whole way. */
  warm(request: Request, answer: RememberedAnswer, decision: AllowedUsage, now: number): Response | null;
}

export interface OriginalCall {
  readonly request: Request;
  readonly snapshot: DeliverySnapshot;
  readonly decision: AllowedUsage;
  readonly now: number;
  readonly disposition: 'attachment' | 'inline';
}

export type Denied = DeniedUsage;

/** Types that a browser may show in place: rasters we could have re-encoded, audio, video, PDF. */
const INLINE_TYPES = /^(?:audio\/|video\/|application\/pdf$|image\/(?:jpeg|png|webp|avif|gif)$)/;

const WARM_TIMING = 'decide;desc="memory", bytes;desc="memory"';

const CONTENT_POLICY = "default-src 'none'; style-src 'unsafe-inline'; sandbox";

export interface DeliveryService extends WarmAnswers {
  /** @throws Failure for anything that does not parse, is no preset, or needs a signature it lacks */
  resolve(
    segment: string,
    gate: TransformationGate,
    context: {
      assetId: string;
      tail: string;
      origin: string;
      audience: Use['subject']['audience'];
      now: number;
    },
  ): ResolvedTransformation;
  decide(snapshot: DeliverySnapshot, use: Use): AllowedUsage | DeniedUsage;
  rendition(call: RenditionCall): Promise<Response>;
  /** The rendition's bytes for an archive: decided by the caller. */
  renditionBytes(
    call: Omit<RenditionCall, 'request' | 'audience' | 'policyTtlMs' | 'extension'> & {
      format: 'jpeg' | 'png' | 'webp';
    },
  ): Promise<{ bytes: Uint8Array; mediaType: string; format: string }>;
  /** @throws Failure `not_for_this_use` where the decision asks for a mark or fewer pixels, which an original cannot meet */
  original(call: OriginalCall): Promise<Response>;
}

export function createDeliveryService(deps: {
  readonly renditions: RenditionService;
  readonly store: ObjectStore;
}): DeliveryService {
  const { renditions, store } = deps;

  function parse(segment: string): TransformationRequest {
    const parsed = parseTransformation(segment);
    if (parsed.ok) return parsed.value;
    return fail('transformation_invalid', {
      detail: parsed.problems
        .map(
          (problem) =>
            `${problem.parameter}: ${problem.accepts}${problem.nearest === null ? '' : ` (nearest: ${problem.nearest})`}`,
        )
        .join('; '),
      context: { problems: parsed.problems },
    });
  }

  async function choosePlan(
    call: RenditionCall,
    accept: string | null,
  ): Promise<{ planned: PlannedRendition; varies: boolean; isFinal: boolean }> {
    const { snapshot, resolved, decision } = call;
    const hasAlpha = snapshot.version.hasAlpha && resolved.transformation.bg === null;
    const wish = { accept, f: resolved.transformation.f, ext: call.extension, hasAlpha };
    const make = (format: PlannedRendition['format']) =>
      renditions.plan({
        snapshot,
        transformation: resolved.transformation,
        format,
        conditions: decision.conditions,
        metadata: resolved.metadata,
        protectiveText: call.protectiveText,
      });
    const first = negotiateFormat({ ...wish, avifReady: false });
    // The console looks at everything once: making each picture twice would only slow the first look.
    if (first.wantsAvif && call.audience !== 'protected') {
      const avif = await make('avif');
      if (renditions.isReady(avif)) return { planned: avif, varies: true, isFinal: true };
      renditions.prepare(avif);
      return { planned: await make(first.format), varies: first.varies, isFinal: false };
    }
    return { planned: await make(first.format), varies: first.varies, isFinal: true };
  }

  function respondBytes(
    request: Request,
    bytes: Uint8Array,
    head: { etag: string; lastModified: number; now: number; headers: Headers },
  ): Response {
    const { headers } = head;
    const range = selectRange({
      method: request.method,
      range: request.headers.get('range'),
      ifRange: request.headers.get('if-range'),
      etag: head.etag,
      lastModified: head.lastModified,
      now: head.now,
      total: bytes.length,
    });
    if (range.kind === 'unsatisfiable') {
      headers.set('content-range', unsatisfiedRange(bytes.length));
      return new Response(null, { status: 416, headers });
    }
    const body = range.kind === 'part' ? bytes.subarray(range.start, range.end) : bytes;
    if (range.kind === 'part') headers.set('content-range', contentRange(range, bytes.length));
    headers.set('content-length', String(body.length));
    return new Response(request.method === 'HEAD' ? null : (body as Uint8Array<ArrayBuffer>), {
      status: range.kind === 'part' ? 206 : 200,
      headers,
    });
  }

  function precondition(request: Request, etag: string, lastModified: number, now: number) {
    return evaluateConditional({
      method: request.method,
      ifMatch: request.headers.get('if-match'),
      ifNoneMatch: request.headers.get('if-none-match'),
      ifModifiedSince: request.headers.get('if-modified-since'),
      ifUnmodifiedSince: request.headers.get('if-unmodified-since'),
      etag,
      lastModified,
      now,
    });
  }

  /** The headers of a decided answer, or the answer itself where no bytes are needed (304, 412). */
  function begin(
    request: Request,
    answer: RememberedAnswer,
    decision: AllowedUsage,
    now: number,
  ): Headers | Response {
    const { audience, planned, lastModified } = answer;
    const { cacheControl } = lifetimeOf(decision, audience === 'protected' ? 'protected' : 'public', {
      seconds: publicPolicySeconds(answer.policyTtlMs),
      now,
      otherUntils: answer.otherUntils,
    });
    const headers = new Headers(answer.headers);
    headers.set(
      'cache-control',
      audience === 'visitor' ? cacheControl.replace(/^public/, 'private') : cacheControl,
    );
    const verdict = precondition(request, planned.etag, lastModified, now);
    if (verdict === 'proceed') return headers;
    headers.delete('content-type');
    return new Response(null, { status: verdict === 'not-modified' ? 304 : 412, headers });
  }

  function publicPolicySeconds(policyTtlMs: number): number {
    return Math.max(0, Math.floor((WITHDRAWAL_BOUND_MS - WITHDRAWAL_RESERVE_MS - policyTtlMs) / 1000));
  }

  return {
    resolve(segment, gate, context) {
      const request = parse(segment);
      const canonical = canonicalRequest(request);
      if (request.kind === 'preset') {
        const resolution = resolvePreset(
          BUILT_IN_PRESETS,
          { name: request.preset, dpr: request.dpr, f: request.f },
          { audience: context.audience, now: context.now },
        );
        if (!resolution.ok) {
          return fail('transformation_invalid', {
            detail:
              resolution.problem === 'not-found'
                ? `There is no preset “${request.preset}”.${resolution.nearest === null ? '' : ` Did you mean “${resolution.nearest}”?`}`
                : `The preset “${request.preset}” cannot be used like this: ${resolution.problem}${resolution.nearest === null ? '' : ` (nearest: ${resolution.nearest})`}.`,
            context: { problem: resolution.problem, nearest: resolution.nearest },
          });
        }
        const { preset, transformation } = resolution;
        const refused =
          (gate.kind === 'hotlink' && !preset.isHotLinkable && !gate.signed) ||
          (gate.kind === 'page' && preset.delivers === 'original') ||
          (gate.kind === 'presets' && gate.names !== null && !gate.names.includes(preset.name));
        if (refused) {
          return fail('not_for_this_use', { detail: `The preset “${preset.name}” is not offered here.` });
        }
        return { transformation, preset, metadata: preset.metadata, canonical };
      }
      if (gate.kind === 'presets') return fail('not_for_this_use');
      const { transformation } = request;
      const isSigned = gate.kind === 'hotlink' && gate.signed;
      const ladder = checkLadder(transformation);
      if (!ladder.onLadder && !isSigned) {
        const body = offLadderBody(ladder, {
          assetId: context.assetId,
          tail: context.tail,
          docsUrl: `${context.origin}/docs/signing`,
        });
        return fail('transformation_unsigned', {
          detail: body.detail,
          context: { problems: body.problems, nearest: body.nearest, ladder: body.ladder },
        });
      }
      return { transformation, preset: null, metadata: 'credit', canonical };
    },

    decide: (snapshot, use) => decideUsage(snapshot.rights, use),

    async rendition(call) {
      const { request, snapshot, decision, now } = call;
      const { planned, varies, isFinal } = await choosePlan(call, request.headers.get('accept'));
      const lastModified = snapshot.version.createdAt;
      const vary = [call.extraHeaders?.vary, varies ? 'Accept' : undefined].filter(
        (name) => name !== undefined,
      );
      const headers: Record<string, string> = {
        'content-type': planned.mediaType,
        etag: planned.etag,
        'last-modified': formatHttpDate(lastModified),
        'accept-ranges': 'bytes',
        'content-security-policy': CONTENT_POLICY,
        'x-content-type-options': 'nosniff',
        ...call.extraHeaders,
        ...(vary.length === 0 ? {} : { vary: vary.join(', ') }),
        ...(call.attachmentName === undefined
          ? {}
          : { 'content-disposition': contentDisposition('attachment', call.attachmentName) }),
      };
      const answer: RememberedAnswer = {
        planned,
        headers,
        lastModified,
        audience: call.audience,
        policyTtlMs: call.policyTtlMs,
        otherUntils: call.otherUntils ?? [],
        conditions: decision.conditions,
      };
      if (isFinal) call.onReady?.(answer);
      const started = begin(request, answer, decision, now);
      if (started instanceof Response) return started;
      const { bytes, from } = await renditions.bytes(planned);
      started.set('server-timing', `decide;desc="${decision.basis.kind}", bytes;desc="${from}"`);
      return respondBytes(request, bytes, { etag: planned.etag, lastModified, now, headers: started });
    },

    warm(request, answer, decision, now) {
      const { planned, conditions, lastModified, otherUntils } = answer;
      if (otherUntils.some((until) => until !== null && now >= until)) return null;
      if (
        decision.conditions.watermark !== conditions.watermark ||
        decision.conditions.maxPixels !== conditions.maxPixels
      ) {
        return null;
      }
      const bytes = renditions.peek(planned);
      if (bytes === undefined) return null;
      const started = begin(request, answer, decision, now);
      if (started instanceof Response) return started;
      started.set('server-timing', WARM_TIMING);
      return respondBytes(request, bytes, { etag: planned.etag, lastModified, now, headers: started });
    },

    async renditionBytes(call) {
      const planned = await renditions.plan({
        snapshot: call.snapshot,
        transformation: call.resolved.transformation,
        format: call.resolved.transformation.f === 'auto' ? call.format : call.resolved.transformation.f,
        conditions: call.decision.conditions,
        metadata: call.resolved.metadata,
        protectiveText: call.protectiveText,
      });
      const { bytes } = await renditions.bytes(planned);
      return { bytes, mediaType: planned.mediaType, format: planned.format };
    },

    async original(call) {
      const { request, snapshot, now } = call;
      if (!allowsOriginal(call.decision)) return fail('not_for_this_use', { headers: denialHeaders() });
      const { version } = snapshot;
      const etag = `"${version.sha256}"`;
      const inline = call.disposition === 'inline' && INLINE_TYPES.test(version.mediaType);
      const headers = new Headers({
        'content-type': version.mediaType,
        'cache-control': 'private, no-store',
        etag,
        'last-modified': formatHttpDate(version.createdAt),
        'accept-ranges': 'bytes',
        'content-disposition': contentDisposition(inline ? 'inline' : 'attachment', version.fileName),
        'content-security-policy': CONTENT_POLICY,
        'x-content-type-options': 'nosniff',
      });
      const verdict = precondition(request, etag, version.createdAt, now);
      if (verdict === 'not-modified') return new Response(null, { status: 304, headers });
      if (verdict === 'precondition-failed') return new Response(null, { status: 412, headers });
      const range = selectRange({
        method: request.method,
        range: request.headers.get('range'),
        ifRange: request.headers.get('if-range'),
        etag,
        lastModified: version.createdAt,
        now,
        total: version.sizeBytes,
      });
      if (range.kind === 'unsatisfiable') {
        headers.set('content-range', unsatisfiedRange(version.sizeBytes));
        return new Response(null, { status: 416, headers });
      }
      const part =
        range.kind === 'part' ? { start: range.start, length: range.end - range.start } : undefined;
      const length = part?.length ?? version.sizeBytes;
      if (range.kind === 'part') headers.set('content-range', contentRange(range, version.sizeBytes));
      headers.set('content-length', String(length));
      const status = range.kind === 'part' ? 206 : 200;
      if (request.method === 'HEAD') return new Response(null, { status, headers });
      const stored = await store.get(version.storageKey, part);
      if (stored === null) return fail('unavailable');
      // A declared length lets a client tell a broken transfer from a whole one.
      const fixed = new FixedLengthStream(length);
      stored.body.pipeTo(fixed.writable).catch(() => {
        // The client went away, or the store broke off: the declared length already tells it.
      });
      return new Response(fixed.readable, { status, headers });
    },
  };
}

/** Headers of a denial: kept by nobody, so that it never outlives the start of a permission. */
export function denialHeaders(): Record<string, string> {
  return { 'cache-control': deniedLifetime().cacheControl };
}
