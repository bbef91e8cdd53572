/** The upload requests, newest first. */
import { DoorClosed, DoorOpen, Ellipsis, PenLine, Users } from 'lucide-preact';
import { useState } from 'preact/hooks';
import type { UploadRequest } from '../../../shared/contract/index.ts';
import { AddressActs } from '../../components/AddressActs.tsx';
import { Menu } from '../../components/Menu.tsx';
import { MoreRows } from '../../components/MoreRows.tsx';
import { Mark } from '../../components/StatusMark.tsx';
import { closeRequest } from '../../operations/requests.ts';
import { showBytes, showMoment, tr } from '../../state/locale.ts';
import { notify, notifyFailure } from '../../state/notices.ts';
import { type Pages, pagesChanged } from '../../state/pages.ts';
import { invalidate } from '../../state/resource.ts';
import { may } from '../../state/session.ts';
import { InviteesDialog } from './InviteesDialog.tsx';
import { RequestDialog } from './RequestDialog.tsx';

const TONES = { open: 'good', closed: 'plain', past_deadline: 'warn' } as const;

async function setClosed(request: UploadRequest, closed: boolean): Promise<void> {
  const send = async (value: boolean) => {
    await closeRequest(request.id, value);
    pagesChanged('requests');
    invalidate('overview');
  };
  try {
    await send(closed);
    notify(tr(closed ? 'console.requests.closed' : 'console.requests.opened', { title: request.title }), {
      undo: () => send(!closed),
    });
  } catch (error) {
    notifyFailure(error, tr('console.requests.failed', { title: request.title }));
  }
}

export function RequestList({ list }: { list: Pages<UploadRequest> }) {
  const [editing, setEditing] = useState<UploadRequest | null>(null);
  const [asking, setAsking] = useState<string | null>(null);
  const asked = list.items.find(({ id }) => id === asking);
  return (
    <>
      <ul class="rows">
        {list.items.map((request) => (
          <li key={request.id} class="request">
            <div class="two-lines">
              <strong class="truncate">{request.title}</strong>
              <button type="button" class="text-button small truncate" onClick={() => setAsking(request.id)}>
                {askedOf(request)}
              </button>
            </div>
            <div class="two-lines small">
              <Mark
                tone={TONES[request.state]}
                isHollow={request.state === 'closed'}
                label={tr(`console.requests.state.${request.state}`)}
              />
              <span class="muted">
                {request.state === 'closed'
                  ? tr('console.requests.deadline_of', {
                      when: showMoment(request.deadline, request.timeZone),
                    })
                  : showMoment(request.deadline, request.timeZone)}
              </span>
            </div>
            <div class="two-lines small numeric">
              <span>
                {tr('console.requests.files', { count: request.fileCount })}
                {request.usedBytes > 0 && <span class="muted"> · {showBytes(request.usedBytes)}</span>}
              </span>
              {request.waitingCount > 0 && (
                <span class="waiting">{tr('console.requests.waiting', { count: request.waitingCount })}</span>
              )}
            </div>
            <div class="request-acts">
              <AddressActs url={request.url} />
              {may('request:write') && (
                <Menu
                  label={tr('console.shares.acts', { name: request.title })}
                  icon={Ellipsis}
                  isIconOnly
                  tone="quiet"
                  placement="bottom-end"
                  items={[
                    {
                      id: 'edit',
                      label: tr('console.shares.edit'),
                      icon: PenLine,
                      run: () => setEditing(request),
                    },
                    {
                      id: 'people',
                      label: tr('console.invitees.open'),
                      icon: Users,
                      run: () => setAsking(request.id),
                    },
                    {
                      id: 'state',
                      label: tr(
                        request.state === 'closed' ? 'console.requests.open' : 'console.requests.close',
                      ),
                      icon: request.state === 'closed' ? DoorOpen : DoorClosed,
                      run: () => void setClosed(request, request.state !== 'closed'),
                    },
                  ]}
                />
              )}
            </div>
          </li>
        ))}
      </ul>
      <MoreRows of={list} />
      {asked && <InviteesDialog request={asked} onClose={() => setAsking(null)} />}
      {editing && <RequestDialog request={editing} onClose={() => setEditing(null)} />}
    </>
  );
}

/** Names of those who were asked, and whether others may hand in too. */
function askedOf({ invitees, inviteOnly }: UploadRequest): string {
  const names = invitees.filter(({ state }) => state === 'active').map(({ name }) => name);
  if (names.length === 0) return tr(inviteOnly ? 'console.invitees.nobody' : 'console.requests.anybody');
  return tr(inviteOnly ? 'console.requests.asked_only' : 'console.requests.asked', {
    name: names.slice(0, 3).join(', '),
    more: Math.max(0, names.length - 3),
  });
}
