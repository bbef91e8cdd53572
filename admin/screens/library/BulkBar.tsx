/** What can be done with the selection. */
import {
  BadgeCheck,
  CircleDot,
  FolderPlus,
  type LucideIcon,
  PanelRight,
  Scale,
  Send,
  Tag,
  Undo2,
  X,
} from 'lucide-preact';
import { useState } from 'preact/hooks';
import type { AssetCard } from '../../../shared/contract/index.ts';
import type { AssetStatus } from '../../../shared/rights/types.ts';
import { Button, IconButton } from '../../components/Button.tsx';
import { Menu, type MenuItem } from '../../components/Menu.tsx';
import { setStatus } from '../../state/asset-changes.ts';
import { type Command, useCommands } from '../../state/commands.ts';
import { locale, tr } from '../../state/locale.ts';
import { notifyFailure } from '../../state/notices.ts';
import { may } from '../../state/session.ts';
import { useShortcuts } from '../../state/shortcuts.ts';
import { isNarrow } from '../../state/viewport.ts';
import { openShareDialog } from '../shares/open-share-dialog.ts';
import { CollectionDialog, KeywordDialog, LicenseDialog } from './bulk-dialogs.tsx';
import { WithdrawDialog } from './WithdrawDialog.tsx';

type Open = 'keywords' | 'license' | 'collection' | 'withdraw' | null;

export interface BulkBarProps {
  readonly assets: readonly AssetCard[];
  readonly onClear: () => void;
  readonly onInspect: () => void;
}

export function BulkBar({ assets, onClear, onInspect }: BulkBarProps) {
  const [open, setOpen] = useState<Open>(null);
  const count = assets.length;
  const ids = assets.map(({ id }) => id);
  const change = async (status: AssetStatus) => {
    try {
      await setStatus(assets, status);
    } catch (error) {
      notifyFailure(error, tr('console.status_failed', { count }));
    }
  };
  const statuses: MenuItem[] = [
    ...(may('asset:write')
      ? [
          {
            id: 'in_review',
            label: tr('console.status_act.in_review'),
            icon: CircleDot,
            run: () => void change('in_review'),
          },
          {
            id: 'draft',
            label: tr('console.status_act.draft'),
            icon: Undo2,
            run: () => void change('draft'),
          },
        ]
      : []),
    ...(may('asset:approve')
      ? [
          {
            id: 'approved',
            label: tr('console.status_act.approved'),
            icon: BadgeCheck,
            run: () => void change('approved'),
          },
        ]
      : []),
    ...(may('asset:withdraw')
      ? [
          {
            id: 'withdrawn',
            label: tr('console.status_act.withdrawn'),
            icon: X,
            tone: 'danger' as const,
            isSeparated: true,
            run: () => setOpen('withdraw'),
          },
        ]
      : []),
  ];
  const acts: {
    id: Exclude<Open, null> | 'share';
    label: string;
    icon: LucideIcon;
    key: string;
    isAllowed: boolean;
  }[] = [
    {
      id: 'keywords',
      label: tr('console.bulk.keywords'),
      icon: Tag,
      key: 't',
      isAllowed: may('asset:write'),
    },
    {
      id: 'license',
      label: tr('console.bulk.license'),
      icon: Scale,
      key: 'shift+l',
      isAllowed: may('rights:write'),
    },
    {
      id: 'collection',
      label: tr('console.bulk.collection'),
      icon: FolderPlus,
      key: 'shift+c',
      isAllowed: may('collection:write'),
    },
    {
      id: 'share',
      label: tr('console.bulk.share'),
      icon: Send,
      key: 'shift+s',
      isAllowed: may('share:write'),
    },
  ];
  const allowed = acts.filter(({ isAllowed }) => isAllowed);
  const start = (id: (typeof acts)[number]['id']) => {
    if (id !== 'share') return setOpen(id);
    openShareDialog(
      { kind: 'assets', assetIds: ids },
      count === 1 && assets[0] ? { name: assets[0].title } : {},
    );
  };
  useShortcuts(Object.fromEntries(allowed.map(({ id, key }) => [key, () => start(id)])));
  useCommands(
    () => [
      ...allowed.map(
        ({ id, label, icon, key }): Command => ({
          id: `bulk:${id}`,
          label,
          icon,
          shortcut: key,
          group: tr('console.bulk.selected', { count }),
          run: () => start(id),
        }),
      ),
      ...statuses.map(
        (item): Command => ({
          id: `bulk:status:${item.id}`,
          label: item.label,
          group: tr('console.bulk.selected', { count }),
          ...(item.icon ? { icon: item.icon } : {}),
          run: item.run,
        }),
      ),
    ],
    [count, ids.join(), locale.value],
  );
  const close = () => setOpen(null);
  return (
    <>
      <div class="bulk-bar">
        <section aria-label={tr('console.bulk.label')}>
          <span class="bulk-count" role="status">
            {tr('console.bulk.selected', { count })}
          </span>
          {statuses.length > 0 && (
            <Menu
              label={tr('console.bulk.status')}
              icon={CircleDot}
              tone="quiet"
              placement="top-start"
              items={statuses}
            />
          )}
          {allowed.map(({ id, label, icon }) => (
            <Button key={id} tone="quiet" icon={icon} onClick={() => start(id)}>
              {label}
            </Button>
          ))}
          {isNarrow.value && (
            <IconButton icon={PanelRight} label={tr('console.inspector')} onClick={onInspect} />
          )}
          <IconButton icon={X} label={tr('console.bulk.clear')} shortcut="Escape" onClick={onClear} />
        </section>
      </div>
      {open === 'keywords' && <KeywordDialog assets={assets} onClose={close} />}
      {open === 'license' && <LicenseDialog assets={assets} onClose={close} />}
      {open === 'collection' && <CollectionDialog assets={assets} onClose={close} />}
      {open === 'withdraw' && <WithdrawDialog assets={assets} onClose={close} />}
    </>
  );
}
