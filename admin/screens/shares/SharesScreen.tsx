/** The register: every share link and upload request with its state, its end and its use; one can be opened beside the list. */
import { Ban, CalendarPlus, FileDown, FileX, Search, SearchX, Send, UserRoundCog, X } from 'lucide-preact';
import { useEffect, useState } from 'preact/hooks';
import { useLocation, useRoute } from 'preact-iso';
import type { RegisterRow, ShareLink } from '../../../shared/contract/index.ts';
import { REGISTER_SORTS } from '../../../shared/contract/index.ts';
import { Button, IconButton } from '../../components/Button.tsx';
import { FilterTokens } from '../../components/FilterTokens.tsx';
import { Icon } from '../../components/Icon.tsx';
import { MoreRows } from '../../components/MoreRows.tsx';
import { Screen } from '../../components/Screen.tsx';
import { EmptyState, ErrorState, Skeleton, useIsSlow } from '../../components/States.tsx';
import { VirtualTable } from '../../components/VirtualTable.tsx';
import { listOwners, listRegister, readShare, registerFile } from '../../operations/shares.ts';
import { REQUESTS_ADDRESS } from '../../state/addresses.ts';
import { tr } from '../../state/locale.ts';
import { goTo } from '../../state/navigation.ts';
import { type Pages, usePages } from '../../state/pages.ts';
import { useResource } from '../../state/resource.ts';
import { may } from '../../state/session.ts';
import { useShortcuts } from '../../state/shortcuts.ts';
import { isNarrow } from '../../state/viewport.ts';
import { modeOf, NOTHING_SELECTED, prune, type Selection, select } from '../library/selection.ts';
import { CloseRequestsDialog } from './CloseRequestsDialog.tsx';
import { ExtendDialog } from './ExtendDialog.tsx';
import { mayChange } from './may-change.ts';
import { columns, RegisterCard, rowId } from './RegisterRows.tsx';
import { RequestInspector } from './RequestInspector.tsx';
import { RevokeDialog } from './RevokeDialog.tsx';
import { isFiltered, queryOf, tokensOf, unfiltered, useRegisterView } from './register-filters.ts';
import { type Act, menuOf } from './row-menu.ts';
import { EditShareDialog } from './ShareDialog.tsx';
import { ShareInspector } from './ShareInspector.tsx';
import { TransferDialog } from './TransferDialog.tsx';

const SEARCH_DELAY_MS = 250;
/** Columns that the inspector says, while it is open. */
const BESIDE = new Set(['may', 'audience', 'owner', 'last']);

/** What a row's menu has and the inspector has no button for. */
const MORE = new Set(['duplicate', 'transfer']);

