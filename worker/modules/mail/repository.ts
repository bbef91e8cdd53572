/** Mail waiting to be sent, as statements of the change that causes it. */
import type { Database, Statement } from '../../db/database.ts';
import { mails } from '../../db/schema/index.ts';
import { jobStatement } from '../../jobs/outbox.ts';
import type { Identifiers } from '../../ports/identifiers.ts';
import type { ComposedMail } from './service.ts';

export interface MailDeps {
  readonly db: Database;
  readonly identifiers: Identifiers;
}

export interface QueuedMail {
  /** Its row says later what became of it. */
  readonly id: string;
  readonly statements: Statement[];
}

/** The mail and the job that sends it. Ring the doorbell after the batch. */
export function queueMail(deps: MailDeps, to: string, mail: ComposedMail, now: number): QueuedMail {
  const id = deps.identifiers.next('mail');
  return {
    id,
    statements: [
      deps.db.insert(mails).values({ id, recipient: to, ...mail, createdAt: now }),
      jobStatement(deps, 'mail.send', { mailId: id }, now),
    ],
  };
}

/** As `queueMail`, for mail that nobody asks about later. */
export function mailStatements(deps: MailDeps, to: string, mail: ComposedMail, now: number): Statement[] {
  return queueMail(deps, to, mail, now).statements;
}
