/** Which sizes of an asset there are to download, planned as delivery will plan them: what is said is what is sent. */
import { planRendition, type RenditionConditions, type SourceFacts } from './plan.ts';
import type { Preset } from './presets.ts';
import { type DeliverySnapshot, isPictorial } from './snapshot.ts';
import { OUTPUT_MEDIA_TYPES, type OutputFormat, outputSize } from './types.ts';
import { WASM_CAPABILITIES } from './wasm-capabilities.ts';

const FORMAT_NAMES: Readonly<Record<OutputFormat, string>> = {
  avif: 'AVIF',
  webp: 'WebP',
  jpeg: 'JPEG',
  png: 'PNG',
};
/** File formats that their subtype does not give away. */
const TYPE_NAMES: Readonly<Record<string, string>> = {
  ...Object.fromEntries(
    Object.entries(OUTPUT_MEDIA_TYPES).map(([format, type]) => [type, FORMAT_NAMES[format as OutputFormat]]),
  ),
  'image/svg+xml': 'SVG',
  'image/vnd.adobe.photoshop': 'PSD',
  'video/quicktime': 'MOV',
  'audio/mpeg': 'MP3',
  'audio/x-wav': 'WAV',
};

/** The best picture that renditions can be made from; null where there is none. */
export function pictureFacts({ version, focalPoint }: DeliverySnapshot): SourceFacts | null {
  const { master, width, height, isRenderable, hasAlpha, mediaType, orientation } = version;
  if (isRenderable && width !== null && height !== null) {
    return { mediaType, width, height, orientation, hasAlpha, pages: 1, focalPoint };
  }
  if (master === null) return null;
  return { ...master, orientation: 1, hasAlpha, pages: 1, focalPoint };
}

/** Whether there are sizes to choose from beside the original. */
export function hasSizes(snapshot: DeliverySnapshot): boolean {
  return isPictorial(snapshot) && pictureFacts(snapshot) !== null;
}

/** The format of a downloaded rendition: people open it in every program there is. */
export function downloadFormat(preset: Preset, snapshot: DeliverySnapshot): OutputFormat {
  const { f, bg } = preset.transformation;
  if (f !== 'auto') return f;
  return snapshot.version.hasAlpha && bg === null ? 'png' : 'jpeg';
}

/** Size in pixels and format of a rendition under `conditions`; null where none can be made. */
export function renditionSize(
  preset: Preset,
  snapshot: DeliverySnapshot,
  conditions: RenditionConditions,
): { width: number; height: number; format: string } | null {
  const source = pictureFacts(snapshot);
  if (source === null) return null;
  const format = downloadFormat(preset, snapshot);
  const planned = planRendition({
    transformation: preset.transformation,
    source,
    conditions,
    format,
    watermarks: new Map(),
    // Which mark it will be does not change the size.
    protectiveWatermark: { kind: 'text', text: '-', position: 'center', opacity: 1, tiled: true, scale: 1 },
    maxOutputPixels: WASM_CAPABILITIES.maxOutputPixels,
    maxDrawnPixels: WASM_CAPABILITIES.maxDrawnPixels,
  });
  return planned.ok ? { ...outputSize(planned.plan), format: FORMAT_NAMES[format] } : null;
}

/** `PDF`, `MP4`, `WOFF2`: what an original is, in one word. */
export function originalFormat({ mediaType, fileName }: DeliverySnapshot['version']): string {
  const extension = /\.([a-z0-9]{2,5})$/i.exec(fileName)?.[1];
  return TYPE_NAMES[mediaType] ?? (extension ?? mediaType.split('/')[1] ?? '').toUpperCase();
}

/** Bytes per pixel of a JPEG at our qualities, for sizes that are not made yet. */
const BYTES_PER_PIXEL = 0.3;

/** Expected bytes of a file in a size: exact for an original, otherwise guessed from its pixels. */
export function expectedBytes(size: {
  readonly sizeBytes: number | null;
  readonly width: number | null;
  readonly height: number | null;
}): number {
  return size.sizeBytes ?? Math.round((size.width ?? 0) * (size.height ?? 0) * BYTES_PER_PIXEL);
}
