/** The people a link was sent to: each with an address of their own, in their language, without an account. */
import type { z } from 'zod';
import type {
  LinkOffer,
  Preflight,
  preflightInput,
  Recipient,
  recipientsInput,
} from '../../../shared/contract/shares.ts';
import { isLocale, type Locale, t } from '../../../shared/messages/index.ts';
import { formatInstant } from '../../../shared/time/format.ts';
import { brokeConstraint, runBatch, type Statement } from '../../db/database.ts';
import type { Caller } from '../../http/caller.ts';
import { fail } from '../../http/errors.ts';
import { auditStatement } from '../audit/index.ts';
import { composeMail, queueMail } from '../mail/index.ts';
import type { IssuingDeps } from './issuing.ts';
import type { LinkRecord, RecipientRow } from './repository.ts';
import { mintTokenId } from './tokens.ts';

type Person = z.infer<typeof recipientsInput>['recipients'][number];

/** How often an invitation begins anew because somebody else invites to the same link in the same moment. */
const INVITE_TRIES = 4;

export interface InvitationDeps extends IssuingDeps {
  readonly preflight: (caller: Caller, input: z.infer<typeof preflightInput>) => Promise<Preflight>;
}

/** What somebody with the link can do, for the mail's list of facts. */
function offerText(locale: Locale, offer: LinkOffer | null): string {
  if (offer === null) return t(locale, 'mail.level.nothing');
  const { level, downloadable: count, total } = offer;
  return level === 'view' || count >= total
    ? t(locale, `mail.level.${level}`)
    : t(locale, `mail.level_some.${level}`, { count, total });
}

