/** Which side of an asset is shown, remembered from one asset to the next. */
import { isOneOf, remembered } from '../../state/remembered.ts';

export const ASSET_PANELS = ['describe', 'rights', 'embed', 'versions', 'file'] as const;
export type AssetPanel = (typeof ASSET_PANELS)[number];
export const assetPanel = remembered<AssetPanel>('asset.panel', 'describe', isOneOf(ASSET_PANELS));
