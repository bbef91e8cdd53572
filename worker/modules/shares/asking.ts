/** A visitor asks the owner of a link: for more time, for a file that was left out. Works on closed links too. */
import type { z } from 'zod';
import type { shareAskInput } from '../../../shared/contract/shares.ts';
import { isLocale, t } from '../../../shared/messages/index.ts';
import { normalizeAddress } from '../../../shared/shares/addresses.ts';
import { type Database, runBatch } from '../../db/database.ts';
import type { Caller } from '../../http/app-env.ts';
import { fail } from '../../http/errors.ts';
import type { Doorbell } from '../../ports/doorbell.ts';
import type { Identifiers } from '../../ports/identifiers.ts';
import { auditStatement } from '../audit/index.ts';
import { composeMail, mailStatements } from '../mail/index.ts';
import type { SettingsService } from '../settings/index.ts';
import { countFailure } from '../users/index.ts';
import type { Admissions, Visit } from './admission.ts';
import type { Content } from './content.ts';
import type { VisitRepository } from './repository-visits.ts';

const KINDS = { extension: 'extension', item: 'excluded_item', question: 'question' } as const;

export function createAsking(deps: {
  readonly db: Database;
  readonly identifiers: Identifiers;
  readonly doorbell: Doorbell;
  readonly settings: Pick<SettingsService, 'get'>;
  readonly admissions: Admissions;
  readonly content: Content;
  readonly rows: VisitRepository;
}) {
  /** The asset of the link with this title, so that the owner finds it at once. */
  async function findAsset(visit: Visit, title: string): Promise<string | null> {
    const entries = await deps.rows.content(visit.link);
    const snapshots = await deps.content.snapshotsOf(entries.slice(0, 400), 0);
    return snapshots.find((snapshot) => snapshot.title === title)?.assetId ?? null;
  }

  return {
    /** @throws Failure `not_found`, `too_many_attempts`: a link takes a few requests in a quarter of an hour */
    async ask(caller: Caller, token: string, input: z.infer<typeof shareAskInput>): Promise<void> {
      const visit = await deps.admissions.visit(token);
      if (visit === null) return fail('not_found');
      const { link } = visit;
      const { locked } = await countFailure(deps.db, `share-ask:${link.id}`, caller.now);
      if (locked) fail('too_many_attempts', { headers: { 'retry-after': '900' } });
      const kind = KINDS[input.kind];
      const email = normalizeAddress(input.email) ?? input.email;
      const asked = input.kind === 'item' && input.item !== null ? await findAsset(visit, input.item) : null;
      const id = deps.identifiers.next('inquiry');
      const title = input.item ?? link.name;
      const { organisation } = await deps.settings.get();
      const locale = isLocale(visit.ownerLocale) ? visit.ownerLocale : 'en';
      const who = input.name === '' ? email : `${input.name} <${email}>`;
      const mail = composeMail(locale, organisation, {
        subject: t(locale, `mail.inquiry.subject.${kind}`, {
          name: kind === 'excluded_item' ? title : link.name,
        }),
        paragraphs: [t(locale, 'mail.inquiry.intro', { who })],
        quote: input.reason,
        action: { label: t(locale, 'mail.console.action'), url: `${caller.origin}/admin/requests` },
      });
      await runBatch(deps.db, [
        deps.rows.insertInquiry({
          id,
          kind,
          shareLinkId: link.id,
          assetId: asked,
          name: input.name,
          email,
          message: input.reason,
          createdAt: caller.now,
        }),
        ...(visit.ownerEmail === null ? [] : mailStatements(deps, visit.ownerEmail, mail, caller.now)),
        auditStatement(
          deps,
          { ...caller, actor: { kind: 'visitor', id: null, name: email } },
          'inquiry.received',
          { kind: 'inquiry', id, label: title },
          { kind, shareLinkId: link.id },
        ),
      ]);
      await deps.doorbell.ring();
    },
  };
}
