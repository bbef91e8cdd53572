/**
 * Rights at the edge: each isolate remembers an asset's snapshot for the policy TTL. Planned ends stay exact because their
 * instants travel inside; a withdrawal is seen when the memory is over.
 */
import type { DeliverySnapshot } from '../../../shared/delivery/snapshot.ts';
import { BoundedMap, SingleFlight } from './memory.ts';

interface Remembered {
  snapshot: DeliverySnapshot | null;
  readAt: number;
}

const REMEMBERED_MAX = 5000;

export interface SnapshotMemo {
  /** @param ttlMs how long a remembered answer serves, 0..15,000 */
  get(
    assetId: string,
    ttlMs: number,
  ): Promise<{ snapshot: DeliverySnapshot | null; source: 'memory' | 'database' }>;
}

/**
 * @param read one D1 statement when the snapshot is kept
 * @param monotonic milliseconds that only measure age; not the clock that rights are decided by
 */
export function createSnapshotMemo(
  read: (assetId: string) => Promise<DeliverySnapshot | null>,
  monotonic: () => number,
): SnapshotMemo {
  const remembered = new BoundedMap<Remembered>(REMEMBERED_MAX);
  const flights = new SingleFlight<DeliverySnapshot | null>();
  return {
    async get(assetId, ttlMs) {
      const known = remembered.get(assetId);
      if (known !== undefined && monotonic() - known.readAt < ttlMs) {
        return { snapshot: known.snapshot, source: 'memory' };
      }
      const startedAt = monotonic();
      const snapshot = await flights.run(assetId, () => read(assetId));
      // Aged from before the read, so that a slow read does not lengthen a memory.
      remembered.set(assetId, { snapshot, readAt: startedAt });
      return { snapshot, source: 'database' };
    },
  };
}
