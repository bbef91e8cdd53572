/** How links and upload requests are listed: the columns of the register, and a card on narrow windows. */
import { Ellipsis, FileInput, Send } from 'lucide-preact';
import type { RegisterRow, RegisterSort, ShareState } from '../../../shared/contract/index.ts';
import { Icon } from '../../components/Icon.tsx';
import { Menu, type MenuItem } from '../../components/Menu.tsx';
import { ShareMark } from '../../components/StatusMark.tsx';
import type { Column } from '../../components/VirtualTable.tsx';
import { REQUESTS_ADDRESS } from '../../state/addresses.ts';
import { now } from '../../state/clock.ts';
import { showInstant, showNumber, showRelative, tr } from '../../state/locale.ts';
import { whatOf } from './what.ts';

const DAY_MS = 86_400_000;
const SOON_DAYS = 3;

/** What both kinds of rows have. */
export interface RowFacts {
  readonly id: string;
  readonly href: string;
  readonly name: string;
  readonly what: string;
  readonly state: ShareState;
  readonly owner: string;
  readonly audience: string;
  readonly may: string;
  readonly endsAt: number;
  readonly timeZone: string;
  readonly used: number;
  /** Under way: reserved, not used yet. */
  readonly reserved: number;
  readonly limit: number | null;
  readonly lastUsedAt: number | null;
}

export function factsOf(row: RegisterRow): RowFacts {
  if (row.kind === 'link') {
    const { link } = row;
    return {
      id: link.id,
      href: `/admin/shares/${link.id}`,
      name: link.name,
      what: whatOf(link),
      state: link.state,
      owner: link.owner.name,
      audience: tr(`rights.audience_name.${link.audience}`),
      may: tr(`console.level.${link.permission}`),
      endsAt: link.endsAt,
      timeZone: link.timeZone,
      used: link.usedDownloads,
      reserved: link.reservedDownloads,
      limit: link.maxDownloads,
      lastUsedAt: link.lastUsedAt,
    };
  }
  const { request } = row;
  return {
    id: request.id,
    href: REQUESTS_ADDRESS,
    name: request.name,
    what: tr('console.shares.what_request'),
    state: request.state,
    owner: request.owner.name,
    audience: request.asked === '' ? tr('console.shares.asked_anybody') : request.asked,
    may: tr('console.shares.hand_in'),
    endsAt: request.endsAt,
    timeZone: request.timeZone,
    used: request.receivedFiles,
    reserved: 0,
    limit: request.maxFiles,
    lastUsedAt: request.lastUsedAt,
  };
}
export const rowId = (row: RegisterRow): string => (row.kind === 'link' ? row.link.id : row.request.id);

/** When it ends, in the zone it was typed in; near ends are marked. */
function EndsCell({ facts }: { facts: RowFacts }) {
  const left = facts.endsAt - now.value;
  const isSoon = left > 0 && left < SOON_DAYS * DAY_MS && facts.state === 'active';
  return (
    <span class="two-lines" data-tone={isSoon ? 'warn' : undefined}>
      <span>{showRelative(facts.endsAt)}</span>
      <span class="muted small">{showInstant(facts.endsAt, facts.timeZone)}</span>
    </span>
  );
}

export interface ColumnsOptions {
  /** What can be done with a row. */
  readonly menu: (row: RegisterRow) => MenuItem[];
  readonly sort: RegisterSort;
  readonly onSort: (sort: RegisterSort) => void;
}

export function columns({ menu, sort, onSort }: ColumnsOptions): Column<RegisterRow>[] {
  const sortable = (id: RegisterSort, sorted: 'ascending' | 'descending') => ({
    onSort: () => onSort(sort === id ? 'created' : id),
    sorted: sort === id ? sorted : undefined,
  });
  return [
    {
      id: 'name',
      label: tr('console.share.name'),
      width: 'minmax(14rem, 1fr)',
      cell: (row) => {
        const { href, name, what } = factsOf(row);
        return (
          <span class="register-name">
            <Icon of={row.kind === 'link' ? Send : FileInput} />
            <span class="two-lines">
              <a class="truncate" href={href}>
                {name}
              </a>
              <span class="muted small truncate">{what}</span>
            </span>
          </span>
        );
      },
    },
    {
      id: 'state',
      label: tr('console.shares.state'),
      width: '7rem',
      cell: (row) => <ShareMark state={factsOf(row).state} />,
    },
    {
      id: 'ends',
      label: tr('console.shares.ends'),
      width: '11rem',
      ...sortable('ends', 'ascending'),
      cell: (row) => <EndsCell facts={factsOf(row)} />,
    },
    {
      id: 'use',
      label: tr('console.shares.use'),
      width: '6.5rem',
      align: 'end',
      ...sortable('downloads', 'descending'),
      cell: (row) => <UseCell facts={factsOf(row)} />,
    },
    {
      id: 'last',
      leavesAt: 2,
      label: tr('console.shares.last'),
      width: '7rem',
      ...sortable('last_used', 'descending'),
      cell: (row) => {
        const { lastUsedAt } = factsOf(row);
        return lastUsedAt === null ? (
          <span class="muted">{tr('console.shares.never')}</span>
        ) : (
          showRelative(lastUsedAt)
        );
      },
    },
    {
      id: 'may',
      leavesAt: 3,
      label: tr('console.shares.level'),
      width: '8.5rem',
      cell: (row) => <span class="truncate">{factsOf(row).may}</span>,
    },
    {
      id: 'audience',
      leavesAt: 4,
      label: tr('console.share.audience'),
      width: '6.5rem',
      cell: (row) => <span class="truncate">{factsOf(row).audience}</span>,
    },
    {
      id: 'owner',
      leavesAt: 1,
      label: tr('console.shares.owner'),
      width: '8rem',
      cell: (row) => <span class="truncate">{factsOf(row).owner}</span>,
    },
    {
      id: 'menu',
      label: tr('console.shares.acts_column'),
      isLabelHidden: true,
      width: '2.25rem',
      cell: (row) => (
        <Menu
          label={tr('console.shares.acts', { name: factsOf(row).name })}
          icon={Ellipsis}
          isIconOnly
          tone="quiet"
          placement="bottom-end"
          items={menu(row)}
        />
      ),
    },
  ];
}

function UseCell({ facts }: { facts: RowFacts }) {
  return (
    <span class="numeric" title={tr('console.shares.use_title')}>
      {showNumber(facts.used)}
      {facts.limit !== null && <span class="muted"> / {showNumber(facts.limit)}</span>}
      {facts.reserved > 0 && (
        <small class="muted" title={tr('console.shares.reserved_title')}>
          {' '}
          {tr('console.shares.reserved', { count: facts.reserved })}
        </small>
      )}
    </span>
  );
}

export function RegisterCard({ row, onPick }: { row: RegisterRow; onPick: () => void }) {
  const facts = factsOf(row);
  return (
    <li>
      <button type="button" class="share-card" onClick={onPick}>
        <span class="spread">
          <strong class="truncate">{facts.name}</strong>
          <ShareMark state={facts.state} />
        </span>
        <span class="muted small truncate">
          {facts.what} · {facts.owner}
        </span>
        <span class="spread small">
          <EndsCell facts={facts} />
          <UseCell facts={facts} />
        </span>
      </button>
    </li>
  );
}
