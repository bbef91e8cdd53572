/** How a link is listed: the columns of the register, and a card on narrow windows. */
import { Ellipsis } from 'lucide-preact';
import type { ShareLink } from '../../../shared/contract/index.ts';
import { Menu, type MenuItem } from '../../components/Menu.tsx';
import { ShareMark } from '../../components/StatusMark.tsx';
import type { Column } from '../../components/VirtualTable.tsx';
import { now } from '../../state/clock.ts';
import { showInstant, showNumber, showRelative, tr } from '../../state/locale.ts';
import { whatOf } from './ShareInspector.tsx';

const DAY_MS = 86_400_000;
const SOON_DAYS = 3;

/** When it ends, in the zone it was typed in; near ends are marked. */
function EndsCell({ link }: { link: ShareLink }) {
  const left = link.endsAt - now.value;
  const isSoon = left > 0 && left < SOON_DAYS * DAY_MS && link.state === 'active';
  return (
    <span class="two-lines" data-tone={isSoon ? 'warn' : undefined}>
      <span>{showRelative(link.endsAt)}</span>
      <span class="muted small">{showInstant(link.endsAt, link.timeZone)}</span>
    </span>
  );
}

/** `menu` gives what can be done with a link. */
export function columns(menu: (link: ShareLink) => MenuItem[]): Column<ShareLink>[] {
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

export function ShareCard({ link, onPick }: { link: ShareLink; onPick: () => void }) {
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
