/** Executes a plan: decode, turn, resample, filter, pad, watermark, flatten, encode — in the order `shared/delivery` defines. */
import { mostPixels } from '../shared/delivery/capabilities.ts';
import { computeGeometry, retargetPlan } from '../shared/delivery/geometry.ts';
import {
  OUTPUT_MEDIA_TYPES,
  type OutputFormat,
  outputSize,
  type RenderPlan,
} from '../shared/delivery/types.ts';
import { WASM_CAPABILITIES } from '../shared/delivery/wasm-capabilities.ts';
import { type ImageHeader, uprightSize } from '../shared/metadata/inspect.ts';
import type { Rendition } from '../worker/ports/image-transformer.ts';
import { admitAnimation, renderAnimation } from './animate.ts';
import { encodeAvif } from './codecs/avif.ts';
import { encodeJpeg } from './codecs/jpeg-encode.ts';
import { DamagedSource, SourceTooLarge, type WasmModules } from './codecs/modules.ts';
import { encodePng } from './codecs/png-encode.ts';
import { encodeWebp } from './codecs/webp.ts';
import { decodeUpright } from './decode-upright.ts';
import { dressRaster } from './dress.ts';
import { FACE_EDGE, findFaces, focusOnFaces } from './faces.ts';
import type { Raster } from './pixels/raster.ts';
import { contentBox } from './pixels/trim.ts';
import type { RenderRequest } from './requests.ts';
import { findSalientPoint } from './saliency.ts';
import { makeMark } from './watermark.ts';

/** @throws DamagedSource, UnsupportedSource, SourceTooLarge */
export async function renderPlan(request: RenderRequest, modules: WasmModules): Promise<Rendition> {
  const { source, header } = request;
  checkSource(request.plan, header);
  if (!request.plan.still) admitAnimation(request);
  const aimed = request.plan.saliency === null ? request.plan : await aimPlan(request, modules);
  const plan = aimed.trim === null ? aimed : await trimPlan({ ...request, plan: aimed }, aimed.trim, modules);
  if (!plan.still) return renderAnimation({ ...request, plan }, modules);
  const drawn = await decodeUpright(
    {
      source,
      header,
      crop: plan.crop,
      flip: plan.flip,
      rotate: plan.rotate,
      width: plan.resize.width,
      height: plan.resize.height,
      page: plan.page,
    },
    modules,
  );
  const mark =
    plan.watermark && (await makeMark(plan.watermark, outputSize(plan), request.watermark, modules));
  const raster = dressRaster(drawn, plan, mark);
  let lowered: number | undefined;
  const bytes = await encode(raster, plan.format, plan.quality, modules, (quality) => {
    lowered = quality;
  }).catch((error: unknown) => {
    // The source was decoded: what is too large is the rendition that was asked for.
    if (!(error instanceof SourceTooLarge)) throw error;
    const { width, height } = raster;
    throw new SourceTooLarge(error.message, {
      cause: { code: 'encoding', format: plan.format, width, height },
    });
  });
  const rendition = finish(raster, plan.format, bytes);
  return lowered === undefined ? rendition : { ...rendition, loweredQuality: lowered };
}

export function finish(raster: Raster, format: OutputFormat, bytes: Uint8Array): Rendition {
  const { width, height, hasAlpha } = raster;
  return { status: 'ok', bytes, format, mediaType: OUTPUT_MEDIA_TYPES[format], width, height, hasAlpha };
}

async function encode(
  raster: Raster,
  format: OutputFormat,
  quality: number,
  modules: WasmModules,
  onLowered: (quality: number) => void,
): Promise<Uint8Array> {
  switch (format) {
    case 'jpeg':
      return encodeJpeg(modules, raster, quality);
    case 'webp':
      return encodeWebp(modules.webpEncoder, raster, quality, onLowered);
    case 'avif':
      return encodeAvif(modules.avifEncoder, raster, quality);
    case 'png':
      return encodePng(raster);
    default:
      return format satisfies never;
  }
}

/** A plan is only right for the picture it was computed from. Drawings have no pixels of their own to disagree about. */
function checkSource(plan: RenderPlan, header: ImageHeader): void {
  const upright = uprightSize(header);
  if (header.mediaType !== plan.source.mediaType) {
    throw new DamagedSource(`the plan is for ${plan.source.mediaType}, the source is ${header.mediaType}`);
  }
  if (upright.width !== plan.source.width || upright.height !== plan.source.height) {
    throw new DamagedSource(
      `the plan is for ${plan.source.width} × ${plan.source.height} pixels, the source has ${upright.width} × ${upright.height}`,
    );
  }
  const output = outputSize(plan);
  const most = mostPixels(WASM_CAPABILITIES, plan.format);
  if (output.width * output.height > most) {
    throw new SourceTooLarge(`${plan.format} of ${output.width} × ${output.height} exceeds ${most} pixels`, {
      cause: { code: 'rendition', format: plan.format, ...output, most },
    });
  }
}

/** Longest edge of the copy on which the best window is looked for. */
const AIM_EDGE = 128;

/** A copy of the whole picture, no longer than `edge`. */
function smallCopy({ source, header, plan }: RenderRequest, edge: number, modules: WasmModules) {
  const upright = uprightSize(header);
  const scale = Math.min(1, edge / Math.max(upright.width, upright.height));
  const width = Math.max(1, Math.round(upright.width * scale));
  const height = Math.max(1, Math.round(upright.height * scale));
  return decodeUpright({ source, header, crop: null, width, height, page: plan.page }, modules);
}

/** The plan with its crop around the faces, or the person's own focal point, or where the picture shows most. */
async function aimPlan(request: RenderRequest, modules: WasmModules): Promise<RenderPlan> {
  const { header, plan } = request;
  const upright = uprightSize(header);
  const crop = plan.crop ?? upright;
  const kept = { width: crop.width / upright.width, height: crop.height / upright.height };
  const wantsFaces = plan.saliency === 'face';
  const faces = wantsFaces
    ? focusOnFaces(await findFaces(await smallCopy(request, FACE_EDGE, modules)), kept)
    : null;
  const own = wantsFaces && plan.intent.focusFrame === 'source' ? plan.intent.focus : null;
  const focus = faces ?? own ?? findSalientPoint(await smallCopy(request, AIM_EDGE, modules), kept);
  const intent = { ...plan.intent, focus, focusFrame: 'source' as const };
  return { ...plan, intent, saliency: null, ...computeGeometry(upright, intent, plan.flip, plan.rotate) };
}

/** Longest edge at which the border is looked for. */
const TRIM_EDGE = 2000;

/** The plan with its crop moved inside the border, which is found on a reduced decode. */
async function trimPlan(
  { source, header, plan }: RenderRequest,
  tolerance: number,
  modules: WasmModules,
): Promise<RenderPlan> {
  const upright = uprightSize(header);
  const scale = Math.min(1, TRIM_EDGE / Math.max(upright.width, upright.height));
  const width = Math.max(1, Math.round(upright.width * scale));
  const height = Math.max(1, Math.round(upright.height * scale));
  const small = await decodeUpright({ source, header, crop: null, width, height, page: plan.page }, modules);
  const box = contentBox(small, tolerance);
  const x = Math.floor((box.x / width) * upright.width);
  const y = Math.floor((box.y / height) * upright.height);
  const right = Math.ceil(((box.x + box.width) / width) * upright.width);
  const bottom = Math.ceil(((box.y + box.height) / height) * upright.height);
  return retargetPlan(plan, {
    x,
    y,
    width: Math.min(upright.width, right) - x,
    height: Math.min(upright.height, bottom) - y,
  });
}
