/**
 * A visitor asks the owner of a link: for more time, for a file that was left out. Works on closed links too.
 *
 * The same question sent twice is one question while it is open. Each address has a few questions in a quarter of an hour;
 * strangers together may have a hundred waiting about one link, and from the twentieth on they wait in the console without
 * a mail to the owner. Whoever comes with an address of their own, a recipient, is not held up by strangers.
 */
import type { ShareAskInput } from '../../../shared/contract/shares.ts';
import { isLocale, type Locale, t } from '../../../shared/messages/index.ts';
import { normalizeAddress } from '../../../shared/shares/addresses.ts';
import { type Database, runBatch } from '../../db/database.ts';
import type { Caller } from '../../http/app-env.ts';
import { fail } from '../../http/errors.ts';
import type { Doorbell } from '../../ports/doorbell.ts';
import type { Identifiers } from '../../ports/identifiers.ts';
import type { Signer } from '../../ports/signer.ts';
import { auditStatement } from '../audit/index.ts';
import { composeMail, mailStatements } from '../mail/index.ts';
import type { SettingsService } from '../settings/index.ts';
import { countFailure, lockedFor } from '../users/index.ts';
import type { Admissions, Visit } from './admission.ts';
import type { VisitRepository } from './repository-visits.ts';

const KINDS = { extension: 'extension', item: 'excluded_item', question: 'question' } as const;
/** Questions of strangers about one link that wait at the same time. */
const WAITING_MAX = 100;
/** From here on the owner gets no mail for each. */
const MAILED_MAX = 20;

/** What is asked for, as lines of a mail. */
function factsOf(locale: Locale, input: ShareAskInput): string[] {
  const { channel, from, until, territory } = input;
  const facts: [string, string | null][] = [
    [t(locale, 'share.ask.channel'), channel && t(locale, `rights.channel.${channel}`)],
    [t(locale, 'share.ask.from'), from],
    [t(locale, 'share.ask.until'), until],
    [t(locale, 'share.ask.territory'), territory],
  ];
  return facts.flatMap(([label, value]) => (value ? [`${label}: ${value}`] : []));
}

export function createAsking(deps: {
  readonly db: Database;
  readonly identifiers: Identifiers;
  readonly signer: Signer;
  readonly doorbell: Doorbell;
  readonly settings: Pick<SettingsService, 'get'>;
  readonly admissions: Admissions;
  readonly rows: VisitRepository;
}) {
  const { db, rows } = deps;

  async function fingerprintOf({ link, recipient }: Visit, email: string, input: ShareAskInput) {
    const { kind, reason, item, assetId, channel, from, until, territory } = input;
    const text = JSON.stringify([
      link.id,
      recipient?.id ?? null,
      email,
      kind,
      assetId ?? item,
      reason,
      channel,
      from,
      until,
      territory,
    ]);
    return `${await deps.signer.mac('grant', `ask:1:${text}`)}${await deps.signer.mac('grant', `ask:2:${text}`)}`;
  }

  /** @returns how many questions of strangers wait @throws Failure `too_many_attempts` */
  async function takeTurn(caller: Caller, { link, recipient }: Visit, email: string): Promise<number> {
    const tooMany = () => fail('too_many_attempts', { headers: { 'retry-after': '900' } });
    const subject = `share-ask:${link.id}:${recipient?.id ?? email}`;
    if ((await lockedFor(db, subject, caller.now)) > 0) tooMany();
    if ((await countFailure(db, subject, caller.now)).locked) tooMany();
    if (recipient !== null) return 0;
    const waiting = await rows.openQuestions(link.id, WAITING_MAX);
    return waiting < WAITING_MAX ? waiting : tooMany();
  }

  return {
    /** @throws Failure `not_found`, `too_many_attempts` */
    async ask(caller: Caller, token: string, input: ShareAskInput): Promise<void> {
      const visit = await deps.admissions.visit(token);
      if (visit === null) return fail('not_found');
      const { link, recipient } = visit;
      const email = normalizeAddress(input.email) ?? input.email;
      const fingerprint = await fingerprintOf(visit, email, input);
      if (await rows.isAsked(fingerprint)) return;
      const waiting = await takeTurn(caller, visit, email);
      const kind = KINDS[input.kind];
      const isMember = input.assetId !== null && (await rows.member(link, input.assetId)) !== null;
      const id = deps.identifiers.next('inquiry');
      const title = input.item ?? link.name;
      const { organisation } = await deps.settings.get();
      const locale = isLocale(visit.ownerLocale) ? visit.ownerLocale : 'en';
      const who = input.name === '' ? email : `${input.name} <${email}>`;
      const mail = composeMail(locale, organisation, {
        subject: t(locale, `mail.inquiry.subject.${kind}`, {
          name: kind === 'excluded_item' ? title : link.name,
        }),
        paragraphs: [t(locale, 'mail.inquiry.intro', { who }), ...factsOf(locale, input)],
        quote: input.reason,
        action: { label: t(locale, 'mail.console.action'), url: `${caller.origin}/admin/requests` },
      });
      const isMailed = visit.ownerEmail !== null && waiting < MAILED_MAX;
      try {
        await runBatch(db, [
          rows.insertInquiry({
            id,
            kind,
            shareLinkId: link.id,
            assetId: isMember ? input.assetId : null,
            itemTitle: input.item,
            name: input.name,
            email,
            message: input.reason,
            useChannel: input.channel,
            useFrom: input.from,
            useUntil: input.until,
            useTerritory: input.territory || null,
            locale: isLocale(recipient?.locale) ? recipient.locale : caller.locale,
            fingerprint,
            createdAt: caller.now,
          }),
          ...(isMailed ? mailStatements(deps, visit.ownerEmail ?? '', mail, caller.now) : []),
          auditStatement(
            deps,
            { ...caller, actor: { kind: 'visitor', id: recipient?.id ?? null, name: email } },
            'inquiry.received',
            { kind: 'inquiry', id, label: title },
            { kind, shareLinkId: link.id },
          ),
        ]);
      } catch (error) {
        // The same form, sent twice in the same moment: the other one was first.
        if (await rows.isAsked(fingerprint)) return;
        throw error;
      }
      await deps.doorbell.ring();
    },
  };
}