export default function SharesScreen() {
  const { params } = useRoute();
  const { query } = useLocation();
  const [view, change] = useRegisterView(query);
  const [text, setText] = useState(view.q);
  useEffect(() => {
    if (text.trim() === view.q) return;
    const timer = setTimeout(() => change({ q: text.trim() }), SEARCH_DELAY_MS);
    return () => clearTimeout(timer);
  }, [text, view]);
  const filters = queryOf(view);
  const list = usePages(`shares ${JSON.stringify(filters)}`, (cursor, signal) =>
    listRegister({ ...filters, ...(cursor === undefined ? {} : { cursor }) }, signal),
  );
  const owners = useResource(may('share:write') ? 'share-owners' : null, listOwners);
  const [selection, setSelection] = useState<Selection>(NOTHING_SELECTED);
  const [open, setOpen] = useState<{ what: Act; links: readonly ShareLink[] } | null>(null);
  const order = list.items.map(rowId);
  useEffect(() => {
    if (!list.isNew) setSelection(prune(selection, new Set(order)));
  }, [order.join()]);
  // A link's own address shows it beside the list, wherever it is in it.
  const named = useResource(params.id ? `share:${params.id}` : null, (signal) =>
    readShare(params.id ?? '', signal),
  );
  const selected = list.items.filter((row) => selection.ids.has(rowId(row)));
  const [only] = selected;
  const inspected: RegisterRow | undefined =
    selected.length === 1
      ? only
      : selected.length === 0 && named.data
        ? { kind: 'link', link: named.data }
        : undefined;
  const links = selected.flatMap((row) => (row.kind === 'link' ? [row.link] : []));
  const changeable = links.filter((link) => mayChange(link) && link.state !== 'revoked');
  const closable = may('request:write')
    ? selected.flatMap((row) => (row.kind === 'request' && row.request.state !== 'off' ? [row.request] : []))
    : [];
  const changeableCount = changeable.length + closable.length;
  const [isClosing, setClosing] = useState(false);
  const act = (what: Act, of: readonly ShareLink[]) => setOpen({ what, links: of });
  const { tokens, offers } = tokensOf(view, owners.data ?? [], change);
  useShortcuts({
    Escape: () => setSelection(NOTHING_SELECTED),
    ...(changeable.length > 0 ? { Delete: () => act('revoke', changeable) } : {}),
  });
  return (
    <Screen
      title={tr('console.nav.shares')}
      count={list.isNew ? undefined : tr('console.shares.count', { count: list.items.length })}
      isPadded={false}
      actions={
        <>
          {list.items.length > 0 && (
            <a
              class="icon-button"
              href={registerFile(filters)}
              download="share-links.csv"
              aria-label={tr('console.csv')}
              title={tr('console.csv')}
            >
              <Icon of={FileDown} />
            </a>
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
        (list.items.length > 0 || isFiltered(view)) && (
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
            <FilterTokens tokens={tokens} offers={offers} />
            <label class="sort-choice">
              <span class="visually-hidden">{tr('console.shares.sort')}</span>
              <select
                class="input"
                value={view.sort}
                onChange={(event) => {
                  const sort = REGISTER_SORTS.find((known) => known === event.currentTarget.value);
                  if (sort) change({ sort });
                }}
              >
                {REGISTER_SORTS.map((sort) => (
                  <option key={sort} value={sort}>
                    {tr(`console.shares.sort.${sort}`)}
                  </option>
                ))}
              </select>
            </label>
          </>
        )
      }
      inspector={
        inspected &&
        (inspected.kind === 'link' ? (
          <ShareInspector
            key={inspected.link.id}
            link={inspected.link}
            onEdit={() => act('edit', [inspected.link])}
            onExtend={() => act('extend', [inspected.link])}
            onRevoke={() => act('revoke', [inspected.link])}
            // Where rows are cards, their menu is here.
            more={isNarrow.value ? menuOf(inspected, act).filter(({ id }) => MORE.has(id)) : []}
          />
        ) : (
          <RequestInspector key={inspected.request.id} request={inspected.request} />
        ))
      }
      inspectorTitle={
        inspected?.kind === 'link'
          ? inspected.link.name
          : (inspected?.request.name ?? tr('console.inspector'))
      }
      onInspectorClose={() => {
        setSelection(NOTHING_SELECTED);
        if (params.id) goTo('/admin/shares', { isReplacing: true });
      }}
    >
      <Content
        list={list}
        isFiltered={isFiltered(view)}
        onClear={() => {
          setText('');
          change(unfiltered(view));
        }}
      >
        {isNarrow.value ? (
          <>
            <ul class="share-cards">
              {list.items.map((row) => (
                <RegisterCard
                  key={rowId(row)}
                  row={row}
                  onPick={() => setSelection(select(selection, order, rowId(row), 'only'))}
                />
              ))}
            </ul>
            <MoreRows of={list} />
          </>
        ) : (
          <VirtualTable
            label={tr('console.nav.shares')}
            rows={list.items}
            columns={columns({
              menu: (row) => menuOf(row, act),
              sort: view.sort,
              onSort: (sort) => change({ sort }),
            }).filter(({ id }) => !inspected || !BESIDE.has(id))}
            keyOf={rowId}
            rowHeight={52}
            total={list.items.length + (list.hasMore ? 1 : 0)}
            selected={inspected ? new Set([rowId(inspected)]) : selection.ids}
            onSelect={(row, event) => setSelection(select(selection, order, rowId(row), modeOf(event)))}
            onOpen={(row) => {
              if (row.kind === 'request') goTo(REQUESTS_ADDRESS);
              else if (mayChange(row.link)) act('edit', [row.link]);
            }}
            onEnd={list.loadMore}
          />
        )}
      </Content>
      {selected.length > 1 && (
        <div class="bulk-bar">
          <section aria-label={tr('console.bulk.label')}>
            <span class="bulk-count" role="status">
              {tr('console.bulk.selected', { count: selected.length })}
              {changeableCount < selected.length && (
                <span class="muted">
                  {' · '}
                  {tr('console.shares.bulk_changeable', { count: changeableCount })}
                </span>
              )}
            </span>
            {changeable.length > 0 && (
              <>
                <Button tone="quiet" icon={CalendarPlus} onClick={() => act('extend', changeable)}>
                  {tr('console.shares.extend')}
                </Button>
                <Button tone="quiet" icon={UserRoundCog} onClick={() => act('transfer', changeable)}>
                  {tr('console.shares.transfer')}
                </Button>
                <Button tone="quiet" icon={Ban} onClick={() => act('revoke', changeable)}>
                  {tr('console.shares.revoke')}
                </Button>
              </>
            )}
            {closable.length > 0 && (
              <Button tone="quiet" icon={FileX} onClick={() => setClosing(true)}>
                {tr('console.shares.close_requests')}
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
      {isClosing && <CloseRequestsDialog requests={closable} onClose={() => setClosing(false)} />}
      {open && <ActDialog {...open} onClose={() => setOpen(null)} />}
    </Screen>
  );
}

function ActDialog({
  what,
  links,
  onClose,
}: {
  what: Act;
  links: readonly ShareLink[];
  onClose: () => void;
}) {
  const [first] = links;
  switch (what) {
    case 'edit':
      return first ? <EditShareDialog link={first} onClose={onClose} /> : null;
    case 'extend':
      return <ExtendDialog links={links} onClose={onClose} />;
    case 'transfer':
      return <TransferDialog links={links} onClose={onClose} />;
    case 'revoke':
      return <RevokeDialog links={links} onClose={onClose} />;
    default:
      return what satisfies never;
  }
}

function Content({
  list,
  isFiltered: hasFilters,
  onClear,
  children,
}: {
  list: Pages<RegisterRow>;
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
  return hasFilters ? (
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
