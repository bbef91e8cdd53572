/** The assets looked at last, for the palette; as long as the page lives. */
import { signal } from '@preact/signals';
import type { AssetCard } from '../../shared/contract/index.ts';

const MAX_RECENT = 8;

export const recentAssets = signal<readonly AssetCard[]>([]);

export function rememberAsset(asset: AssetCard): void {
  recentAssets.value = [asset, ...recentAssets.peek().filter(({ id }) => id !== asset.id)].slice(
    0,
    MAX_RECENT,
  );
}

/** The order of the list an asset was opened from; its page steps through it. */
export const browseOrder = signal<readonly string[]>([]);
