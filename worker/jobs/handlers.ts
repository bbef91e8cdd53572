/** Which service does which kind of job, and what the minute's sweep does. */
import { type Clock, DAY_MS } from '../../shared/time/index.ts';
import type { Database } from '../db/database.ts';
import { sweepIdempotencyKeys } from '../db/idempotency.ts';
import { deleteDoneJobs } from '../db/outbox-queue.ts';
import { findMail, markMail } from '../db/upkeep.ts';
import { logEvent } from '../log.ts';
import type { IngestService } from '../modules/ingest/index.ts';
import { recompileAssets, sweepRightsChanges } from '../modules/rights/index.ts';
import { deleteOldThrottles } from '../modules/users/index.ts';
import type { Identifiers } from '../ports/identifiers.ts';
import type { Mailer } from '../ports/mailer.ts';
import type { ObjectStore } from '../ports/object-store.ts';
import { cleanTexts } from './clean-texts.ts';
import type { JobPayloads } from './outbox.ts';
import type { JobHandlers } from './run.ts';

export interface JobDeps {
  readonly db: Database;
  readonly clock: Clock;
  readonly identifiers: Identifiers;
  readonly store: ObjectStore;
  readonly mailer: Mailer;
  readonly ingest: IngestService;
  /** Mails which files an upload request has not taken. */
  readonly tellRefused: (refused: JobPayloads['request.tell_refused'], now: number) => Promise<void>;
  /** Adds up the use of hot-links in an hour. */
  readonly rollUpUsage: (hour: number, now: number) => Promise<void>;
}

export function createJobHandlers(deps: JobDeps): JobHandlers {
  const { db, store, mailer, ingest } = deps;
  return {
    'upload.process': ingest.processUpload,
    'version.prepare': ingest.prepareVersion,
    'submission.prepare': ingest.prepareSubmission,
    'rights.recompile': {
      async run(payload, { now }) {
        await recompileAssets(deps, payload, now);
      },
    },
    'mail.send': {
      async run({ mailId }) {
        const mail = await findMail(db, mailId);
        if (mail === undefined || mail.state !== 'queued') return;
        await markMail(db, mailId, await mailer.send({ ...mail, to: mail.recipient }));
      },
      async gaveUp({ mailId }) {
        await markMail(db, mailId, 'failed');
      },
    },
    'request.tell_refused': {
      run: (refused, { now }) => deps.tellRefused(refused, now),
    },
    'objects.delete': {
      async run({ keys }) {
        await store.delete(keys);
      },
    },
    'usage.roll_up': {
      run: ({ hour }, { now }) => deps.rollUpUsage(hour, now),
    },
    'texts.clean': {
      run: (from, { now }) => cleanTexts(deps, from, now),
    },
  };
}

/** How long ended jobs are kept. */
const DONE_JOBS_KEPT_MS = 7 * DAY_MS;

export type SweepStep = readonly [name: string, run: (now: number) => Promise<void>];

/** What every minute does. Steps do not depend on each other: one that fails is logged and tried again next minute. */
export function createSweeper(
  deps: JobDeps,
  more: readonly SweepStep[] = [],
): (now: number) => Promise<void> {
  const { db } = deps;
  const steps: readonly SweepStep[] = [
    ['uploads', (now) => deps.ingest.sweep(now)],
    [
      'rights',
      async (now) => {
        await sweepRightsChanges(deps, now);
      },
    ],
    ['outbox', (now) => deleteDoneJobs(db, now - DONE_JOBS_KEPT_MS)],
    ['idempotency keys', (now) => sweepIdempotencyKeys(db, now)],
    ['throttles', (now) => deleteOldThrottles(db, now)],
    ...more,
  ];
  return async (now) => {
    for (const [step, run] of steps) {
      try {
        await run(now);
      } catch (error) {
        logEvent('error', 'sweep.failed', { step, error: String(error) });
      }
    }
  };
}
