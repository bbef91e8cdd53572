/** The sizes a visitor may download, each decided for its preset's channel and planned as delivery will plan it. Pure. */
import type { DownloadOption } from '../../../shared/contract/portals.ts';
import { OUTPUT_MEDIA_TYPES, type OutputFormat, outputSize } from '../../../shared/delivery/index.ts';
import { planRendition } from '../../../shared/delivery/plan.ts';
import { BUILT_IN_PRESETS, type Preset } from '../../../shared/delivery/presets.ts';
import { type DeliverySnapshot, isPictorial } from '../../../shared/delivery/snapshot.ts';
import { WASM_CAPABILITIES } from '../../../shared/delivery/wasm-capabilities.ts';
import { isMessageKey, translate } from '../../../shared/messages/index.ts';
import { type AllowedUsage, allowsOriginal } from '../../../shared/rights/index.ts';
import { pageHref, pictureFacts } from './cards.ts';
import { offeredPresets } from './gate.ts';
import { decideFor, type Judged, type PageContext } from './judging.ts';

const FORMAT_NAMES: Record<OutputFormat, string> = { avif: 'AVIF', webp: 'WebP', jpeg: 'JPEG', png: 'PNG' };

/** Names of file formats that their subtype does not give away. */
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

/** `PDF`, `MP4`, `WOFF2`: the file's extension where there is one. */
function formatName({ mediaType, fileName }: DeliverySnapshot['version']): string {
  const extension = /\.([a-z0-9]{2,5})$/i.exec(fileName)?.[1];
  return TYPE_NAMES[mediaType] ?? (extension ?? mediaType.split('/')[1] ?? '').toUpperCase();
}

function words(context: PageContext, key: string): string {
  return isMessageKey(key) ? translate(context.caller.locale, key) : '';
}

function isOffered(preset: Preset, context: PageContext): boolean {
  const { audiences, window } = preset;
  const { now } = context.viewing;
  return (
    (audiences === null || audiences.includes(context.portal.record.audience)) &&
    (window.startsAt === null || window.startsAt <= now) &&
    (window.endsAt === null || now < window.endsAt)
  );
}

/** Size and format of a rendition under a decision's conditions; null where none can be made. */
function sizeOf(snapshot: DeliverySnapshot, preset: Preset, { conditions }: AllowedUsage) {
  const source = isPictorial(snapshot) ? pictureFacts(snapshot) : null;
  if (source === null) return null;
  const { f } = preset.transformation;
  const format = f === 'auto' ? (source.hasAlpha ? 'png' : 'jpeg') : f;
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

export interface OfferedSize {
  readonly preset: Preset;
  readonly decision: AllowedUsage;
}

/** The sizes of one asset that may be downloaded on this visit, in the portal's order; the original last. */
export function offeredSizes(context: PageContext, judged: Judged): OfferedSize[] {
  const sizes: OfferedSize[] = [];
  for (const name of new Set(offeredPresets(context.portal))) {
    const preset = BUILT_IN_PRESETS.find((entry) => entry.name === name);
    if (preset === undefined || !isOffered(preset, context)) continue;
    const decision = decideFor(context, judged, 'download_rendition', preset.channel);
    if (decision.allowed && sizeOf(judged.snapshot, preset, decision) !== null) {
      sizes.push({ preset, decision });
    }
  }
  const original = BUILT_IN_PRESETS.find((preset) => preset.delivers === 'original');
  if (original !== undefined && context.portal.document.allowOriginals && isOffered(original, context)) {
    const decision = decideFor(context, judged, 'download_original', original.channel);
    if (allowsOriginal(decision)) sizes.push({ preset: original, decision });
  }
  return sizes;
}

export function downloadsOf(context: PageContext, judged: Judged): DownloadOption[] {
  const { snapshot } = judged;
  const options: DownloadOption[] = [];
  const add = (
    preset: Preset,
    rest: Pick<DownloadOption, 'width' | 'height' | 'format' | 'sizeBytes'>,
  ): void => {
    options.push({
      preset: preset.name,
      label: words(context, `delivery.preset.${preset.name}`) || preset.name,
      purpose: words(context, `delivery.preset.${preset.name}.purpose`),
      ...rest,
      href: pageHref(context, `/assets/${snapshot.assetId}/download/${preset.name}`),
    });
  };
  for (const { preset, decision } of offeredSizes(context, judged)) {
    if (preset.delivers === 'original') {
      const { width, height, sizeBytes } = snapshot.version;
      add(preset, { width, height, format: formatName(snapshot.version), sizeBytes });
      continue;
    }
    const size = sizeOf(snapshot, preset, decision);
    // A small picture fills several sizes alike; one of them is enough.
    const isRepeated = options.some(
      ({ width, height, format }) =>
        width === size?.width && height === size?.height && format === size?.format,
    );
    if (size !== null && !isRepeated) add(preset, { ...size, sizeBytes: null });
  }
  return options;
}
