/**
 * What is written down about a download when it is over, once: the rows that are counted, the audit, the owner's mail. It is
 * read from the grant alone, so that the minute's sweep can do it for whoever was cut off.
 */
import { brokeConstraint, type Database, runBatch, type Statement } from '../../db/database.ts';
import { Failure } from '../../http/errors.ts';
import { logEvent } from '../../log.ts';
import type { Doorbell } from '../../ports/doorbell.ts';
import type { Identifiers } from '../../ports/identifiers.ts';
import type { ArchiveSending } from '../archives/index.ts';
import { auditStatement } from '../audit/index.ts';
import { type ComposedMail, mailStatements } from '../mail/index.ts';
import type { SettingsService } from '../settings/index.ts';
import { knownAddress } from './admission.ts';
import { downloadedMail, limitMail, readerOf } from './notices.ts';
import type { NoticeRepository } from './repository-notices.ts';
import type { GrantRow, VisitRepository } from './repository-visits.ts';

interface DownloadedFile {
  readonly assetId: string;
  readonly versionId: string;
  /** The preset, with `zip/` in front for a file of an archive. */
  readonly what: string;
  readonly sizeBytes: number;
}

/** Events name this many assets; the rows name all. */
const NAMED_MAX = 50;

/** When it is written down, and in the course of what. */
export interface RecordedBy {
  readonly requestId: string;
  /** Where the console is reached; null: the mail carries no address. */
  readonly origin: string | null;
  readonly now: number;
}

export function createRecorder(deps: {
  readonly db: Database;
  readonly identifiers: Identifiers;
  readonly doorbell: Doorbell;
  readonly settings: Pick<SettingsService, 'get'>;
  readonly sending: Pick<ArchiveSending, 'read'>;
  readonly rows: VisitRepository;
  readonly notices: NoticeRepository;
}) {
  const { rows } = deps;

  async function filesOf({ id, content, delivery }: GrantRow): Promise<DownloadedFile[]> {
    switch (content.kind) {
      case 'none':
        return [];
      case 'file': {
        const { assetId, preset } = content;
        return delivery?.file ? [{ assetId, what: preset, ...delivery.file }] : [];
      }
      case 'zip': {
        try {
          const { files } = await deps.sending.read(content.planKey ?? '');
          return files.map((file) => ({
            assetId: file.assetId,
            versionId: file.versionId,
            what: `zip/${file.preset}`,
            sizeBytes: file.size,
          }));
        } catch (error) {
          if (!(error instanceof Failure)) throw error;
          // The use is counted all the same; what it was made of is not known any more.
          logEvent('warn', 'download.plan_gone', { grant: id });
          return [];
        }
      }
      default:
        return content satisfies never;
    }
  }

  return {
    /** Does nothing for a download that is written down already. */
    async record(id: string, { requestId, origin, now }: RecordedBy): Promise<void> {
      const grant = await rows.findGrant(id);
      if (grant === undefined || grant.recordedAt !== null) return;
      const found = await rows.findById(grant.shareLinkId, grant.recipientId);
      if (found === null) return;
      const visit = { ...found, base: '' };
      const { link, recipient, ownerEmail } = visit;
      const isBot = grant.delivery?.isBot ?? false;
      const files = await filesOf(grant);
      const { organisation } = await deps.settings.get();
      const reader = readerOf(visit.ownerLocale, organisation, origin);
      const known = knownAddress(visit, grant.gates);
      const who = (known === recipient?.email ? recipient?.name : null) || known;
      const told =
        link.notify === 'immediate' && !isBot
          ? [downloadedMail(reader, link, { who, files: files.length, now })]
          : [];
      const write = (mails: readonly ComposedMail[], noted: readonly Statement[]): Promise<void> =>
        runBatch(deps.db, [
          rows.noteRecorded(grant, now),
          ...noted,
          ...rows.insertDownloads(
            files.map((file) => ({
              id: deps.identifiers.next('delivery'),
              surface: 'share_link' as const,
              surfaceId: link.id,
              ...file,
              recipientId: recipient?.id ?? null,
              territory: grant.delivery?.territory ?? null,
              isBot,
              at: now,
            })),
          ),
          auditStatement(
            deps,
            {
              actor: { kind: 'visitor', id: recipient?.id ?? null, name: known ?? 'Visitor' },
              requestId,
              now,
            },
            'share_link.downloaded',
            { kind: 'share_link', id: link.id, label: link.name },
            {
              files: files.length,
              bytes: files.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0),
              what: [...new Set(files.map(({ what }) => what))],
              assets: files.slice(0, NAMED_MAX).map(({ assetId }) => assetId),
              isBot,
            },
          ),
          ...(isBot ? [rows.countBotDownload(link.id)] : []),
          ...(ownerEmail === null
            ? []
            : mails.flatMap((mail) => mailStatements(deps, ownerEmail, mail, now))),
        ]);
      const limit = await deps.notices.nearLimit(link.id);
      const nearby = limit === null ? [] : [limitMail(reader, link, limit)];
      const isFirst = async (
        mails: readonly ComposedMail[],
        noted: readonly Statement[],
      ): Promise<boolean> => {
        try {
          await write(mails, noted);
          return true;
        } catch (error) {
          if (brokeConstraint(error, 'download_grants.created_at')) return false;
          // Another download past the mark was first with that notice.
          if (noted.length === 0 || !brokeConstraint(error, 'share_links.state')) throw error;
          return isFirst(told, []);
        }
      };
      const noted = limit === null ? [] : [deps.notices.noteLimitNotice(link.id, now)];
      if (!(await isFirst([...told, ...nearby], noted))) return;
      if (told.length + nearby.length > 0) await deps.doorbell.ring();
    },
  };
}
export type Recorder = ReturnType<typeof createRecorder>;
