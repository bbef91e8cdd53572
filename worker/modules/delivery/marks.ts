/**
 * The brand's watermarks, ready for a plan. A mark that cannot be had is absent here, and the plan that needs it is refused:
 * nothing is ever served without the mark it should carry.
 */
import type { Settings } from '../../../shared/contract/audit.ts';
import type { BrandWatermark } from '../../../shared/contract/delivery.ts';
import type { DeliverySnapshot, Watermark } from '../../../shared/delivery/index.ts';

/** Largest file that serves as the picture of a mark. */
export const MARK_BYTES_MAX = 4 * 1024 * 1024;
/** Types the engine takes a mark from as they are; others are used through their web master. */
const MARK_TYPES = ['image/png', 'image/webp', 'image/jpeg', 'image/svg+xml'];

export interface Marks {
  /** By name; without those whose picture is gone. */
  readonly named: ReadonlyMap<string, Watermark>;
  /** What rights may demand; null when it cannot be had. */
  readonly protective: Watermark | null;
}
export const NO_MARKS: Marks = { named: new Map(), protective: null };

export interface MarkReader {
  /** @param fallbackText of the protective mark where the brand names none */
  read(fallbackText: string): Promise<Marks>;
}

function pictureKey(snapshot: DeliverySnapshot | null): string | null {
  if (snapshot === null) return null;
  const { version } = snapshot;
  if (MARK_TYPES.includes(version.mediaType) && version.sizeBytes <= MARK_BYTES_MAX)
    return version.storageKey;
  return version.master?.key ?? null;
}

/** @param snapshotOf from memory; null when there is no such asset */
export function createMarkReader(
  settings: { get(): Promise<Settings> },
  snapshotOf: (assetId: string) => Promise<DeliverySnapshot | null>,
): MarkReader {
  async function resolve(mark: BrandWatermark): Promise<Watermark | null> {
    const { position, opacity, tiled, scale } = mark;
    const placement = { position, opacity, tiled, scale };
    if (mark.kind === 'text') return { kind: 'text', text: mark.text, ...placement };
    const assetKey = pictureKey(await snapshotOf(mark.assetId));
    return assetKey === null ? null : { kind: 'image', assetKey, ...placement };
  }
  return {
    async read(fallbackText) {
      const { watermarks, protectiveWatermark } = await settings.get();
      const named = new Map<string, Watermark>();
      for (const mark of watermarks) {
        const resolved = await resolve(mark);
        if (resolved !== null) named.set(mark.name, resolved);
      }
      const fallback: Watermark = {
        kind: 'text',
        text: fallbackText,
        position: 'center',
        opacity: 0.28,
        tiled: true,
        scale: 0.28,
      };
      const protective = protectiveWatermark === null ? fallback : (named.get(protectiveWatermark) ?? null);
      return { named, protective };
    },
  };
}
