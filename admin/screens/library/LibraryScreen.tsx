/** The library: every asset the console knows, as a wall of pictures or a table. */
import { ArrowDownWideNarrow, Images, LayoutGrid, Rows3, SearchX, Upload } from 'lucide-preact';
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { useLocation } from 'preact-iso';
import { filesOfField, pickFiles as pickFilesWithHandles } from '../../../browser/uploads/chosen-files.ts';
import type { AssetCard } from '../../../shared/contract/index.ts';
import { ASSET_SORTS } from '../../../shared/contract/index.ts';
import { Button, IconButton } from '../../components/Button.tsx';
import { Menu } from '../../components/Menu.tsx';
import { Screen } from '../../components/Screen.tsx';
import { EmptyState, ErrorState, useIsSlow } from '../../components/States.tsx';
import type { AssetQuery } from '../../operations/assets.ts';
import { useAssetList } from '../../state/asset-list.ts';
import { useCommands } from '../../state/commands.ts';
import { locale, tr } from '../../state/locale.ts';
import { goTo } from '../../state/navigation.ts';
import { browseOrder } from '../../state/recent.ts';
import { isNumber, isOneOf, remembered } from '../../state/remembered.ts';
import { may } from '../../state/session.ts';
import { useShortcuts } from '../../state/shortcuts.ts';
import { isNarrow } from '../../state/viewport.ts';
import { upload } from '../../uploads/uploader.ts';
import { AssetGrid } from './AssetGrid.tsx';
import { AssetTable } from './AssetTable.tsx';
import { BulkBar } from './BulkBar.tsx';
import { LibrarySearch, LibraryTokens } from './LibraryFilters.tsx';
import { LibraryInspector } from './LibraryInspector.tsx';
import { Preview } from './Preview.tsx';
import { fromAddress, toAddress } from './query.ts';
import { modeOf, NOTHING_SELECTED, prune, type Selection, select } from './selection.ts';

const VIEWS = ['grid', 'table'] as const;
const view = remembered<(typeof VIEWS)[number]>('library.view', 'grid', isOneOf(VIEWS));
const rowHeight = remembered('library.row_height', 190, isNumber);
/** Survives a visit to an asset's page. */
let lastSelection: Selection = NOTHING_SELECTED;

