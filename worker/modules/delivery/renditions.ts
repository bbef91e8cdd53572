/**
 * Bytes of a rendition, nearest first: this isolate's memory, the data centre's cache, the object store, the engine. Called
 * only after a decision; knows nothing of rights.
 */

import type { ProblemCode } from '../../../shared/contract/problem.ts';
import {
  chooseSource,
  type DeliverySnapshot,
  noteLowered,
  OUTPUT_MEDIA_TYPES,
  type OutputFormat,
  planFits,
  planRendition,
  type RenderPlan,
  renditionEtag,
  renditionKey,
  renditionObjectKey,
  type SourceFacts,
  type Step,
  type Transformation,
  type Watermark,
} from '../../../shared/delivery/index.ts';
import type { MetadataPolicy } from '../../../shared/delivery/presets.ts';
import { t } from '../../../shared/messages/index.ts';
import { cutAtWord } from '../../../shared/metadata/cut.ts';
import { buildCreditPackets, type CreditPackets, embedCredit } from '../../../shared/metadata/embed.ts';
import { type CreditRecord, metadataLimits } from '../../../shared/metadata/fields.ts';
import type { UsageConditions } from '../../../shared/rights/index.ts';
import { Failure, fail } from '../../http/errors.ts';
import { logEvent } from '../../log.ts';
import type { ByteCache } from '../../ports/byte-cache.ts';
import type { ImageTransformer } from '../../ports/image-transformer.ts';
import type { ObjectStore } from '../../ports/object-store.ts';
import { createEngineQueue, type Priority } from './engine-queue.ts';
import { MARK_BYTES_MAX, type MarkReader, type Marks, NO_MARKS } from './marks.ts';
import { BoundedMap, ByteMemory, SingleFlight } from './memory.ts';
import { refuse, unfit } from './refused.ts';

/** A rendition that can be made: what it is called and how. */
export interface PlannedRendition {
  readonly key: string;
  readonly etag: string;
  readonly format: OutputFormat;
  readonly mediaType: string;
  readonly plan: RenderPlan;
  readonly sourceKey: string;
  readonly versionId: string;
  readonly credit: CreditRecord;
  /** Made only to be looked at: kept by no cache and no store, only in this isolate's memory. */
  readonly isTrial: boolean;
}

/** Bytes, and how they were come by. */
export interface Obtained {
  readonly bytes: Uint8Array;
  readonly steps: readonly Step[];
}

export interface RenditionDeps {
  readonly store: ObjectStore;
  readonly cache: ByteCache;
  readonly images: ImageTransformer;
  readonly marks: MarkReader;
  readonly background: (work: Promise<unknown>) => void;
  readonly sleep: (milliseconds: number) => Promise<void>;
  /** Milliseconds that only measure age. */
  readonly monotonic: () => number;
  /** Notes a stored rendition, so that it can be swept with its version. */
  readonly record: (entry: {
    key: string;
    versionId: string;
    sizeBytes: number;
    mediaType: string;
  }) => Promise<void>;
}

export interface PlanRequest {
  readonly snapshot: DeliverySnapshot;
  readonly transformation: Transformation;
  readonly format: OutputFormat;
  /** Of the decision. */
  readonly conditions: Pick<UsageConditions, 'watermark' | 'maxPixels' | 'terms' | 'licensor'>;
  readonly metadata: MetadataPolicy;
  /** Text of the mark that rights may demand, where the brand names none. */
  readonly protectiveText: string;
  /** A mark that nobody has saved, in place of every mark that the request or the rights name. */
  readonly trialMark?: Watermark;
}

const MEMORY_BYTES = 24 * 1024 * 1024;
/** Sources up to this size go to the engine in one piece, which is quicker between two Workers than a stream of small ones. */
const WHOLE_SOURCE_BYTES = 4 * 1024 * 1024;
const PLANS_MAX = 4000;
/** Of AVIF only, the one format that is waited for by giving another. */
const STANDINGS_MAX = 10_000;
/** Of these bytes and this plan nothing else will come. */
const FOR_GOOD: ReadonlySet<ProblemCode> = new Set(['unsupported_media', 'transformation_invalid']);
const PREPARING_MAX = 1000;
/** After this long the runtime has ended the request that was to go on with it. */
const PREPARING_LOST_MS = 60_000;

