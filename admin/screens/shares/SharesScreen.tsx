/** The register: every share link with its state, its end and its use; one can be opened beside the list. */
import {
  Ban,
  CalendarPlus,
  Copy,
  FileDown,
  FilePlus2,
  PenLine,
  Power,
  Search,
  SearchX,
  Send,
  X,
} from 'lucide-preact';
import { useEffect, useState } from 'preact/hooks';
import { useLocation, useRoute } from 'preact-iso';
import type { ShareLink, ShareState } from '../../../shared/contract/index.ts';
import { SHARE_STATES } from '../../../shared/contract/index.ts';
import { Button, IconButton } from '../../components/Button.tsx';
import { type FilterToken, FilterTokens } from '../../components/FilterTokens.tsx';
import { Icon } from '../../components/Icon.tsx';
import type { MenuItem } from '../../components/Menu.tsx';
import { Screen } from '../../components/Screen.tsx';
import { EmptyState, ErrorState, Skeleton, useIsSlow } from '../../components/States.tsx';
import { VirtualTable } from '../../components/VirtualTable.tsx';
import { listShares, readShare } from '../../operations/shares.ts';
import { downloadCsv } from '../../state/csv.ts';
import { tr } from '../../state/locale.ts';
import { goTo } from '../../state/navigation.ts';
import { notify, notifyFailure } from '../../state/notices.ts';
import { type Pages, usePages } from '../../state/pages.ts';
import { useResource } from '../../state/resource.ts';
import { may } from '../../state/session.ts';
import { useShortcuts } from '../../state/shortcuts.ts';
import { isNarrow } from '../../state/viewport.ts';
import { modeOf, NOTHING_SELECTED, prune, type Selection, select } from '../library/selection.ts';
import { copyShare, extendShare, toggleShare } from './changes.ts';
import { mayChange } from './may-change.ts';
import { RevokeDialog } from './RevokeDialog.tsx';
import { csvRows } from './register-csv.ts';
import { EditShareDialog } from './ShareDialog.tsx';
import { ShareInspector } from './ShareInspector.tsx';
import { columns, ShareCard } from './ShareRows.tsx';

const SEARCH_DELAY_MS = 250;
/** Columns that the inspector says, while it is open. */
const BESIDE = new Set(['may', 'audience', 'owner', 'last']);

export default function SharesScreen() {
  const { params } = useRoute();
  const { query } = useLocation();
  const assetId = query.assetId;
  const [state, setState] = useState<ShareState | null>(
    SHARE_STATES.find((known) => known === query.state) ?? null,
  );
  const [text, setText] = useState(query.q ?? '');
  const [q, setQuery] = useState(text);
  useEffect(() => {
    const timer = setTimeout(() => setQuery(text.trim()), SEARCH_DELAY_MS);
    return () => clearTimeout(timer);
  }, [text]);
  const filters = {
    ...(q === '' ? {} : { q }),
    ...(state === null ? {} : { state }),
    ...(assetId ? { assetId } : {}),
  };
  const list = usePages(`shares ${JSON.stringify(filters)}`, (cursor, signal) =>
    listShares({ ...filters, ...(cursor === undefined ? {} : { cursor }) }, signal),
  );
  const [selection, setSelection] = useState<Selection>(NOTHING_SELECTED);
  const [open, setOpen] = useState<{ what: 'edit' | 'revoke'; links: readonly ShareLink[] } | null>(null);
  const order = list.items.map(({ id }) => id);
  useEffect(() => {
    if (!list.isNew) setSelection(prune(selection, new Set(order)));
  }, [order.join()]);
  // A link's own address shows it beside the list, wherever it is in it.
  const named = useResource(params.id ? `share:${params.id}` : null, (signal) =>
    readShare(params.id ?? '', signal),
  );
  const selected = list.items.filter(({ id }) => selection.ids.has(id));
  const inspected = selected.length === 1 ? selected[0] : selected.length === 0 ? named.data : undefined;
  const isFiltered = q !== '' || state !== null || Boolean(assetId);

  const act = (links: readonly ShareLink[], what: 'edit' | 'revoke') => setOpen({ what, links });
  const exportAll = async () => {
    try {
      downloadCsv('share-links.csv', await csvRows(filters));
    } catch (error) {
      notifyFailure(error, tr('console.csv_failed'));
    }
  };
  const tokens: FilterToken[] = [
    ...(state === null
      ? []
      : [
          {
            id: 'state',
            label: tr('console.shares.token_state', { state: tr(`console.share_state.${state}`) }),
            onRemove: () => setState(null),
          },
        ]),
    ...(assetId
      ? [
          {
            id: 'asset',
            label: tr('console.shares.token_asset'),
            onRemove: () => goTo('/admin/shares', { isReplacing: true }),
          },
        ]
      : []),
  ];
  useShortcuts({
    Escape: () => setSelection(NOTHING_SELECTED),
    ...(selected.length > 0 && may('share:write') ? { Delete: () => act(selected, 'revoke') } : {}),
  });
  return (
    <Screen
      title={tr('console.nav.shares')}
      count={list.isNew ? undefined : tr('console.shares.count', { count: list.items.length })}
      isPadded={false}
      actions={
        <>
          {list.items.length > 0 && (
            <IconButton icon={FileDown} label={tr('console.csv')} onClick={() => void exportAll()} />
          )}
          {may('share:write') && (
            <a class="button" href="/admin/library">
              <Icon of={Send} />
              {tr('console.shares.new')}
            </a>
          )}
        </>
      }
      toolbar={
        (list.items.length > 0 || isFiltered) && (
          <>
            <div class="find-field">
              <Icon of={Search} />
              <input
                class="input"
                type="search"
                aria-label={tr('console.shares.find')}
                placeholder={tr('console.shares.find_placeholder')}
                value={text}
                onInput={(event) => setText(event.currentTarget.value)}
              />
            </div>
            <FilterTokens
              tokens={tokens}
              offers={SHARE_STATES.filter((known) => known !== state).map((known) => ({
                id: known,
                label: tr(`console.share_state.${known}`),
                run: () => setState(known),
              }))}
            />
          </>
        )
      }
      inspector={
        inspected && (
          <ShareInspector
            key={inspected.id}
            link={inspected}
            onEdit={() => act([inspected], 'edit')}
            onRevoke={() => act([inspected], 'revoke')}
          />
        )
      }
      inspectorTitle={inspected?.name ?? tr('console.inspector')}
      onInspectorClose={() => {
        setSelection(NOTHING_SELECTED);
        if (params.id) goTo('/admin/shares', { isReplacing: true });
      }}
    >
      <Content
        list={list}
        isFiltered={isFiltered}
        onClear={() => {
          setText('');
          setState(null);
          if (assetId) goTo('/admin/shares', { isReplacing: true });
        }}
      >
        {isNarrow.value ? (
          <ul class="share-cards">
            {list.items.map((link) => (
              <ShareCard
                key={link.id}
                link={link}
                onPick={() => setSelection(select(selection, order, link.id, 'only'))}
              />
            ))}
          </ul>
        ) : (
          <VirtualTable
            label={tr('console.nav.shares')}
            rows={list.items}
            columns={columns((link) => menuOf(link, act)).filter(({ id }) => !inspected || !BESIDE.has(id))}
            keyOf={({ id }) => id}
            rowHeight={52}
            total={list.items.length + (list.hasMore ? 1 : 0)}
            selected={selection.ids}
            onSelect={(link, event) => setSelection(select(selection, order, link.id, modeOf(event)))}
            onOpen={(link) => act([link], 'edit')}
            onEnd={list.loadMore}
          />
        )}
      </Content>
      {selected.length > 1 && (
        <div class="bulk-bar">
          <section aria-label={tr('console.bulk.label')}>
            <span class="bulk-count" role="status">
              {tr('console.bulk.selected', { count: selected.length })}
            </span>
            {may('share:write') && (
              <Button tone="quiet" icon={Ban} onClick={() => act(selected, 'revoke')}>
                {tr('console.shares.revoke')}
              </Button>
            )}
            <IconButton
              icon={X}
              label={tr('console.bulk.clear')}
              shortcut="Escape"
              onClick={() => setSelection(NOTHING_SELECTED)}
            />
          </section>
        </div>
      )}
      {open?.what === 'edit' && open.links[0] && (
        <EditShareDialog link={open.links[0]} onClose={() => setOpen(null)} />
      )}
      {open?.what === 'revoke' && <RevokeDialog links={open.links} onClose={() => setOpen(null)} />}
    </Screen>
  );
}

