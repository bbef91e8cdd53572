/**
 * Everything the edge needs to decide about and deliver one asset, compiled into one row: the rights with every planned
 * instant, the current version's bytes, and the credit that travels. Read in one statement, remembered for the policy TTL.
 */
import type { CreditRecord } from '../metadata/fields.ts';
import type { RightsSnapshot } from '../rights/types.ts';
import type { Instant } from '../time/instant.ts';
import type { DenialPolicy } from './denial.ts';
import type { SitePolicy } from './sites.ts';
import type { FocalPoint, Orientation } from './types.ts';

/** Bumped when the shape changes; a snapshot of another shape is compiled anew. */
export const SNAPSHOT_SHAPE = 5;

/** Bytes of one version. Sizes are upright pixels. */
export interface VersionFacts {
  readonly id: string;
  readonly number: number;
  readonly storageKey: string;
  readonly fileName: string;
  readonly mediaType: string;
  readonly sizeBytes: number;
  /** Hex; also the strong ETag of the original. */
  readonly sha256: string;
  readonly crc32: number;
  readonly width: number | null;
  readonly height: number | null;
  readonly orientation: Orientation;
  readonly hasAlpha: boolean;
  readonly pages: number;
  /** Frames of an animation; 1 for everything else. */
  readonly frames: number;
  readonly durationMs: number | null;
  /** Whether the engine accepts the original itself. */
  readonly isRenderable: boolean;
  readonly master: {
    readonly key: string;
    readonly mediaType: string;
    readonly width: number;
    readonly height: number;
  } | null;
  readonly thumbHash: string | null;
  readonly dominantColour: string | null;
  readonly createdAt: number;
}

export interface DeliverySnapshot {
  readonly shape: typeof SNAPSHOT_SHAPE;
  /** When it was compiled: whatever a rendition shows or says of the asset has been so since then. */
  readonly compiledAt: Instant;
  readonly assetId: string;
  readonly slug: string;
  readonly title: string;
  readonly kind: string;
  readonly altText: string | null;
  readonly caption: string | null;
  readonly sku: string | null;
  readonly dateCreated: string | null;
  readonly place: string | null;
  readonly keywords: readonly string[];
  readonly focalPoint: FocalPoint | null;
  /** The asset's or its collections' (`denialPolicyOf`). Null: the brand's default. */
  readonly denialPolicy: DenialPolicy | null;
  /** Null: the channel's, or the brand's default. */
  readonly allowedSites: SitePolicy | null;
  readonly rights: RightsSnapshot;
  readonly version: VersionFacts;
  readonly credit: CreditRecord;
}

/**
 * Whether renditions are the work itself, in other sizes. Of a film, a sound or a document a picture only stands for the work:
 * it is shown, and never handed out in its place.
 */
export function isPictorial({ kind }: Pick<DeliverySnapshot, 'kind'>): boolean {
  return kind === 'image' || kind === 'vector';
}

export const FILE_EXTENSIONS = { avif: 'avif', webp: 'webp', jpeg: 'jpg', png: 'png' } as const;

/** Name of a downloaded rendition: the original's name, the size it is, the format it is in. */
export function renditionFileName(
  snapshot: DeliverySnapshot,
  size: string,
  format: keyof typeof FILE_EXTENSIONS,
): string {
  const stem = snapshot.version.fileName.replace(/\.[^.]{1,8}$/, '') || snapshot.slug;
  return `${stem}-${size}.${FILE_EXTENSIONS[format]}`;
}
