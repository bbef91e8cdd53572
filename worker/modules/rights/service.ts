/** Licenses, releases, overrides and embargoes: every change throws away the snapshots it touches in its own batch. */
import { and, count, desc, eq, inArray, like, lt, or, sql } from 'drizzle-orm';
import type { z } from 'zod';
import type { Page, PageQuery } from '../../../shared/contract/page.ts';
import type {
  AssetRights,
  embargoInput,
  License,
  LicenseInput,
  licenseAssignmentInput,
  overrideInput,
  releaseInput,
} from '../../../shared/contract/rights.ts';
import { summarizeRights } from '../../../shared/rights/index.ts';
import { decodeCursor, encodeCursor } from '../../db/cursor.ts';
import { chunked, type Database, runBatch, type Statement } from '../../db/database.ts';
import { assetLicenses, assets, licenses, overrides, releases } from '../../db/schema/index.ts';
import type { Caller } from '../../http/app-env.ts';
import { fail } from '../../http/errors.ts';
import { jobStatement } from '../../jobs/outbox.ts';
import type { Doorbell } from '../../ports/doorbell.ts';
import type { Identifiers } from '../../ports/identifiers.ts';
import { auditStatement } from '../audit/index.ts';
import { compileSnapshot, invalidateAssets, invalidateLicense, RULES_PER_ASSET_MAX } from './snapshots.ts';

export interface RightsService {
  listLicenses(caller: Caller, query: PageQuery & { q?: string | undefined }): Promise<Page<License>>;
  getLicense(caller: Caller, id: string): Promise<License>;
  createLicense(caller: Caller, input: LicenseInput): Promise<License>;
  updateLicense(caller: Caller, id: string, input: LicenseInput): Promise<License>;
  /** Refused while assets use it. */
  deleteLicense(caller: Caller, id: string): Promise<{ id: string }>;
  assignLicense(
    caller: Caller,
    input: z.infer<typeof licenseAssignmentInput>,
  ): Promise<{ assetIds: string[]; licenseId: string }>;
  unassignLicense(
    caller: Caller,
    input: z.infer<typeof licenseAssignmentInput>,
  ): Promise<{ assetIds: string[]; licenseId: string }>;
  assetRights(caller: Caller, assetId: string): Promise<AssetRights>;
  setEmbargo(caller: Caller, assetId: string, input: z.infer<typeof embargoInput>): Promise<AssetRights>;
  addRelease(caller: Caller, assetId: string, input: z.infer<typeof releaseInput>): Promise<AssetRights>;
  removeRelease(caller: Caller, assetId: string, releaseId: string): Promise<AssetRights>;
  addOverride(caller: Caller, assetId: string, input: z.infer<typeof overrideInput>): Promise<AssetRights>;
  removeOverride(caller: Caller, assetId: string, overrideId: string): Promise<AssetRights>;
}

export interface RightsDeps {
  readonly db: Database;
  readonly identifiers: Identifiers;
  readonly doorbell: Doorbell;
}

type LicenseRow = typeof licenses.$inferSelect;

const ENDING_NOTICE_MS = 30 * 86_400_000;

function licenseState(
  row: { startsAt: number | null; endsAt: number | null },
  now: number,
): License['state'] {
  if (row.endsAt !== null && now >= row.endsAt) return 'ended';
  if (row.startsAt !== null && now < row.startsAt) return 'upcoming';
  return row.endsAt !== null && row.endsAt - now <= ENDING_NOTICE_MS ? 'ending' : 'active';
}

function licenseOf(row: LicenseRow, assetCount: number, now: number): License {
  return {
    id: row.id,
    name: row.name,
    licensor: row.licensor,
    effect: row.effect,
    startsAt: row.startsAt,
    endsAt: row.endsAt,
    timeZone: row.timeZone,
    territories: {
      include: row.territories.include === null ? null : [...row.territories.include],
      exclude: [...row.territories.exclude],
    },
    channels: row.channels,
    audiences: row.audiences,
    maxPixels: row.maxPixels,
    usageTerms: row.usageTerms,
    assetCount,
    state: licenseState(row, now),
    createdAt: row.createdAt,
    updatedAt: row.updatedAt,
  };
}

