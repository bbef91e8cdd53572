/**
 * Use of hot-links: counted in the isolate, written together every few seconds into buckets, which a job rolls up when their
 * hour is over. Kept are host names and, from a sample, paths of pages that carry nothing personal; no address of a visitor
 * and no user agent.
 */
import { embeddingPage } from '../../../shared/delivery/embedding-page.ts';
import type { Channel } from '../../../shared/rights/types.ts';
import { HOUR_MS } from '../../../shared/time/durations.ts';
import { logEvent } from '../../log.ts';

const FLUSH_MS = 2_000;
/** Rows of one batch; so many are written without waiting. Requests alone do not hurry it: a thousand may be one row. */
const ROWS_MAX = 50;
/** The first requests of a flush are all looked at for their page, then one in `SAMPLE_EVERY`, which counts for all of them. */
const SAMPLED_WHOLE = 64;
const SAMPLE_EVERY = 16;
/** Sites, and pages, that one asset may have in one hour; further ones are counted together. */
const NAMES_PER_ASSET = 64;
/** Names one isolate remembers for an hour; further ones are counted together. */
const NAMES_MAX = 20_000;

/** Stands for every site beyond the ones that are told apart. */
export const OTHER_SITES = '*';

export interface HotlinkCount {
  assetId: string;
  /** A host name, '' where the browser named none, or `OTHER_SITES`. */
  site: string;
  /** '' for the count of the site; otherwise the estimate of one of its pages, beside it. */
  page: string;
  hour: number;
  /** For which use, where a rule of the brand or the channel says on which sites; null where the asset's own does. */
  channel: Channel | null;
  served: number;
  refused: number;
  /** Part of `served`: the allowed sites only report. */
  reported: number;
}
export type HotlinkOutcome = 'served' | 'refused' | 'reported';

type RowName = Pick<HotlinkCount, 'assetId' | 'site' | 'page' | 'hour' | 'channel'>;

const isSameRow = (row: HotlinkCount, at: RowName): boolean =>
  row.assetId === at.assetId &&
  row.site === at.site &&
  row.page === at.page &&
  row.hour === at.hour &&
  row.channel === at.channel;

export interface UsageCounter {
  /** @param referer from which the page is told, if this request is of the sample */
  count(
    assetId: string,
    site: string,
    outcome: HotlinkOutcome,
    now: number,
    referer?: string | null,
    channel?: Channel | null,
  ): void;
  flush(): Promise<void>;
}

/** Whether an answer showed the picture: its bytes, or the word that the cache's are still right. */
export const isServed = (status: number): boolean => (status >= 200 && status < 300) || status === 304;

/** Which names have been told apart in the present hour, so that nobody fills the tables with names they made up. */
function createNameLimit() {
  let hour = 0;
  let total = 0;
  let names = new Map<string, Set<string>>();
  /** @returns whether `name` of `list` is told apart in this hour */
  return (list: string, name: string, inHour: number): boolean => {
    if (inHour !== hour) {
      hour = inHour;
      total = 0;
      names = new Map();
    }
    const known = names.get(list);
    if (known?.has(name)) return true;
    if (total >= NAMES_MAX || (known !== undefined && known.size >= NAMES_PER_ASSET)) return false;
    total += 1;
    if (known === undefined) names.set(list, new Set([name]));
    else known.add(name);
    return true;
  };
}

export function createUsageCounter(deps: {
  readonly write: (rows: readonly HotlinkCount[]) => Promise<void>;
  readonly background: (work: Promise<unknown>) => void;
  readonly wait: (milliseconds: number) => Promise<void>;
}): UsageCounter {
  let counts = new Map<string, HotlinkCount>();
  /** The row that was counted last: requests come in runs, and finding a row costs more than counting in it. */
  let last: HotlinkCount | null = null;
  let total = 0;
  const isToldApart = createNameLimit();

  async function flush(): Promise<void> {
    const rows = [...counts.values()];
    counts = new Map();
    last = null;
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

  function rowOf(at: RowName): HotlinkCount {
    const key = `${at.assetId} ${at.hour} ${at.channel} ${at.site} ${at.page}`;
    const known = counts.get(key);
    if (known !== undefined) return known;
    const row = { ...at, served: 0, refused: 0, reported: 0 };
    counts.set(key, row);
    return row;
  }

  function add(at: RowName, outcome: HotlinkOutcome, weight: number): void {
    const row = last !== null && isSameRow(last, at) ? last : rowOf(at);
    last = row;
    row[outcome] += weight;
    if (outcome === 'reported') row.served += weight;
  }

  return {
    count(assetId, site, outcome, now, referer = null, channel = null) {
      const hour = now - (now % HOUR_MS);
      const isNamed = site === '' || isToldApart(`${assetId} sites`, site, hour);
      add({ assetId, site: isNamed ? site : OTHER_SITES, page: '', hour, channel }, outcome, 1);
      const isWhole = total < SAMPLED_WHOLE;
      if (referer !== null && isNamed && (isWhole || total % SAMPLE_EVERY === 0)) {
        const page = embeddingPage(referer);
        if (page !== null && isToldApart(`${assetId} pages`, `${site}${page}`, hour)) {
          add({ assetId, site, page, hour, channel: null }, outcome, isWhole ? 1 : SAMPLE_EVERY);
        }
      }
      total += 1;
      if (total === 1) deps.background(deps.wait(FLUSH_MS).then(flush));
      else if (counts.size >= ROWS_MAX) deps.background(flush());
    },
    flush,
  };
}
