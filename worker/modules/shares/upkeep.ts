/** What the minute's sweep does for share links: ends grants, forgets old codes, tells owners what ends soon. */
import { DAY_MS } from '../../../shared/time/durations.ts';
import { type Database, runBatch } from '../../db/database.ts';
import { jobStatement } from '../../jobs/outbox.ts';
import type { Doorbell } from '../../ports/doorbell.ts';
import type { Identifiers } from '../../ports/identifiers.ts';
import type { Signer } from '../../ports/signer.ts';
import { mailStatements } from '../mail/index.ts';
import type { SettingsService } from '../settings/index.ts';
import { keysOf } from './archive.ts';
import { createDigests } from './digest.ts';
import { offerExtension } from './extension.ts';
import { endingMail, readerOf } from './notices.ts';
import type { NoticeRepository } from './repository-notices.ts';
import type { VisitRepository } from './repository-visits.ts';

const SWEEP_SIZE = 100;
/** How long before the end its owner is told. */
const END_NOTICE_MS = 2 * DAY_MS;

export function createUpkeep(deps: {
  readonly db: Database;
  readonly identifiers: Identifiers;
  readonly signer: Signer;
  readonly doorbell: Doorbell;
  readonly settings: Pick<SettingsService, 'get'>;
  readonly rows: VisitRepository;
  readonly notices: NoticeRepository;
  /** Where the console is reached, for mail that no request causes; null: mail carries no address. */
  readonly origin: string | null;
}) {
  const { rows, notices } = deps;
  const digest = createDigests(deps, END_NOTICE_MS);

  async function endGrants(now: number): Promise<void> {
    const ended = await rows.sweepGrants(now, SWEEP_SIZE);
    const keys = ended.flatMap(({ content }) => keysOf(content));
    if (keys.length > 0) await runBatch(deps.db, [jobStatement(deps, 'objects.delete', { keys }, now)]);
  }
  async function tellEnds(now: number): Promise<void> {
    const { organisation, shareMaximumDays } = await deps.settings.get();
    const due = await notices.endingSoon(now, END_NOTICE_MS, SWEEP_SIZE);
    for (const { link, ownerEmail, ownerLocale } of due) {
      const extension = await offerExtension(deps, link, shareMaximumDays, now);
      const mail = endingMail(readerOf(ownerLocale, organisation, deps.origin), link, extension);
      await runBatch(deps.db, [
        notices.noteEndNotice(link.id, now),
        ...(ownerEmail === null ? [] : mailStatements(deps, ownerEmail, mail, now)),
      ]);
    }
    if (due.length > 0) await deps.doorbell.ring();
  }

  return async (now: number): Promise<void> => {
    await endGrants(now);
    await rows.deleteExpiredCodes(now);
    await tellEnds(now);
    await digest(now);
  };
}
