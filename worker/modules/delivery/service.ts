/**
 * Delivery, as a visible list of steps: parse → canonicalise → verify a signature → load the snapshot → decide → conditional
 * request → bytes → respond. The decision stands before any byte and before any 304.
 */
import {
  acceptsText,
  canonicalRequest,
  checkLadder,
  contentDisposition,
  contentRange,
  type DeliverySnapshot,
  deniedLifetime,
  FILE_EXTENSIONS,
  formatHttpDate,
  type Negotiation,
  negotiateFormat,
  offLadderBody,
  type ParameterProblem,
  parseTransformation,
  renditionObjectKey,
  type Step,
  type Transformation,
  type TransformationRequest,
  type Watermark,
} from '../../../shared/delivery/index.ts';
import {
  BUILT_IN_PRESETS,
  type MetadataPolicy,
  type Preset,
  resolvePreset,
} from '../../../shared/delivery/presets.ts';
import { type Locale, t } from '../../../shared/messages/index.ts';
import {
  type AllowedUsage,
  allowsOriginal,
  type DeniedUsage,
  decideUsage,
  listBoundaries,
  type Use,
  variesByTerritory,
} from '../../../shared/rights/index.ts';
import { fail } from '../../http/errors.ts';
import type { ObjectStore } from '../../ports/object-store.ts';
import {
  answerWithBytes,
  answerWithoutBytes,
  type Keepers,
  precondition,
  type RememberedAnswer,
  rangeOf,
  unmatched,
  unsatisfiable,
} from './answers.ts';
import type { PlannedRendition, RenditionService } from './renditions.ts';

/** Which transformations a surface serves without a signature. */
export type TransformationGate =
  /** Hot-linkable presets and the published ladder; anything else with a signature. */
  | { readonly kind: 'hotlink'; readonly signed: boolean }
  /** Our own pages: the presets that pictures on pages have, and the ladder. */
  | { readonly kind: 'page' }
  /** The console: every preset that is a picture, and the ladder. */
  | { readonly kind: 'console' }
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
  readonly audience: Keepers;
  readonly policyTtlMs: number;
  /** Further ends the answer rests on, such as a signature's. */
  readonly otherUntils?: readonly (number | null)[];
  /** Extension of the URL without the dot, or null. */
  readonly extension: string | null;
  /** Name for people; makes the answer an attachment. */
  readonly attachmentName?: string;
  /** Name without an extension, for those who save what they see. */
  readonly inlineStem?: string;
  readonly protectiveText: string;
  readonly trialMark?: Watermark;
  readonly extraHeaders?: Readonly<Record<string, string>>;
  /** What was done before, for `Server-Timing`. */
  readonly steps?: readonly Step[];
  /** Told of an answer that stays the same for the same request, decision and snapshot. */
  readonly onReady?: (answer: RememberedAnswer) => void;
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

const CONTENT_POLICY = "default-src 'none'; style-src 'unsafe-inline'; sandbox";

export type ArchiveCall = Omit<RenditionCall, 'request' | 'audience' | 'policyTtlMs' | 'extension'> & {
  readonly format: 'jpeg' | 'png' | 'webp';
};

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
  renditionBytes(call: ArchiveCall): Promise<{ bytes: Uint8Array; mediaType: string; format: string }>;
  /** What the same bytes are kept under, made or not. */
  renditionKey(call: ArchiveCall): Promise<string>;
  /** @throws Failure `not_for_this_use` where the decision asks for a mark or fewer pixels, which an original cannot meet */
  original(call: OriginalCall): Promise<Response>;
}

/** What is wrong with an address, parameter by parameter. */
function parameterWords(locale: Locale, found: readonly ParameterProblem[]) {
  const problems = found.map((problem) => ({ ...problem, accepts: acceptsText(locale, problem.accepts) }));
  const lines = problems.map(({ parameter, accepts, nearest }) =>
    t(locale, 'delivery.parameter_problem', { parameter, accepts, nearest: nearest ?? 'none' }),
  );
  return { detail: lines.join('; '), context: { problems } };
}

/** Null within the second of a change, where a date would not tell before from after (RFC 9110, section 8.8.2.2). */
const asDate = (changedAt: number, now: number): number | null => (now - changedAt < 1000 ? null : changedAt);

/** When the asset last changed, whatever of it: a version that was put back is older than what it took the place of. */
const assetChangedAt = ({ compiledAt, version }: DeliverySnapshot): number =>
  Math.max(compiledAt, version.createdAt);

/**
 * When a rendition last changed, for clients that only know dates. Its entity tag covers more than the file: the focal point, the
 * credit, the poster, all in the snapshot, and the terms inside, which change where one license follows another. A mark and a limit
 * of pixels may change without the snapshot, and terms differ from country to country, so there the tag alone counts.
 */
