/** What the minute's sweep does for share links: ends grants, forgets old codes, tells owners what ends soon. */
import { isLocale, t } from '../../../shared/messages/index.ts';
import { formatMoment } from '../../../shared/time/format.ts';
import { type Database, runBatch } from '../../db/database.ts';
import { jobStatement } from '../../jobs/outbox.ts';
import type { Doorbell } from '../../ports/doorbell.ts';
import type { Identifiers } from '../../ports/identifiers.ts';
import { composeMail, mailStatements } from '../mail/index.ts';
import type { SettingsService } from '../settings/index.ts';
import type { VisitRepository } from './repository-visits.ts';

const SWEEP_SIZE = 100;
const END_NOTICE_MS = 2 * 86_400_000;

export function createUpkeep(deps: {
  readonly db: Database;
  readonly identifiers: Identifiers;
  readonly doorbell: Doorbell;
  readonly settings: Pick<SettingsService, 'get'>;
  readonly rows: VisitRepository;
  /** Where the console is reached, for mail that no request causes; null: mail carries no address. */
  readonly origin: string | null;
}) {
  const { rows } = deps;

  async function endGrants(now: number): Promise<void> {
    const ended = await rows.sweepGrants(now, SWEEP_SIZE);
    const keys = ended.flatMap(({ content }) => (content.kind === 'zip' ? [content.planKey] : []));
    if (keys.length > 0) await runBatch(deps.db, [jobStatement(deps, 'objects.delete', { keys }, now)]);
  }
  async function tellEnds(now: number): Promise<void> {
    const { organisation } = await deps.settings.get();
    const due = await rows.endingSoon(now, END_NOTICE_MS, SWEEP_SIZE);
    for (const { link, ownerEmail, ownerLocale } of due) {
      const locale = isLocale(ownerLocale) ? ownerLocale : 'en';
      const when = formatMoment(locale, link.endsAt, { zone: link.timeZone, now });
      const mail = composeMail(locale, organisation, {
        subject: t(locale, 'mail.ending.subject', { name: link.name }),
        paragraphs: [t(locale, 'mail.ending.intro', { name: link.name, when })],
        action:
          deps.origin === null
            ? null
            : {
                label: t(locale, 'mail.console.action'),
                url: `${deps.origin}/admin/shares/${link.id}`,
              },
      });
      await runBatch(deps.db, [
        rows.noteEndNotice(link.id, now),
        ...(ownerEmail === null ? [] : mailStatements(deps, ownerEmail, mail, now)),
      ]);
    }
    if (due.length > 0) await deps.doorbell.ring();
  }

  return async (now: number): Promise<void> => {
    await endGrants(now);
    await rows.deleteExpiredCodes(now);
    await tellEnds(now);
  };
}
