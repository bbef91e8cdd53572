/**
 * Works off the outbox: claims due jobs with a lease, runs their handlers, and writes down what came of each.
 *
 * A job runs at least once. A claim is one conditional update, so two runners never hold one job at the same time unless a
 * lease ends under a handler that is still busy; handlers are idempotent for that reason and for retries.
 */
import type { Clock } from '../../shared/time/clock.ts';
import type { Database } from '../db/database.ts';
import { claimJobs, type OutboxRow, recordJob } from '../db/outbox-queue.ts';
import { logEvent } from '../log.ts';
import type { JobKind, JobPayloads } from './outbox.ts';

/** How long a claimed job is left alone before another runner may take it. */
export const JOB_LEASE_MS = 3 * 60_000;
export const JOB_ATTEMPTS_MAX = 6;
const CLAIM_SIZE = 5;
const BACKOFF_FIRST_MS = 5_000;
const BACKOFF_MAX_MS = 30 * 60_000;
const ERROR_MAX_LENGTH = 500;

export interface JobContext {
  /** 1 for the first try. */
  readonly attempt: number;
  readonly now: number;
}

export interface JobHandler<Kind extends JobKind> {
  /** Throws when it is to be tried again; `JobRefused` when that would not help. Safe to repeat. */
  run(payload: JobPayloads[Kind], context: JobContext): Promise<void>;
  /** After the last try: makes the failure visible where people look. */
  gaveUp?(payload: JobPayloads[Kind], context: JobContext): Promise<void>;
}
export type JobHandlers = { readonly [Kind in JobKind]: JobHandler<Kind> };

/** Trying again is no use. */
export class JobRefused extends Error {}

/** Not now: the handler knows when. Counts as a try. */
export class JobPostponed extends Error {
  readonly afterMs: number;
  constructor(message: string, afterMs: number) {
    super(message);
    this.afterMs = afterMs;
  }
}

export interface JobRunner {
  /** Runs due jobs, new ones included, until none is due or `max` were run. @returns how many were run */
  runDue(max?: number): Promise<number>;
}

export interface JobRunnerDeps {
  readonly db: Database;
  readonly clock: Clock;
  /** Called once, at the first job. */
  readonly handlers: () => JobHandlers;
}

/** Exponential, from 5 s to half an hour. */
export function backoffMs(attempt: number): number {
  return Math.min(BACKOFF_MAX_MS, BACKOFF_FIRST_MS * 4 ** (attempt - 1));
}

export function createJobRunner({ db, clock, handlers }: JobRunnerDeps): JobRunner {
  async function runOne(job: OutboxRow): Promise<void> {
    const context: JobContext = { attempt: job.attempts, now: clock() };
    // The row's kind and payload were written together by `jobStatement`.
    const handler = handlers()[job.kind as JobKind] as JobHandler<JobKind> | undefined;
    const payload = job.payload as JobPayloads[JobKind];
    try {
      if (handler === undefined) throw new JobRefused(`no handler for ${job.kind}`);
      if (job.attempts > JOB_ATTEMPTS_MAX) throw new JobRefused('the last try never ended');
      await handler.run(payload, context);
      await recordJob(db, job, { state: 'done', doneAt: clock(), lastError: null });
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      const isLast = error instanceof JobRefused || job.attempts >= JOB_ATTEMPTS_MAX;
      logEvent(isLast ? 'error' : 'warn', isLast ? 'job.failed' : 'job.postponed', {
        job: job.id,
        kind: job.kind,
        attempt: job.attempts,
        error: message,
        ...(error instanceof JobPostponed || error instanceof JobRefused || !(error instanceof Error)
          ? {}
          : { stack: error.stack }),
      });
      if (isLast) await handler?.gaveUp?.(payload, context);
      await recordJob(db, job, {
        state: isLast ? 'failed' : 'waiting',
        availableAt: clock() + (error instanceof JobPostponed ? error.afterMs : backoffMs(job.attempts)),
        lastError: message.slice(0, ERROR_MAX_LENGTH),
      });
    }
  }

  return {
    async runDue(max = 50) {
      let ran = 0;
      while (ran < max) {
        const now = clock();
        const jobs = await claimJobs(db, {
          now,
          leaseEndsAt: now + JOB_LEASE_MS,
          limit: Math.min(CLAIM_SIZE, max - ran),
        });
        if (jobs.length === 0) return ran;
        for (const job of jobs) await runOne(job);
        ran += jobs.length;
      }
      return ran;
    },
  };
}
