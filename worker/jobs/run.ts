/**
 * Works off the outbox: claims due jobs with a lease, runs their handlers, and writes down what came of each.
 *
 * A job runs at least once. A claim is one conditional update, so two runners never hold one job at the same time unless a
 * lease ends under a handler that is still busy; handlers are idempotent for that reason and for retries.
 */
import { type Clock, HOUR_MS } from '../../shared/time/index.ts';
import type { Database } from '../db/database.ts';
import { claimJobs, type OutboxRow, recordJob } from '../db/outbox-queue.ts';
import { logEvent } from '../log.ts';
import type { JobKind, JobPayloads } from './outbox.ts';

/** How long a claimed job is left alone before another runner may take it. */
export const JOB_LEASE_MS = 3 * 60_000;
export const JOB_ATTEMPTS_MAX = 6;
/** How long a job may be put off by its own handler without that counting as a try. After it, each time is one. */
export const POSTPONED_FREELY_MS = HOUR_MS;
/** More chances than tries for `gaveUp`, where that fails too. */
const LAST_WORDS_MAX = 3;
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

/** Not now: the handler knows when. For what is not the job's own fault, so it is no try, within `POSTPONED_FREELY_MS`. */
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

const LAST_ATTEMPT = JOB_ATTEMPTS_MAX + LAST_WORDS_MAX;
const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

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
      const message = messageOf(error);
      const isPutOff = error instanceof JobPostponed && clock() < job.createdAt + POSTPONED_FREELY_MS;
      const isLast = !isPutOff && (error instanceof JobRefused || job.attempts >= JOB_ATTEMPTS_MAX);
      logEvent(isLast ? 'error' : 'warn', isLast ? 'job.failed' : 'job.postponed', {
        job: job.id,
        kind: job.kind,
        attempt: job.attempts,
        error: message,
        ...(error instanceof JobPostponed || error instanceof JobRefused || !(error instanceof Error)
          ? {}
          : { stack: error.stack }),
      });
      // A failure that nobody can see yet is tried to be shown again, as the job's next try, which is refused at once.
      const isOver = isLast && ((await saidSo(job, handler, context)) || job.attempts >= LAST_ATTEMPT);
      await recordJob(db, job, {
        state: isOver ? 'failed' : 'waiting',
        // The claim counted a try, which this was none.
        attempts: isPutOff ? job.attempts - 1 : job.attempts,
        availableAt: clock() + (error instanceof JobPostponed ? error.afterMs : backoffMs(job.attempts)),
        lastError: message.slice(0, ERROR_MAX_LENGTH),
      });
    }
  }

  /** Makes a failure visible. @returns whether it is */
  async function saidSo(
    job: OutboxRow,
    handler: JobHandler<JobKind> | undefined,
    context: JobContext,
  ): Promise<boolean> {
    try {
      await handler?.gaveUp?.(job.payload as JobPayloads[JobKind], context);
      return true;
    } catch (error) {
      logEvent('error', 'job.failure_not_shown', { job: job.id, kind: job.kind, error: messageOf(error) });
      return false;
    }
  }

  /** One job's end never is another one's: what could not even be written down is taken up again when its lease is over. */
  async function runApart(job: OutboxRow): Promise<void> {
    try {
      await runOne(job);
    } catch (error) {
      logEvent('error', 'job.not_recorded', { job: job.id, kind: job.kind, error: messageOf(error) });
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
        for (const job of jobs) await runApart(job);
        ran += jobs.length;
      }
      return ran;
    },
  };
}