function Content({
  list,
  isFiltered,
  onClear,
  children,
}: {
  list: Pages<ShareLink>;
  isFiltered: boolean;
  onClear: () => void;
  children: preact.ComponentChildren;
}) {
  const isSlow = useIsSlow(list.isNew && list.error === null);
  if (list.error && list.items.length === 0) return <ErrorState error={list.error} onRetry={list.reload} />;
  if (list.isNew)
    return isSlow ? (
      <div class="padded">
        <Skeleton lines={8} />
      </div>
    ) : null;
  if (list.items.length > 0) return <>{children}</>;
  return isFiltered ? (
    <EmptyState
      icon={SearchX}
      title={tr('console.shares.none_title')}
      action={<Button onClick={onClear}>{tr('console.library.none_action')}</Button>}
    />
  ) : (
    <EmptyState
      icon={Send}
      title={tr('console.shares.empty_title')}
      action={
        <>
          <a class="button" data-tone="primary" href="/admin/library">
            {tr('console.collection.empty_library')}
          </a>
          <a class="button" href="/admin/collections">
            {tr('console.shares.empty_collections')}
          </a>
        </>
      }
    >
      {tr('console.shares.empty_text')}
    </EmptyState>
  );
}

function menuOf(
  link: ShareLink,
  act: (links: readonly ShareLink[], what: 'edit' | 'revoke') => void,
): MenuItem[] {
  const isOver = link.state === 'revoked';
  return [
    {
      id: 'copy',
      label: tr('console.share.copy'),
      icon: Copy,
      run: () => {
        void navigator.clipboard
          .writeText(link.vanityUrl ?? link.url)
          .then(() => notify(tr('console.copied')));
      },
    },
    ...(mayChange(link) && !isOver
      ? [
          { id: 'edit', label: tr('console.shares.edit'), icon: PenLine, run: () => act([link], 'edit') },
          {
            id: 'extend',
            label: tr('console.shares.extend'),
            icon: CalendarPlus,
            run: () => void extendShare(link),
          },
          {
            id: 'toggle',
            label: tr(link.state === 'off' ? 'console.shares.switch_on' : 'console.shares.switch_off'),
            icon: Power,
            run: () => void toggleShare(link),
          },
        ]
      : []),
    ...(may('share:write')
      ? [
          {
            id: 'duplicate',
            label: tr('console.shares.duplicate'),
            icon: FilePlus2,
            run: () => void copyShare(link, (made) => goTo(`/admin/shares/${made.id}`)),
          },
        ]
      : []),
    ...(mayChange(link) && !isOver
      ? [
          {
            id: 'revoke',
            label: tr('console.shares.revoke'),
            icon: Ban,
            tone: 'danger' as const,
            isSeparated: true,
            run: () => act([link], 'revoke'),
          },
        ]
      : []),
  ];
}
