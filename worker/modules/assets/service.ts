/** The library: listing, describing, statuses and versions. Every change throws away the asset's snapshot in its own batch. */
import type { z } from 'zod';
import type {
  AssetCard,
  AssetDetail,
  AssetListQuery,
  DescribeInput,
  keywordsInput,
  LibraryFacets,
  statusInput,
} from '../../../shared/contract/assets.ts';
import { slugify } from '../../../shared/contract/identifiers.ts';
import type { CountedPage } from '../../../shared/contract/page.ts';
import { isSameValue } from '../../../shared/contract/same-value.ts';
import { roleAllows } from '../../../shared/contract/users.ts';
import type { SitePolicy } from '../../../shared/delivery/sites.ts';
import type { AssetStatus } from '../../../shared/rights/types.ts';
import { foldText } from '../../../shared/search/query.ts';
import { decodeCursor, encodeCursor } from '../../db/cursor.ts';
import { type Database, runBatch } from '../../db/database.ts';
import type { Caller } from '../../http/caller.ts';
import { fail } from '../../http/errors.ts';
import { jobStatement } from '../../jobs/outbox.ts';
import type { Doorbell } from '../../ports/doorbell.ts';
import type { Identifiers } from '../../ports/identifiers.ts';
import { auditStatement } from '../audit/index.ts';
import { compileSnapshot, compileSnapshots, invalidateAssets } from '../rights/index.ts';
import type { SearchService } from '../search/index.ts';
import { cardOf, detailOf } from './cards.ts';
import { columnsOf, toldOf } from './described.ts';
import {
  type AssetFilter,
  type AssetRecord,
  createAssetRepository,
  type VersionRecord,
} from './repository.ts';

/** What a bulk change did; `undo` holds what to send to take it back. */
export interface BulkResult<Undo> {
  changed: AssetCard[];
  unchanged: { assetId: string; reason: string }[];
  undo: Undo[];
}

export interface AssetService {
  list(caller: Caller, query: AssetListQuery): Promise<CountedPage<AssetCard>>;
  facets(caller: Caller, query: AssetListQuery): Promise<LibraryFacets>;
  detail(caller: Caller, assetId: string): Promise<AssetDetail>;
  describe(caller: Caller, assetId: string, input: DescribeInput): Promise<AssetDetail>;
  setStatus(
    caller: Caller,
    assetIds: readonly string[],
    change: z.infer<typeof statusInput>,
  ): Promise<BulkResult<{ assetId: string; status: AssetCard['status'] }>>;
  /** @param allowedSites null: as the channel or the brand says */
  setSites(
    caller: Caller,
    assetIds: readonly string[],
    allowedSites: SitePolicy | null,
  ): Promise<BulkResult<{ assetId: string; allowedSites: SitePolicy | null }>>;
  changeKeywords(
    caller: Caller,
    assetIds: readonly string[],
    change: z.infer<typeof keywordsInput>,
  ): Promise<BulkResult<{ assetId: string; add: string[]; remove: string[] }>>;
  restoreVersion(caller: Caller, assetId: string, versionId: string): Promise<AssetDetail>;
  /** Cards of these assets, in this order; unknown ids are left out. At most 500. */
  cards(caller: Caller, assetIds: readonly string[]): Promise<AssetCard[]>;
}

export interface AssetDeps {
  readonly db: Database;
  readonly identifiers: Identifiers;
  readonly doorbell: Doorbell;
  readonly search: SearchService;
  /** Counts the pages of a file whose count is not known; null where there is nothing to count. */
  readonly countPages: (version: VersionRecord, now: number) => Promise<number | null>;
}

/** Where each status may go. Withdrawn assets come back through review. */
const TRANSITIONS: Record<AssetStatus, readonly AssetStatus[]> = {
  draft: ['in_review', 'approved', 'withdrawn'],
  in_review: ['draft', 'approved', 'withdrawn'],
  approved: ['draft', 'in_review', 'withdrawn'],
  withdrawn: ['draft', 'in_review', 'approved'],
};

/** Keywords one asset may carry. */
const KEYWORDS_MAX = 200;

