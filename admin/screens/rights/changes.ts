/** Showing changed rights everywhere. */
import type { AssetDetail, AssetRights } from '../../../shared/contract/index.ts';
import { assetKey, rightsKey } from '../../state/asset-changes.ts';
import { assetsChanged } from '../../state/asset-list.ts';
import { invalidate, patchResource, peekResource } from '../../state/resource.ts';

/** The rights of one asset as the server now has them. */
export function adoptRights(assetId: string, rights: AssetRights): void {
  patchResource<AssetRights>(rightsKey(assetId), () => rights);
  patchResource<AssetDetail>(assetKey(assetId), (asset) => ({ ...asset, rights: rights.now }));
  const asset = peekResource<AssetDetail>(assetKey(assetId));
  if (asset) assetsChanged([{ ...asset, rights: rights.now }]);
  invalidate('overview');
}
