/** The hourly roll-up of hot-link use: buckets of an hour that is over become rows that are kept. */
import { JobPostponed } from '../../jobs/run.ts';
import type { UsageRepository } from './repository-usage.ts';

/** Assets of one transaction, and transactions of one run of the job. */
const ASSETS_AT_ONCE = 80;
const BATCHES_MAX = 50;

/** Safe to repeat: what is rolled up leaves its bucket in the same transaction. */
export async function rollUpUsage(
  rows: Pick<UsageRepository, 'rollUp' | 'removeOld'>,
  hour: number,
  now: number,
): Promise<void> {
  for (let batch = 0; batch < BATCHES_MAX; batch++) {
    if (!(await rows.rollUp(hour, ASSETS_AT_ONCE))) {
      await rows.removeOld(now);
      return;
    }
  }
  throw new JobPostponed('more assets were used in this hour than one run takes', 1_000);
}
