/**
 * Bytes of a rendition, nearest first: this isolate's memory, the data centre's cache, the object store, the engine. Called
 * only after a decision; knows nothing of rights.
 */

import {
  chooseSource,
  type DeliverySnapshot,
  OUTPUT_MEDIA_TYPES,
  type OutputFormat,
  planFits,
  planRendition,
  type RenderPlan,
  type RenditionConditions,
  renditionEtag,
  renditionKey,
  renditionObjectKey,
  type SourceFacts,
  type Step,
  type Transformation,
} from '../../../shared/delivery/index.ts';
import type { MetadataPolicy } from '../../../shared/delivery/presets.ts';
import { buildCreditPackets, type CreditPackets, embedCredit } from '../../../shared/metadata/embed.ts';
import { type CreditRecord, creditRecordSchema } from '../../../shared/metadata/fields.ts';
import { fail } from '../../http/errors.ts';
import { logEvent } from '../../log.ts';
import type { ByteCache } from '../../ports/byte-cache.ts';
import type { ImageTransformer, Refused } from '../../ports/image-transformer.ts';
import type { ObjectStore } from '../../ports/object-store.ts';
import { createEngineQueue, type Priority } from './engine-queue.ts';
import { MARK_BYTES_MAX, type MarkReader, type Marks, NO_MARKS } from './marks.ts';
import { BoundedMap, ByteMemory, SingleFlight } from './memory.ts';

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
  readonly conditions: RenditionConditions;
  readonly metadata: MetadataPolicy;
  /** Text of the mark that rights may demand, where the brand names none. */
  readonly protectiveText: string;
}

const MEMORY_BYTES = 24 * 1024 * 1024;
const PLANS_MAX = 4000;

/** What travels when only the credit does: names and terms, no caption, no place. */
function creditOf(record: CreditRecord, policy: MetadataPolicy): CreditRecord {
  if (policy === 'descriptive') return record;
  return creditRecordSchema.parse({
    ...record,
    caption: null,
    headline: null,
    instructions: null,
    keywords: [],
  });
}

const PLAN_PROBLEMS = {
  'no-such-page': 'page: this file has fewer pages.',
  'unknown-watermark': 'wm: the brand has no usable watermark of this name.',
  'no-pixels': 'There is no picture of this file to make a rendition from.',
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
        pages: animatable.includes(version.mediaType) ? version.frames : 1,
        focalPoint,
      },
    });
  }
  return candidates;
}

/** Turns an engine's refusal into the answer a client can act on. */
export function refuse(refused: Refused): never {
  switch (refused.reason) {
    case 'busy':
    case 'timeout':
      return fail('busy', { headers: { 'retry-after': String(refused.retryAfterSeconds ?? 5) } });
    case 'too_large':
    case 'unsupported':
    case 'damaged':
      return fail('unsupported_media', {
        detail: `No picture can be made of this file: ${refused.message}.`,
      });
    case 'failed':
      return fail('unavailable', { headers: { 'retry-after': '5' } });
    default:
      return refused.reason satisfies never;
  }
}

export interface RenditionService {
  /** @throws Failure when no source fits or the engine lacks a capability the plan needs */
  plan(request: PlanRequest): Promise<PlannedRendition>;
  bytes(planned: PlannedRendition): Promise<Obtained>;
  /** From this isolate's memory only. */
  peek(planned: PlannedRendition): Uint8Array | undefined;
  /** Whether the rendition is kept already; looked up in the background when unknown. */
  isReady(planned: PlannedRendition): boolean;
  /** Makes it after the response, once. */
  prepare(planned: PlannedRendition): void;
}

export function createRenditionService(deps: RenditionDeps): RenditionService {
  const { store, cache, images } = deps;
  const memory = new ByteMemory(MEMORY_BYTES);
  const plans = new BoundedMap<PlannedRendition>(PLANS_MAX);
  const packets = new WeakMap<CreditRecord, CreditPackets>();
  const flights = new SingleFlight<Obtained>(deps.background);
  const ready = new BoundedMap<true>(PLANS_MAX);
  const preparing = new BoundedMap<true>(PLANS_MAX);
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
      return images.transform({
        source: source.body,
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
      return refuse(result);
    }
    const madeAt = deps.monotonic();
    logEvent('info', 'rendition.made', { key: planned.key, ms: madeAt - startedAt });
    return {
      bytes: embedCredit(result.bytes, planned.format, packetsOf(planned.credit)),
      steps: [
        { name: 'queue', ms: begunAt - startedAt },
        { name: 'transform', ms: madeAt - begunAt },
        { name: 'credit' },
        { name: 'keep', note: 'after the answer' },
      ],
    };
  }

  async function fetchBytes(planned: PlannedRendition, priority: Priority): Promise<Obtained> {
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
    if (near !== undefined) return { bytes: near, steps: [{ name: 'memory' }] };
    const found = await flights.run(planned.key, () => fetchBytes(planned, priority));
    memory.put(planned.key, found.bytes);
    ready.set(planned.key, true);
    return found;
  }

  const service: RenditionService = {
    async plan(request) {
      const { snapshot, transformation, format, conditions } = request;
      const isMarked = conditions.watermark === true || transformation.wm !== null;
      const marks = isMarked ? await deps.marks.read(request.protectiveText) : NO_MARKS;
      const memoKey = JSON.stringify([
        snapshot.version.id,
        snapshot.rights.epoch,
        transformation,
        format,
        conditions.watermark ?? false,
        conditions.maxPixels ?? 0,
        request.metadata,
        marks === NO_MARKS ? null : markKey(marks, transformation.wm),
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
        ...(animation === null
          ? {}
          : { maxMovingPixels: { frame: animation.maxFramePixels, all: animation.maxOutputPixels } }),
      };
      const source = chooseSource(candidates, input);
      if (source === null) {
        return fail('unsupported_media', {
          detail: 'There is no picture of this file to make a rendition from.',
        });
      }
      const result = planRendition({ ...input, source: source.facts });
      if (!result.ok) {
        if (result.reason === 'watermark-unavailable') return fail('unavailable');
        return fail('transformation_invalid', {
          detail: PLAN_PROBLEMS[result.reason],
          context: { reason: result.reason },
        });
      }
      const missing = planFits(result.plan, images.capabilities);
      if (missing.length > 0) {
        return fail('transformation_invalid', {
          detail: `This cannot be rendered here: ${missing.join(', ')}.`,
          context: { missing },
        });
      }
      const credit = creditOf(snapshot.credit, request.metadata);
      const key = await renditionKey({
        sourceSha256: source.identity,
        plan: result.plan,
        engine: images.capabilities.engine,
        metadata: JSON.stringify(credit),
      });
      const planned: PlannedRendition = {
        key,
        etag: renditionEtag(key),
        format,
        mediaType: OUTPUT_MEDIA_TYPES[format],
        plan: result.plan,
        sourceKey: source.key,
        versionId: snapshot.version.id,
        credit,
      };
      plans.set(memoKey, planned);
      return planned;
    },
    bytes: (planned) => obtain(planned, 'awaited'),
    peek: (planned) => memory.get(planned.key),
    isReady: (planned) => ready.get(planned.key) === true,
    prepare(planned) {
      if (preparing.get(planned.key) === true) return;
      preparing.set(planned.key, true);
      deps.background(
        obtain(planned, 'prepared').catch((error: unknown) => {
          preparing.delete(planned.key);
          logEvent('warn', 'rendition.not_prepared', { key: planned.key, error: String(error) });
        }),
      );
    },
  };
  return service;
}
