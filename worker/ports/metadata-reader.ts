/** Reading what a file says about itself: port of `worker/platform/metadata`. */
import type { ByteSource } from '../../shared/metadata/byte-source.ts';
import type { AssetMetadata, SensitiveMetadata } from '../../shared/metadata/fields.ts';

/** Where a value came from; when several have it, the first of this order wins. */
export const metadataOrigins = ['xmp', 'iim', 'exif', 'container'] as const;
export type MetadataOrigin = (typeof metadataOrigins)[number];

export interface EmbeddedMetadata {
  /** Public by nature: description, credit, terms. */
  readonly metadata: AssetMetadata;
  /** Place, device and owner: for people with access to the console only, never in a payload or file that leaves. */
  readonly sensitive: SensitiveMetadata;
  /** Origin of each field of `metadata` that has a value. */
  readonly origins: Readonly<Partial<Record<keyof AssetMetadata, MetadataOrigin>>>;
}

export interface MetadataReader {
  /**
   * Reads embedded metadata. `mediaType` is the sniffed one. Damaged or hostile metadata gives fewer fields, never an error;
   * only a failing `source` rejects. Reads at most some 24 MB in at most 48 pieces, however large the file is.
   */
  read(source: ByteSource, mediaType: string): Promise<EmbeddedMetadata>;
}
