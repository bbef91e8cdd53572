/** The sizes a visitor may download, each decided for its preset's channel and planned as delivery will plan it. Pure. */
import type { DownloadOption } from '../../../shared/contract/portals.ts';
import { BUILT_IN_PRESETS, type Preset } from '../../../shared/delivery/presets.ts';
import { originalFormat, renditionSize } from '../../../shared/delivery/sizes.ts';
import { type DeliverySnapshot, isPictorial } from '../../../shared/delivery/snapshot.ts';
import { isMessageKey, translate } from '../../../shared/messages/index.ts';
import { type AllowedUsage, allowsOriginal } from '../../../shared/rights/index.ts';
import { pageHref } from './cards.ts';
import { offeredPresets } from './gate.ts';
import { decideFor, type Judged, type PageContext } from './judging.ts';

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

const sizeOf = (preset: Preset, snapshot: DeliverySnapshot, { conditions }: AllowedUsage) =>
  isPictorial(snapshot) ? renditionSize(preset, snapshot, conditions) : null;

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
    if (decision.allowed && sizeOf(preset, judged.snapshot, decision) !== null) {
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
      add(preset, { width, height, format: originalFormat(snapshot.version), sizeBytes });
      continue;
    }
    const size = sizeOf(preset, snapshot, decision);
    // A small picture fills several sizes alike; one of them is enough.
    const isRepeated = options.some(
      ({ width, height, format }) =>
        width === size?.width && height === size?.height && format === size?.format,
    );
    if (size !== null && !isRepeated) add(preset, { ...size, sizeBytes: null });
  }
  return options;
}
