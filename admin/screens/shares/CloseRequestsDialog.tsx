/** Says what closing upload requests ends, and what it does not, then closes them. */
import type { RegisteredRequest } from '../../../shared/contract/index.ts';
import { ActionDialog } from '../../components/Dialog.tsx';
import { tr } from '../../state/locale.ts';
import { closeMany } from './changes.ts';

interface Props {
  readonly requests: readonly RegisteredRequest[];
  readonly onClose: () => void;
}

const LISTED_MAX = 8;

export function CloseRequestsDialog({ requests, onClose }: Props) {
  const count = requests.length;
  const live = requests.filter(({ state }) => state === 'active').length;
  const files = requests.reduce((sum, { receivedFiles }) => sum + receivedFiles, 0);
  return (
    <ActionDialog
      title={tr('console.shares.close_requests_title', { count, name: requests[0]?.name ?? '' })}
      action={tr('console.shares.close_requests_action', { count })}
      tone="danger"
      onClose={onClose}
      onAction={() => closeMany(requests)}
    >
      <p>{tr('console.shares.close_requests_text', { count })}</p>
      <ul class="bullets">
        <li>{tr('console.shares.close_requests_live', { live })}</li>
        <li>{tr('console.shares.close_requests_files', { count: files })}</li>
        {count > 1 && requests.slice(0, LISTED_MAX).map(({ id, name }) => <li key={id}>{name}</li>)}
        {count > LISTED_MAX && (
          <li class="muted">{tr('console.shares.and_more', { count: count - LISTED_MAX })}</li>
        )}
      </ul>
    </ActionDialog>
  );
}
