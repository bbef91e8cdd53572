/** Licenses, releases, overrides and embargoes: every change throws away the snapshots it touches in its own batch. */
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
import { ENDING_NOTICE_MS, summarizeRights } from '../../../shared/rights/index.ts';
import { decodeCursor, encodeCursor } from '../../db/cursor.ts';
import { brokeConstraint, type Database, runBatch, type Statement } from '../../db/database.ts';
import type { Caller } from '../../http/caller.ts';
import { fail } from '../../http/errors.ts';
import { jobStatement } from '../../jobs/outbox.ts';
import type { Doorbell } from '../../ports/doorbell.ts';
import type { Identifiers } from '../../ports/identifiers.ts';
import { auditIfChanged, auditStatement } from '../audit/index.ts';
import { type CountedLicense, createRightsRepository } from './repository.ts';
import {
  compileSnapshot,
  compileSnapshots,
  invalidateAssets,
  invalidateLicense,
  RULES_PER_ASSET_MAX,
} from './repository-snapshots.ts';

export interface RightsService {
  listLicenses(caller: Caller, query: PageQuery & { q?: string | undefined }): Promise<Page<License>>;
  getLicense(caller: Caller, id: string): Promise<License>;
  createLicense(caller: Caller, input: LicenseInput): Promise<License>;
  updateLicense(caller: Caller, id: string, input: LicenseInput): Promise<License>;
  /** Refused while assets use it. */
  deleteLicense(caller: Caller, id: string): Promise<{ id: string }>;
  /**
   * Statements that put a license on assets in the caller's own batch, which may be making them. They break it where the
   * license has been deleted meanwhile (`isLicenseGone`).
   */
  assignStatements(
    caller: Caller,
    license: Pick<License, 'id' | 'name'>,
    assetIds: readonly string[],
  ): Statement[];
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

function licenseState(
  row: { startsAt: number | null; endsAt: number | null },
  now: number,
): License['state'] {
  if (row.endsAt !== null && now >= row.endsAt) return 'ended';
  if (row.startsAt !== null && now < row.startsAt) return 'upcoming';
  return row.endsAt !== null && row.endsAt - now <= ENDING_NOTICE_MS ? 'ending' : 'active';
}

function licenseOf(row: CountedLicense['license'], assetCount: number, now: number): License {
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
const SWEEP_STEP = 200;
/** Steps of one sweep, every minute: a license on tens of thousands of assets shows in lists within the quarter of an hour. */
const SWEEP_STEPS_MAX = 10;

/** Words of a search that are looked at. */
const SEARCH_WORDS_MAX = 6;

/** Whether a batch with `assignStatements` was broken because the license has been deleted since it was looked at. */
export const isLicenseGone = (error: unknown): boolean => brokeConstraint(error, 'asset_licenses.license_id');

export function createRightsService(deps: RightsDeps): RightsService {
  const { db } = deps;
  const rows = createRightsRepository(db);

  async function findLicense(id: string, now: number): Promise<License> {
    const row = await rows.findLicense(id);
    if (row === undefined) fail('not_found');
    return licenseOf(row.license, row.assigned, now);
  }
  async function compileNow(assetIds: readonly string[], now: number): Promise<void> {
    await compileSnapshots(deps, assetIds.slice(0, COMPILE_NOW_MAX), now);
  }
  /** One change to one asset's rules: the statement, the event and the thrown-away snapshot commit together. */
  async function changeAsset(
    caller: Caller,
    assetId: string,
    event: Parameters<typeof auditStatement>[2],
    change: Statement,
    context: Record<string, unknown>,
  ): Promise<AssetRights> {
    const asset = await rows.findAsset(assetId);
    if (asset === undefined) fail('not_found');
    await runBatch(db, [
      change,
      ...invalidateAssets(deps, [assetId], caller.now),
      auditStatement(deps, caller, event, { kind: 'asset', id: assetId, label: asset.title }, context),
    ]);
    return service.assetRights(caller, assetId);
  }
  /** A license put on assets, or taken off, with what follows for them. */
  function assignmentStatements(
    caller: Caller,
    event: 'license.assigned' | 'license.unassigned',
    license: Pick<License, 'id' | 'name'>,
    assetIds: readonly string[],
  ): Statement[] {
    return [
      ...(event === 'license.assigned'
        ? rows.assign(license.id, assetIds, caller.now)
        : rows.unassign(license.id, assetIds)),
      ...invalidateAssets(deps, assetIds, caller.now),
      auditStatement(
        deps,
        caller,
        event,
        { kind: 'license', id: license.id, label: license.name },
        { assetIds },
      ),
    ];
  }
  async function changeAssignment(
    caller: Caller,
    event: 'license.assigned' | 'license.unassigned',
    { licenseId, assetIds }: z.infer<typeof licenseAssignmentInput>,
  ): Promise<{ assetIds: string[]; licenseId: string }> {
    const license = await findLicense(licenseId, caller.now);
    const known = await rows.knownAssets(assetIds);
    if (known.length === 0) fail('not_found');
    try {
      await runBatch(db, [
        ...assignmentStatements(caller, event, license, known),
        jobStatement(deps, 'rights.recompile', { assetIds: known }, caller.now),
      ]);
    } catch (error) {
      if (isLicenseGone(error)) fail('not_found');
      throw error;
    }
    await deps.doorbell.ring();
    await compileNow(known, caller.now);
    return { assetIds: known, licenseId };
  }

  const service: RightsService = {
    async listLicenses(caller, query) {
      const key = decodeCursor(query.cursor);
      const after = key === null ? null : { createdAt: Number(key[0]), id: String(key[1]) };
      const words = (query.q ?? '').split(/\s+/).filter(Boolean).slice(0, SEARCH_WORDS_MAX);
      const found = await rows.licensePage(words, after, query.limit + 1);
      const items = found
        .slice(0, query.limit)
        .map((row) => licenseOf(row.license, row.assigned, caller.now));
      const last = items.at(-1);
      return {
        items,
        nextCursor: found.length > query.limit && last ? encodeCursor([last.createdAt, last.id]) : null,
      };
    },
    getLicense: (caller, id) => findLicense(id, caller.now),
    async createLicense(caller, input) {
      const id = deps.identifiers.next('license');
      await runBatch(db, [
        rows.insertLicense(id, input, caller.now),
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
        rows.updateLicense(id, input, caller.now),
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
      await compileNow(await rows.assignedAssets(id, '', COMPILE_NOW_MAX), caller.now);
      return findLicense(id, caller.now);
    },
    async deleteLicense(caller, id) {
      const before = await findLicense(id, caller.now);
      await runBatch(db, [
        rows.deleteLicense(id),
        auditIfChanged(deps, caller, 'license.deleted', { kind: 'license', id, label: before.name }),
      ]);
      const left = await rows.findLicense(id);
      if (left !== undefined) {
        fail('conflict', {
          detail: `“${before.name}” covers ${left.assigned} assets. Take it off them first, or end it.`,
        });
      }
      return { id };
    },
    assignStatements: (caller, license, assetIds) =>
      assignmentStatements(caller, 'license.assigned', license, assetIds),
    assignLicense: (caller, input) => changeAssignment(caller, 'license.assigned', input),
    unassignLicense: (caller, input) => changeAssignment(caller, 'license.unassigned', input),
    async assetRights(caller, assetId) {
      const asset = await rows.findAsset(assetId);
      const snapshot = await compileSnapshot(deps, assetId, caller.now);
      if (asset === undefined || snapshot === null) fail('not_found');
      const rules = await rows.rulesOf(assetId);
      const summary = summarizeRights(snapshot.rights, caller.now);
      return {
        snapshot: snapshot.rights,
        embargoTimeZone: asset.embargoTimeZone,
        licenses: rules.licenses.map((row) => licenseOf(row.license, row.assigned, caller.now)),
        releases: rules.releases.map(({ id, kind, name, required, state, endsAt }) => ({
          id,
          kind,
          name,
          required,
          state,
          endsAt,
        })),
        overrides: rules.overrides.map((row) => ({
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
    setEmbargo: (caller, assetId, input) =>
      changeAsset(
        caller,
        assetId,
        'asset.embargo_changed',
        rows.setEmbargo(assetId, input.liftsAt, input.timeZone),
        { ...input },
      ),
    async addRelease(caller, assetId, input) {
      if ((await rows.releaseCount(assetId)) >= RULES_PER_ASSET_MAX) {
        fail('conflict', { detail: `An asset takes at most ${RULES_PER_ASSET_MAX} releases.` });
      }
      const id = deps.identifiers.next('release');
      return changeAsset(
        caller,
        assetId,
        'asset.release_added',
        rows.insertRelease(id, assetId, input, caller.now),
        { ...input },
      );
    },
    removeRelease: (caller, assetId, releaseId) =>
      changeAsset(caller, assetId, 'asset.release_removed', rows.deleteRelease(releaseId, assetId), {
        releaseId,
      }),
    addOverride(caller, assetId, input) {
      const id = deps.identifiers.next('override');
      return changeAsset(
        caller,
        assetId,
        'asset.override_added',
        rows.insertOverride(id, assetId, input, caller.actor.name, caller.now),
        { ...input },
      );
    },
    removeOverride: (caller, assetId, overrideId) =>
      changeAsset(caller, assetId, 'asset.override_removed', rows.deleteOverride(overrideId, assetId), {
        overrideId,
      }),
  };
  return service;
}

/** Compiles the snapshots a change threw away, in bounded steps; the work of the `rights.recompile` job. */
export async function recompileAssets(
  deps: { readonly db: Database },
  work: { assetIds: readonly string[] } | { licenseId: string },
  now: number,
): Promise<void> {
  if ('assetIds' in work) {
    await compileSnapshots(deps, work.assetIds, now);
    return;
  }
  const rows = createRightsRepository(deps.db);
  let step: string[] = [];
  do {
    step = await rows.assignedAssets(work.licenseId, step.at(-1) ?? '', SWEEP_STEP);
    await compileSnapshots(deps, step, now);
  } while (step.length === SWEEP_STEP);
}

/** Recompiles the list word of assets whose planned instants have passed. @returns how many. */
export async function sweepRightsChanges(deps: { readonly db: Database }, now: number): Promise<number> {
  const rows = createRightsRepository(deps.db);
  let total = 0;
  for (let step = 0; step < SWEEP_STEPS_MAX; step++) {
    const due = await rows.dueAssets(now, SWEEP_STEP);
    await compileSnapshots(deps, due, now);
    total += due.length;
    if (due.length < SWEEP_STEP) break;
  }
  return total;
}
