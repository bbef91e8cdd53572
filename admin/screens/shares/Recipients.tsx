/** The people a link was sent to: what became of the mail, their use, and shutting one address without the others. */
import { MailPlus, Plus, RotateCcw, Undo2, UserX, X } from 'lucide-preact';
import { useState } from 'preact/hooks';
import type { Recipient, ShareLink } from '../../../shared/contract/index.ts';
import type { Locale } from '../../../shared/messages/index.ts';
import { Button, IconButton } from '../../components/Button.tsx';
import { CopyButton } from '../../components/CopyButton.tsx';
import { ActionDialog } from '../../components/Dialog.tsx';
import { Mark } from '../../components/StatusMark.tsx';
import { changeRecipient, inviteRecipients } from '../../operations/shares.ts';
import { locale, showRelative, tr } from '../../state/locale.ts';
import { notify, notifyFailure } from '../../state/notices.ts';
import { may } from '../../state/session.ts';
import { sharesChanged } from './changes.ts';
import { LANGUAGES, languageName } from './languages.ts';

const MAIL_TONES = { queued: 'accent', sent: 'good', kept: 'plain', failed: 'bad' } as const;
const INVITED_MAX = 100;

export function Recipients({ link, isMine }: { link: ShareLink; isMine: boolean }) {
  const [isInviting, setInviting] = useState(false);
  return (
    <section class="inspector-section" aria-label={tr('console.recipients')}>
      <div class="spread">
        <h2 class="field-label">{tr('console.recipients')}</h2>
        {isMine && isMailable(link) && (
          <Button tone="quiet" icon={MailPlus} onClick={() => setInviting(true)}>
            {tr('console.recipients.invite')}
          </Button>
        )}
      </div>
      {isMine && link.state === 'off' && <p class="small">{tr('console.recipients.off')}</p>}
      {link.recipients.length === 0 ? (
        <p class="muted small">{tr('console.recipients.none')}</p>
      ) : (
        <ul class="recipients">
          {link.recipients.map((recipient) => (
            <RecipientRow key={recipient.id} link={link} recipient={recipient} isMine={isMine} />
          ))}
        </ul>
      )}
      {isInviting && <InviteDialog link={link} onClose={() => setInviting(false)} />}
    </section>
  );
}

/** Nobody is mailed a link that will not open any more. */
const isMailable = ({ state }: ShareLink): boolean => state !== 'ended' && state !== 'revoked';

interface RecipientRowProps {
  readonly link: ShareLink;
  readonly recipient: Recipient;
  readonly isMine: boolean;
}

function RecipientRow({ link, recipient, isMine }: RecipientRowProps) {
  const isRevoked = recipient.state === 'revoked';
  const change = async (action: 'revoke' | 'resend' | 'restore') => {
    try {
      await changeRecipient(link.id, recipient.id, action);
      sharesChanged();
      notify(tr(`console.recipients.done.${action}`, { email: recipient.email }), {
        undo:
          action === 'resend'
            ? undefined
            : async () => {
                await changeRecipient(link.id, recipient.id, action === 'revoke' ? 'restore' : 'revoke');
                sharesChanged();
              },
      });
    } catch (error) {
      notifyFailure(error, tr('console.recipients.failed', { email: recipient.email }));
    }
  };
  return (
    <li>
      <div class="recipient-who">
        <span class="truncate" title={recipient.email}>
          {recipient.name === '' ? recipient.email : recipient.name}
        </span>
        <span class="muted small recipient-facts">
          {isRevoked ? (
            <Mark tone="bad" label={tr('console.share_state.revoked')} />
          ) : (
            <>
              {recipient.mail && (
                <Mark
                  tone={MAIL_TONES[recipient.mail]}
                  isHollow={recipient.mail === 'kept'}
                  label={tr(`console.mails.state.${recipient.mail}`)}
                  {...(recipient.sentAt === null ? {} : { title: showRelative(recipient.sentAt) })}
                />
              )}
              <span>{languageName(recipient.locale)}</span>
              <span>
                {recipient.lastUsedAt === null
                  ? tr('console.recipients.unused')
                  : tr('console.recipients.used', {
                      count: recipient.downloads,
                      when: showRelative(recipient.lastUsedAt),
                    })}
              </span>
            </>
          )}
        </span>
      </div>
      {recipient.url !== null && (
        <CopyButton
          text={recipient.url}
          label={tr('console.recipients.copy', { email: recipient.email })}
          isIconOnly
        />
      )}
      {isMine && may('share:write') && !isRevoked && isMailable(link) && (
        <IconButton
          icon={RotateCcw}
          label={tr('console.recipients.resend', { email: recipient.email })}
          onClick={() => void change('resend')}
        />
      )}
      {isMine && may('share:write') && (
        <IconButton
          icon={isRevoked ? Undo2 : UserX}
          label={tr(isRevoked ? 'console.recipients.restore' : 'console.recipients.revoke', {
            email: recipient.email,
          })}
          onClick={() => void change(isRevoked ? 'restore' : 'revoke')}
        />
      )}
    </li>
  );
}

