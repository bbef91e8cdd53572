/**
 * Takes in a question to the owner of a link or of an upload request, and tells the owner.
 *
 * The same question sent twice is one question while it is open. Each address has a few questions in a quarter of an hour;
 * strangers together may have a hundred waiting about one link or request, and from the twentieth on they wait in the console
 * without a mail to the owner. Whoever comes with an address of their own is not held up by strangers.
 */
import type { ShareAskInput } from '../../../shared/contract/share-visits.ts';
import { isLocale, type Locale, t } from '../../../shared/messages/index.ts';
import { normalizeAddress } from '../../../shared/shares/addresses.ts';
import { formatDate } from '../../../shared/time/format.ts';
import { type Database, runBatch } from '../../db/database.ts';
import type { Caller } from '../../http/caller.ts';
import { fail } from '../../http/errors.ts';
import type { Doorbell } from '../../ports/doorbell.ts';
import type { Identifiers } from '../../ports/identifiers.ts';
import type { Signer } from '../../ports/signer.ts';
import { auditStatement } from '../audit/index.ts';
import { composeMail, mailStatements } from '../mail/index.ts';
import type { SettingsService } from '../settings/index.ts';
import { countFailure, lockedFor } from '../users/index.ts';
import { type AskedAbout, createIntakeRepository } from './repository-intake.ts';

const KINDS = { extension: 'extension', item: 'excluded_item', question: 'question' } as const;
/** Questions of strangers about one link or request that wait at the same time. */
const WAITING_MAX = 100;
/** From here on the owner gets no mail for each. */
const MAILED_MAX = 20;

/** A day as its asker chose it, which has no zone. */
const dayOf = (locale: Locale, day: string | null): string | null =>
  day && formatDate(locale, Date.parse(`${day}T00:00:00Z`), { zone: 'UTC' });

/** What is asked. Of an upload request no item and no use are named. */
export type Question = ShareAskInput;

/** Where it is asked: what it is about, whose that is, and whose own address was used. */
export interface AskedAt {
  readonly about: AskedAbout;
  readonly name: string;
  /** Null where it is nobody's any more; the brand's contact is told instead. */
  readonly ownerEmail: string | null;
  readonly ownerLocale: string | null;
  /** A person with an address of their own, while it is good. */
  readonly person: { readonly id: string; readonly locale: string } | null;
  /** The recipient of a link, or the invited person of an upload request, whose address it was. */
  readonly recipientId: string | null;
  readonly inviteeId: string | null;
}

/** What is asked for, as rows of a mail. */
function factsOf(locale: Locale, input: Question): { label: string; value: string }[] {
  const { channel, from, until, territory } = input;
  const facts: [string, string | null][] = [
    [t(locale, 'share.ask.channel'), channel && t(locale, `rights.channel.${channel}`)],
    [t(locale, 'share.ask.from'), dayOf(locale, from)],
    [t(locale, 'share.ask.until'), dayOf(locale, until)],
    [t(locale, 'share.ask.territory'), territory],
  ];
  return facts.flatMap(([label, value]) => (value ? [{ label, value }] : []));
}

export function createInquiryIntake(deps: {
  readonly db: Database;
  readonly identifiers: Identifiers;
  readonly signer: Signer;
  readonly doorbell: Doorbell;
  readonly settings: Pick<SettingsService, 'get'>;
}) {
  const { db } = deps;
  const rows = createIntakeRepository(db);

  async function fingerprintOf({ about, person }: AskedAt, email: string, question: Question) {
    const { kind, reason, item, assetId, channel, from, until, territory } = question;
    const text = JSON.stringify([
      about.id,
      person?.id ?? null,
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
  async function takeTurn(caller: Caller, { about, person }: AskedAt, email: string): Promise<number> {
    const tooMany = () => fail('too_many_attempts', { headers: { 'retry-after': '900' } });
    const subject = `share-ask:${about.id}:${person?.id ?? email}`;
    if ((await lockedFor(db, subject, caller.now)) > 0) tooMany();
    if ((await countFailure(db, subject, caller.now)).locked) tooMany();
    if (person !== null) return 0;
    const waiting = await rows.waiting(about, WAITING_MAX);
    return waiting < WAITING_MAX ? waiting : tooMany();
  }

  return {
    /** @throws Failure `too_many_attempts` */
    async receive(caller: Caller, at: AskedAt, question: Question): Promise<void> {
      const { about, person } = at;
      const email = normalizeAddress(question.email) ?? question.email;
      const fingerprint = await fingerprintOf(at, email, question);
      if (await rows.isAsked(fingerprint)) return;
      const waiting = await takeTurn(caller, at, email);
      const kind = KINDS[question.kind];
      const id = deps.identifiers.next('inquiry');
      const title = question.item ?? at.name;
      const { organisation, contact, locale: brandLocale } = await deps.settings.get();
      const to = at.ownerEmail ?? contact?.email ?? null;
      const locale = isLocale(at.ownerLocale) ? at.ownerLocale : brandLocale;
      const who = question.name === '' ? email : `${question.name} <${email}>`;
      const mail = composeMail(locale, organisation, {
        subject: t(locale, `mail.inquiry.subject.${kind}`, {
          name: kind === 'excluded_item' ? title : at.name,
        }),
        paragraphs: [t(locale, 'mail.inquiry.intro', { who })],
        quote: question.reason,
        facts: factsOf(locale, question),
        action: {
          label: t(locale, 'mail.console.action'),
          url: `${caller.origin}/admin/requests?tab=inquiries`,
        },
      });
      const place = {
        shareLinkId: about.kind === 'link' ? about.id : null,
        uploadRequestId: about.kind === 'request' ? about.id : null,
      };
      try {
        await runBatch(db, [
          rows.insert({
            id,
            kind,
            ...place,
            recipientId: at.recipientId,
            inviteeId: at.inviteeId,
            assetId: question.assetId,
            itemTitle: question.item,
            name: question.name,
            email,
            message: question.reason,
            useChannel: question.channel,
            useFrom: question.from,
            useUntil: question.until,
            useTerritory: question.territory || null,
            locale: isLocale(person?.locale) ? person.locale : caller.locale,
            fingerprint,
            createdAt: caller.now,
          }),
          ...(to !== null && waiting < MAILED_MAX ? mailStatements(deps, to, mail, caller.now) : []),
          auditStatement(
            deps,
            { ...caller, actor: { kind: 'visitor', id: person?.id ?? null, name: email } },
            'inquiry.received',
            { kind: 'inquiry', id, label: title },
            { kind, ...(about.kind === 'link' ? { shareLinkId: about.id } : { uploadRequestId: about.id }) },
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
export type InquiryIntake = ReturnType<typeof createInquiryIntake>;
