/**
 * What an engine can do against what a plan needs. The planner refuses a plan with a missing capability, so no operation is
 * ever dropped silently.
 */
import { drawnSize } from './geometry.ts';
import { isDrawnWhole, VECTOR_TYPES } from './plan.ts';
import { type OutputFormat, outputSize, type RenderPlan } from './types.ts';

export const OPERATIONS = [
  'orient',
  'crop',
  'resize',
  'enlarge',
  'pad',
  'flatten',
  'rotate',
  'flip',
  'trim',
  'blur',
  'sharpen',
  'watermark-text',
  'watermark-image',
  'saliency-auto',
  'saliency-face',
  'page',
  'animation',
  /** A border that is cut off every frame alike. */
  'animation-trim',
  'alpha',
] as const;
export type Operation = (typeof OPERATIONS)[number];

/** One requirement of a plan: a source type to read, an operation, a format to write, or a size to hold. */
export type Capability =
  | `source:${string}`
  | `operation:${Operation}`
  | `output:${OutputFormat}`
  | 'size:source'
  | 'size:output'
  | 'size:drawing'
  | 'size:animation';

/** What an engine that animates takes and gives. Pixel totals are width × height × frames. */
export interface AnimationLimits {
  readonly sources: readonly string[];
  readonly outputs: readonly OutputFormat[];
  readonly maxFrames: number;
  /** Most pixels of one frame, before and after. */
  readonly maxFramePixels: number;
  readonly maxSourcePixels: number;
  readonly maxOutputPixels: number;
}

/** What one engine declares. */
export interface EngineCapabilities {
  /** Part of every rendition's cache key: change it when the same plan would give other bytes. */
  readonly engine: string;
  /** Media types it decodes. */
  readonly sources: readonly string[];
  readonly operations: readonly Operation[];
  readonly outputs: readonly OutputFormat[];
  /** Most pixels (width × height) of a source it accepts. */
  readonly maxSourcePixels: number;
  /** Most pixels of a rendition it makes. */
  readonly maxOutputPixels: number;
  /** Likewise of single formats, where an encoder takes fewer. */
  readonly maxOutputPixelsByFormat: Readonly<Partial<Record<OutputFormat, number>>>;
  /** Most pixels of a whole drawing of which a piece is kept; null where no source is one. */
  readonly maxDrawnPixels: number | null;
  /** Null where it makes stills only. */
  readonly animation: AnimationLimits | null;
}

/** Most pixels (width × height) that an engine writes in a format. */
export function mostPixels(
  engine: Pick<EngineCapabilities, 'maxOutputPixels' | 'maxOutputPixelsByFormat'>,
  format: OutputFormat,
): number {
  return Math.min(engine.maxOutputPixels, engine.maxOutputPixelsByFormat[format] ?? Infinity);
}

/** Everything `plan` needs from an engine apart from sizes, sorted, each once. */
export function requiredCapabilities(plan: RenderPlan): readonly Capability[] {
  const needs = new Set<Capability>([`source:${plan.source.mediaType}`, `output:${plan.format}`]);
  const need = (operation: Operation, when: boolean): void => {
    if (when) needs.add(`operation:${operation}`);
  };
  const kept = plan.crop ?? plan.source;
  const turned = plan.rotate === 90 || plan.rotate === 270;
  const before = turned ? { width: kept.height, height: kept.width } : kept;
  need('orient', plan.source.orientation !== 1);
  need('crop', plan.crop !== null);
  need('resize', plan.resize.width !== before.width || plan.resize.height !== before.height);
  const isDrawing = VECTOR_TYPES.includes(plan.source.mediaType);
  need('enlarge', !isDrawing && (plan.resize.width > before.width || plan.resize.height > before.height));
  need('pad', plan.pad !== null);
  need('flatten', plan.source.hasAlpha && plan.background !== null);
  need('alpha', plan.background === null && (plan.source.hasAlpha || plan.pad !== null));
  need('rotate', plan.rotate !== 0);
  need('flip', plan.flip !== 'none');
  need('trim', plan.trim !== null);
  need('blur', plan.blur !== null);
  need('sharpen', plan.sharpen !== null);
  need('watermark-text', plan.watermark?.kind === 'text');
  need('watermark-image', plan.watermark?.kind === 'image');
  need('saliency-auto', plan.saliency === 'auto');
  need('saliency-face', plan.saliency === 'face');
  need('page', plan.still && plan.page > 1);
  need('animation', !plan.still);
  need('animation-trim', !plan.still && plan.trim !== null);
  return [...needs].sort();
}

/** The capabilities of `plan` that an engine lacks; empty when it can execute the plan whole. */
export function planFits(plan: RenderPlan, engine: EngineCapabilities): readonly Capability[] {
  const has = new Set<Capability>([
    ...engine.sources.map((type): Capability => `source:${type}`),
    ...engine.operations.map((operation): Capability => `operation:${operation}`),
    ...engine.outputs.map((format): Capability => `output:${format}`),
  ]);
  const missing = requiredCapabilities(plan).filter((capability) => !has.has(capability));
  if (plan.source.width * plan.source.height > engine.maxSourcePixels) missing.push('size:source');
  const output = outputSize(plan);
  if (output.width * output.height > mostPixels(engine, plan.format)) missing.push('size:output');
  if (isDrawnWhole(plan.source)) {
    const { width, height } = drawnSize(plan.source, plan, plan.rotate);
    if (width * height > (engine.maxDrawnPixels ?? 0)) missing.push('size:drawing');
  }
  if (!plan.still && !holdsAnimation(plan, engine.animation)) missing.push('size:animation');
  return missing;
}

function holdsAnimation(plan: RenderPlan, limits: AnimationLimits | null): boolean {
  if (limits === null) return false;
  const frames = plan.frames ?? 1;
  const output = outputSize(plan);
  const [before, after] = [plan.source.width * plan.source.height, output.width * output.height];
  return (
    limits.sources.includes(plan.source.mediaType) &&
    limits.outputs.includes(plan.format) &&
    frames <= limits.maxFrames &&
    Math.max(before, after) <= limits.maxFramePixels &&
    before * frames <= limits.maxSourcePixels &&
    after * frames <= limits.maxOutputPixels
  );
}
