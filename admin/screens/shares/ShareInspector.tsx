/** One link beside the register: its address, what it allows, the people it was sent to. */
import {
  Ban,
  CalendarPlus,
  ExternalLink,
  MailPlus,
  PenLine,
  Power,
  RotateCcw,
  Undo2,
  UserX,
} from 'lucide-preact';
import { useState } from 'preact/hooks';
import type { Recipient, ShareLink } from '../../../shared/contract/index.ts';
import { formatTerritories } from '../../../shared/rights/explain.ts';
import { Button, IconButton } from '../../components/Button.tsx';
import { CopyButton } from '../../components/CopyButton.tsx';
import { ActionDialog } from '../../components/Dialog.tsx';
import { Icon } from '../../components/Icon.tsx';
import { Mark, ShareMark } from '../../components/StatusMark.tsx';
import { TagsField } from '../../components/TagsField.tsx';
import { changeRecipient, inviteRecipients } from '../../operations/shares.ts';
import { locale, showMoment, showNumber, showRelative, tr } from '../../state/locale.ts';
import { notify, notifyFailure } from '../../state/notices.ts';
import { may } from '../../state/session.ts';
import { Facts } from '../asset/FileSection.tsx';
import { presetName } from '../portals/PresetField.tsx';
import { extendShare, sharesChanged, toggleShare } from './changes.ts';
import { mayChange } from './may-change.ts';

/** What a link hands out, in a few words. */
export function whatOf(link: ShareLink): string {
  return link.source.kind === 'collection'
    ? tr('console.shares.what_collection', { title: link.source.title })
    : tr('console.asset_count', { count: link.source.count });
}

export interface ShareInspectorProps {
  readonly link: ShareLink;
  readonly onEdit: () => void;
  readonly onRevoke: () => void;
}

