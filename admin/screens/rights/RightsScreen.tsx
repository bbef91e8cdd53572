/** Rights across the library: the licenses, and the assets whose rights need somebody's attention. */
import { CalendarClock, FilePlus2, Scale } from 'lucide-preact';
import { useState } from 'preact/hooks';
import { useLocation } from 'preact-iso';
import type { License, RightsState } from '../../../shared/contract/index.ts';
import { explainReason } from '../../../shared/rights/explain.ts';
import { initialRights } from '../../../shared/rights/index.ts';
import { Button } from '../../components/Button.tsx';
import { pictureColumn } from '../../components/picture-column.tsx';
import { Screen } from '../../components/Screen.tsx';
import { EmptyState, Listed, Skeleton } from '../../components/States.tsx';
import { Mark, RightsMark, StatusMark, type Tone } from '../../components/StatusMark.tsx';
import { type Column, VirtualTable } from '../../components/VirtualTable.tsx';
import { listLicenses } from '../../operations/rights.ts';
import { useAssetList } from '../../state/asset-list.ts';
import { useCommands } from '../../state/commands.ts';
import { locale, showInstant, showMoment, showRelative, timeZone, tr } from '../../state/locale.ts';
import { goTo } from '../../state/navigation.ts';
import { usePages } from '../../state/pages.ts';
import { browseOrder } from '../../state/recent.ts';
import { may } from '../../state/session.ts';
import { useShortcuts } from '../../state/shortcuts.ts';
import { LicenseEditor } from './LicenseEditor.tsx';
import { channelName, whereName } from './reach.ts';

/** What the screen can show: the licenses, or the assets in one state. */
const STATES = [
  'ending',
  'ended',
  'embargoed',
  'upcoming',
  'unlicensed',
  'blocked',
] as const satisfies RightsState[];
type Shown = 'licenses' | (typeof STATES)[number];

const shownOf = (value: string | undefined): Shown => STATES.find((state) => state === value) ?? 'licenses';

export default function RightsScreen() {
  const { query } = useLocation();
  const shown = shownOf(query.state);
  const [edited, setEdited] = useState<License | 'new' | null>(null);
  const canWrite = may('rights:write');
  useShortcuts({ n: () => setEdited('new') }, canWrite);
  useCommands(
    () =>
      canWrite
        ? [
            {
              id: 'license:new',
              label: tr('console.license.new'),
              group: tr('console.nav.rights'),
              icon: FilePlus2,
              shortcut: 'n',
              run: () => setEdited('new'),
            },
          ]
        : [],
    [locale.value],
  );
  return (
    <Screen
      title={tr('console.nav.rights')}
      isPadded={false}
      actions={
        canWrite && (
          <Button tone="primary" icon={FilePlus2} onClick={() => setEdited('new')}>
            {tr('console.license.new')}
          </Button>
        )
      }
      toolbar={
        <nav class="line-up" aria-label={tr('console.rights.show')}>
          {(['licenses', ...STATES] as const).map((state) => (
            <a
              key={state}
              class="segment"
              href={state === 'licenses' ? '/admin/rights' : `/admin/rights?state=${state}`}
              aria-current={shown === state ? 'page' : undefined}
            >
              {state === 'licenses' ? tr('console.rights.licenses') : tr(`console.rights.list.${state}`)}
            </a>
          ))}
        </nav>
      }
    >
      {shown === 'licenses' ? (
        <LicenseTable onEdit={setEdited} canWrite={canWrite} />
      ) : (
        <AttentionTable key={shown} state={shown} />
      )}
      {edited && <LicenseEditor license={edited === 'new' ? null : edited} onClose={() => setEdited(null)} />}
    </Screen>
  );
}

const TONES: Readonly<Record<License['state'], Tone>> = {
  upcoming: 'accent',
  active: 'good',
  ending: 'warn',
  ended: 'bad',
};

const TableSkeleton = () => (
  <div class="pad">
    <Skeleton />
  </div>
);

