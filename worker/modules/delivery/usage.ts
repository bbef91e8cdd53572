/**
 * Use of hot-links by embedding site: counted in the isolate, written together every few seconds. Only the host name of the
 * embedding page is kept: no address, no path, no user agent.
 */
import { logEvent } from '../../log.ts';

const HOUR_MS = 3_600_000;
const FLUSH_AFTER = 500;
const FLUSH_MS = 2_000;
/** Rows of one batch. */
const ROWS_MAX = 50;

export interface HotlinkCount {
  assetId: string;
  site: string;
  hour: number;
  served: number;
  refused: number;
  /** Part of `served`: the allowed sites only report. */
  reported: number;
}
export type HotlinkOutcome = 'served' | 'refused' | 'reported';

export interface UsageCounter {
  count(assetId: string, site: string, outcome: HotlinkOutcome, now: number): void;
  flush(): Promise<void>;
}

export function createUsageCounter(deps: {
  readonly write: (rows: readonly HotlinkCount[]) => Promise<void>;
  readonly background: (work: Promise<unknown>) => void;
  readonly wait: (milliseconds: number) => Promise<void>;
}): UsageCounter {
  let counts = new Map<string, HotlinkCount>();
  let total = 0;

  async function flush(): Promise<void> {
    const rows = [...counts.values()];
    counts = new Map();
    total = 0;
    for (let i = 0; i < rows.length; i += ROWS_MAX) {
      try {
        await deps.write(rows.slice(i, i + ROWS_MAX));
      } catch (error) {
        // Statistics never hold up delivery; what could not be written is said and lost.
        logEvent('warn', 'usage.not_written', { error: String(error) });
      }
    }
  }

  return {
    count(assetId, site, outcome, now) {
      const hour = now - (now % HOUR_MS);
      const key = `${assetId} ${hour} ${site}`;
      let row = counts.get(key);
      if (row === undefined) {
        row = { assetId, site, hour, served: 0, refused: 0, reported: 0 };
        counts.set(key, row);
      }
      row[outcome] += 1;
      if (outcome === 'reported') row.served += 1;
      total += 1;
      if (total === 1) deps.background(deps.wait(FLUSH_MS).then(flush));
      else if (total === FLUSH_AFTER) deps.background(flush());
    },
    flush,
  };
}
