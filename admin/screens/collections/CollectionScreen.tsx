/** One collection: its assets in order on the left, what it is and where it shows on the right. */
import { ArrowLeft, Ellipsis, FolderOpen, ImagePlus, Send, Settings2, Trash2 } from 'lucide-preact';
import { useEffect, useMemo, useState } from 'preact/hooks';
import { useRoute } from 'preact-iso';
import type { AssetCard, Collection } from '../../../shared/contract/index.ts';
import { AssetPicker } from '../../components/AssetPicker.tsx';
import { Button, IconButton } from '../../components/Button.tsx';
import { ActionDialog } from '../../components/Dialog.tsx';
import { Icon } from '../../components/Icon.tsx';
import { Menu } from '../../components/Menu.tsx';
import { Screen } from '../../components/Screen.tsx';
import { EmptyState, ErrorState, Skeleton, useIsSlow } from '../../components/States.tsx';
import { deleteCollection, listCollectionAssets, readCollection } from '../../operations/collections.ts';
import { useCommands } from '../../state/commands.ts';
import { locale, tr } from '../../state/locale.ts';
import { goTo } from '../../state/navigation.ts';
import { notify, notifyFailure } from '../../state/notices.ts';
import { pagesChanged, usePages } from '../../state/pages.ts';
import { browseOrder } from '../../state/recent.ts';
import { invalidate, useResource } from '../../state/resource.ts';
import { may } from '../../state/session.ts';
import { useShortcuts } from '../../state/shortcuts.ts';
import { isNarrow } from '../../state/viewport.ts';
import { NOTHING_SELECTED, prune, type Selection } from '../library/selection.ts';
import { openShareDialog } from '../shares/open-share-dialog.ts';
import { CollectionGrid } from './CollectionGrid.tsx';
import { CollectionInspector } from './CollectionInspector.tsx';
import { addToCollection, collectionKey, membersKey, moveAsset, removeFromCollection } from './changes.ts';

export default function CollectionScreen() {
  const { params } = useRoute();
  const id = params.id ?? '';
  const resource = useResource(collectionKey(id), (signal) => readCollection(id, signal));
  const back = (
    <a class="icon-button" href="/admin/collections" aria-label={tr('console.collection.back')}>
      <Icon of={ArrowLeft} />
    </a>
  );
  const isSlow = useIsSlow(resource.isLoading && !resource.data);
  if (resource.data) return <OneCollection key={id} collection={resource.data} back={back} />;
  return (
    <Screen title={tr('console.nav.collections')} lead={back}>
      {resource.error ? (
        <ErrorState error={resource.error} onRetry={resource.reload} />
      ) : (
        isSlow && <Skeleton />
      )}
    </Screen>
  );
}