function LicenseTable({
  onEdit,
  canWrite,
}: {
  onEdit: (license: License | 'new') => void;
  canWrite: boolean;
}) {
  const list = usePages<License>('licenses', (cursor, signal) =>
    listLicenses(cursor === undefined ? {} : { cursor }, signal),
  );
  const columns: Column<License>[] = [
    {
      id: 'name',
      label: tr('console.license.name'),
      width: 'minmax(10rem, 2fr)',
      cell: (license) => (
        <>
          <strong>{license.name}</strong>
          {license.effect === 'prohibit' && <span class="muted"> · {tr('console.license.prohibits')}</span>}
        </>
      ),
    },
    {
      id: 'state',
      label: tr('console.field.status'),
      width: '7rem',
      cell: (license) => (
        <Mark
          tone={TONES[license.state]}
          isHollow={license.state === 'upcoming'}
          label={tr(`console.license_state.${license.state}`)}
        />
      ),
    },
    {
      id: 'ends',
      label: tr('console.license.ends'),
      width: 'minmax(13rem, 1.2fr)',
      cell: (license) =>
        license.endsAt === null ? (
          <span class="muted">{tr('console.no_end')}</span>
        ) : (
          <span class="two-lines" data-tone={license.state === 'ending' ? 'warn' : undefined}>
            <span>{showRelative(license.endsAt)}</span>
            <span class="muted small">{showInstant(license.endsAt, license.timeZone)}</span>
          </span>
        ),
    },
    {
      id: 'territories',
      label: tr('console.license.territories'),
      width: 'minmax(8rem, 1fr)',
      cell: (license) => whereName(license.territories),
    },
    {
      id: 'channels',
      label: tr('console.channel.label'),
      width: 'minmax(8rem, 1fr)',
      cell: (license) => channelName(license.channels),
    },
    {
      id: 'licensor',
      label: tr('console.license.licensor'),
      width: 'minmax(8rem, 1fr)',
      cell: (license) => <span class="muted">{license.licensor ?? '–'}</span>,
    },
    {
      id: 'assets',
      label: tr('console.license.assets'),
      width: '4.5rem',
      align: 'end',
      cell: (license) => license.assetCount,
    },
  ];
  return (
    <Listed
      list={list}
      skeleton={<TableSkeleton />}
      empty={
        <EmptyState
          icon={Scale}
          title={tr('console.license.none_title')}
          action={
            canWrite && (
              <Button tone="primary" icon={FilePlus2} onClick={() => onEdit('new')}>
                {tr('console.license.new')}
              </Button>
            )
          }
        >
          {tr('console.license.none_text')}
        </EmptyState>
      }
    >
      <VirtualTable
        label={tr('console.rights.licenses')}
        rows={list.items}
        // How many there are is not known before the last page: one more, as long as there is one.
        total={list.items.length + (list.hasMore ? 1 : 0)}
        columns={columns}
        rowHeight={48}
        keyOf={(license) => license.id}
        onEnd={list.loadMore}
        {...(canWrite ? { onOpen: onEdit } : {})}
      />
    </Listed>
  );
}

function AttentionTable({ state }: { state: Exclude<Shown, 'licenses'> }) {
  const list = useAssetList({ rights: state });
  type Row = (typeof list.items)[number];
  const columns: Column<Row>[] = [
    pictureColumn(),
    {
      id: 'title',
      label: tr('console.field.title'),
      width: 'minmax(12rem, 1.4fr)',
      cell: (asset) => asset.title,
    },
    {
      id: 'status',
      label: tr('console.field.status'),
      width: '6.5rem',
      cell: (asset) => <StatusMark status={asset.status} />,
    },
    {
      id: 'rights',
      label: tr('console.field.rights'),
      width: '9rem',
      cell: (asset) => <RightsMark rights={asset.rights} />,
    },
    {
      id: 'when',
      label: tr('console.rights.changes'),
      width: 'minmax(14rem, 1fr)',
      cell: (asset) => {
        const at = asset.rights.until ?? asset.rights.startsAt;
        return at === null ? <span class="muted">–</span> : showMoment(at);
      },
    },
    {
      id: 'why',
      label: tr('console.rights.why'),
      width: 'minmax(16rem, 2fr)',
      cell: (asset) => (
        <span class="muted">
          {asset.rights.reasons
            .map((reason) =>
              explainReason(locale.value, reason, {
                rights: initialRights(asset.id),
                zone: timeZone.value,
                // The summary speaks for all countries.
                reader: null,
              }),
            )
            .join(' ') ||
            (asset.rights.until === null
              ? ''
              : tr('rights.allowed.until', { when: showInstant(asset.rights.until) }))}
        </span>
      ),
    },
  ];
  return (
    <Listed
      list={list}
      skeleton={<TableSkeleton />}
      empty={
        <EmptyState icon={CalendarClock} title={tr('console.rights.attention_none')}>
          {tr(`console.rights.explain.${state}`)}
        </EmptyState>
      }
    >
      <VirtualTable
        label={tr(`console.rights.list.${state}`)}
        rows={list.items}
        columns={columns}
        total={list.total}
        rowHeight={48}
        keyOf={(asset) => asset.id}
        onOpen={(asset) => {
          browseOrder.value = list.items.map(({ id }) => id);
          goTo(`/admin/assets/${asset.id}`, { isAnimated: true });
        }}
        onEnd={list.loadMore}
      />
    </Listed>
  );
}
