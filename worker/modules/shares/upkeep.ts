/** What the minute's sweep does for share links: ends grants, forgets old codes, tells owners what ends soon. */
import { DAY_MS } from '../../../shared/time/durations.ts';
import { brokeConstraint, type Database, runBatch } from '../../db/database.ts';
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
import type { Recorder } from './recording.ts';
import type { NoticeRepository } from './repository-notices.ts';
import type { VisitRepository } from './repository-visits.ts';

const SWEEP_SIZE = 100;
/** Longer than it takes to write a download down. */
const RECORDING_MS = 2 * 60_000;
/** How long before the end its owner is told. */
const END_NOTICE_MS = 2 * DAY_MS;

export function createUpkeep(deps: {
  readonly db: Database;
  readonly identifiers: Identifiers;
  readonly signer: Signer;
  readonly doorbell: Doorbell;
  readonly settings: Pick<SettingsService, 'get' | 'origin'>;
  readonly rows: VisitRepository;
  readonly recorder: Recorder;
  readonly notices: NoticeRepository;
}) {
  const { rows, notices } = deps;
  const digest = createDigests(deps, END_NOTICE_MS);

  /**
   * Ends grants whose time is over: one of which no byte was ever sent gives its place back, the others are a use. Writes down
   * what was complete and then lost its Worker.
   */
  async function endGrants(now: number): Promise<void> {
    const ended = await rows.grantsDue(now, SWEEP_SIZE);
    const by = { requestId: 'sweep', origin: await deps.settings.origin(), now };
    for (const grant of ended) {
      if (grant.startedAt === null) {
        await rows.releaseGrant(grant, now);
        continue;
      }
      await rows.endGrant(grant, now);
      await deps.recorder.record(grant.id, by);
    }
    for (const { id } of await rows.unrecorded(now - RECORDING_MS, SWEEP_SIZE))
      await deps.recorder.record(id, by);
    const keys = ended.flatMap(({ content }) => keysOf(content));
    if (keys.length > 0) await runBatch(deps.db, [jobStatement(deps, 'objects.delete', { keys }, now)]);
  }
  async function tellEnds(now: number): Promise<void> {
    const { organisation, shareMaximumDays } = await deps.settings.get();
    const due = await notices.endingSoon(now, END_NOTICE_MS, SWEEP_SIZE);
    if (due.length === 0) return;
    const origin = await deps.settings.origin();
    for (const { link, ownerEmail, ownerLocale } of due) {
      const extension = await offerExtension({ signer: deps.signer, origin }, link, shareMaximumDays, now);
      const mail = endingMail(readerOf(ownerLocale, organisation, origin), link, extension);
      try {
        await runBatch(deps.db, [
          notices.noteEndNotice(link, now),
          ...(ownerEmail === null ? [] : mailStatements(deps, ownerEmail, mail, now)),
        ]);
      } catch (error) {
        // Another sweep has told it, or the end was moved: the next minute looks again.
        if (!brokeConstraint(error, 'share_links.state')) throw error;
      }
    }
    await deps.doorbell.ring();
  }

  return async (now: number): Promise<void> => {
    await endGrants(now);
    await rows.deleteExpiredCodes(now);
    await tellEnds(now);
    await digest(now);
  };
}
