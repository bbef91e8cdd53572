/**
 * The brand's watermarks, ready for a plan. A mark that cannot be had is absent here, and the plan that needs it is refused:
 * nothing is ever served without the mark it should carry.
 */
import type { Settings } from '../../../shared/contract/audit.ts';
import type { TrialMark } from '../../../shared/contract/delivery.ts';
import type { DeliverySnapshot, Watermark } from '../../../shared/delivery/index.ts';
import { t } from '../../../shared/messages/index.ts';
import type { Use } from '../../../shared/rights/index.ts';
import { findFurthest } from '../../../shared/rights/summary.ts';
import { drawableText, undrawnToTell } from '../../../shared/text/drawn-letters.ts';
import type { Clock } from '../../../shared/time/clock.ts';
import { fail } from '../../http/errors.ts';

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
  /** A mark that nobody has saved; null where its picture may not be used. @throws Failure naming letters that cannot be drawn */
  onTrial(mark: TrialMark): Promise<Watermark | null>;
}

/** A mark goes where its picture's own rights let the brand itself use it, in any country. */
const markUse = (territory: string | null, now: number): Use => ({
  subject: { kind: 'member', audience: 'internal' },
  action: 'preview',
  channel: 'internal',
  territory,
  now,
  enclosing: [],
});

/** Null where there is no such picture, or its rights ended: then the mark cannot be had. */
function pictureKey(snapshot: DeliverySnapshot | null, now: number): string | null {
  if (snapshot === null || !findFurthest(snapshot.rights, now, markUse).decision.allowed) return null;
  const { version } = snapshot;
  if (MARK_TYPES.includes(version.mediaType) && version.sizeBytes <= MARK_BYTES_MAX)
    return version.storageKey;
  return version.master?.key ?? null;
}

/** @param snapshotOf from memory; null when there is no such asset */
export function createMarkReader(
  settings: { get(): Promise<Settings> },
  snapshotOf: (assetId: string) => Promise<DeliverySnapshot | null>,
  clock: Clock,
): MarkReader {
  async function resolve(mark: TrialMark): Promise<Watermark | null> {
    const { position, opacity, tiled, scale } = mark;
    const placement = { position, opacity, tiled, scale };
    // Refused where it is saved; texts that were saved before are drawn as far as they can be.
    if (mark.kind === 'text') return { kind: 'text', text: drawableText(mark.text), ...placement };
    const assetKey = pictureKey(await snapshotOf(mark.assetId), clock());
    return assetKey === null ? null : { kind: 'image', assetKey, ...placement };
  }
  return {
    async onTrial(mark) {
      const undrawn = mark.kind === 'text' ? undrawnToTell(mark.text) : null;
      if (mark.kind === 'text' && undrawn !== null) {
        const { watermarks } = await settings.get();
        // One that was saved when letters were not looked at is shown as it is delivered.
        const isKept = watermarks.some((kept) => kept.kind === 'text' && kept.text === mark.text);
        if (!isKept) {
          fail('validation_failed', {
            inWords: (locale) => ({ detail: t(locale, 'delivery.mark.undrawn', { letters: undrawn }) }),
          });
        }
      }
      return resolve(mark);
    },
    async read(fallbackText) {
      const { watermarks, protectiveWatermark } = await settings.get();
      const named = new Map<string, Watermark>();
      for (const mark of watermarks) {
        const resolved = await resolve(mark);
        if (resolved !== null) named.set(mark.name, resolved);
      }
      const fallback: Watermark = {
        kind: 'text',
        text: drawableText(fallbackText),
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
