/** Checksums of renditions in D1, so that an archive is planned without reading again what was measured once. */
import { and, inArray, isNotNull, sql } from 'drizzle-orm';
import { chunked, type Database } from '../../db/database.ts';
import { renditions } from '../../db/schema/index.ts';

/** Size in bytes and checksums of a file that is to stand in an archive. */
export interface Measured {
  readonly size: number;
  readonly crc32: number;
  readonly sha256: string;
}

export function createMeasureRepository(db: Database) {
  return {
    /** What is known of these renditions, by key. */
    async known(keys: readonly string[]): Promise<Map<string, Measured>> {
      const found = new Map<string, Measured>();
      for (const step of chunked([...new Set(keys)])) {
        const rows = await db
          .select({
            key: renditions.key,
            size: renditions.sizeBytes,
            crc32: renditions.crc32,
            sha256: renditions.sha256,
          })
          .from(renditions)
          .where(and(inArray(renditions.key, step), isNotNull(renditions.sha256)));
        for (const { key, size, crc32, sha256 } of rows) {
          if (crc32 !== null && sha256 !== null) found.set(key, { size, crc32: crc32 >>> 0, sha256 });
        }
      }
      return found;
    },
    /** The row may be there already: whoever made the rendition notes it too. */
    async keep(
      row: Measured & { readonly key: string; readonly versionId: string; readonly mediaType: string },
      now: number,
    ): Promise<void> {
      const { key, versionId, size, mediaType, crc32, sha256 } = row;
      await db
        .insert(renditions)
        .values({ key, versionId, sizeBytes: size, mediaType, crc32, sha256, createdAt: now })
        .onConflictDoUpdate({
          target: renditions.key,
          set: {
            sizeBytes: sql`excluded.size_bytes`,
            crc32: sql`excluded.crc32`,
            sha256: sql`excluded.sha256`,
          },
        });
    },
  };
}
export type MeasureRepository = ReturnType<typeof createMeasureRepository>;
