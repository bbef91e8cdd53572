/** Every collection with its cover, its count and where it is shown. */
import { FolderOpen, FolderPlus, Search } from 'lucide-preact';
import { useEffect, useState } from 'preact/hooks';
import type { Collection } from '../../../shared/contract/index.ts';
import { Button } from '../../components/Button.tsx';
import { ActionDialog } from '../../components/Dialog.tsx';
import { TextAreaField, TextField } from '../../components/Field.tsx';
import { Icon } from '../../components/Icon.tsx';
import { MoreRows } from '../../components/MoreRows.tsx';
import { Screen } from '../../components/Screen.tsx';
import { EmptyState, ErrorState, useIsSlow } from '../../components/States.tsx';
import { Mark } from '../../components/StatusMark.tsx';
import { Thumb } from '../../components/Thumb.tsx';
import { createCollection, listCollections } from '../../operations/collections.ts';
import { now } from '../../state/clock.ts';
import { useCommands } from '../../state/commands.ts';
import { SETTLED_MS, useSettled } from '../../state/found.ts';
import { locale, showDate, tr } from '../../state/locale.ts';
import { goTo } from '../../state/navigation.ts';
import { pagesChanged, usePages } from '../../state/pages.ts';
import { invalidate } from '../../state/resource.ts';
import { may } from '../../state/session.ts';
import { useShortcuts } from '../../state/shortcuts.ts';

const SEARCH_FROM = 9;

export default function CollectionsScreen() {
  const [filter, setFilter] = useState('');
  const q = useSettled(filter.trim(), SETTLED_MS);
  const list = usePages<Collection>(`collections:${q}`, (cursor, signal) =>
    listCollections({ ...(q === '' ? {} : { q }), ...(cursor === undefined ? {} : { cursor }) }, signal),
  );
  const [isCreating, setCreating] = useState(false);
  const isSlow = useIsSlow(list.isNew && list.error === null);
  const create = () => setCreating(true);
  const mayCreate = may('collection:write');
  useShortcuts(mayCreate ? { n: create } : {});
  useCommands(
    () =>
      mayCreate
        ? [
            {
              id: 'collections:new',
              label: tr('console.collections.new'),
              group: tr('console.nav.collections'),
              icon: FolderPlus,
              shortcut: 'n',
              run: create,
            },
          ]
        : [],
    [locale.value],
  );
  const isSearch = filter !== '' || q !== '';
  // Once there is something to search through the field stays, also while a list is on its way.
  const [isLong, setLong] = useState(false);
  useEffect(() => {
    if (list.items.length >= SEARCH_FROM) setLong(true);
  }, [list.items.length]);
  const newButton = mayCreate && (
    <Button tone="primary" icon={FolderPlus} onClick={create}>
      {tr('console.collections.new')}
    </Button>
  );
  return (
    <Screen
      title={tr('console.nav.collections')}
      count={list.isNew ? undefined : `${list.items.length}${list.hasMore ? '+' : ''}`}
      actions={list.items.length > 0 || isSearch ? newButton : undefined}
      toolbar={
        isLong ? (
          <div class="find-field">
            <Icon of={Search} />
            <input
              class="input"
              type="search"
              aria-label={tr('console.collections.find')}
              placeholder={tr('console.collections.find')}
              value={filter}
              onInput={(event) => setFilter(event.currentTarget.value)}
            />
          </div>
        ) : undefined
      }
    >
      {list.error && list.items.length === 0 && <ErrorState error={list.error} onRetry={list.reload} />}
      {isSlow && (
        <div class="cover-grid" role="status" aria-label={tr('console.loading')}>
          {Array.from({ length: 8 }, (_, index) => (
            <div key={index} class="skeleton cover" />
          ))}
        </div>
      )}
      {!list.isNew && list.items.length === 0 && !list.error && !isSearch && (
        <EmptyState icon={FolderOpen} title={tr('console.collections.empty_title')} action={newButton}>
          {tr('console.collections.empty_text')}
        </EmptyState>
      )}
      {list.items.length > 0 && (
        <ul class="cover-grid">
          {list.items.map((collection) => (
            <CollectionCover key={collection.id} collection={collection} />
          ))}
        </ul>
      )}
      {!list.isNew && isSearch && list.items.length === 0 && !list.error && (
        <p class="muted">{tr('console.no_matches')}</p>
      )}
      <MoreRows of={list} />
      {isCreating && <CreateCollectionDialog onClose={() => setCreating(false)} />}
    </Screen>
  );
}

function CollectionCover({ collection }: { collection: Collection }) {
  const { cover, portals } = collection;
  return (
    <li>
      <a class="cover-card" href={`/admin/collections/${collection.id}`}>
        <span class="cover">
          {cover ? (
            <Thumb asset={cover} fit="cover" transformation="w=640" />
          ) : (
            <span class="cover-empty">
              <Icon of={FolderOpen} />
            </span>
          )}
        </span>
        <span class="cover-title">{collection.title}</span>
        <span class="cover-facts">
          <span>{tr('console.asset_count', { count: collection.assetCount })}</span>
          <WindowMark collection={collection} />
          {portals.length > 0 && (
            <span class="truncate">
              {tr('console.collections.shown_on', { portals: portals.map(({ name }) => name).join(', ') })}
            </span>
          )}
        </span>
      </a>
    </li>
  );
}

/** Whether the collection's own window keeps it closed, or soon will. */
export function WindowMark({ collection }: { collection: Pick<Collection, 'startsAt' | 'endsAt'> }) {
  const { startsAt, endsAt } = collection;
  if (endsAt !== null && endsAt <= now.value) {
    return <Mark tone="bad" label={tr('console.collections.ended', { day: showDate(endsAt) })} />;
  }
  if (startsAt !== null && startsAt > now.value) {
    return (
      <Mark tone="accent" isHollow label={tr('console.collections.starts', { day: showDate(startsAt) })} />
    );
  }
  if (endsAt !== null)
    return <Mark tone="warn" label={tr('console.collections.ends', { day: showDate(endsAt) })} />;
  return null;
}

function CreateCollectionDialog({ onClose }: { onClose: () => void }) {
  const [title, setTitle] = useState('');
  const [description, setDescription] = useState('');
  return (
    <ActionDialog
      title={tr('console.collections.new')}
      onClose={onClose}
      action={tr('console.collections.create')}
      isDisabled={title.trim() === ''}
      onAction={async () => {
        const made = await createCollection({
          title: title.trim(),
          description: description.trim() === '' ? null : description.trim(),
        });
        pagesChanged('collections');
        invalidate('collections');
        goTo(`/admin/collections/${made.id}`);
      }}
    >
      <TextField
        label={tr('console.collection.title')}
        hint={tr('console.collection.title_hint')}
        required
        autofocus
        maxLength={200}
        value={title}
        onValue={setTitle}
      />
      <TextAreaField
        label={tr('console.collection.description')}
        maxLength={4000}
        value={description}
        onValue={setDescription}
      />
    </ActionDialog>
  );
}