export function ShareInspector({ link, onEdit, onRevoke }: ShareInspectorProps) {
  const isOver = link.state === 'revoked';
  const isMine = mayChange(link);
  return (
    <>
      <section class="inspector-section" aria-label={link.name}>
        <div class="spread">
          <h2 class="part-title truncate">{link.name}</h2>
          <ShareMark state={link.state} />
        </div>
        <div class="share-url">
          <span class="truncate">{(link.vanityUrl ?? link.url).replace(/^https?:\/\//, '')}</span>
          <CopyButton text={link.vanityUrl ?? link.url} label={tr('console.share.copy')} isIconOnly />
          <a
            class="icon-button"
            href={link.url}
            target="_blank"
            rel="noreferrer"
            aria-label={tr('console.shares.open_page')}
            title={tr('console.shares.open_page')}
          >
            <Icon of={ExternalLink} />
          </a>
        </div>
        {isMine && !isOver && (
          <div class="line-up">
            <Button icon={PenLine} onClick={onEdit}>
              {tr('console.shares.edit')}
            </Button>
            <Button icon={CalendarPlus} onClick={() => void extendShare(link)}>
              {tr('console.shares.extend')}
            </Button>
            <Button icon={Power} onClick={() => void toggleShare(link)}>
              {tr(link.state === 'off' ? 'console.shares.switch_on' : 'console.shares.switch_off')}
            </Button>
            <Button icon={Ban} tone="danger" onClick={onRevoke}>
              {tr('console.shares.revoke')}
            </Button>
          </div>
        )}
      </section>
      <section class="inspector-section" aria-label={tr('console.shares.terms')}>
        <Facts facts={factsOf(link)} />
        {link.message && <p class="share-message">{link.message}</p>}
      </section>
      <Recipients link={link} isMine={isMine && !isOver} />
    </>
  );
}

/** Only what differs from an ordinary link, after the four things every link has. */
function factsOf(link: ShareLink): { label: string; value: string }[] {
  const facts = [
    {
      label: tr('console.shares.what'),
      value: `${whatOf(link)}${link.pinned ? ` · ${tr('console.shares.pinned')}` : ''}`,
    },
    { label: tr('console.shares.level'), value: tr(`console.level.${link.permission}`) },
    { label: tr('console.shares.ends'), value: showMoment(link.endsAt, link.timeZone) },
    {
      label: tr('console.shares.use'),
      value:
        link.maxDownloads === null
          ? tr('console.shares.used', { count: link.usedDownloads })
          : tr('console.shares.used_of', {
              used: showNumber(link.usedDownloads),
              limit: showNumber(link.maxDownloads),
            }),
    },
    {
      label: tr('console.shares.opened'),
      value: link.openedAt === null ? tr('console.shares.never') : showMoment(link.openedAt),
    },
  ];
  const gates = [
    link.hasPassword ? tr('console.shares.gate_password') : null,
    link.requireEmailCode ? tr('console.shares.gate_code') : null,
    link.termsText ? tr('console.shares.gate_terms') : null,
  ].filter((gate) => gate !== null);
  if (link.startsAt !== null) {
    facts.splice(2, 0, {
      label: tr('console.share.from'),
      value: showMoment(link.startsAt, link.timeZone),
    });
  }
  if (gates.length > 0) facts.push({ label: tr('console.shares.gates'), value: gates.join(', ') });
  if (link.allowedEmails.length > 0) {
    facts.push({ label: tr('console.share.allowed'), value: link.allowedEmails.join(', ') });
  }
  if (link.territories.include !== null || link.territories.exclude.length > 0) {
    facts.push({
      label: tr('console.share.territory'),
      value: formatTerritories(locale.value, link.territories),
    });
  }
  if (link.presets.length > 0) {
    facts.push({ label: tr('console.presets.label'), value: link.presets.map(presetName).join(', ') });
  }
  facts.push(
    { label: tr('console.share.audience'), value: tr(`rights.audience.${link.audience}`) },
    { label: tr('console.share.channel'), value: tr(`rights.channel.${link.channel}`) },
    { label: tr('console.shares.notices'), value: tr(`console.share.notify.${link.notify}`) },
    { label: tr('console.shares.owner'), value: link.owner.name },
  );
  return facts;
}

function Recipients({ link, isMine }: { link: ShareLink; isMine: boolean }) {
  const [isInviting, setInviting] = useState(false);
  return (
    <section class="inspector-section" aria-label={tr('console.recipients')}>
      <div class="spread">
        <h2 class="field-label">{tr('console.recipients')}</h2>
        {isMine && (
          <Button tone="quiet" icon={MailPlus} onClick={() => setInviting(true)}>
            {tr('console.recipients.invite')}
          </Button>
        )}
      </div>
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
  const use = isRevoked
    ? null
    : recipient.lastUsedAt === null
      ? tr('console.recipients.unused')
      : tr('console.recipients.used', {
          count: recipient.downloads,
          when: showRelative(recipient.lastUsedAt),
        });
  return (
    <li>
      <div class="recipient-who">
        <span class="truncate">{recipient.name === '' ? recipient.email : recipient.name}</span>
        <span class="muted small truncate">
          {isRevoked ? <Mark tone="bad" label={tr('console.share_state.revoked')} /> : use}
        </span>
      </div>
      <CopyButton
        text={recipient.url}
        label={tr('console.recipients.copy', { email: recipient.email })}
        isIconOnly
      />
      {isMine && may('share:write') && !isRevoked && (
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

const looksLikeEmail = (text: string) => /^\S+@\S+\.\S+$/.test(text);

function InviteDialog({ link, onClose }: { link: ShareLink; onClose: () => void }) {
  const [emails, setEmails] = useState<string[]>([]);
  const wrong = emails.filter((email) => !looksLikeEmail(email));
  return (
    <ActionDialog
      title={tr('console.recipients.invite_title', { name: link.name })}
      action={tr('console.recipients.invite_action', { count: emails.length })}
      isDisabled={emails.length === 0 || wrong.length > 0}
      onClose={onClose}
      onAction={async () => {
        await inviteRecipients(
          link.id,
          emails.map((email) => ({ email })),
        );
        sharesChanged();
        notify(tr('console.share.invited', { count: emails.length }), { tone: 'good' });
      }}
    >
      <TagsField
        label={tr('console.recipients.emails')}
        hint={
          wrong.length > 0
            ? tr('console.recipients.wrong', { email: wrong[0] ?? '' })
            : tr('console.recipients.hint')
        }
        placeholder={tr('console.share.invite_placeholder')}
        value={emails}
        onValue={setEmails}
      />
    </ActionDialog>
  );
}
