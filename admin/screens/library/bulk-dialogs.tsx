/** Changes to many assets at once; each says what it will affect before it does anything. */
import { useState } from 'preact/hooks';
import type { AssetCard } from '../../../shared/contract/index.ts';
import { formatTerritories } from '../../../shared/rights/explain.ts';
import { formatWindow } from '../../../shared/time/index.ts';
import { Combobox } from '../../components/Combobox.tsx';
import { ActionDialog } from '../../components/Dialog.tsx';
import { TextField } from '../../components/Field.tsx';
import { Loaded } from '../../components/States.tsx';
import { TagsField } from '../../components/TagsField.tsx';
import { createCollection, listCollections } from '../../operations/collections.ts';
import { listLicenses } from '../../operations/rights.ts';
import { editKeywords, giveLicense, putInCollection } from '../../state/asset-changes.ts';
import { now } from '../../state/clock.ts';
import { locale, tr } from '../../state/locale.ts';
import { useResource } from '../../state/resource.ts';

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
  const licenses = useResource('licenses:all', (signal) => listLicenses({}, signal));
  const [chosen, setChosen] = useState<string | null>(null);
  const license = licenses.data?.items.find(({ id }) => id === chosen) ?? null;
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
      <Loaded of={licenses}>
        {({ items }) => (
          <Combobox
            label={tr('console.bulk.license_label')}
            placeholder={tr('console.bulk.license_placeholder')}
            value={chosen}
            choices={items.map((item) => ({
              value: item.id,
              label: item.name,
              note: tr(`console.license_state.${item.state}`),
              words: item.licensor ?? '',
            }))}
            onChoose={setChosen}
          />
        )}
      </Loaded>
      {license ? (
        <p class="muted">
          {tr('console.bulk.license_effect', {
            effect: license.effect,
            count,
            window: formatWindow(locale.value, license, { zone: license.timeZone, now: now.value }),
            territories: formatTerritories(locale.value, license.territories),
            channels:
              license.channels === null
                ? tr('console.channel.all')
                : license.channels.map((channel) => tr(`rights.channel.${channel}`)).join(', '),
          })}
        </p>
      ) : (
        <p class="muted">{tr('console.bulk.license_hint')}</p>
      )}
    </ActionDialog>
  );
}

export function CollectionDialog({ assets, onClose }: BulkDialogProps) {
  const collections = useResource('collections:all', (signal) => listCollections(signal));
  const [chosen, setChosen] = useState<string | null>(null);
  const [title, setTitle] = useState('');
  const count = assets.length;
  const ids = assets.map(({ id }) => id);
  const collection = collections.data?.items.find(({ id }) => id === chosen) ?? null;
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
      <Loaded of={collections}>
        {({ items }) =>
          items.length > 0 && (
            <Combobox
              label={tr('console.bulk.collection_label')}
              placeholder={tr('console.bulk.collection_placeholder')}
              value={chosen}
              choices={items.map((item) => ({
                value: item.id,
                label: item.title,
                note: tr('console.asset_count', { count: item.assetCount }),
              }))}
              onChoose={(id) => {
                setChosen(id);
                setTitle('');
              }}
            />
          )
        }
      </Loaded>
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