interface Invited {
  readonly key: number;
  readonly name: string;
  readonly email: string;
  readonly locale: Locale;
}

const looksLikeEmail = (text: string) => /^\S+@\S+\.\S+$/.test(text.trim());
let lastKey = 0;
const nobody = (language: Locale): Invited => ({ key: ++lastKey, name: '', email: '', locale: language });

/** A line a person: name, address, language of the mail. A pasted list of addresses makes a line each. */
function InviteDialog({ link, onClose }: { link: ShareLink; onClose: () => void }) {
  const [people, setPeople] = useState<readonly Invited[]>(() => [nobody(locale.value)]);
  const change = (key: number, part: Partial<Invited>) =>
    setPeople(people.map((person) => (person.key === key ? { ...person, ...part } : person)));
  const paste = (key: number, text: string): boolean => {
    const emails = text.split(/[\s,;<>]+/).filter(looksLikeEmail);
    if (emails.length < 2) return false;
    const language = people.find((person) => person.key === key)?.locale ?? locale.value;
    const others = people.filter((person) => person.email !== '' && person.key !== key);
    setPeople([...others, ...emails.map((email) => ({ ...nobody(language), email }))].slice(0, INVITED_MAX));
    return true;
  };
  const filled = people.filter(({ email }) => email.trim() !== '');
  const isWrong = filled.some(({ email }) => !looksLikeEmail(email));
  return (
    <ActionDialog
      title={tr('console.recipients.invite_title', { name: link.name })}
      action={tr('console.recipients.invite_action', { count: filled.length })}
      size="medium"
      isDisabled={filled.length === 0 || isWrong}
      onClose={onClose}
      onAction={async () => {
        await inviteRecipients(
          link.id,
          filled.map(({ name, email, locale: language }) => ({
            name: name.trim(),
            email: email.trim(),
            locale: language,
          })),
        );
        sharesChanged();
        notify(tr('console.share.invited', { count: filled.length }), { tone: 'good' });
      }}
    >
      <p class="muted">{tr('console.recipients.hint')}</p>
      {link.state === 'off' && <p>{tr('console.recipients.off')}</p>}
      <ul class="invite-rows">
        {people.map(({ key, name, email, locale: language }, index) => (
          <li key={key} class="invite-row">
            <input
              class="input"
              type="text"
              aria-label={tr('console.recipients.email_of', { number: index + 1 })}
              placeholder={tr('console.share.invite_placeholder')}
              inputMode="email"
              autocomplete="off"
              autofocus={index === 0}
              aria-invalid={email !== '' && !looksLikeEmail(email) ? 'true' : undefined}
              value={email}
              onInput={(event) => change(key, { email: event.currentTarget.value })}
              onPaste={(event) => {
                if (paste(key, event.clipboardData?.getData('text') ?? '')) event.preventDefault();
              }}
            />
            <input
              class="input"
              type="text"
              aria-label={tr('console.recipients.name_of', { number: index + 1 })}
              placeholder={tr('console.recipients.name')}
              maxLength={120}
              value={name}
              onInput={(event) => change(key, { name: event.currentTarget.value })}
            />
            <select
              class="input"
              aria-label={tr('console.recipients.language_of', { number: index + 1 })}
              value={language}
              onChange={(event) => {
                const chosen = LANGUAGES.find(({ value }) => value === event.currentTarget.value);
                if (chosen) change(key, { locale: chosen.value });
              }}
            >
              {LANGUAGES.map(({ value, label }) => (
                <option key={value} value={value}>
                  {label}
                </option>
              ))}
            </select>
            <IconButton
              icon={X}
              label={tr('console.recipients.remove', { number: index + 1 })}
              disabled={people.length === 1}
              onClick={() => setPeople(people.filter((person) => person.key !== key))}
            />
          </li>
        ))}
      </ul>
      <Button
        tone="quiet"
        icon={Plus}
        onClick={() => setPeople([...people, nobody(people.at(-1)?.locale ?? locale.value)])}
      >
        {tr('console.recipients.another')}
      </Button>
      {isWrong && (
        <p class="field-error" role="alert">
          {tr('console.recipients.wrong', {
            email: filled.find(({ email }) => !looksLikeEmail(email))?.email ?? '',
          })}
        </p>
      )}
    </ActionDialog>
  );
}
