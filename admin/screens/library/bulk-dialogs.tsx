/** Changes to many assets at once; each says what it will affect before it does anything. */
import { useState } from 'preact/hooks';
import type { AssetCard, Collection, License } from '../../../shared/contract/index.ts';
import { CollectionPicker } from '../../components/CollectionPicker.tsx';
import { ActionDialog } from '../../components/Dialog.tsx';
import { TextField } from '../../components/Field.tsx';
import { LicensePicker } from '../../components/LicensePicker.tsx';
import { TagsField } from '../../components/TagsField.tsx';
import { createCollection } from '../../operations/collections.ts';
import { editKeywords, giveLicense, putInCollection } from '../../state/asset-changes.ts';
import { tr } from '../../state/locale.ts';

interface BulkDialogProps {
  readonly assets: readonly AssetCard[];
  readonly onClose: () => void;
}

export function KeywordDialog({ assets, onClose }: BulkDialogProps) {
  const [words, setWords] = useState<string[]>([]);
  const count = assets.length;
  return (
    <ActionDialog
      title={tr('console.bulk.keywords_title', { count })}
      onClose={onClose}
      action={tr('console.bulk.keywords_action', { words: words.length, count })}
      isDisabled={words.length === 0}
      onAction={() =>
        editKeywords(
          assets.map(({ id }) => id),
          { add: words },
        )
      }
    >
      <TagsField
        label={tr('console.bulk.keywords_label')}
        hint={tr('console.bulk.keywords_hint')}
        value={words}
        onValue={setWords}
      />
    </ActionDialog>
  );
}

export function LicenseDialog({ assets, onClose }: BulkDialogProps) {
  const [license, setLicense] = useState<License | null>(null);
  const count = assets.length;
  return (
    <ActionDialog
      title={tr('console.bulk.license_title', { count })}
      onClose={onClose}
      action={tr('console.bulk.license_action', { count })}
      isDisabled={license === null}
      onAction={async () => {
        if (license)
          await giveLicense(
            license,
            assets.map(({ id }) => id),
          );
      }}
    >
      <LicensePicker value={license} onValue={setLicense}>
        {license ? tr('console.bulk.license_keeps', { count }) : tr('console.bulk.license_hint')}
      </LicensePicker>
    </ActionDialog>
  );
}

export function CollectionDialog({ assets, onClose }: BulkDialogProps) {
  const [collection, setCollection] = useState<Collection | null>(null);
  const [title, setTitle] = useState('');
  const count = assets.length;
  const ids = assets.map(({ id }) => id);
  return (
    <ActionDialog
      title={tr('console.bulk.collection_title', { count })}
      onClose={onClose}
      action={tr('console.bulk.collection_action', { count })}
      isDisabled={collection === null && title.trim() === ''}
      onAction={async () => {
        await putInCollection(
          title.trim() === '' && collection ? collection : await createCollection(title.trim()),
          ids,
        );
      }}
    >
      <CollectionPicker
        label={tr('console.bulk.collection_label')}
        placeholder={tr('console.bulk.collection_placeholder')}
        value={collection?.id ?? null}
        onValue={(chosen) => {
          setCollection(chosen);
          setTitle('');
        }}
      />
      <TextField label={tr('console.bulk.collection_new')} maxLength={200} value={title} onValue={setTitle} />
      {collection && collection.portals.length > 0 && title.trim() === '' && (
        <p class="muted">
          {tr('console.bulk.collection_portals', {
            portals: collection.portals.map(({ name }) => name).join(', '),
          })}
        </p>
      )}
    </ActionDialog>
  );
}