/**
 * What travels: the terms and the licensor are those of the license that the decision rests on, as the page says them too. When
 * only the credit travels, names and terms do, no caption, no place.
 */
function creditOf(
  credit: CreditRecord,
  { terms, licensor }: Pick<UsageConditions, 'terms' | 'licensor'>,
  policy: MetadataPolicy,
): CreditRecord {
  const isNamed = licensor === undefined || credit.licensor.some(({ name }) => name === licensor);
  const said = terms ?? credit.usageTerms;
  const record: CreditRecord = {
    ...credit,
    // Those of asset, licence and link together may be longer than what a file takes.
    usageTerms: said === null ? null : cutAtWord(said, metadataLimits.paragraph),
    licensor: isNamed ? credit.licensor : [{ name: licensor, url: null, email: null }],
  };
  if (policy === 'descriptive') return record;
  return { ...record, caption: null, headline: null, instructions: null, keywords: [] };
}

const PLAN_PROBLEMS = {
  'no-such-page': 'delivery.refused.no_such_page',
  'unknown-watermark': 'delivery.refused.unknown_watermark',
  'no-pixels': 'delivery.refused.no_picture',
} as const;

/** What the marks mean for a plan, as part of its memory's key. */
const markKey = (marks: Marks, named: string | null): unknown[] => [
  marks.protective,
  named === null ? null : (marks.named.get(named) ?? null),
];

/** Sources to start from, cheapest first. */
function candidatesOf({ version, focalPoint }: DeliverySnapshot, animatable: readonly string[]) {
  const candidates: { key: string; identity: string; facts: SourceFacts }[] = [];
  const { master } = version;
  if (master !== null) {
    candidates.push({
      key: master.key,
      identity: master.key,
      facts: {
        mediaType: master.mediaType,
        width: master.width,
        height: master.height,
        orientation: 1,
        hasAlpha: version.hasAlpha,
        pages: 1,
        focalPoint,
      },
    });
  }
  if (version.isRenderable && version.width !== null && version.height !== null) {
    candidates.push({
      key: version.storageKey,
      identity: version.sha256,
      facts: {
        mediaType: version.mediaType,
        width: version.width,
        height: version.height,
        orientation: version.orientation,
        hasAlpha: version.hasAlpha,
        pages: animatable.includes(version.mediaType)
          ? version.frames
          : version.mediaType === 'image/tiff'
            ? version.pages
            : 1,
        focalPoint,
      },
    });
  }
  return candidates;
}

export type Standing = 'ready' | 'refused' | 'unknown';

export interface RenditionService {
  /** @throws Failure when no source fits or the engine lacks a capability the plan needs */
  plan(request: PlanRequest): Promise<PlannedRendition>;
  /** As `plan`; null where it would fail over what is asked. */
  planIfPossible(request: PlanRequest): Promise<PlannedRendition | null>;
  bytes(planned: PlannedRendition): Promise<Obtained>;
  /** From this isolate's memory only. */
  peek(planned: PlannedRendition): Uint8Array | undefined;
  /**
   * What this isolate knows of the AVIF of a picture: `ready` where it has been made, `refused` where the engine never will make it,
   * `unknown` otherwise, which `prepare` finds out.
   */
  standingOf(planned: PlannedRendition): Standing;
  /** Finds or makes it after the response, one at a time. */
  prepare(planned: PlannedRendition): void;
}

