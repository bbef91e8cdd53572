/**
 * Rights at the edge: each isolate remembers an asset's snapshot, and the settings read beside it, for the policy TTL. Planned
 * ends stay exact because their instants travel inside; a withdrawal is seen when the memory is over.
 */
import type { Settings } from '../../../shared/contract/audit.ts';
import type { DeliverySnapshot } from '../../../shared/delivery/snapshot.ts';
import { BoundedMap, SingleFlight } from './memory.ts';

/** What delivery knows of an asset before it decides. */
export interface EdgeRecord {
  /** Null when there is no such asset. */
  readonly snapshot: DeliverySnapshot | null;
  readonly settings: Settings;
}

interface Remembered extends EdgeRecord {
  readonly readAt: number;
}

const REMEMBERED_MAX = 5000;

export interface SnapshotMemo {
  /** From memory for as long as the settings read with it allow (`policyTtlMs`, 0..15,000), otherwise from the database. */
  get(assetId: string): EdgeRecord | Promise<EdgeRecord>;
  /** The next reader asks the database: this isolate knows of a change. */
  forget(assetId: string): void;
  /** As `get`, from a memory no older than `ageMs`: a denial is looked up again, so that a new permission shows at once. */
  getRecent(assetId: string, ageMs: number): EdgeRecord | Promise<EdgeRecord>;
  /** What `get` would answer from memory. */
  peek(assetId: string): EdgeRecord | undefined;
}

/**
 * @param read one D1 statement when the snapshot is kept
 * @param monotonic milliseconds that only measure age; not the clock that rights are decided by
 * @param background keeps a read alive that others wait for, when the request that began it goes away
 */
export function createSnapshotMemo(
  read: (assetId: string) => Promise<EdgeRecord>,
  monotonic: () => number,
  background: (work: Promise<unknown>) => void,
): SnapshotMemo {
  const remembered = new BoundedMap<Remembered>(REMEMBERED_MAX);
  const flights = new SingleFlight<Remembered>(background);

  async function fetchRecord(assetId: string): Promise<Remembered> {
    // Aged from before the read, so that a slow read does not lengthen a memory.
    const readAt = monotonic();
    const record = { ...(await read(assetId)), readAt };
    remembered.set(assetId, record);
    return record;
  }
  function peek(assetId: string): Remembered | undefined {
    const known = remembered.get(assetId);
    const isFresh = known !== undefined && monotonic() - known.readAt < known.settings.policyTtlMs;
    return isFresh ? known : undefined;
  }
  return {
    peek,
    getRecent(assetId, ageMs) {
      const known = peek(assetId);
      if (known !== undefined && monotonic() - known.readAt < ageMs) return known;
      return flights.run(assetId, () => fetchRecord(assetId));
    },
    get: (assetId) => peek(assetId) ?? flights.run(assetId, () => fetchRecord(assetId)),
    forget: (assetId) => remembered.delete(assetId),
  };
}