function OneCollection({ collection, back }: { collection: Collection; back: preact.ComponentChildren }) {
  const { id } = collection;
  const list = usePages<AssetCard>(membersKey(id), (cursor, signal) =>
    listCollectionAssets(id, cursor, signal),
  );
  const [selection, setSelection] = useState<Selection>(NOTHING_SELECTED);
  const [open, setOpen] = useState<'add' | 'delete' | 'about' | null>(null);
  const order = useMemo(() => list.items.map((asset) => asset.id), [list.items]);
  const selected = list.items.filter((asset) => selection.ids.has(asset.id));
  const mayWrite = may('collection:write');
  useEffect(() => setSelection(prune(selection, new Set(order))), [order]);

  const remove = async () => {
    try {
      await removeFromCollection(collection, [...selection.ids], order);
    } catch (error) {
      notifyFailure(error, tr('console.collection.remove_failed'));
    }
  };
  const move = async (assetId: string, afterAssetId: string | null) => {
    const before = list.items;
    const moving = before.find((asset) => asset.id === assetId);
    if (!moving) return;
    const rest = before.filter((asset) => asset.id !== assetId);
    const at = afterAssetId === null ? 0 : rest.findIndex((asset) => asset.id === afterAssetId) + 1;
    list.put([...rest.slice(0, at), moving, ...rest.slice(at)]);
    try {
      await moveAsset(collection, assetId, afterAssetId, order);
    } catch (error) {
      list.put(before);
      notifyFailure(error, tr('console.collection.move_failed'));
    }
  };
  const share = () =>
    openShareDialog(
      selected.length > 0
        ? { kind: 'assets', assetIds: selected.map((asset) => asset.id) }
        : { kind: 'collection', collectionId: id },
      { name: collection.title },
    );
  const openAsset = (asset: AssetCard) => {
    browseOrder.value = order;
    goTo(`/admin/assets/${asset.id}`, { isAnimated: true });
  };
  useShortcuts({
    ...(mayWrite ? { a: () => setOpen('add') } : {}),
    ...(mayWrite && selected.length > 0
      ? { Delete: () => void remove(), Backspace: () => void remove() }
      : {}),
    ...(may('share:write') ? { 'shift+s': share } : {}),
    Escape: () => setSelection(NOTHING_SELECTED),
  });
  useCommands(
    () =>
      mayWrite
        ? [
            {
              id: 'collection:add',
              label: tr('console.collection.add'),
              group: collection.title,
              icon: ImagePlus,
              shortcut: 'a',
              run: () => setOpen('add'),
            },
          ]
        : [],
    [collection.title, locale.value],
  );
  const isSlow = useIsSlow(list.isNew && list.error === null);
  const isInspecting = !isNarrow.value || open === 'about';
  return (
    <Screen
      title={collection.title}
      lead={back}
      count={tr('console.asset_count', { count: collection.assetCount })}
      isPadded={false}
      actions={
        <>
          {isNarrow.value && (
            <IconButton
              icon={Settings2}
              label={tr('console.collection.about')}
              onClick={() => setOpen('about')}
            />
          )}
          {may('share:write') && collection.assetCount > 0 && (
            <Button icon={Send} onClick={share}>
              {selected.length > 0
                ? tr('console.collection.share_some', { count: selected.length })
                : tr('console.collection.share')}
            </Button>
          )}
          {mayWrite && (
            <Button tone="primary" icon={ImagePlus} onClick={() => setOpen('add')}>
              {tr('console.collection.add')}
            </Button>
          )}
          {mayWrite && (
            <Menu
              label={tr('console.collection.more')}
              icon={Ellipsis}
              isIconOnly
              placement="bottom-end"
              items={[
                {
                  id: 'delete',
                  label: tr('console.collection.delete'),
                  icon: Trash2,
                  tone: 'danger',
                  run: () => setOpen('delete'),
                },
              ]}
            />
          )}
        </>
      }
      inspector={
        isInspecting ? (
          <CollectionInspector
            collection={collection}
            selected={selected}
            order={order}
            onRemove={() => void remove()}
            onMove={(assetId, after) => void move(assetId, after)}
          />
        ) : null
      }
      inspectorTitle={tr('console.collection.about')}
      onInspectorClose={() => setOpen(null)}
    >
      {list.error && list.items.length === 0 && <ErrorState error={list.error} onRetry={list.reload} />}
      {isSlow && <Skeleton />}
      {!list.isNew && list.items.length === 0 && !list.error && (
        <EmptyState
          icon={FolderOpen}
          title={tr('console.collection.empty_title')}
          action={
            mayWrite && (
              <>
                <Button tone="primary" icon={ImagePlus} onClick={() => setOpen('add')}>
                  {tr('console.collection.add')}
                </Button>
                <a class="button" href="/admin/library">
                  {tr('console.collection.empty_library')}
                </a>
              </>
            )
          }
        >
          {tr('console.collection.empty_text')}
        </EmptyState>
      )}
      {list.items.length > 0 && (
        <CollectionGrid
          assets={list.items}
          pages={list}
          coverId={collection.coverAssetId}
          selection={selection}
          isSortable={mayWrite}
          onSelection={setSelection}
          onOpen={openAsset}
          onMove={(assetId, after) => void move(assetId, after)}
        />
      )}
      {open === 'add' && (
        <AssetPicker
          title={tr('console.collection.add_title', { title: collection.title })}
          action={(count) => tr('console.collection.add_action', { count })}
          present={new Set(order)}
          onPick={(assets) => addToCollection(collection, assets)}
          onClose={() => setOpen(null)}
        />
      )}
      {open === 'delete' && (
        <ActionDialog
          title={tr('console.collection.delete_title', { title: collection.title })}
          action={tr('console.collection.delete')}
          tone="danger"
          onClose={() => setOpen(null)}
          onAction={async () => {
            await deleteCollection(id);
            pagesChanged('collections');
            invalidate('collections', 'asset:');
            notify(tr('console.collection.deleted', { title: collection.title }));
            goTo('/admin/collections');
          }}
        >
          <p>{tr('console.collection.delete_text', { count: collection.assetCount })}</p>
        </ActionDialog>
      )}
    </Screen>
  );
}