export function createRenditionService(deps: RenditionDeps): RenditionService {
  const { store, cache, images } = deps;
  const memory = new ByteMemory(MEMORY_BYTES);
  const plans = new BoundedMap<PlannedRendition>(PLANS_MAX);
  const packets = new WeakMap<CreditRecord, CreditPackets>();
  const flights = new SingleFlight<Obtained>(deps.background);
  const standings = new BoundedMap<'ready' | 'refused'>(STANDINGS_MAX);
  /** When each was begun. */
  const preparing = new BoundedMap<number>(PREPARING_MAX);
  const queue = createEngineQueue(deps.sleep, deps.monotonic);

  function packetsOf(record: CreditRecord): CreditPackets {
    const known = packets.get(record) ?? buildCreditPackets(record);
    packets.set(record, known);
    return known;
  }

  /** Picture of an image watermark. Fails rather than leaving the mark out. */
  async function markPicture({ watermark }: RenderPlan): Promise<Uint8Array | undefined> {
    if (watermark?.kind !== 'image') return undefined;
    const kept = await store.get(watermark.assetKey);
    if (kept === null || kept.size > MARK_BYTES_MAX) {
      await kept?.body.cancel();
      logEvent('error', 'rendition.watermark_missing', { key: watermark.assetKey });
      return fail('unavailable');
    }
    return new Uint8Array(await new Response(kept.body).arrayBuffer());
  }

  async function make(planned: PlannedRendition, priority: Priority): Promise<Obtained> {
    const startedAt = deps.monotonic();
    const watermark = await markPicture(planned.plan);
    let begunAt = startedAt;
    const result = await queue.run(priority, async () => {
      begunAt = deps.monotonic();
      // Opened anew for every try: a stream is read once.
      const source = await store.get(planned.sourceKey);
      if (source === null) {
        logEvent('error', 'rendition.source_missing', { key: planned.sourceKey });
        return fail('unavailable');
      }
      const isSmall = source.size <= WHOLE_SOURCE_BYTES;
      return images.transform({
        source: isSmall ? new Uint8Array(await new Response(source.body).arrayBuffer()) : source.body,
        plan: planned.plan,
        ...(watermark === undefined ? {} : { watermark }),
      });
    });
    if (result.status === 'refused') {
      logEvent('warn', 'rendition.refused', {
        key: planned.key,
        reason: result.reason,
        message: result.message,
      });
      return refuse(result, planned.plan.source);
    }
    const madeAt = deps.monotonic();
    logEvent('info', 'rendition.made', { key: planned.key, ms: madeAt - startedAt });
    const credited = embedCredit(result.bytes, planned.format, packetsOf(planned.credit));
    const lowered = result.loweredQuality;
    return {
      bytes: lowered === undefined ? credited : noteLowered(credited, lowered),
      steps: [
        { name: 'queue', ms: begunAt - startedAt },
        { name: 'transform', ms: madeAt - begunAt },
        { name: 'credit' },
        ...(planned.isTrial ? [] : [{ name: 'keep', note: 'after the answer' } as const]),
      ],
    };
  }

  async function fetchBytes(planned: PlannedRendition, priority: Priority): Promise<Obtained> {
    if (planned.isTrial) return make(planned, priority);
    const objectKey = renditionObjectKey(planned.key, planned.format);
    const startedAt = deps.monotonic();
    const near = await cache.get(objectKey);
    const nearby: Step = {
      name: 'cache',
      ms: deps.monotonic() - startedAt,
      note: near === null ? 'miss' : 'hit',
    };
    if (near !== null) return { bytes: near, steps: [nearby] };
    const askedAt = deps.monotonic();
    const kept = await store.get(objectKey);
    if (kept !== null) {
      const bytes = new Uint8Array(await new Response(kept.body).arrayBuffer());
      deps.background(cache.put(objectKey, bytes, planned.mediaType));
      return { bytes, steps: [nearby, { name: 'store', ms: deps.monotonic() - askedAt, note: 'hit' }] };
    }
    const absent: Step = { name: 'store', ms: deps.monotonic() - askedAt, note: 'miss' };
    const made = await make(planned, priority);
    const { bytes } = made;
    deps.background(
      Promise.all([
        store.put(objectKey, bytes, { mediaType: planned.mediaType }),
        cache.put(objectKey, bytes, planned.mediaType),
        deps.record({
          key: objectKey,
          versionId: planned.versionId,
          sizeBytes: bytes.length,
          mediaType: planned.mediaType,
        }),
      ]).catch((error: unknown) =>
        logEvent('warn', 'rendition.not_kept', { objectKey, error: String(error) }),
      ),
    );
    return { bytes, steps: [nearby, absent, ...made.steps] };
  }

  async function obtain(planned: PlannedRendition, priority: Priority): Promise<Obtained> {
    const near = memory.get(planned.key);
    const found: Obtained =
      near === undefined
        ? await flights.run(planned.key, () => fetchBytes(planned, priority))
        : { bytes: near, steps: [{ name: 'memory' }] };
    if (near === undefined) memory.put(planned.key, found.bytes);
    if (planned.format === 'avif') standings.set(planned.key, 'ready');
    return found;
  }

  async function marksFor({ conditions, transformation, protectiveText, trialMark }: PlanRequest) {
    const isMarked = conditions.watermark === true || transformation.wm !== null;
    if (!isMarked) return NO_MARKS;
    if (trialMark === undefined) return deps.marks.read(protectiveText);
    return { named: new Map([[transformation.wm ?? '', trialMark]]), protective: trialMark };
  }

  async function tryPlan(request: PlanRequest): Promise<PlannedRendition | Failure> {
    const { snapshot, transformation, format, conditions } = request;
    const { trialMark } = request;
    const marks = await marksFor(request);
    const memoKey = JSON.stringify([
      snapshot.version.id,
      snapshot.rights.epoch,
      transformation,
      format,
      conditions.watermark ?? false,
      conditions.maxPixels ?? 0,
      conditions.terms ?? null,
      conditions.licensor ?? null,
      request.metadata,
      marks === NO_MARKS ? null : markKey(marks, transformation.wm),
      trialMark !== undefined,
    ]);
    const known = plans.get(memoKey);
    if (known !== undefined) return known;
    const { animation } = images.capabilities;
    const candidates = candidatesOf(snapshot, animation?.sources ?? []);
    const input = {
      transformation,
      conditions,
      format,
      watermarks: marks.named,
      protectiveWatermark: marks.protective,
      maxOutputPixels: images.capabilities.maxOutputPixels,
      ...(images.capabilities.maxDrawnPixels === null
        ? {}
        : { maxDrawnPixels: images.capabilities.maxDrawnPixels }),
      ...(animation === null
        ? {}
        : { maxMovingPixels: { frame: animation.maxFramePixels, all: animation.maxOutputPixels } }),
    };
    const source = chooseSource(candidates, input);
    if (source === null) {
      return new Failure('unsupported_media', {
        inWords: (locale) => ({ detail: t(locale, 'delivery.refused.no_picture') }),
      });
    }
    const result = planRendition({ ...input, source: source.facts });
    if (!result.ok) {
      const { reason } = result;
      if (reason === 'watermark-unavailable') return new Failure('unavailable');
      return new Failure('transformation_invalid', {
        inWords: (locale) => ({
          detail: t(locale, PLAN_PROBLEMS[reason]),
          context: { reason },
        }),
      });
    }
    const missing = planFits(result.plan, images.capabilities);
    if (missing.length > 0) return unfit(result.plan, missing, images.capabilities);
    const credit = creditOf(snapshot.credit, conditions, request.metadata);
    const key = await renditionKey({
      sourceSha256: source.identity,
      plan: result.plan,
      engine: images.capabilities.engine,
      metadata: JSON.stringify(credit),
    });
    const isTrial = trialMark !== undefined;
    const planned: PlannedRendition = {
      // Not the same as a rendition's: that one would be found in memory, and never kept.
      key: isTrial ? `trial-${key}` : key,
      etag: renditionEtag(key),
      format,
      mediaType: OUTPUT_MEDIA_TYPES[format],
      plan: result.plan,
      sourceKey: source.key,
      versionId: snapshot.version.id,
      credit,
      isTrial,
    };
    plans.set(memoKey, planned);
    return planned;
  }

  const service: RenditionService = {
    async plan(request) {
      const found = await tryPlan(request);
      if (found instanceof Failure) throw found;
      return found;
    },
    async planIfPossible(request) {
      const found = await tryPlan(request);
      return found instanceof Failure ? null : found;
    },
    bytes: (planned) => obtain(planned, 'awaited'),
    peek: (planned) => memory.get(planned.key),
    standingOf: ({ key }) => standings.get(key) ?? 'unknown',
    prepare(planned) {
      const { key } = planned;
      const now = deps.monotonic();
      if (now - (preparing.get(key) ?? -Infinity) < PREPARING_LOST_MS) return;
      preparing.set(key, now);
      deps.background(
        obtain(planned, 'prepared')
          .catch((error: unknown) => {
            // A busy engine makes it another time; what it cannot do to these bytes it never can.
            const isForGood = error instanceof Failure && FOR_GOOD.has(error.code);
            if (isForGood) standings.set(key, 'refused');
            logEvent('warn', 'rendition.not_prepared', { key, isForGood, error: String(error) });
          })
          .finally(() => preparing.delete(key)),
      );
    },
  };
  return service;
}
