/** Licenses, releases and overrides in D1. Reads give rows, changes give statements for the service's batch. */
import { and, asc, count, desc, eq, gt, inArray, lt, lte, or, sql } from 'drizzle-orm';
import type { z } from 'zod';
import type { LicenseInput, overrideInput, releaseInput } from '../../../shared/contract/rights.ts';
import { chunked, containsText, type Database, type Statement } from '../../db/database.ts';
import { assetLicenses, assets, licenses, overrides, releases } from '../../db/schema/index.ts';
import { RULES_PER_ASSET_MAX } from './repository-snapshots.ts';

/** A license and the number of assets it is assigned to. */
export interface CountedLicense {
  license: typeof licenses.$inferSelect;
  assigned: number;
}

const assigned = sql<number>`(SELECT count(*) FROM asset_licenses WHERE license_id = licenses.id)`;

export function createRightsRepository(db: Database) {
  return {
    findLicense: (id: string): Promise<CountedLicense | undefined> =>
      db.select({ license: licenses, assigned }).from(licenses).where(eq(licenses.id, id)).get(),
    /** Newest first, after `after` = (createdAt, id). Every word stands in the name or the licensor. */
    licensePage: (
      words: readonly string[],
      after: { createdAt: number; id: string } | null,
      limit: number,
    ): Promise<CountedLicense[]> =>
      db
        .select({ license: licenses, assigned })
        .from(licenses)
        .where(
          and(
            ...words.map((word) =>
              or(containsText(licenses.name, word), containsText(licenses.licensor, word)),
            ),
            after === null
              ? undefined
              : or(
                  lt(licenses.createdAt, after.createdAt),
                  and(eq(licenses.createdAt, after.createdAt), lt(licenses.id, after.id)),
                ),
          ),
        )
        .orderBy(desc(licenses.createdAt), desc(licenses.id))
        .limit(limit),
    insertLicense: (id: string, input: LicenseInput, now: number): Statement =>
      db.insert(licenses).values({ id, ...input, createdAt: now, updatedAt: now }),
    updateLicense: (id: string, input: LicenseInput, now: number): Statement =>
      db
        .update(licenses)
        .set({ ...input, updatedAt: now })
        .where(eq(licenses.id, id)),
    /** Only while it covers nothing, whoever assigns it in the same moment. */
    deleteLicense: (id: string): Statement =>
      db
        .delete(licenses)
        .where(
          and(
            eq(licenses.id, id),
            sql`NOT EXISTS (SELECT 1 FROM ${assetLicenses} WHERE ${assetLicenses.licenseId} = ${id})`,
          ),
        ),

    async knownAssets(assetIds: readonly string[]): Promise<string[]> {
      const known: string[] = [];
      for (const ids of chunked([...new Set(assetIds)])) {
        const rows = await db.select({ id: assets.id }).from(assets).where(inArray(assets.id, ids));
        known.push(...rows.map((row) => row.id));
      }
      return known;
    },
    /**
     * Breaks its batch (`asset_licenses.license_id`) where the license has been deleted meanwhile: a null license is not
     * allowed, and no row may name one that is not there.
     */
    assign: (licenseId: string, assetIds: readonly string[], now: number): Statement[] =>
      chunked(assetIds, 30).map((ids) =>
        db.run(sql`
          INSERT INTO asset_licenses (asset_id, license_id, created_at)
          SELECT value, (SELECT id FROM licenses WHERE id = ${licenseId}), ${now}
          FROM json_each(${JSON.stringify(ids)}) WHERE true
          ON CONFLICT DO NOTHING`),
      ),
    unassign: (licenseId: string, assetIds: readonly string[]): Statement[] =>
      chunked(assetIds).map((ids) =>
        db
          .delete(assetLicenses)
          .where(and(eq(assetLicenses.licenseId, licenseId), inArray(assetLicenses.assetId, ids))),
      ),
    /** Ids of assets that have the license, in id order after `after`. */
    async assignedAssets(licenseId: string, after: string, limit: number): Promise<string[]> {
      const rows = await db
        .select({ id: assetLicenses.assetId })
        .from(assetLicenses)
        .where(and(eq(assetLicenses.licenseId, licenseId), gt(assetLicenses.assetId, after)))
        .orderBy(asc(assetLicenses.assetId))
        .limit(limit);
      return rows.map((row) => row.id);
    },
    /** Assets whose list word is due for another look. */
    async dueAssets(now: number, limit: number): Promise<string[]> {
      const rows = await db
        .select({ id: assets.id })
        .from(assets)
        .where(lte(assets.rightsChangesAt, now))
        .orderBy(asc(assets.rightsChangesAt))
        .limit(limit);
      return rows.map((row) => row.id);
    },

    findAsset: (id: string) =>
      db
        .select({ title: assets.title, embargoTimeZone: assets.embargoTimeZone })
        .from(assets)
        .where(eq(assets.id, id))
        .get(),
    /** Every rule on one asset, in one round trip. */
    async rulesOf(assetId: string) {
      const [licenseRows, releaseRows, overrideRows] = await db.batch([
        db
          .select({ license: licenses, assigned })
          .from(assetLicenses)
          .innerJoin(licenses, eq(licenses.id, assetLicenses.licenseId))
          .where(eq(assetLicenses.assetId, assetId))
          .limit(RULES_PER_ASSET_MAX),
        db
          .select()
          .from(releases)
          .where(eq(releases.assetId, assetId))
          .orderBy(desc(releases.required), asc(releases.createdAt), asc(releases.id))
          .limit(RULES_PER_ASSET_MAX),
        db
          .select()
          .from(overrides)
          .where(eq(overrides.assetId, assetId))
          .orderBy(desc(overrides.effect), asc(overrides.createdAt), asc(overrides.id))
          .limit(RULES_PER_ASSET_MAX),
      ]);
      return { licenses: licenseRows, releases: releaseRows, overrides: overrideRows };
    },
    setEmbargo: (assetId: string, liftsAt: number | null, timeZone: string): Statement =>
      db
        .update(assets)
        .set({ embargoLiftsAt: liftsAt, embargoTimeZone: timeZone })
        .where(eq(assets.id, assetId)),
    async releaseCount(assetId: string): Promise<number> {
      const [row] = await db.select({ total: count() }).from(releases).where(eq(releases.assetId, assetId));
      return row?.total ?? 0;
    },
    insertRelease: (
      id: string,
      assetId: string,
      input: z.infer<typeof releaseInput>,
      now: number,
    ): Statement => db.insert(releases).values({ id, assetId, ...input, createdAt: now }),
    deleteRelease: (id: string, assetId: string): Statement =>
      db.delete(releases).where(and(eq(releases.id, id), eq(releases.assetId, assetId))),
    insertOverride: (
      id: string,
      assetId: string,
      input: z.infer<typeof overrideInput>,
      by: string,
      now: number,
    ): Statement => db.insert(overrides).values({ id, assetId, ...input, by, createdAt: now }),
    deleteOverride: (id: string, assetId: string): Statement =>
      db.delete(overrides).where(and(eq(overrides.id, id), eq(overrides.assetId, assetId))),
  };
}
