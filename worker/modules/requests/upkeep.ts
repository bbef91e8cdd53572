/**
 * What every minute does for hand-ins. Mail that is owed: receipts once nothing more arrives, decisions, and reminders before the deadline. What a mail is about is
 * marked in the mail's own batch, so that a run that was cut off is made up for and none is sent twice.
 * And bytes that the library did not take in, once their time is over.
 */

import { sayKept } from '../../../shared/messages/kept.ts';
import { sentNames } from '../../../shared/requests/hand-in.ts';
import { type Database, runBatch } from '../../db/database.ts';
import { SYSTEM_ACTOR } from '../../http/caller.ts';
import { jobStatement } from '../../jobs/outbox.ts';
import { logEvent } from '../../log.ts';
import type { Doorbell } from '../../ports/doorbell.ts';
import type { Identifiers } from '../../ports/identifiers.ts';
import type { Signer } from '../../ports/signer.ts';
import { auditStatement } from '../audit/index.ts';
import { jobCaller, previewKeys } from '../ingest/index.ts';
import { mailStatements } from '../mail/index.ts';
import type { SettingsService } from '../settings/index.ts';
import { tokenFor, uploaderTokenFor } from '../shares/index.ts';
import {
  decisionMail,
  FILES_PER_MAIL,
  type MailFrame,
  type NameOf,
  receiptMail,
  refusedMail,
  reminderMail,
} from './mails.ts';
import { createRequestRepository, type RequestRow } from './repository.ts';
import { createPeopleRepository, type UploaderRow } from './repository-people.ts';
import { createSubmissionRepository, type SubmissionRow } from './repository-submissions.ts';

const SWEEP_SIZE = 50;
/** A receipt waits this long for the next file of the same person, and no longer than the second. */
export const RECEIPT_QUIET_MS = 60_000;
const RECEIPT_LATEST_MS = 15 * 60_000;

export interface UpkeepDeps {
  readonly db: Database;
  readonly identifiers: Identifiers;
  readonly signer: Signer;
  readonly doorbell: Doorbell;
  readonly settings: Pick<SettingsService, 'get' | 'origin'>;
}

/**
 * Files of whoever handed in the first of these: one browser may have been several people's in turn. The others have their mail
 * in the next minute.
 */
function ofOnePerson(files: readonly SubmissionRow[]): SubmissionRow[] {
  return files.filter(({ uploaderEmail }) => uploaderEmail === files[0]?.uploaderEmail);
}