export default function LibraryScreen() {
  const { query: parameters } = useLocation();
  const query = useMemo(() => fromAddress(parameters), [JSON.stringify(parameters)]);
  const list = useAssetList(query);
  const [selection, setSelectionState] = useState<Selection>(lastSelection);
  const [previewed, setPreviewed] = useState<string | null>(null);
  const [isInspecting, setInspecting] = useState(false);
  const picker = useRef<HTMLInputElement>(null);
  const order = useMemo(() => list.items.map(({ id }) => id), [list.items]);
  const setSelection = (next: Selection) => {
    lastSelection = next;
    setSelectionState(next);
  };
  useEffect(() => {
    if (!list.isNew) setSelection(prune(selection, new Set(order)));
  }, [order]);

  const selected = list.items.filter(({ id }) => selection.ids.has(id));
  const preview = list.items.find(({ id }) => id === previewed) ?? null;
  const change = (next: AssetQuery) => goTo(toAddress(next), { isReplacing: true });
  const open = (asset: AssetCard) => {
    browseOrder.value = order;
    goTo(`/admin/assets/${asset.id}`, { isAnimated: true });
  };
  const stepPreview = (direction: 1 | -1) => {
    const next = order[order.indexOf(previewed ?? '') + direction];
    if (next === undefined) return;
    setPreviewed(next);
    setSelection(select(selection, order, next, 'only'));
    if (order.indexOf(next) > order.length - 10) list.loadMore();
  };
  const pickFiles = () => picker.current?.click();
  useShortcuts({
    Escape: () => setSelection({ ...selection, ids: new Set() }),
    u: pickFiles,
    v: () => {
      view.value = view.value === 'grid' ? 'table' : 'grid';
    },
    ' ': () => setPreviewed(selection.active),
    Enter: () => {
      const active = list.items.find(({ id }) => id === selection.active);
      if (active) open(active);
    },
  });
  useCommands(
    () => [
      ...(may('asset:write')
        ? [
            {
              id: 'library:upload',
              label: tr('console.library.upload'),
              group: tr('console.nav.library'),
              icon: Upload,
              shortcut: 'u',
              run: pickFiles,
            },
          ]
        : []),
      {
        id: 'library:view',
        label: tr(view.value === 'grid' ? 'console.library.as_table' : 'console.library.as_grid'),
        group: tr('console.nav.library'),
        icon: view.value === 'grid' ? Rows3 : LayoutGrid,
        shortcut: 'v',
        run: () => {
          view.value = view.value === 'grid' ? 'table' : 'grid';
        },
      },
    ],
    [view.value, locale.value],
  );
  const isFiltered = toAddress({ ...query, sort: 'newest' }) !== '/admin/library';
  const hasInspector = selected.length > 0 && (!isNarrow.value || isInspecting);
  return (
    <Screen
      title={tr('console.nav.library')}
      count={list.isNew ? undefined : tr('console.asset_count', { count: list.total })}
      isPadded={false}
      actions={
        <>
          <input
            ref={picker}
            type="file"
            multiple
            hidden
            aria-hidden="true"
            tabIndex={-1}
            onClick={(event) => void pickFilesWithHandles(event, true)?.then((files) => upload(files))}
            onChange={(event) => {
              upload(filesOfField(event.currentTarget));
              event.currentTarget.value = '';
            }}
          />
          {may('asset:write') && (
            <Button tone="primary" icon={Upload} onClick={pickFiles}>
              {tr('console.library.upload')}
            </Button>
          )}
        </>
      }
      toolbar={
        <>
          <LibrarySearch query={query} onQuery={change} />
          <LibraryTokens query={query} onQuery={change} />
          <div class="library-view">
            <Menu
              label={tr(`console.library.sort.${query.sort ?? 'newest'}`)}
              icon={ArrowDownWideNarrow}
              tone="quiet"
              placement="bottom-end"
              items={ASSET_SORTS.map((sort) => ({
                id: sort,
                label: tr(`console.library.sort.${sort}`),
                run: () => change({ ...query, sort }),
              }))}
            />
            {view.value === 'grid' && (
              <input
                type="range"
                min={110}
                max={360}
                step={10}
                aria-label={tr('console.library.size')}
                value={rowHeight.value}
                onInput={(event) => {
                  rowHeight.value = Number(event.currentTarget.value);
                }}
              />
            )}
            <div class="button-group">
              <IconButton
                icon={LayoutGrid}
                label={tr('console.library.as_grid')}
                shortcut="v"
                aria-pressed={view.value === 'grid'}
                onClick={() => {
                  view.value = 'grid';
                }}
              />
              <IconButton
                icon={Rows3}
                label={tr('console.library.as_table')}
                shortcut="v"
                aria-pressed={view.value === 'table'}
                onClick={() => {
                  view.value = 'table';
                }}
              />
            </div>
          </div>
        </>
      }
      inspector={hasInspector ? <LibraryInspector assets={selected} /> : null}
      inspectorTitle={tr('console.inspector')}
      onInspectorClose={() => setInspecting(false)}
    >
      <Content
        list={list}
        isFiltered={isFiltered}
        onClear={() => change({})}
        onUpload={pickFiles}
        render={() =>
          view.value === 'grid' || isNarrow.value ? (
            <AssetGrid
              assets={list.items}
              total={list.total}
              rowHeight={rowHeight.value}
              selection={selection}
              onSelection={setSelection}
              onOpen={open}
              onPreview={({ id }) => setPreviewed(id)}
              onEnd={list.loadMore}
            />
          ) : (
            <AssetTable
              list={list}
              query={query}
              selected={selection.ids}
              onSelect={(asset, event) => setSelection(select(selection, order, asset.id, modeOf(event)))}
              onOpen={open}
              onQuery={change}
            />
          )
        }
      />
      {selected.length > 0 && (
        <BulkBar
          assets={selected}
          onClear={() => setSelection({ ...selection, ids: new Set() })}
          onInspect={() => setInspecting(true)}
        />
      )}
      {preview && (
        <Preview
          asset={preview}
          onStep={stepPreview}
          onOpen={() => open(preview)}
          onClose={() => setPreviewed(null)}
        />
      )}
    </Screen>
  );
}

interface ContentProps {
  readonly list: ReturnType<typeof useAssetList>;
  readonly isFiltered: boolean;
  readonly onClear: () => void;
  readonly onUpload: () => void;
  readonly render: () => preact.ComponentChildren;
}

function Content({ list, isFiltered, onClear, onUpload, render }: ContentProps) {
  const isSlow = useIsSlow(list.isNew && list.error === null);
  if (list.error && list.items.length === 0) return <ErrorState error={list.error} onRetry={list.reload} />;
  if (list.isNew && list.items.length === 0) return isSlow ? <GridSkeleton /> : null;
  if (list.items.length > 0) return <>{render()}</>;
  if (isFiltered) {
    return (
      <EmptyState
        icon={SearchX}
        title={tr('console.library.none_title')}
        action={<Button onClick={onClear}>{tr('console.library.none_action')}</Button>}
      >
        {tr('console.library.none_text')}
      </EmptyState>
    );
  }
  return (
    <EmptyState
      icon={Images}
      title={tr('console.library.empty_title')}
      action={
        may('asset:write') && (
          <Button tone="primary" icon={Upload} onClick={onUpload}>
            {tr('console.library.empty_action')}
          </Button>
        )
      }
    >
      {tr('console.library.empty_text')}
    </EmptyState>
  );
}

/** The shape of a wall of pictures. */
function GridSkeleton() {
  const widths = [26, 18, 30, 22, 20, 34, 24, 18, 28, 22, 30, 16];
  return (
    <div class="grid-scroll" role="status" aria-label={tr('console.loading')}>
      <div class="grid-skeleton">
        {widths.map((width, index) => (
          <div key={index} class="skeleton" style={{ flexGrow: width, flexBasis: `${width * 8}px` }} />
        ))}
      </div>
    </div>
  );
}