/** Assets whose snapshots are compiled at once after a change; the rest wait for their next reader or the job. */
const COMPILE_NOW_MAX = 60;

export function createRightsService(deps: RightsDeps): RightsService {
  const { db } = deps;

  const assigned = sql<number>`(SELECT count(*) FROM asset_licenses WHERE license_id = licenses.id)`;

  async function findLicense(id: string, now: number): Promise<License> {
    const row = await db
      .select({ license: licenses, assigned })
      .from(licenses)
      .where(eq(licenses.id, id))
      .get();
    if (row === undefined) fail('not_found');
    return licenseOf(row.license, row.assigned, now);
  }
  async function requireAsset(id: string) {
    const row = await db
      .select({ id: assets.id, title: assets.title })
      .from(assets)
      .where(eq(assets.id, id))
      .get();
    if (row === undefined) fail('not_found');
    return { kind: 'asset' as const, id, label: row.title };
  }
  async function compileNow(assetIds: readonly string[], now: number): Promise<void> {
    for (const id of assetIds.slice(0, COMPILE_NOW_MAX)) await compileSnapshot(deps, id, now);
  }
  /** One change to one asset's rules: the statement, the event and the thrown-away snapshot commit together. */
  async function changeAsset(
    caller: Caller,
    assetId: string,
    event: Parameters<typeof auditStatement>[2],
    change: readonly Statement[],
    context: Record<string, unknown>,
  ): Promise<void> {
    const target = await requireAsset(assetId);
    await runBatch(db, [
      ...change,
      ...invalidateAssets(deps, [assetId], caller.now),
      auditStatement(deps, caller, event, target, context),
    ]);
    await compileSnapshot(deps, assetId, caller.now);
  }

  const service: RightsService = {
    async listLicenses(caller, query) {
      const after = decodeCursor(query.cursor);
      const rows = await db
        .select({ license: licenses, assigned })
        .from(licenses)
        .where(
          and(
            query.q === undefined || query.q === ''
              ? undefined
              : or(like(licenses.name, `%${query.q}%`), like(licenses.licensor, `%${query.q}%`)),
            after === null
              ? undefined
              : or(
                  lt(licenses.createdAt, Number(after[0])),
                  and(eq(licenses.createdAt, Number(after[0])), lt(licenses.id, String(after[1]))),
                ),
          ),
        )
        .orderBy(desc(licenses.createdAt), desc(licenses.id))
        .limit(query.limit + 1);
      const items = rows.slice(0, query.limit).map((row) => licenseOf(row.license, row.assigned, caller.now));
      const last = items.at(-1);
      return {
        items,
        nextCursor: rows.length > query.limit && last ? encodeCursor([last.createdAt, last.id]) : null,
      };
    },
    getLicense: (caller, id) => findLicense(id, caller.now),
    async createLicense(caller, input) {
      const id = deps.identifiers.next('license');
      await runBatch(db, [
        db.insert(licenses).values({ id, ...input, createdAt: caller.now, updatedAt: caller.now }),
        auditStatement(
          deps,
          caller,
          'license.created',
          { kind: 'license', id, label: input.name },
          { ...input },
        ),
      ]);
      return findLicense(id, caller.now);
    },
    async updateLicense(caller, id, input) {
      const before = await findLicense(id, caller.now);
      await runBatch(db, [
        db
          .update(licenses)
          .set({ ...input, updatedAt: caller.now })
          .where(eq(licenses.id, id)),
        ...invalidateLicense(deps, id),
        auditStatement(
          deps,
          caller,
          'license.changed',
          { kind: 'license', id, label: input.name },
          {
            before: { startsAt: before.startsAt, endsAt: before.endsAt, territories: before.territories },
            after: { ...input },
          },
        ),
        jobStatement(deps, 'rights.recompile', { licenseId: id }, caller.now),
      ]);
      await deps.doorbell.ring();
      const touched = await db
        .select({ id: assetLicenses.assetId })
        .from(assetLicenses)
        .where(eq(assetLicenses.licenseId, id))
        .limit(COMPILE_NOW_MAX);
      await compileNow(
        touched.map((row) => row.id),
        caller.now,
      );
      return findLicense(id, caller.now);
    },
    async deleteLicense(caller, id) {
      const before = await findLicense(id, caller.now);
      if (before.assetCount > 0) {
        fail('conflict', {
          detail: `“${before.name}” covers ${before.assetCount} assets. Take it off them first, or end it.`,
        });
      }
      await runBatch(db, [
        db.delete(licenses).where(eq(licenses.id, id)),
        auditStatement(deps, caller, 'license.deleted', { kind: 'license', id, label: before.name }),
      ]);
      return { id };
    },
    async assignLicense(caller, input) {
      const license = await findLicense(input.licenseId, caller.now);
      const known: string[] = [];
      for (const ids of chunked([...new Set(input.assetIds)])) {
        const rows = await db.select({ id: assets.id }).from(assets).where(inArray(assets.id, ids));
        known.push(...rows.map((row) => row.id));
      }
      if (known.length === 0) fail('not_found');
      const rows = known.map((assetId) => ({
        assetId,
        licenseId: input.licenseId,
        createdAt: caller.now,
      }));
      await runBatch(db, [
        ...chunked(rows, 30).map((values) => db.insert(assetLicenses).values(values).onConflictDoNothing()),
        ...invalidateAssets(deps, known, caller.now),
        auditStatement(
          deps,
          caller,
          'license.assigned',
          { kind: 'license', id: license.id, label: license.name },
          { assetIds: known },
        ),
        jobStatement(deps, 'rights.recompile', { assetIds: known }, caller.now),
      ]);
      await deps.doorbell.ring();
      await compileNow(known, caller.now);
      return { assetIds: known, licenseId: input.licenseId };
    },
    async unassignLicense(caller, input) {
      const license = await findLicense(input.licenseId, caller.now);
      const ids = [...new Set(input.assetIds)];
      await runBatch(db, [
        ...chunked(ids).map((chunk) =>
          db
            .delete(assetLicenses)
            .where(and(eq(assetLicenses.licenseId, input.licenseId), inArray(assetLicenses.assetId, chunk))),
        ),
        ...invalidateAssets(deps, ids, caller.now),
        auditStatement(
          deps,
          caller,
          'license.unassigned',
          { kind: 'license', id: license.id, label: license.name },
          { assetIds: ids },
        ),
        jobStatement(deps, 'rights.recompile', { assetIds: ids }, caller.now),
      ]);
      await deps.doorbell.ring();
      await compileNow(ids, caller.now);
      return { assetIds: ids, licenseId: input.licenseId };
    },
    async assetRights(caller, assetId) {
      const [assetRows, licenseRows, releaseRows, overrideRows] = await db.batch([
        db.select({ embargoTimeZone: assets.embargoTimeZone }).from(assets).where(eq(assets.id, assetId)),
        db
          .select({ license: licenses, assigned })
          .from(assetLicenses)
          .innerJoin(licenses, eq(licenses.id, assetLicenses.licenseId))
          .where(eq(assetLicenses.assetId, assetId))
          .limit(RULES_PER_ASSET_MAX),
        db.select().from(releases).where(eq(releases.assetId, assetId)).limit(RULES_PER_ASSET_MAX),
        db.select().from(overrides).where(eq(overrides.assetId, assetId)).limit(RULES_PER_ASSET_MAX),
      ]);
      const [asset] = assetRows;
      const snapshot = await compileSnapshot(deps, assetId, caller.now);
      if (asset === undefined || snapshot === null) fail('not_found');
      const summary = summarizeRights(snapshot.rights, caller.now);
      return {
        snapshot: snapshot.rights,
        embargoTimeZone: asset.embargoTimeZone,
        licenses: licenseRows.map((row) => licenseOf(row.license, row.assigned, caller.now)),
        releases: releaseRows.map((row) => ({
          id: row.id,
          kind: row.kind,
          name: row.name,
          required: row.required,
          state: row.state,
          endsAt: row.endsAt,
        })),
        overrides: overrideRows.map((row) => ({
          id: row.id,
          effect: row.effect,
          startsAt: row.startsAt,
          endsAt: row.endsAt,
          reason: row.reason,
          by: row.by,
          territories: {
            include: row.territories.include === null ? null : [...row.territories.include],
            exclude: [...row.territories.exclude],
          },
          channels: row.channels,
          createdAt: row.createdAt,
        })),
        now: summary,
      };
    },
    async setEmbargo(caller, assetId, input) {
      await changeAsset(
        caller,
        assetId,
        'asset.embargo_changed',
        [
          db
            .update(assets)
            .set({ embargoLiftsAt: input.liftsAt, embargoTimeZone: input.timeZone })
            .where(eq(assets.id, assetId)),
        ],
        { ...input },
      );
      return service.assetRights(caller, assetId);
    },
    async addRelease(caller, assetId, input) {
      const [existing] = await db
        .select({ total: count() })
        .from(releases)
        .where(eq(releases.assetId, assetId));
      if ((existing?.total ?? 0) >= RULES_PER_ASSET_MAX)
        fail('conflict', { detail: 'An asset takes at most 200 releases.' });
      const id = deps.identifiers.next('release');
      await changeAsset(
        caller,
        assetId,
        'asset.release_added',
        [db.insert(releases).values({ id, assetId, ...input, createdAt: caller.now })],
        { ...input },
      );
      return service.assetRights(caller, assetId);
    },
    async removeRelease(caller, assetId, releaseId) {
      await changeAsset(
        caller,
        assetId,
        'asset.release_removed',
        [db.delete(releases).where(and(eq(releases.id, releaseId), eq(releases.assetId, assetId)))],
        { releaseId },
      );
      return service.assetRights(caller, assetId);
    },
    async addOverride(caller, assetId, input) {
      const id = deps.identifiers.next('override');
      await changeAsset(
        caller,
        assetId,
        'asset.override_added',
        [
          db
            .insert(overrides)
            .values({ id, assetId, ...input, by: caller.actor.name, createdAt: caller.now }),
        ],
        { ...input },
      );
      return service.assetRights(caller, assetId);
    },
    async removeOverride(caller, assetId, overrideId) {
      await changeAsset(
        caller,
        assetId,
        'asset.override_removed',
        [db.delete(overrides).where(and(eq(overrides.id, overrideId), eq(overrides.assetId, assetId)))],
        { overrideId },
      );
      return service.assetRights(caller, assetId);
    },
  };
  return service;
}