export function createAssetService(deps: AssetDeps): AssetService {
  const { db } = deps;
  const rows = createAssetRepository(db);

  async function getAsset(id: string): Promise<AssetRecord> {
    const asset = await rows.find(id);
    if (asset === undefined) fail('not_found');
    return asset;
  }
  function filterOf(query: AssetListQuery): AssetFilter {
    return {
      kind: query.kind,
      status: query.status,
      rights: query.rights,
      orientation: query.orientation,
      colour: query.colour,
      keyword: query.keyword === undefined ? undefined : foldText(query.keyword),
      collectionId: query.collectionId,
      expression: query.q === undefined ? null : deps.search.expression(query.q),
    };
  }
  async function afterChange(caller: Caller, ids: readonly string[]): Promise<AssetCard[]> {
    await compileSnapshots(deps, ids.slice(0, 60), caller.now);
    return service.cards(caller, ids);
  }

  const service: AssetService = {
    async list(caller, query) {
      const filter = filterOf(query);
      const cursor = decodeCursor(query.cursor);
      const after =
        cursor === null || cursor[0] === null || cursor[0] === undefined
          ? null
          : { key: cursor[0], id: String(cursor[1]) };
      const found = await rows.page(filter, query.sort, after, query.limit + 1);
      const items = found.slice(0, query.limit);
      const last = items.at(-1)?.asset;
      const key = {
        newest: last?.createdAt,
        oldest: last?.createdAt,
        updated: last?.updatedAt,
        title: last?.title,
      };
      return {
        items: items.map((card) => cardOf(card, caller.now)),
        nextCursor:
          found.length > query.limit && last ? encodeCursor([key[query.sort] ?? null, last.id]) : null,
        total: await rows.total(filter),
      };
    },
    async facets(_caller, query) {
      const filter = filterOf(query);
      const [found, total] = [await rows.facets(filter), await rows.total(filter)];
      const facets: LibraryFacets = { total, kinds: {}, statuses: {}, orientations: {} };
      for (const row of found.kinds) facets.kinds[row.value] = row.total;
      for (const row of found.statuses) facets.statuses[row.value] = row.total;
      for (const row of found.orientations) {
        if (row.value !== null) facets.orientations[row.value] = row.total;
      }
      return facets;
    },
    async detail(caller, assetId) {
      const [card] = await rows.cards([assetId]);
      if (card === undefined) fail('not_found');
      await deps.countPages(card.version, caller.now);
      return detailOf(card, await rows.surroundings(assetId), caller.now);
    },
    async describe(caller, assetId, input) {
      const before = await getAsset(assetId);
      if (input.successorAssetId === assetId) {
        fail('validation_failed', {
          errors: [{ path: 'successorAssetId', message: 'an asset cannot replace itself' }],
        });
      }
      const change = columnsOf(before, input);
      if (change.title !== undefined) change.slug = slugify(change.title);
      const names = Object.keys(change);
      if (names.length > 0) {
        if ('isUnrestricted' in change && !roleAllows(caller.role ?? 'viewer', 'rights:write'))
          fail('permission_denied');
        const was = { ...before };
        await runBatch(db, [
          rows.update(assetId, change),
          ...invalidateAssets(deps, [assetId], caller.now),
          auditStatement(
            deps,
            caller,
            'asset.described',
            { kind: 'asset', id: assetId, label: change.title ?? before.title },
            { before: toldOf(was, names), after: toldOf(change, names) },
          ),
        ]);
        await compileSnapshot(deps, assetId, caller.now);
      }
      return service.detail(caller, assetId);
    },
    async setStatus(caller, assetIds, change) {
      const role = caller.role ?? 'viewer';
      if (change.status === 'approved' && !roleAllows(role, 'asset:approve')) fail('permission_denied');
      if (change.status === 'withdrawn') {
        if (!roleAllows(role, 'asset:withdraw')) fail('permission_denied');
        if (change.reason === null || change.reason === '') {
          fail('validation_failed', {
            errors: [{ path: 'reason', message: 'say why it is withdrawn; the audit keeps it' }],
          });
        }
      }
      const found = await rows.findMany(assetIds);
      if (found.length === 0) fail('not_found');
      const unchanged: { assetId: string; reason: string }[] = [];
      const moving = found.filter((asset) => {
        if (asset.status === change.status) {
          unchanged.push({ assetId: asset.id, reason: 'already' });
          return false;
        }
        if (TRANSITIONS[asset.status].includes(change.status)) return true;
        unchanged.push({ assetId: asset.id, reason: 'transition' });
        return false;
      });
      const ids = moving.map((asset) => asset.id);
      const withdraws = change.status === 'withdrawn';
      const columns: Partial<AssetRecord> = {
        status: change.status,
        withdrawnReason: withdraws ? change.reason : null,
        ...(change.successorAssetId === undefined ? {} : { successorAssetId: change.successorAssetId }),
      };
      if (ids.length > 0) {
        await runBatch(db, [
          ...rows.updateMany(ids, columns),
          ...invalidateAssets(deps, ids, caller.now),
          ...(withdraws ? ids.map((id) => rows.recordWithdrawal(id, caller.now)) : []),
          ...moving.map((asset) =>
            auditStatement(
              deps,
              caller,
              withdraws ? 'asset.withdrawn' : 'asset.status_changed',
              { kind: 'asset', id: asset.id, label: asset.title },
              { before: asset.status, after: change.status, reason: change.reason },
            ),
          ),
          jobStatement(deps, 'rights.recompile', { assetIds: ids }, caller.now),
        ]);
        await deps.doorbell.ring();
      }
      return {
        changed: await afterChange(caller, ids),
        unchanged,
        undo: moving.map((asset) => ({ assetId: asset.id, status: asset.status })),
      };
    },
    async setSites(caller, assetIds, allowedSites) {
      const found = await rows.findMany(assetIds);
      if (found.length === 0) fail('not_found');
      const moving = found.filter((asset) => !isSameValue(asset.allowedSites, allowedSites));
      const ids = moving.map((asset) => asset.id);
      if (ids.length > 0) {
        await runBatch(db, [
          ...rows.updateMany(ids, { allowedSites }),
          ...invalidateAssets(deps, ids, caller.now),
          ...moving.map((asset) =>
            auditStatement(
              deps,
              caller,
              'asset.described',
              { kind: 'asset', id: asset.id, label: asset.title },
              { before: { allowedSites: asset.allowedSites }, after: { allowedSites } },
            ),
          ),
        ]);
      }
      return {
        changed: await afterChange(caller, ids),
        unchanged: found
          .filter(({ id }) => !ids.includes(id))
          .map(({ id }) => ({ assetId: id, reason: 'already' })),
        undo: moving.map((asset) => ({ assetId: asset.id, allowedSites: asset.allowedSites })),
      };
    },
    async changeKeywords(caller, assetIds, change) {
      const found = await rows.findMany(assetIds);
      if (found.length === 0) fail('not_found');
      const ids = found.map((asset) => asset.id);
      const present = await rows.keywordsOf(ids);
      const wanted = change.add.map((keyword) => ({ keyword, folded: foldText(keyword) }));
      const dropped = new Set(change.remove.map(foldText));
      const undo: { assetId: string; add: string[]; remove: string[] }[] = [];
      const adding: { assetId: string; keyword: string; folded: string }[] = [];
      for (const id of ids) {
        const own = present.filter((row) => row.assetId === id);
        const fresh = wanted.filter(({ folded }) => !own.some((row) => row.folded === folded));
        const gone = own.filter((row) => dropped.has(row.folded));
        if (own.length + fresh.length - gone.length > KEYWORDS_MAX) {
          fail('conflict', { detail: `An asset takes at most ${KEYWORDS_MAX} keywords.` });
        }
        if (fresh.length + gone.length === 0) continue;
        adding.push(...fresh.map((word) => ({ assetId: id, ...word })));
        undo.push({
          assetId: id,
          add: gone.map((row) => row.keyword),
          remove: fresh.map((word) => word.keyword),
        });
      }
      const touched = undo.map((entry) => entry.assetId);
      if (touched.length > 0) {
        await runBatch(db, [
          ...rows.addKeywords(adding, 'person', caller.now),
          ...(dropped.size > 0 ? rows.removeKeywords(touched, [...dropped]) : []),
          ...invalidateAssets(deps, touched, caller.now),
          ...found
            .filter((asset) => touched.includes(asset.id))
            .map((asset) =>
              auditStatement(
                deps,
                caller,
                'asset.keywords_changed',
                { kind: 'asset', id: asset.id, label: asset.title },
                { add: change.add, remove: change.remove },
              ),
            ),
        ]);
      }
      return {
        changed: await afterChange(caller, touched),
        unchanged: ids
          .filter((id) => !touched.includes(id))
          .map((assetId) => ({ assetId, reason: 'already' })),
        undo,
      };
    },
    async restoreVersion(caller, assetId, versionId) {
      const asset = await getAsset(assetId);
      const version = await rows.findVersion(assetId, versionId);
      if (version === undefined) fail('not_found');
      if (asset.currentVersionId !== versionId) {
        await runBatch(db, [
          rows.update(assetId, { currentVersionId: versionId }),
          ...invalidateAssets(deps, [assetId], caller.now),
          auditStatement(
            deps,
            caller,
            'asset.version_restored',
            { kind: 'asset', id: assetId, label: asset.title },
            { from: asset.currentVersionId, to: versionId, number: version.number },
          ),
        ]);
        await compileSnapshot(deps, assetId, caller.now);
      }
      return service.detail(caller, assetId);
    },
    async cards(caller, assetIds) {
      const found = await rows.cards(assetIds.slice(0, 500));
      const byId = new Map(found.map((card) => [card.asset.id, cardOf(card, caller.now)]));
      return assetIds.flatMap((id) => byId.get(id) ?? []);
    },
  };
  return service;
}