function lastModifiedOf(
  snapshot: DeliverySnapshot,
  { plan }: PlannedRendition,
  { conditions }: AllowedUsage,
  now: number,
): number | null {
  if (plan.watermark !== null || conditions.maxPixels !== undefined) return null;
  const { rights } = snapshot;
  if (variesByTerritory(rights, [])) return null;
  const changedAt = assetChangedAt(snapshot);
  const planned = listBoundaries(rights, { enclosing: [] }, changedAt).filter((instant) => instant <= now);
  return asDate(planned.at(-1) ?? changedAt, now);
}

export function createDeliveryService(deps: {
  readonly renditions: RenditionService;
  readonly store: ObjectStore;
}): DeliveryService {
  const { renditions, store } = deps;

  function parse(segment: string): TransformationRequest {
    const parsed = parseTransformation(segment);
    if (parsed.ok) return parsed.value;
    return fail('transformation_invalid', { inWords: (locale) => parameterWords(locale, parsed.problems) });
  }

  function planForArchive(call: ArchiveCall): Promise<PlannedRendition> {
    const { transformation, metadata } = call.resolved;
    return renditions.plan({
      snapshot: call.snapshot,
      transformation,
      format: transformation.f === 'auto' ? call.format : transformation.f,
      conditions: call.decision.conditions,
      metadata,
      protectiveText: call.protectiveText,
    });
  }

  async function choosePlan(
    call: RenditionCall,
    accept: string | null,
  ): Promise<{ planned: PlannedRendition; varies: boolean; isFinal: boolean }> {
    const { snapshot, resolved, decision } = call;
    const hasAlpha = snapshot.version.hasAlpha && resolved.transformation.bg === null;
    const isMoving = resolved.transformation.anim && snapshot.version.frames > 1;
    const wish = { accept, f: resolved.transformation.f, ext: call.extension, hasAlpha, isMoving };
    const requestOf = (format: PlannedRendition['format']) => ({
      snapshot,
      transformation: resolved.transformation,
      format,
      conditions: decision.conditions,
      metadata: resolved.metadata,
      protectiveText: call.protectiveText,
      ...(call.trialMark === undefined ? {} : { trialMark: call.trialMark }),
    });
    /** An extension is a hint: where AVIF cannot hold the picture it gives way to what the client takes. */
    const reachable = async (chosen: Negotiation): Promise<Negotiation> => {
      const isHint = wish.f === 'auto' && chosen.format === 'avif';
      if (!isHint || (await renditions.planIfPossible(requestOf('avif'))) !== null) return chosen;
      return negotiateFormat({ ...wish, ext: null, avifReady: false });
    };
    const first = await reachable(negotiateFormat({ ...wish, avifReady: false }));
    // The console looks at everything once: making each picture twice would only slow the first look.
    if (first.wantsAvif && call.audience !== 'protected') {
      // Null where the engine writes no AVIF of this size.
      const avif = await renditions.planIfPossible(requestOf('avif'));
      const standing = avif === null ? 'refused' : renditions.standingOf(avif);
      if (avif !== null && standing === 'ready') return { planned: avif, varies: true, isFinal: true };
      if (avif !== null && standing === 'unknown') renditions.prepare(avif);
      return {
        planned: await renditions.plan(requestOf(first.format)),
        varies: first.varies,
        isFinal: standing === 'refused',
      };
    }
    return { planned: await renditions.plan(requestOf(first.format)), varies: first.varies, isFinal: true };
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
            inWords: (locale) => ({
              detail: t(
                locale,
                resolution.problem === 'not-found' ? 'delivery.preset_unknown' : 'delivery.preset_refused',
                {
                  name: request.preset,
                  // A selector of a message holds no hyphens.
                  problem: resolution.problem.replaceAll('-', '_'),
                  nearest: resolution.nearest ?? 'none',
                },
              ),
              context: { problem: resolution.problem, nearest: resolution.nearest },
            }),
          });
        }
        const { preset, transformation } = resolution;
        const refused =
          // No signature opens the original: what is hot-linked is a rendition, within what the rights allow of it.
          (gate.kind === 'hotlink' && preset.delivers === 'original') ||
          (gate.kind === 'hotlink' && !preset.isHotLinkable && !gate.signed) ||
          (gate.kind === 'page' && !preset.isHotLinkable) ||
          (gate.kind === 'console' && preset.delivers === 'original') ||
          (gate.kind === 'presets' && gate.names !== null && !gate.names.includes(preset.name));
        if (refused) {
          return fail('not_for_this_use', {
            inWords: (locale) => ({
              detail: t(locale, 'delivery.preset_not_offered', { name: preset.name }),
            }),
          });
        }
        // What was signed is the spelling that was asked for; without a signature what repeats the preset is left out.
        const isSigned = gate.kind === 'hotlink' && gate.signed;
        return {
          transformation,
          preset,
          metadata: preset.metadata,
          canonical: isSigned ? canonical : resolution.canonical,
        };
      }
      if (gate.kind === 'presets') return fail('not_for_this_use');
      const { transformation } = request;
      const isSigned = gate.kind === 'hotlink' && gate.signed;
      const ladder = checkLadder(transformation);
      if (!ladder.onLadder && !isSigned) {
        const { assetId, tail, origin } = context;
        return fail('transformation_unsigned', {
          inWords: (locale) => {
            const url = { assetId, tail, docsUrl: `${origin}/docs/signing` };
            const body = offLadderBody(ladder, url, locale);
            const { detail, problems, nearest, ladder: published, signing } = body;
            return { detail, context: { problems, nearest, ladder: published, signing } };
          },
        });
      }
      return { transformation, preset: null, metadata: 'credit', canonical };
    },

    decide: (snapshot, use) => decideUsage(snapshot.rights, use),

    async rendition(call) {
      const { request, snapshot, decision, now } = call;
      const { planned, varies, isFinal } = await choosePlan(call, request.headers.get('accept'));
      const lastModified = lastModifiedOf(snapshot, planned, decision, now);
      const vary = [call.extraHeaders?.vary, varies ? 'Accept' : undefined].filter(
        (name) => name !== undefined,
      );
      const headers: Record<string, string> = {
        'content-type': planned.mediaType,
        etag: planned.etag,
        ...(lastModified === null ? {} : { 'last-modified': formatHttpDate(lastModified) }),
        'accept-ranges': 'bytes',
        'content-security-policy': CONTENT_POLICY,
        'x-content-type-options': 'nosniff',
        ...call.extraHeaders,
        ...(vary.length === 0 ? {} : { vary: vary.join(', ') }),
        ...dispositionOf(call, planned.format),
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
      const spared = answerWithoutBytes(request, answer, decision, now);
      if (spared !== null) return spared;
      const { bytes, steps } = await renditions.bytes(planned);
      const decided: Step = { name: 'decide', note: decision.basis.kind };
      return answerWithBytes(request, answer, decision, now, bytes, [
        ...(call.steps ?? []),
        decided,
        ...steps,
      ]);
    },

    warm(request, answer, decision, now) {
      const { planned, conditions, otherUntils } = answer;
      if (otherUntils.some((until) => until !== null && now >= until)) return null;
      if (
        decision.conditions.watermark !== conditions.watermark ||
        decision.conditions.maxPixels !== conditions.maxPixels ||
        decision.conditions.terms !== conditions.terms ||
        decision.conditions.licensor !== conditions.licensor
      ) {
        return null;
      }
      const spared = answerWithoutBytes(request, answer, decision, now);
      if (spared !== null) return spared;
      const bytes = renditions.peek(planned);
      return bytes === undefined ? null : answerWithBytes(request, answer, decision, now, bytes, 'memory');
    },

    async renditionKey(call) {
      const { key, format } = await planForArchive(call);
      return renditionObjectKey(key, format);
    },

    async renditionBytes(call) {
      const planned = await planForArchive(call);
      const { bytes } = await renditions.bytes(planned);
      return { bytes, mediaType: planned.mediaType, format: planned.format };
    },

    async original(call) {
      const { request, snapshot, now } = call;
      if (!allowsOriginal(call.decision)) return fail('not_for_this_use', { headers: denialHeaders() });
      const { version } = snapshot;
      const etag = `"${version.sha256}"`;
      const lastModified = asDate(assetChangedAt(snapshot), now);
      const inline = call.disposition === 'inline' && INLINE_TYPES.test(version.mediaType);
      const headers = new Headers({
        'content-type': version.mediaType,
        'cache-control': 'private, no-store',
        etag,
        ...(lastModified === null ? {} : { 'last-modified': formatHttpDate(lastModified) }),
        'accept-ranges': 'bytes',
        'content-disposition': contentDisposition(inline ? 'inline' : 'attachment', version.fileName),
        'content-security-policy': CONTENT_POLICY,
        'x-content-type-options': 'nosniff',
      });
      const representation = { etag, lastModified };
      const verdict = precondition(request, representation, now);
      if (verdict !== 'proceed') {
        const bare = { etag, 'cache-control': 'private, no-store' };
        return verdict === 'not-modified'
          ? new Response(null, { status: 304, headers: bare })
          : unmatched(bare);
      }
      const range = rangeOf(request, representation, version.sizeBytes, now);
      if (range.kind === 'unsatisfiable') return unsatisfiable(version.sizeBytes, headers);
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

function dispositionOf(
  { attachmentName, inlineStem }: RenditionCall,
  format: PlannedRendition['format'],
): Record<string, string> {
  if (attachmentName !== undefined) {
    return { 'content-disposition': contentDisposition('attachment', attachmentName) };
  }
  if (inlineStem === undefined) return {};
  // The address may say another extension than what is sent.
  const name = `${inlineStem}.${FILE_EXTENSIONS[format]}`;
  return { 'content-disposition': contentDisposition('inline', name) };
}

/** Headers of a denial: kept by nobody, so that it never outlives the start of a permission. */
export function denialHeaders(): Record<string, string> {
  return { 'cache-control': deniedLifetime().cacheControl };
}
