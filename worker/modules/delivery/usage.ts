/**
 * Use of hot-links by embedding site: counted in the isolate, written together every few seconds. Only the host name of the
 * embedding page is kept: no address, no path, no user agent.
 */
const HOUR_MS = 3_600_000;
const FLUSH_AFTER = 200;
const FLUSH_MS = 5_000;

export interface HotlinkCount {
  assetId: string;
  site: string;
  hour: number;
  served: number;
  refused: number;
}

export interface UsageCounter {
  count(assetId: string, referrer: string | null, outcome: 'served' | 'refused', now: number): void;
  flush(): Promise<void>;
}

/** Host name of a `Referer`, lower case, at most 100 characters; '' without one. */
export function embeddingSite(referrer: string | null): string {
  if (referrer === null || referrer === '') return '';
  try {
    return new URL(referrer).hostname.toLowerCase().slice(0, 100);
  } catch (error) {
    if (error instanceof TypeError) return '';
    throw error;
  }
}

export function createUsageCounter(deps: {
  readonly write: (row: HotlinkCount) => Promise<void>;
  readonly background: (work: Promise<unknown>) => void;
  readonly monotonic: () => number;
}): UsageCounter {
  let counts = new Map<string, HotlinkCount>();
  let total = 0;
  let flushedAt = deps.monotonic();

  async function flush(): Promise<void> {
    const rows = [...counts.values()];
    counts = new Map();
    total = 0;
    flushedAt = deps.monotonic();
    for (const row of rows) await deps.write(row);
  }

  return {
    count(assetId, referrer, outcome, now) {
      const site = embeddingSite(referrer);
      const hour = Math.floor(now / HOUR_MS) * HOUR_MS;
      const key = `${assetId} ${hour} ${site}`;
      const row = counts.get(key) ?? { assetId, site, hour, served: 0, refused: 0 };
      row[outcome] += 1;
      counts.set(key, row);
      total += 1;
      if (total >= FLUSH_AFTER || deps.monotonic() - flushedAt >= FLUSH_MS) deps.background(flush());
    },
    flush,
  };
}
