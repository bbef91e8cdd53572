/** What embed code is written from: the picture's address, size and words, and nothing that the rights would cut away. */
import {
  type DeliverySnapshot,
  type EngineCapabilities,
  hasMotion,
  isDrawnWhole,
  mostPixels,
  motionPresetUrl,
  type SnippetInput,
} from '../../../shared/delivery/index.ts';
import { embedUse } from '../../../shared/rights/hotlink-standing.ts';
import { findFurthest } from '../../../shared/rights/summary.ts';

export interface SnippetWish {
  readonly origin: string;
  readonly engine: EngineCapabilities;
  readonly now: number;
  /** CSS pixels the picture takes at most on the page. */
  readonly displayWidth: number;
  readonly ratio: SnippetInput['ratio'];
}

/** Upright pixels that a rendition can have: the original's where the engine takes it, and no more than the rights allow. */
function sourceSize({ version, rights }: DeliverySnapshot, now: number): SnippetInput['source'] | null {
  const size = version.isRenderable && version.width !== null ? version : version.master;
  if (size?.width == null || size.height === null) return null;
  const { decision } = findFurthest(rights, now, embedUse);
  const most = decision.allowed ? (decision.conditions.maxPixels ?? Infinity) : Infinity;
  const scale = Math.min(1, most / Math.max(size.width, size.height));
  return {
    width: Math.max(1, Math.round(size.width * scale)),
    height: Math.max(1, Math.round(size.height * scale)),
  };
}

/** The same picture moving, where it is an animation that anybody may have so; null for all others. */
export function movingInputOf({ version }: DeliverySnapshot, input: SnippetInput): SnippetInput | null {
  return hasMotion(version) ? { ...input, motionUrl: motionPresetUrl(input) } : null;
}

/** Null where no picture can be made of the asset. */
export function snippetInputOf(snapshot: DeliverySnapshot, wish: SnippetWish): SnippetInput | null {
  const source = sourceSize(snapshot, wish.now);
  if (source === null) return null;
  const { rights } = snapshot;
  return {
    origin: wish.origin,
    assetId: snapshot.assetId,
    fileName: snapshot.slug,
    source,
    hasAlpha: snapshot.version.hasAlpha,
    mostPixels: {
      avif: mostPixels(wish.engine, 'avif'),
      webp: mostPixels(wish.engine, 'webp'),
      jpeg: mostPixels(wish.engine, 'jpeg'),
      png: mostPixels(wish.engine, 'png'),
    },
    mostDrawn:
      snapshot.version.isRenderable && isDrawnWhole(snapshot.version) ? wish.engine.maxDrawnPixels : null,
    alt: snapshot.altText ?? snapshot.title,
    credit: rights.creditLine ?? rights.creator,
    ratio: wish.ratio,
    displayWidth: wish.displayWidth,
    sizes: null,
    referrerPolicy: 'strict-origin-when-cross-origin',
    dominantColor: null,
    placeholderDataUrl: null,
    motionUrl: null,
  };
}