export function createInvitations(deps: InvitationDeps) {
  const { db, rows, presenter } = deps;

  const event = (
    caller: Caller,
    name: 'share_link.recipient_invited' | 'share_link.recipient_changed',
    { link }: LinkRecord,
    context: Record<string, unknown>,
  ): Statement =>
    auditStatement(deps, caller, name, { kind: 'share_link', id: link.id, label: link.name }, context);

  /** Nobody is mailed a link that will not open any more. One that is switched off may: it can be switched on. */
  function requireMailable({ locale, now }: Caller, { link }: LinkRecord): void {
    if (link.state === 'revoked') fail('conflict', { detail: t(locale, 'shares.error.revoked') });
    if (link.endsAt > now) return;
    const when = formatInstant(locale, link.endsAt, { zone: link.timeZone });
    fail('conflict', { detail: t(locale, 'shares.error.ended', { when }) });
  }

  /** What the link hands out, as the console shows it to whoever invites. */
  async function offerOf(caller: Caller, { link }: LinkRecord): Promise<LinkOffer | null> {
    const source = { kind: 'link', shareLinkId: link.id } as const;
    return (await deps.preflight(caller, { source, leftOut: null })).offers;
  }

  /** The mail to one person, in their language. @returns its id, and the statements that send it */
  async function inviteMail(caller: Caller, record: LinkRecord, row: RecipientRow, offer: LinkOffer | null) {
    const { organisation } = await deps.settings.get();
    const { link } = record;
    const locale = isLocale(row.locale) ? row.locale : 'en';
    const when = formatInstant(locale, link.endsAt, { zone: link.timeZone });
    const names = { owner: record.ownerName ?? organisation, organisation, name: link.name };
    const needs = [
      link.passwordHash === null ? null : t(locale, 'mail.invite.needs_password', { owner: names.owner }),
      link.requireEmailCode ? t(locale, 'mail.invite.needs_code', { email: row.email }) : null,
    ].filter((need) => need !== null);
    const mail = composeMail(locale, organisation, {
      subject: t(locale, 'mail.invite.subject', { owner: names.owner, name: names.name }),
      title: link.name,
      paragraphs: [
        ...(row.name === '' ? [] : [t(locale, 'mail.greeting', { name: row.name })]),
        t(locale, 'mail.invite.intro', names),
      ],
      quote: link.message,
      facts: [
        { label: t(locale, 'mail.invite.may'), value: offerText(locale, offer) },
        ...(link.startsAt !== null && link.startsAt > caller.now
          ? [
              {
                label: t(locale, 'mail.invite.from'),
                value: formatInstant(locale, link.startsAt, { zone: link.timeZone }),
              },
            ]
          : []),
        { label: t(locale, 'mail.invite.until'), value: when },
      ],
      action: {
        label: t(locale, 'mail.invite.action'),
        url: await presenter.urlOf(caller, 'recipient', row.token),
      },
      small: [...needs, t(locale, 'mail.invite.personal')],
    });
    return queueMail(deps, row.email, mail, caller.now);
  }

  /** Invites those of `people` (by their address) who are not among the link's recipients, all of them or none. */
  async function addMissing(
    caller: Caller,
    record: LinkRecord,
    people: ReadonlyMap<string, Person>,
  ): Promise<void> {
    const present = await rows.recipientsOf([record.link.id]);
    const offer = await offerOf(caller, record);
    const added: RecipientRow[] = [];
    const mails: Statement[] = [];
    for (const [email, person] of people) {
      if (present.some(({ recipient }) => recipient.email === email)) continue;
      const row: RecipientRow = {
        id: deps.identifiers.next('recipient'),
        shareLinkId: record.link.id,
        token: mintTokenId(deps),
        name: person.name,
        email,
        locale: person.locale,
        state: 'active',
        sentAt: caller.now,
        mailId: null,
        lastUsedAt: null,
        downloads: 0,
        createdAt: caller.now,
      };
      const mail = await inviteMail(caller, record, row, offer);
      added.push({ ...row, mailId: mail.id });
      mails.push(...mail.statements);
    }
    await runBatch(db, [
      ...rows.insertRecipients(added),
      ...mails,
      ...added.map((row) =>
        event(caller, 'share_link.recipient_invited', record, { email: row.email, name: row.name }),
      ),
    ]);
    if (added.length > 0) await deps.doorbell.ring();
  }

  return {
    /** Who has an address already keeps it and gets no second mail. */
    async invite(caller: Caller, id: string, invited: readonly Person[]): Promise<Recipient[]> {
      const record = await presenter.own(caller, id);
      requireMailable(caller, record);
      const people = new Map(invited.map((person) => [person.email.toLowerCase(), person]));
      for (let left = INVITE_TRIES; ; left--) {
        try {
          await addMissing(caller, record, people);
          break;
        } catch (error) {
          // Somebody invited one of them in the same moment: the others are still to be invited.
          if (left === 0 || !brokeConstraint(error, 'recipients.share_link_id')) throw error;
        }
      }
      return Promise.all(
        (await rows.recipientsOf([id])).map((row) => presenter.recipientOf(caller, row, true)),
      );
    },

    async changeRecipient(
      caller: Caller,
      id: string,
      recipientId: string,
      action: 'revoke' | 'resend' | 'restore',
    ): Promise<Recipient> {
      const record = await presenter.own(caller, id);
      const found = await rows.findRecipient(id, recipientId);
      if (found === undefined) return fail('not_found');
      const { recipient } = found;
      // An address that is shut must not be mailed.
      if (action === 'resend') {
        requireMailable(caller, record);
        if (recipient.state === 'revoked') {
          fail('conflict', { detail: t(caller.locale, 'shares.error.recipient_revoked') });
        }
      }
      const mail =
        action === 'resend'
          ? await inviteMail(caller, record, recipient, await offerOf(caller, record))
          : null;
      const change =
        mail === null
          ? { state: action === 'revoke' ? ('revoked' as const) : ('active' as const) }
          : { sentAt: caller.now, mailId: mail.id };
      await runBatch(db, [
        rows.updateRecipient(recipientId, change),
        ...(mail?.statements ?? []),
        event(caller, 'share_link.recipient_changed', record, { email: recipient.email, action }),
      ]);
      if (mail !== null) await deps.doorbell.ring();
      return presenter.recipientOf(
        caller,
        { recipient: { ...recipient, ...change }, mail: mail === null ? found.mail : 'queued' },
        true,
      );
    },
  };
}