export function createRequestUpkeep(deps: UpkeepDeps) {
  const { db } = deps;
  const rows = createRequestRepository(db);
  const people = createPeopleRepository(db);
  const handedIn = createSubmissionRepository(db);

  /**
   * The address under which whoever handed in sees what became of it, on any device: their own if they were invited, else one
   * that stands for this uploader, as long as the row is still theirs.
   */
  async function addressOf(
    request: RequestRow,
    uploader: UploaderRow,
    to: string,
    origin: string | null,
  ): Promise<string | null> {
    if (origin === null) return null;
    const invitee =
      uploader.inviteeId === null ? undefined : await people.findInvitee(uploader.inviteeId, request.id);
    const isTheirs = invitee === undefined && uploader.email === to;
    const token = isTheirs
      ? await uploaderTokenFor(deps, uploader)
      : await tokenFor(deps, 'request', invitee?.token ?? request.token);
    return `${origin}/u/${token}`;
  }

  async function frameOf(first: SubmissionRow | undefined, origin: string | null) {
    if (first === undefined) return null;
    const [record, uploader, { organisation }] = await Promise.all([
      rows.find(first.uploadRequestId),
      people.findUploader(first.uploaderId, first.uploadRequestId),
      deps.settings.get(),
    ]);
    if (record === undefined || uploader === undefined) return null;
    const { request } = record;
    const frame: MailFrame = {
      locale: uploader.locale,
      organisation,
      url: await addressOf(request, uploader, first.uploaderEmail, origin),
    };
    return { request, to: first.uploaderEmail, frame };
  }

  async function namesOf(uploaderId: string): Promise<NameOf> {
    const names = sentNames(await handedIn.sentFiles(uploaderId));
    // A release goes by the name it is kept under.
    return ({ id, fileName }) => names.get(id) ?? fileName;
  }

  async function sendReceipt(uploaderId: string, now: number): Promise<void> {
    const files = ofOnePerson(await handedIn.unreceipted(uploaderId, FILES_PER_MAIL));
    const about = await frameOf(files[0], await deps.settings.origin());
    if (about === null) return;
    const mail = receiptMail(about.frame, about.request, files, await namesOf(uploaderId));
    await runBatch(db, [
      ...handedIn.mark(
        'receiptAt',
        files.map(({ id }) => id),
        now,
      ),
      ...mailStatements(deps, about.to, mail, now),
    ]);
  }

  /** One mail for all files of one decision with the same words. */
  async function tell(uploaderId: string, now: number, origin: string | null): Promise<void> {
    const files = ofOnePerson(await handedIn.untold(uploaderId, FILES_PER_MAIL));
    const about = await frameOf(files[0], origin);
    if (about === null) return;
    const nameOf = await namesOf(uploaderId);
    const groups = Map.groupBy(files, ({ state, message }) => JSON.stringify([state, message]));
    for (const group of groups.values()) {
      const [first] = group;
      if (first === undefined) continue;
      const ids = group.map(({ id }) => id);
      // A release goes the way of its file and is not decided by itself.
      const shown = group.filter(({ releaseForId }) => releaseForId === null);
      const decision = first.state === 'returned' ? 'returned' : 'accepted';
      const mail = decisionMail(about.frame, about.request, decision, shown, first.message, nameOf);
      await runBatch(db, [
        ...handedIn.mark('toldAt', ids, now),
        ...(shown.length === 0 ? [] : mailStatements(deps, about.to, mail, now)),
      ]);
    }
  }

  async function remind(now: number): Promise<number> {
    const due = await people.remindersDue(now, SWEEP_SIZE);
    if (due.length === 0) return 0;
    const { organisation } = await deps.settings.get();
    const origin = await deps.settings.origin();
    for (const { invitee, request } of due) {
      await attempt('reminder', async () => {
        const url = origin === null ? null : `${origin}/u/${await tokenFor(deps, 'request', invitee.token)}`;
        const mail = reminderMail({ locale: invitee.locale, organisation, url }, request, now);
        await runBatch(db, [
          people.updateInvitee(invitee.id, { remindedAt: now }),
          ...mailStatements(deps, invitee.email, mail, now),
        ]);
      });
    }
    return due.length;
  }

  /** Deletes what the library did not take in, with the pictures made for its reviewers. */
  async function discard(now: number): Promise<number> {
    const due = await handedIn.discardsDue(now, SWEEP_SIZE);
    if (due.length === 0) return 0;
    const keys = due.flatMap(({ storageKey, previewKey }) => [
      storageKey,
      ...(previewKey === null ? [] : Object.values(previewKeys(previewKey))),
    ]);
    await runBatch(db, [
      ...due.flatMap((file) => [
        handedIn.update(file.id, { discardedAt: now, previewKey: null }),
        auditStatement(
          deps,
          jobCaller(SYSTEM_ACTOR, 'en', now),
          'submission.discarded',
          { kind: 'submission', id: file.id, label: file.fileName },
          { sha256: file.sha256, state: file.state },
        ),
      ]),
      jobStatement(deps, 'objects.delete', { keys }, now),
    ]);
    return due.length;
  }

  /** One person's mail that cannot be written keeps nobody else's back; the next minute tries again. */
  async function attempt(what: string, work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      logEvent('error', 'request_mail.failed', { what, error: String(error) });
    }
  }

  return {
    /** Tells uploaders what was decided, with addresses under `origin`. */
    async tellDecisions(uploaderIds: readonly string[], now: number, origin: string | null): Promise<void> {
      for (const id of uploaderIds) await tell(id, now, origin);
      await deps.doorbell.ring();
    },
    /** Tells somebody which of their files were not taken, and why. */
    async tellRefused(
      {
        uploaderId,
        ...within
      }: { readonly uploaderId: string; readonly since: number; readonly until: number },
      now: number,
    ): Promise<void> {
      const uploader = await people.uploaderById(uploaderId);
      const record = uploader && (await rows.find(uploader.uploadRequestId));
      const refused = await handedIn.refused(uploaderId, within, FILES_PER_MAIL);
      if (uploader === undefined || record === undefined || refused.length === 0) return;
      const { organisation } = await deps.settings.get();
      const { locale, email } = uploader;
      const url = await addressOf(record.request, uploader, email, await deps.settings.origin());
      const files = refused.map(({ fileName, detail }) => ({
        name: fileName,
        reason: detail === null ? null : sayKept(locale, detail),
      }));
      const mail = refusedMail({ locale, organisation, url }, record.request, files);
      await runBatch(db, mailStatements(deps, email, mail, now));
      await deps.doorbell.ring();
    },
    /** What every minute does. */
    async sweep(now: number): Promise<void> {
      const receipts = await handedIn.receiptsDue(
        now - RECEIPT_QUIET_MS,
        now - RECEIPT_LATEST_MS,
        SWEEP_SIZE,
      );
      for (const { uploaderId } of receipts) await attempt('receipt', () => sendReceipt(uploaderId, now));
      const decisions = await handedIn.decisionsDue(SWEEP_SIZE);
      for (const { uploaderId } of decisions) {
        await attempt('decision', async () => tell(uploaderId, now, await deps.settings.origin()));
      }
      const reminded = await remind(now);
      const discarded = await discard(now);
      if (receipts.length + decisions.length + reminded + discarded > 0) await deps.doorbell.ring();
    },
  };
}
export type RequestUpkeep = ReturnType<typeof createRequestUpkeep>;
