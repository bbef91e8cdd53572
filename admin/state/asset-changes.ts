/** Changes to one or many assets, each with its notice and its reversal. */
import type { AssetCard, AssetDetail, DescribeInput, License } from '../../shared/contract/index.ts';
import type { SitePolicy } from '../../shared/delivery/sites.ts';
import type { AssetStatus } from '../../shared/rights/types.ts';
import {
  changeKeywords,
  changeSites,
  changeStatus,
  decideSuggestions,
  describeAsset,
  listAssets,
} from '../operations/assets.ts';
import { changeCollectionAssets } from '../operations/collections.ts';
import { assignLicense, unassignLicense } from '../operations/rights.ts';
import { assetsChanged, listsChanged } from './asset-list.ts';
import { inTurn } from './in-turn.ts';
import { tr } from './locale.ts';
import { notify } from './notices.ts';
import { pagesChanged } from './pages.ts';
import { invalidate, patchResource } from './resource.ts';

/** Key of the resource that holds one asset. */
export const assetKey = (assetId: string): string => `asset:${assetId}:detail`;
export const rightsKey = (assetId: string): string => `asset:${assetId}:rights`;

/** Shows a changed asset everywhere. */
export function adoptDetail(detail: AssetDetail): void {
  patchResource<AssetDetail>(assetKey(detail.id), () => detail);
  assetsChanged([detail]);
}

/** Saves fields; ⌘Z puts the former values back. */
export async function saveFields(asset: AssetDetail, change: DescribeInput): Promise<void> {
  const before = Object.fromEntries(
    Object.keys(change).map((name) => [name, asset.fields[name as keyof DescribeInput] ?? null]),
  ) as DescribeInput;
  const put = (fields: DescribeInput) =>
    inTurn(assetKey(asset.id), async () => adoptDetail(await describeAsset(asset.id, fields)));
  await put(change);
  notify(tr('console.asset.saved_fields'), { quiet: true, undo: () => put(before) });
}

/** Changes the status of assets and offers to put each one's former status back. */
export async function setStatus(
  assets: readonly Pick<AssetCard, 'id'>[],
  status: AssetStatus,
  options: { reason?: string | null; successorAssetId?: string | null } = {},
): Promise<void> {
  const result = await changeStatus(
    assets.map(({ id }) => id),
    {
      status,
      reason: options.reason ?? null,
      ...(options.successorAssetId ? { successorAssetId: options.successorAssetId } : {}),
    },
  );
  assetsChanged(result.changed);
  const count = result.changed.length;
  notify(tr(`console.status_done.${status}`, { count }), {
    detail: result.unchanged.length > 0 ? tr('console.unchanged', { count: result.unchanged.length }) : null,
    undo: async () => {
      for (const [former, ids] of byStatus(result.undo)) {
        const undone = await changeStatus(ids, { status: former, reason: tr('console.undo.reason') });
        assetsChanged(undone.changed);
      }
    },
  });
}

function byStatus(undo: readonly { assetId: string; status: AssetStatus }[]): Map<AssetStatus, string[]> {
  const groups = new Map<AssetStatus, string[]>();
  for (const { assetId, status } of undo) groups.set(status, [...(groups.get(status) ?? []), assetId]);
  return groups;
}

/** Ids one request may name. */
const IDS_PER_REQUEST = 200;

/** Keeps pictures off every website; undo puts back what each of them said before. */
export async function keepOffSites(assetIds: readonly string[]): Promise<void> {
  const former: { assetId: string; allowedSites: SitePolicy | null }[] = [];
  const change = async (ids: readonly string[], policy: SitePolicy | null) => {
    for (let at = 0; at < ids.length; at += IDS_PER_REQUEST) {
      const done = await changeSites(ids.slice(at, at + IDS_PER_REQUEST), policy);
      assetsChanged(done.changed);
      former.push(...done.undo);
    }
  };
  await change(assetIds, { mode: 'none', sites: [], reportOnly: false });
  notify(tr('console.share.sites_done', { count: former.length }), {
    undo: async () => {
      const groups = new Map<string, string[]>();
      for (const { assetId, allowedSites } of former.splice(0)) {
        const policy = JSON.stringify(allowedSites);
        groups.set(policy, [...(groups.get(policy) ?? []), assetId]);
      }
      for (const [policy, ids] of groups) await change(ids, JSON.parse(policy) as SitePolicy | null);
    },
  });
}

/** Adds and removes keywords; undo restores exactly what each asset lost or gained. */
export async function editKeywords(
  assetIds: string[],
  change: { add?: string[]; remove?: string[] },
  options: { quiet?: boolean } = {},
): Promise<void> {
  const result = await changeKeywords(assetIds, change);
  assetsChanged(result.changed);
  notify(tr('console.keywords_done', { count: result.changed.length }), {
    quiet: options.quiet ?? false,
    undo: async () => {
      for (const { assetId, add, remove } of result.undo) {
        assetsChanged((await changeKeywords([assetId], { add, remove })).changed);
      }
    },
  });
}

/** Accepts or rejects suggestions of one asset. Accepting can be taken back: the keyword leaves again. */
export async function judgeSuggestions(
  asset: AssetDetail,
  decision: { accept?: string[]; reject?: string[] },
): Promise<void> {
  adoptDetail(await decideSuggestions(asset.id, decision));
  const words = asset.suggestions
    .filter(({ id }) => decision.accept?.includes(id))
    .map(({ keyword }) => keyword);
  if (words.length === 0) return;
  notify(tr('console.suggestions_done', { count: words.length }), {
    quiet: words.length === 1,
    undo: async () => {
      assetsChanged((await changeKeywords([asset.id], { remove: words })).changed);
    },
  });
}

/** Puts a license on assets; undo takes it off those that did not have it. */
export async function giveLicense(license: License, assetIds: string[]): Promise<void> {
  const { assetIds: changed } = await assignLicense(license.id, assetIds);
  await refreshCards(changed);
  notify(tr('console.license_assigned', { name: license.name, count: changed.length }), {
    undo: async () => {
      if (changed.length === 0) return;
      await unassignLicense(license.id, changed);
      await refreshCards(changed);
    },
  });
}

export async function takeLicense(license: License, assetIds: string[]): Promise<void> {
  const { assetIds: changed } = await unassignLicense(license.id, assetIds);
  await refreshCards(changed);
  notify(tr('console.license_removed', { name: license.name, count: changed.length }), {
    undo: async () => {
      await assignLicense(license.id, changed);
      await refreshCards(changed);
    },
  });
}

export async function putInCollection(
  collection: { id: string; title: string },
  assetIds: string[],
): Promise<void> {
  await changeCollectionAssets(collection.id, { add: assetIds });
  invalidate('collections', ...assetIds.map((id) => `asset:${id}`));
  notify(tr('console.collected', { title: collection.title, count: assetIds.length }), {
    undo: async () => {
      await changeCollectionAssets(collection.id, { remove: assetIds });
      invalidate('collections', ...assetIds.map((id) => `asset:${id}`));
    },
  });
}

/** Rights changed in ways the cards only know after asking again. */
async function refreshCards(assetIds: readonly string[]): Promise<void> {
  pagesChanged('licenses');
  invalidate('overview', 'facets', ...assetIds.map((id) => `asset:${id}`));
  if (assetIds.length > 0) listsChanged();
}

/** Finds assets for a picker. */
export const findAssets = (q: string, signal?: AbortSignal) => listAssets({ q, limit: 20 }, signal);
