/** People asked under a request: what each has done, their own address, asking again, withdrawing, and asking more people. */
import { Ban, Mail, RotateCcw } from 'lucide-preact';
import { useState } from 'preact/hooks';
import type { Invitee, UploadRequest } from '../../../shared/contract/index.ts';
import { IconButton } from '../../components/Button.tsx';
import { CopyButton } from '../../components/CopyButton.tsx';
import { ActionDialog } from '../../components/Dialog.tsx';
import { Mark } from '../../components/StatusMark.tsx';
import { changeInvitee, inviteToRequest } from '../../operations/requests.ts';
import { showMoment, tr } from '../../state/locale.ts';
import { notify, notifyFailure } from '../../state/notices.ts';
import { pagesChanged } from '../../state/pages.ts';
import { may } from '../../state/session.ts';
import { AskedFields } from './AskedFields.tsx';
import { type Asked, isAsked } from './request-form.ts';

type Action = 'resend' | 'revoke' | 'restore';

export function InviteesDialog({ request, onClose }: { request: UploadRequest; onClose: () => void }) {
  const [people, setPeople] = useState<readonly Asked[]>([]);
  const mayWrite = may('request:write');
  const act = async (invitee: Invitee, action: Action): Promise<void> => {
    try {
      await changeInvitee(request.id, invitee.id, action);
      pagesChanged('requests');
      notify(tr(`console.invitees.${action}_done`, { name: invitee.name }), {
        tone: 'good',
        ...(action === 'resend'
          ? {}
          : { undo: () => act(invitee, action === 'revoke' ? 'restore' : 'revoke') }),
      });
    } catch (error) {
      notifyFailure(error, tr('console.invitees.failed', { name: invitee.name }));
    }
  };
  return (
    <ActionDialog
      title={tr('console.invitees.title', { title: request.title })}
      action={tr('console.invitees.ask', { count: people.length })}
      size="medium"
      isDisabled={!mayWrite || people.length === 0 || !people.every(isAsked)}
      onClose={onClose}
      onAction={async () => {
        await inviteToRequest(
          request.id,
          people.map(({ name, email, locale: language }) => ({
            name: name.trim(),
            email: email.trim(),
            locale: language,
          })),
        );
        pagesChanged('requests');
        notify(tr('console.invitees.asked', { count: people.length }), { tone: 'good' });
      }}
    >
      {request.invitees.length === 0 ? (
        <p class="muted">{tr('console.invitees.none')}</p>
      ) : (
        <ul class="rows">
          {request.invitees.map((invitee) => (
            <li key={invitee.id} class="invitee">
              <div class="two-lines">
                <strong class="truncate">{invitee.name}</strong>
                <span class="muted small truncate">{invitee.email}</span>
              </div>
              <div class="two-lines small">
                <span>
                  {invitee.state === 'revoked' ? (
                    <Mark tone="bad" label={tr('console.invitees.revoked')} />
                  ) : invitee.fileCount > 0 ? (
                    <Mark tone="good" label={tr('console.requests.files', { count: invitee.fileCount })} />
                  ) : (
                    <Mark tone="plain" isHollow label={tr('console.invitees.nothing_yet')} />
                  )}
                </span>
                <span class="muted">{lastOf(invitee)}</span>
              </div>
              <div class="request-acts">
                {invitee.url !== null && (
                  <CopyButton
                    text={invitee.url}
                    label={tr('console.invitees.copy', { name: invitee.name })}
                    isIconOnly
                  />
                )}
                {mayWrite && invitee.state === 'active' && (
                  <>
                    <IconButton
                      icon={Mail}
                      label={tr('console.invitees.resend', { name: invitee.name })}
                      onClick={() => void act(invitee, 'resend')}
                    />
                    <IconButton
                      icon={Ban}
                      label={tr('console.invitees.revoke', { name: invitee.name })}
                      onClick={() => void act(invitee, 'revoke')}
                    />
                  </>
                )}
                {mayWrite && invitee.state === 'revoked' && (
                  <IconButton
                    icon={RotateCcw}
                    label={tr('console.invitees.restore', { name: invitee.name })}
                    onClick={() => void act(invitee, 'restore')}
                  />
                )}
              </div>
            </li>
          ))}
        </ul>
      )}
      {mayWrite && request.state === 'open' && (
        <AskedFields legend={tr('console.invitees.more')} people={people} onPeople={setPeople} />
      )}
    </ActionDialog>
  );
}

/** The last thing that happened with an invitation. */
function lastOf({ lastUsedAt, remindedAt, sentAt }: Invitee): string {
  if (lastUsedAt !== null) return tr('console.invitees.opened', { when: showMoment(lastUsedAt) });
  if (remindedAt !== null) return tr('console.invitees.reminded', { when: showMoment(remindedAt) });
  return sentAt === null ? '' : tr('console.invitees.sent', { when: showMoment(sentAt) });
}
