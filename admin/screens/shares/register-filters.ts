/** What the register shows: filters as tokens, and an order. They stand in the address, so that a view can be sent on. */
import { useState } from 'preact/hooks';
import {
  EXPIRING_SOON_DAYS,
  PERMISSION_LEVELS,
  type PermissionLevel,
  REGISTER_SORTS,
  type RegisterSort,
  SHARE_STATES,
  type ShareState,
} from '../../../shared/contract/index.ts';
import type { FilterToken } from '../../components/FilterTokens.tsx';
import type { MenuItem } from '../../components/Menu.tsx';
import type { ShareQuery } from '../../operations/shares.ts';
import { tr } from '../../state/locale.ts';
import { me } from '../../state/session.ts';

export interface RegisterView {
  readonly q: string;
  readonly state: ShareState | null;
  readonly ownerId: string | null;
  readonly permission: PermissionLevel | null;
  readonly expiringSoon: boolean;
  readonly hasPassword: boolean;
  readonly kind: 'link' | 'request' | null;
  readonly assetId: string | null;
  readonly sort: RegisterSort;
}

type Parameters = Readonly<Record<string, string | undefined>>;

export function viewOf(query: Parameters): RegisterView {
  return {
    q: query.q ?? '',
    state: SHARE_STATES.find((known) => known === query.state) ?? null,
    ownerId: query.ownerId || null,
    permission: PERMISSION_LEVELS.find((known) => known === query.permission) ?? null,
    expiringSoon: query.expiringSoon === 'true',
    hasPassword: query.hasPassword === 'true',
    kind: query.kind === 'link' || query.kind === 'request' ? query.kind : null,
    assetId: query.assetId || null,
    sort: REGISTER_SORTS.find((known) => known === query.sort) ?? 'created',
  };
}

/** The view as the server is asked for it. */
export function queryOf(view: RegisterView): ShareQuery {
  return {
    sort: view.sort,
    ...(view.q === '' ? {} : { q: view.q }),
    ...(view.state === null ? {} : { state: view.state }),
    ...(view.ownerId === null ? {} : { ownerId: view.ownerId }),
    ...(view.permission === null ? {} : { permission: view.permission }),
    ...(view.expiringSoon ? { expiringSoon: true as const } : {}),
    ...(view.hasPassword ? { hasPassword: true as const } : {}),
    ...(view.kind === null ? {} : { kind: view.kind }),
    ...(view.assetId === null ? {} : { assetId: view.assetId }),
  };
}

const NOTHING: RegisterView = viewOf({});
export const isFiltered = (view: RegisterView): boolean =>
  JSON.stringify({ ...view, sort: NOTHING.sort }) !== JSON.stringify(NOTHING);
export const unfiltered = (view: RegisterView): RegisterView => ({ ...NOTHING, sort: view.sort });

/** The view, and changing it; the address follows without an entry in the history. */
export function useRegisterView(query: Parameters): [RegisterView, (part: Partial<RegisterView>) => void] {
  const [view, setView] = useState(() => viewOf(query));
  return [
    view,
    (part) => {
      const next = { ...view, ...part };
      setView(next);
      const search = new URLSearchParams();
      for (const [name, value] of Object.entries(queryOf(next))) {
        if (!(name === 'sort' && value === NOTHING.sort)) search.set(name, String(value));
      }
      const text = search.toString();
      history.replaceState(history.state, '', text === '' ? location.pathname : `?${text}`);
    },
  ];
}

/** Tokens of what is set, and what can still be added. */
export function tokensOf(
  view: RegisterView,
  owners: readonly { id: string; name: string }[],
  change: (part: Partial<RegisterView>) => void,
): { tokens: FilterToken[]; offers: MenuItem[] } {
  const ownerName = owners.find(({ id }) => id === view.ownerId)?.name;
  const tokens: (FilterToken | false)[] = [
    view.kind !== null && {
      id: 'kind',
      label: tr(`console.shares.kind.${view.kind}`),
      onRemove: () => change({ kind: null }),
    },
    view.state !== null && {
      id: 'state',
      label: tr('console.shares.token_state', { state: tr(`console.share_state.${view.state}`) }),
      onRemove: () => change({ state: null }),
    },
    view.expiringSoon && {
      id: 'soon',
      label: tr('console.shares.token_soon', { days: EXPIRING_SOON_DAYS }),
      onRemove: () => change({ expiringSoon: false }),
    },
    view.ownerId !== null && {
      id: 'owner',
      label: tr('console.shares.token_owner', { name: ownerName ?? '…' }),
      onRemove: () => change({ ownerId: null }),
    },
    view.permission !== null && {
      id: 'permission',
      label: tr('console.shares.token_level', { level: tr(`console.level.${view.permission}`) }),
      onRemove: () => change({ permission: null }),
    },
    view.hasPassword && {
      id: 'password',
      label: tr('console.shares.token_password'),
      onRemove: () => change({ hasPassword: false }),
    },
    view.assetId !== null && {
      id: 'asset',
      label: tr('console.shares.token_asset'),
      onRemove: () => change({ assetId: null }),
    },
  ];
  const mine = me.value?.id;
  const offers: MenuItem[] = [
    ...SHARE_STATES.filter((state) => state !== view.state).map((state) => ({
      id: `state ${state}`,
      label: tr('console.shares.token_state', { state: tr(`console.share_state.${state}`) }),
      run: () => change({ state }),
    })),
    ...(view.expiringSoon
      ? []
      : [
          {
            id: 'soon',
            label: tr('console.shares.token_soon', { days: EXPIRING_SOON_DAYS }),
            isSeparated: true,
            run: () => change({ expiringSoon: true }),
          },
        ]),
    ...(view.hasPassword
      ? []
      : [
          {
            id: 'password',
            label: tr('console.shares.token_password'),
            run: () => change({ hasPassword: true }),
          },
        ]),
    ...PERMISSION_LEVELS.filter((level) => level !== view.permission).map((level, index) => ({
      id: `level ${level}`,
      label: tr('console.shares.token_level', { level: tr(`console.level.${level}`) }),
      isSeparated: index === 0,
      run: () => change({ permission: level }),
    })),
    ...owners
      .filter(({ id }) => id !== view.ownerId)
      .map(({ id, name }, index) => ({
        id: `owner ${id}`,
        label: id === mine ? tr('console.shares.token_mine') : tr('console.shares.token_owner', { name }),
        isSeparated: index === 0,
        run: () => change({ ownerId: id }),
      })),
    ...(['link', 'request'] as const)
      .filter((kind) => kind !== view.kind)
      .map((kind, index) => ({
        id: `kind ${kind}`,
        label: tr(`console.shares.kind.${kind}`),
        isSeparated: index === 0,
        run: () => change({ kind }),
      })),
  ];
  return { tokens: tokens.filter((token) => token !== false), offers };
}
