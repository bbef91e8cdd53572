/**
 * Executes a plan for every frame of an animation: each is drawn whole, then cut, turned, resampled, filtered, padded and marked
 * like a still, and the results become one animated WebP with the delays and repetitions of the source.
 */
import { OUTPUT_MEDIA_TYPES, outputSize } from '../shared/delivery/types.ts';
import { WASM_CAPABILITIES } from '../shared/delivery/wasm-capabilities.ts';
import { inspectImage } from '../shared/metadata/inspect.ts';
import type { Rendition } from '../worker/ports/image-transformer.ts';
import { openAnimation } from './animation/frames.ts';
import { AnimatedWebpWriter } from './animation/webp-writer.ts';
import { SourceTooLarge, UnsupportedSource, type WasmModules } from './codecs/modules.ts';
import { extractIccProfile } from './color/extract-profile.ts';
import { convertToSrgb, planConversion } from './color/icc.ts';
import { viewOf } from './decode-upright.ts';
import { dressRaster } from './dress.ts';
import type { Raster } from './pixels/raster.ts';
import { turnRaster } from './pixels/turn.ts';
import { resampleRows } from './pixels/window.ts';
import type { RenderRequest } from './requests.ts';
import { makeMark } from './watermark.ts';

const LIMITS = WASM_CAPABILITIES.animation;

/**
 * What an animation costs is known before its first frame is decoded. `source` is walked for its frames: the header may have
 * been read from the start of the file alone, which does not tell how many there are.
 *
 * @throws UnsupportedSource, SourceTooLarge
 */
export function admitAnimation({ source, header, plan }: RenderRequest): void {
  const frames = inspectImage(source)?.frames ?? LIMITS.maxFrames + 1;
  const { mediaType, width, height } = header;
  if (!(LIMITS.sources as readonly string[]).includes(mediaType)) {
    throw new UnsupportedSource(`animations of ${mediaType} are not made here`);
  }
  if (!(LIMITS.outputs as readonly string[]).includes(plan.format)) {
    throw new UnsupportedSource(`animations are not written as ${plan.format}`);
  }
  if (plan.trim !== null) throw new UnsupportedSource('an animation is not trimmed');
  const output = outputSize(plan);
  const [canvas, frame] = [width * height, output.width * output.height];
  const over = (what: string, found: number, most: number): void => {
    if (found > most) throw new SourceTooLarge(`an animation with ${found} ${what} exceeds ${most}`);
  };
  over('frames', frames, LIMITS.maxFrames);
  over('pixels a frame', Math.max(canvas, frame), LIMITS.maxFramePixels);
  over('pixels to decode', canvas * frames, LIMITS.maxSourcePixels);
  over('pixels to write', frame * frames, LIMITS.maxOutputPixels);
}

/** Only after `admitAnimation`. @throws DamagedSource, UnsupportedSource */
export async function renderAnimation(
  { source, header, plan, watermark }: RenderRequest,
  modules: WasmModules,
): Promise<Rendition> {
  const conversion = header.hasIccProfile ? planConversion(await extractIccProfile(source, header)) : 'none';
  if (conversion === 'unsupported')
    throw new UnsupportedSource('the colours of this animation are not converted');
  const view = viewOf(header, plan);
  const mark = plan.watermark && (await makeMark(plan.watermark, outputSize(plan), watermark, modules));
  const animation = openAnimation(header.mediaType, source, modules);
  const writer = new AnimatedWebpWriter(modules.webpEncoder, plan.quality);
  for await (const { pixels, durationMs } of animation.frames) {
    const rows = {
      width: animation.width,
      height: animation.height,
      channels: 4 as const,
      bytes: pixels,
      hasAlpha: true,
    };
    const { window, width, height } = view;
    const drawn: Raster = turnRaster(
      resampleRows(modules.resampleKernel, rows, { window, width, height }),
      view.turn,
    );
    const raster = conversion === 'none' ? drawn : convertToSrgb(drawn, conversion);
    await writer.add(dressRaster(raster, plan, mark), durationMs);
  }
  return {
    status: 'ok',
    ...writer.finish(animation.plays),
    format: 'webp',
    mediaType: OUTPUT_MEDIA_TYPES.webp,
  };
}
