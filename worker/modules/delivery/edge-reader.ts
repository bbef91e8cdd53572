/** Reads what delivery has to know of an asset: in one statement when its snapshot is kept, and compiled anew otherwise. */
import { type DeliverySnapshot, SNAPSHOT_SHAPE } from '../../../shared/delivery/snapshot.ts';
import { settingsOf } from '../settings/index.ts';
import type { EdgeRecord } from './snapshot-memo.ts';

export function createEdgeReader(deps: {
  readonly rows: { readEdge(assetId: string): Promise<{ snapshot: string | null; brand: string | null }> };
  readonly compile: (assetId: string) => Promise<DeliverySnapshot | null>;
}): (assetId: string) => Promise<EdgeRecord> {
  return async (assetId) => {
    const row = await deps.rows.readEdge(assetId);
    const settings = settingsOf(row.brand === null ? {} : JSON.parse(row.brand));
    if (row.snapshot !== null) {
      const kept = JSON.parse(row.snapshot) as DeliverySnapshot;
      if (kept.shape === SNAPSHOT_SHAPE) return { snapshot: kept, settings };
    }
    return { snapshot: await deps.compile(assetId), settings };
  };
}
