/** The register: every share link with its state, its end and its use; one can be opened beside the list. */
import {
  Ban,
  CalendarPlus,
  Copy,
  Ellipsis,
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
import { ActionDialog } from '../../components/Dialog.tsx';
import { type FilterToken, FilterTokens } from '../../components/FilterTokens.tsx';
import { Icon } from '../../components/Icon.tsx';
import { Menu, type MenuItem } from '../../components/Menu.tsx';
import { Screen } from '../../components/Screen.tsx';
import { EmptyState, ErrorState, Skeleton, useIsSlow } from '../../components/States.tsx';
import { ShareMark } from '../../components/StatusMark.tsx';
import { type Column, VirtualTable } from '../../components/VirtualTable.tsx';
import { listShares, readShare } from '../../operations/shares.ts';
import { now } from '../../state/clock.ts';
import { downloadCsv } from '../../state/csv.ts';
import { showInstant, showNumber, showRelative, timeZone, tr } from '../../state/locale.ts';
import { goTo } from '../../state/navigation.ts';
import { notify, notifyFailure } from '../../state/notices.ts';
import { type Pages, usePages } from '../../state/pages.ts';
import { useResource } from '../../state/resource.ts';
import { may } from '../../state/session.ts';
import { useShortcuts } from '../../state/shortcuts.ts';
import { isNarrow } from '../../state/viewport.ts';
import { modeOf, NOTHING_SELECTED, prune, type Selection, select } from '../library/selection.ts';
import { copyShare, extendShare, revokeForGood, toggleShare } from './changes.ts';
import { mayChange } from './may-change.ts';
import { EditShareDialog } from './ShareDialog.tsx';
import { ShareInspector, whatOf } from './ShareInspector.tsx';

const SEARCH_DELAY_MS = 250;
const DAY_MS = 86_400_000;
const SOON_DAYS = 3;
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

/** When it ends, in the zone it was typed in; near ends are marked. */
export function EndsCell({ link }: { link: ShareLink }) {
  const left = link.endsAt - now.value;
  const isSoon = left > 0 && left < SOON_DAYS * DAY_MS && link.state === 'active';
  return (
    <span class="two-lines" data-tone={isSoon ? 'warn' : undefined}>
      <span>{showRelative(link.endsAt)}</span>
      <span class="muted small">{showInstant(link.endsAt, link.timeZone)}</span>
    </span>
  );
}

function columns(menu: (link: ShareLink) => MenuItem[]): Column<ShareLink>[] {
  return [
    {
      id: 'name',
      label: tr('console.share.name'),
      width: 'minmax(12rem, 2fr)',
      cell: (link) => (
        <span class="two-lines">
          <a class="truncate" href={`/admin/shares/${link.id}`}>
            {link.name}
          </a>
          <span class="muted small truncate">{whatOf(link)}</span>
        </span>
      ),
    },
    {
      id: 'state',
      label: tr('console.shares.state'),
      width: '7rem',
      cell: (link) => <ShareMark state={link.state} />,
    },
    {
      id: 'ends',
      label: tr('console.shares.ends'),
      width: 'minmax(11rem, 1fr)',
      cell: (link) => <EndsCell link={link} />,
    },
    {
      id: 'use',
      label: tr('console.shares.use'),
      width: '6rem',
      align: 'end',
      cell: (link) => <UseCell link={link} />,
    },
    {
      id: 'last',
      label: tr('console.shares.last'),
      width: '7rem',
      cell: (link) =>
        link.lastUsedAt === null ? (
          <span class="muted">{tr('console.shares.never')}</span>
        ) : (
          showRelative(link.lastUsedAt)
        ),
    },
    {
      id: 'may',
      label: tr('console.shares.level'),
      width: '8.5rem',
      cell: (link) => tr(`console.level.${link.permission}`),
    },
    {
      id: 'audience',
      label: tr('console.share.audience'),
      width: '6.5rem',
      cell: (link) => tr(`rights.audience.${link.audience}`),
    },
    { id: 'owner', label: tr('console.shares.owner'), width: '8rem', cell: (link) => link.owner.name },
    {
      id: 'menu',
      label: tr('console.shares.acts_column'),
      isLabelHidden: true,
      width: '2.25rem',
      cell: (link) => (
        <Menu
          label={tr('console.shares.acts', { name: link.name })}
          icon={Ellipsis}
          isIconOnly
          tone="quiet"
          placement="bottom-end"
          items={menu(link)}
        />
      ),
    },
  ];
}

function UseCell({ link }: { link: ShareLink }) {
  return (
    <span class="numeric" title={tr('console.shares.use_title')}>
      {showNumber(link.usedDownloads)}
      {link.maxDownloads !== null && <span class="muted"> / {showNumber(link.maxDownloads)}</span>}
    </span>
  );
}

function ShareCard({ link, onPick }: { link: ShareLink; onPick: () => void }) {
  return (
    <li>
      <button type="button" class="share-card" onClick={onPick}>
        <span class="spread">
          <strong class="truncate">{link.name}</strong>
          <ShareMark state={link.state} />
        </span>
        <span class="muted small">{whatOf(link)}</span>
        <span class="spread small">
          <EndsCell link={link} />
          <UseCell link={link} />
        </span>
      </button>
    </li>
  );
}

function RevokeDialog({ links, onClose }: { links: readonly ShareLink[]; onClose: () => void }) {
  const count = links.length;
  const live = links.filter(({ state }) => state === 'active' || state === 'scheduled').length;
  const people = links.reduce((sum, link) => sum + link.recipients.length, 0);
  return (
    <ActionDialog
      title={tr('console.shares.revoke_title', { count, name: links[0]?.name ?? '' })}
      action={tr('console.shares.revoke_action', { count })}
      tone="danger"
      onClose={onClose}
      onAction={() => revokeForGood(links)}
    >
      <p>{tr('console.shares.revoke_text', { count })}</p>
      <ul class="bullets">
        <li>{tr('console.shares.revoke_live', { live, count })}</li>
        {people > 0 && <li>{tr('console.shares.revoke_people', { count: people })}</li>}
        {count > 1 &&
          links.slice(0, 8).map((link) => (
            <li key={link.id}>
              {link.name} <span class="muted">{whatOf(link)}</span>
            </li>
          ))}
        {count > 8 && <li class="muted">{tr('console.shares.and_more', { count: count - 8 })}</li>}
      </ul>
    </ActionDialog>
  );
}

async function csvRows(filters: Parameters<typeof listShares>[0]) {
  const rows: (string | number | null)[][] = [
    [
      tr('console.share.name'),
      tr('console.shares.state'),
      tr('console.share.link'),
      tr('console.shares.owner'),
      tr('console.share.audience'),
      tr('console.shares.level'),
      tr('console.shares.ends'),
      tr('console.shares.use'),
      tr('console.share.limit'),
      tr('console.shares.last'),
    ],
  ];
  let cursor: string | null = null;
  do {
    const page: Awaited<ReturnType<typeof listShares>> = await listShares({
      ...filters,
      ...(cursor === null ? {} : { cursor }),
    });
    for (const link of page.items) {
      rows.push([
        link.name,
        tr(`console.share_state.${link.state}`),
        link.url,
        link.owner.name,
        tr(`rights.audience.${link.audience}`),
        tr(`console.level.${link.permission}`),
        showInstant(link.endsAt, link.timeZone),
        link.usedDownloads,
        link.maxDownloads,
        link.lastUsedAt === null ? null : showInstant(link.lastUsedAt, timeZone.value),
      ]);
    }
    cursor = page.nextCursor;
  } while (cursor !== null);
  return rows;
}
