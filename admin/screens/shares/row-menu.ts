/** What can be done with one row of the register, by who looks. */
import {
  ArrowUpRight,
  Ban,
  CalendarPlus,
  Copy,
  FilePlus2,
  PenLine,
  Power,
  UserRoundCog,
} from 'lucide-preact';
import type { RegisterRow, ShareLink } from '../../../shared/contract/index.ts';
import type { MenuItem } from '../../components/Menu.tsx';
import { REQUESTS_ADDRESS } from '../../state/addresses.ts';
import { tr } from '../../state/locale.ts';
import { goTo } from '../../state/navigation.ts';
import { notify, notifyFailure } from '../../state/notices.ts';
import { may } from '../../state/session.ts';
import { copyShare, toggleShare } from './changes.ts';
import { mayChange } from './may-change.ts';

/** What a dialog is opened for. */
export type Act = 'edit' | 'extend' | 'transfer' | 'revoke';
export type OpenAct = (what: Act, links: readonly ShareLink[]) => void;

function copyItem(url: string): MenuItem {
  return {
    id: 'copy',
    label: tr('console.share.copy'),
    icon: Copy,
    run: () => {
      navigator.clipboard.writeText(url).then(
        () => notify(tr('console.copied')),
        (error: unknown) => notifyFailure(error, tr('console.error.title')),
      );
    },
  };
}

export function menuOf(row: RegisterRow, act: OpenAct): MenuItem[] {
  if (row.kind === 'request') {
    return [
      copyItem(row.request.url),
      {
        id: 'open',
        label: tr('console.shares.open_requests'),
        icon: ArrowUpRight,
        run: () => goTo(REQUESTS_ADDRESS),
      },
    ];
  }
  const { link } = row;
  const isMine = mayChange(link) && link.state !== 'revoked';
  return [
    copyItem(link.vanityUrl ?? link.url),
    ...(isMine
      ? [
          {
            id: 'edit',
            label: tr('console.shares.edit'),
            icon: PenLine,
            run: () => act('edit', [link]),
          },
          {
            id: 'extend',
            label: tr('console.shares.extend'),
            icon: CalendarPlus,
            run: () => act('extend', [link]),
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
    ...(isMine
      ? [
          {
            id: 'transfer',
            label: tr('console.shares.transfer'),
            icon: UserRoundCog,
            run: () => act('transfer', [link]),
          },
          {
            id: 'revoke',
            label: tr('console.shares.revoke'),
            icon: Ban,
            tone: 'danger' as const,
            isSeparated: true,
            run: () => act('revoke', [link]),
          },
        ]
      : []),
  ];
}