/** Compiles the snapshots a change threw away, in bounded steps; the work of the `rights.recompile` job. */
export async function recompileAssets(
  deps: { readonly db: Database },
  work: { assetIds: readonly string[] } | { licenseId: string },
  now: number,
): Promise<void> {
  const { db } = deps;
  if ('assetIds' in work) {
    for (const id of work.assetIds) await compileSnapshot(deps, id, now);
    return;
  }
  let after = '';
  for (;;) {
    const rows = await db
      .select({ id: assetLicenses.assetId })
      .from(assetLicenses)
      .where(and(eq(assetLicenses.licenseId, work.licenseId), sql`${assetLicenses.assetId} > ${after}`))
      .orderBy(assetLicenses.assetId)
      .limit(200);
    for (const row of rows) await compileSnapshot(deps, row.id, now);
    const last = rows.at(-1);
    if (last === undefined || rows.length < 200) return;
    after = last.id;
  }
}

/** Recompiles the list word of assets whose planned instants have passed. @returns how many. */
export async function sweepRightsChanges(deps: { readonly db: Database }, now: number): Promise<number> {
  const due = await deps.db
    .select({ id: assets.id })
    .from(assets)
    .where(sql`${assets.rightsChangesAt} <= ${now}`)
    .orderBy(assets.rightsChangesAt)
    .limit(200);
  for (const row of due) await compileSnapshot(deps, row.id, now);
  return due.length;
}
