/** Hands links to another person, who is then told about them and may change them. */
import { useState } from 'preact/hooks';
import type { ShareLink } from '../../../shared/contract/index.ts';
import { ActionDialog } from '../../components/Dialog.tsx';
import { SelectField } from '../../components/Field.tsx';
import { ErrorState } from '../../components/States.tsx';
import { listOwners } from '../../operations/shares.ts';
import { tr } from '../../state/locale.ts';
import { useResource } from '../../state/resource.ts';
import { may } from '../../state/session.ts';
import { transferShares } from './changes.ts';

export function TransferDialog({ links, onClose }: { links: readonly ShareLink[]; onClose: () => void }) {
  const owners = useResource('share-owners', listOwners);
  const [chosen, setChosen] = useState('');
  const others = (owners.data ?? []).filter(({ id }) => links.some(({ owner }) => owner.id !== id));
  const owner = others.find(({ id }) => id === chosen);
  return (
    <ActionDialog
      title={tr('console.shares.transfer_title', { count: links.length, name: links[0]?.name ?? '' })}
      action={
        owner ? tr('console.shares.transfer_action', { name: owner.name }) : tr('console.shares.transfer')
      }
      isDisabled={owner === undefined}
      onClose={onClose}
      onAction={async () => {
        if (owner) await transferShares(links, owner);
      }}
    >
      {owners.error && <ErrorState error={owners.error} onRetry={owners.reload} />}
      <SelectField
        label={tr('console.shares.transfer_to')}
        value={chosen}
        options={[
          { value: '', label: tr('console.shares.transfer_choose') },
          ...others.map(({ id, name }) => ({ value: id, label: name })),
        ]}
        onValue={setChosen}
      />
      <ul class="bullets">
        <li>{tr('console.shares.transfer_address')}</li>
        <li>{tr('console.shares.transfer_contact')}</li>
        {!may('share:manage_all') && <li>{tr('console.shares.transfer_no_undo')}</li>}
      </ul>
    </ActionDialog>
  );
}
