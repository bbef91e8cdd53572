/** What is written down about a download, once, after the response: the rows that are counted, the audit, the owner's mail. */
import { type Database, runBatch } from '../../db/database.ts';
import type { Caller } from '../../http/app-env.ts';
import type { Doorbell } from '../../ports/doorbell.ts';
import type { Identifiers } from '../../ports/identifiers.ts';
import { auditStatement } from '../audit/index.ts';
import { mailStatements } from '../mail/index.ts';
import type { SettingsService } from '../settings/index.ts';
import type { Visit } from './admission.ts';
import { downloadedMail, limitMail, readerOf } from './notices.ts';
import type { NoticeRepository } from './repository-notices.ts';
import type { VisitRepository } from './repository-visits.ts';

export interface DownloadedFile {
  readonly assetId: string;
  readonly versionId: string;
  /** The preset, with `zip/` in front for a file of an archive. */
  readonly what: string;
  readonly sizeBytes: number;
}

/** Events name this many assets; the rows name all. */
const NAMED_MAX = 50;

export function createRecorder(deps: {
  readonly db: Database;
  readonly identifiers: Identifiers;
  readonly doorbell: Doorbell;
  readonly settings: Pick<SettingsService, 'get'>;
  readonly rows: VisitRepository;
  readonly notices: NoticeRepository;
}) {
  const { rows } = deps;
  return {
    async record(
      caller: Caller,
      visit: Visit,
      download: { readonly isBot: boolean; readonly files: readonly DownloadedFile[] },
    ): Promise<void> {
      const { link, recipient, ownerEmail } = visit;
      const { files, isBot } = download;
      const { organisation } = await deps.settings.get();
      const reader = readerOf(visit.ownerLocale, organisation, caller.origin);
      const who = recipient?.name || recipient?.email || null;
      const limit = await deps.notices.takeLimitNotice(link.id, caller.now);
      const mails = [
        ...(link.notify === 'immediate' && !isBot
          ? [downloadedMail(reader, link, { who, files: files.length, now: caller.now })]
          : []),
        ...(limit === null ? [] : [limitMail(reader, link, limit)]),
      ];
      await runBatch(deps.db, [
        ...rows.insertDownloads(
          files.map((file) => ({
            id: deps.identifiers.next('delivery'),
            surface: 'share_link' as const,
            surfaceId: link.id,
            ...file,
            recipientId: recipient?.id ?? null,
            territory: caller.territory,
            isBot,
            at: caller.now,
          })),
        ),
        auditStatement(
          deps,
          {
            ...caller,
            actor: { kind: 'visitor', id: recipient?.id ?? null, name: recipient?.email ?? 'Visitor' },
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
          : mails.flatMap((mail) => mailStatements(deps, ownerEmail, mail, caller.now))),
      ]);
      if (mails.length > 0) await deps.doorbell.ring();
    },
  };
}
export type Recorder = ReturnType<typeof createRecorder>;
