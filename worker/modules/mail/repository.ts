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

/** The mail and the job that sends it. Ring the doorbell after the batch. */
export function mailStatements(deps: MailDeps, to: string, mail: ComposedMail, now: number): Statement[] {
  const id = deps.identifiers.next('mail');
  return [
    deps.db.insert(mails).values({ id, recipient: to, ...mail, createdAt: now }),
    jobStatement(deps, 'mail.send', { mailId: id }, now),
  ];
}
