/**
 * The `ImageTransformer` of Cloudflare's Images binding, for deployments that add it (charged per call). It takes more source
 * types and sizes and finds what a picture shows; it makes no web master, because it gives no measurements.
 *
 * Every step of a plan is a `transform` call of its own, since one call's options are applied in an order of their own. Local
 * emulation ignores most options, so tests run this adapter on a stand-in that follows the documented behaviour.
 */
import { type EngineCapabilities, planFits } from '../../../shared/delivery/capabilities.ts';
import {
  OUTPUT_MEDIA_TYPES,
  outputSize,
  type RenderPlan,
  type Rgba,
} from '../../../shared/delivery/types.ts';
import { examineImage, inspectImage, uprightSize } from '../../../shared/metadata/inspect.ts';
import type {
  ImageSource,
  ImageTransformer,
  InspectResult,
  MasterResult,
  RefusalReason,
  Refused,
  TransformJob,
  TransformResult,
} from '../../ports/image-transformer.ts';

/** Limits: developers.cloudflare.com/images/transform-images/#supported-formats-and-limitations. */
export const IMAGES_BINDING_CAPABILITIES = {
  engine: 'images-1',
  sources: [
    'image/jpeg',
    'image/png',
    'image/webp',
    'image/avif',
    'image/gif',
    'image/heic',
    'image/svg+xml',
  ],
  operations: [
    'orient',
    'crop',
    'resize',
    'enlarge',
    'pad',
    'flatten',
    'rotate',
    'flip',
    'watermark-image',
    'saliency-auto',
    'saliency-face',
    'alpha',
  ],
  outputs: ['avif', 'webp', 'jpeg', 'png'],
  maxSourcePixels: 100_000_000,
  maxOutputPixels: 25_000_000,
  maxOutputPixelsByFormat: {},
  maxDrawnPixels: null,
  animation: null,
} as const satisfies EngineCapabilities;

const RETRY_AFTER_SECONDS = 5;
const MAX_HEAD_BYTES = 2_000_000;
/** Distance of a watermark from the edges, as a share of the shorter side; the same as the Wasm engine's. */
const MARGIN = 0.03;

type Handle = ReturnType<ImagesBinding['input']>;
type Step = Parameters<Handle['transform']>[0];

export function createImagesBindingTransformer(binding: ImagesBinding): ImageTransformer {
  return {
    capabilities: IMAGES_BINDING_CAPABILITIES,
    inspect: inspectSource,
    transform: (job) => transform(binding, job),
    async master(source): Promise<MasterResult> {
      const inspected = await inspectSource(source);
      if (inspected.status === 'refused') return inspected;
      return inspected.refusal ?? refuse('unsupported', 'the Images binding measures no pictures');
    },
  };
}

async function transform(binding: ImagesBinding, job: TransformJob): Promise<TransformResult> {
  const { source, plan, watermark } = job;
  const missing = planFits(plan, IMAGES_BINDING_CAPABILITIES);
  if (missing.length > 0) {
    if (source instanceof ReadableStream) await source.cancel().catch(() => undefined);
    const isSize = missing.every((capability) => capability.startsWith('size:'));
    return refuse(isSize ? 'too_large' : 'unsupported', `not declared: ${missing.join(', ')}`);
  }
  if (plan.watermark?.kind === 'image' && !watermark) {
    return refuse('unsupported', 'the plan has an image watermark, but its picture was not sent');
  }
  try {
    let handle = binding.input(asStream(source));
    for (const step of stepsOf(plan)) handle = handle.transform(step);
    if (plan.watermark?.kind === 'image' && watermark) handle = draw(binding, handle, plan, watermark);
    const output = await handle.output({
      format: OUTPUT_MEDIA_TYPES[plan.format],
      ...(plan.format === 'png' ? {} : { quality: plan.quality }),
      ...(plan.background ? { background: cssColor(plan.background) } : {}),
      anim: false,
    });
    const bytes = new Uint8Array(await output.response().arrayBuffer());
    return checked(bytes, plan);
  } catch (error) {
    return refusalOf(error);
  }
}

/** What the plan asks for, one option group per call, in the plan's order. */
export function stepsOf(plan: RenderPlan): readonly Step[] {
  const steps: Step[] = [];
  const { crop, flip, rotate, resize, pad } = plan;
  if (crop && plan.saliency === null) {
    steps.push({ trim: { left: crop.x, top: crop.y, width: crop.width, height: crop.height } });
  }
  if (flip !== 'none') steps.push({ flip });
  if (rotate !== 0) steps.push({ rotate });
  if (plan.saliency === null) {
    const kept = crop ?? plan.source;
    const [width, height] = rotate % 180 === 0 ? [kept.width, kept.height] : [kept.height, kept.width];
    if (width !== resize.width || height !== resize.height) steps.push({ ...resize, fit: 'squeeze' });
  } else {
    steps.push({ ...resize, fit: 'cover', gravity: plan.saliency });
  }
  if (pad) steps.push({ border: { color: plan.background ? cssColor(plan.background) : '#0000', ...pad } });
  return steps;
}

function draw(binding: ImagesBinding, handle: Handle, plan: RenderPlan, watermark: Uint8Array): Handle {
  const mark = plan.watermark;
  if (mark === null) return handle;
  const size = outputSize(plan);
  const margin = Math.round(Math.min(size.width, size.height) * MARGIN);
  const { position, opacity, tiled } = mark;
  const picture = binding.input(asStream(watermark)).transform({
    width: Math.max(1, Math.round(size.width * mark.scale)),
    fit: 'contain',
  });
  return handle.draw(picture, {
    opacity,
    ...(tiled ? { repeat: true } : {}),
    ...(position.startsWith('north') ? { top: margin } : {}),
    ...(position.startsWith('south') ? { bottom: margin } : {}),
    ...(position.endsWith('west') ? { left: margin } : {}),
    ...(position.endsWith('east') ? { right: margin } : {}),
  });
}

/** The service answers with another size or format rather than an error in some cases; those are not renditions of the plan. */
function checked(bytes: Uint8Array, plan: RenderPlan): TransformResult {
  const header = inspectImage(bytes);
  const size = outputSize(plan);
  const mediaType = OUTPUT_MEDIA_TYPES[plan.format];
  if (header?.mediaType !== mediaType || header.width !== size.width || header.height !== size.height) {
    const found = header ? `${header.mediaType} ${header.width} × ${header.height}` : 'no picture';
    return refuse('failed', `expected ${mediaType} ${size.width} × ${size.height}, got ${found}`);
  }
  return { status: 'ok', bytes, format: plan.format, mediaType, ...size, hasAlpha: header.hasAlpha };
}

async function inspectSource(source: ImageSource): Promise<InspectResult> {
  const head = source instanceof Uint8Array ? source : await readHead(source);
  if ('status' in head) return head;
  const result = examineImage(head);
  switch (result.status) {
    case 'ok': {
      const { header } = result;
      const size = uprightSize(header);
      const isTaken = (IMAGES_BINDING_CAPABILITIES.sources as readonly string[]).includes(header.mediaType);
      const most = IMAGES_BINDING_CAPABILITIES.maxSourcePixels;
      const isTooLarge = size.width * size.height > most;
      const refusal = isTooLarge
        ? refuse('too_large', `${size.width} × ${size.height} pixels`, {
            cause: { code: 'pixels', mediaType: header.mediaType, ...size, most },
          })
        : isTaken
          ? null
          : refuse('unsupported', `${header.mediaType} is not decoded here`);
      return { status: 'ok', header, ...size, refusal };
    }
    case 'damaged':
      return refuse('damaged', result.reason);
    case 'needs-more':
      return refuse('damaged', 'the file ends inside its header');
    case 'not-an-image':
      return refuse('unsupported', 'the source is not a picture of a known type');
    default:
      return result satisfies never;
  }
}

async function readHead(stream: ReadableStream<Uint8Array>): Promise<Uint8Array | Refused> {
  const reader = stream.getReader();
  const parts: Uint8Array[] = [];
  let size = 0;
  try {
    while (size < MAX_HEAD_BYTES) {
      const { done, value } = await reader.read();
      if (done) break;
      parts.push(value);
      size += value.length;
    }
    // What is left of the source is not needed; a failure to stop it changes nothing here.
    await reader.cancel().catch(() => undefined);
  } catch (error) {
    return refuse('failed', `the source could not be read: ${String(error).slice(0, 200)}`);
  }
  return new Uint8Array(await new Blob(parts as BlobPart[]).arrayBuffer());
}

function asStream(source: ImageSource): ReadableStream<Uint8Array> {
  return source instanceof ReadableStream ? source : new Blob([source as BlobPart]).stream();
}

function cssColor({ r, g, b, a }: Rgba): string {
  return `rgba(${r}, ${g}, ${b}, ${Number((a / 255).toFixed(4))})`;
}

function refuse(
  reason: RefusalReason,
  message: string,
  more: Pick<Refused, 'cause' | 'retryAfterSeconds'> = {},
): Refused {
  return { status: 'refused', reason, message, ...more };
}

/** Error codes: developers.cloudflare.com/images/reference/troubleshooting. */
function refusalOf(error: unknown): Refused {
  const code = codeOf(error);
  const message = `Images binding: ${error instanceof Error ? error.message.slice(0, 200) : String(error)}`;
  switch (code) {
    case 9402:
    case 9413:
    case 9522:
      return refuse('too_large', message);
    case 9412:
    case 9520:
      return refuse('unsupported', message);
    case 9421:
    case 9422:
      return refuse('busy', message, { retryAfterSeconds: RETRY_AFTER_SECONDS });
    case 9529:
      return refuse('timeout', message, { retryAfterSeconds: RETRY_AFTER_SECONDS });
    default:
      return refuse('failed', message);
  }
}

function codeOf(error: unknown): number | null {
  if (typeof error !== 'object' || error === null || !('code' in error)) return null;
  return typeof error.code === 'number' ? error.code : null;
}
