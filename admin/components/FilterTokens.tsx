/** Filters as removable tokens: each says its value and how many it leaves; a menu adds the next one. */
import { ListFilter, X } from 'lucide-preact';
import { showNumber, tr } from '../state/locale.ts';
import { Icon } from './Icon.tsx';
import { Menu, type MenuItem } from './Menu.tsx';

export interface FilterToken {
  readonly id: string;
  /** "Status: Draft". */
  readonly label: string;
  readonly count?: number | undefined;
  readonly onRemove: () => void;
}

export interface FilterTokensProps {
  readonly tokens: readonly FilterToken[];
  /** What can still be added. */
  readonly offers: readonly MenuItem[];
}

export function FilterTokens({ tokens, offers }: FilterTokensProps) {
  return (
    <section class="line-up" aria-label={tr('console.filters')}>
      {tokens.map((token) => (
        <span key={token.id} class="token" data-active="">
          <button
            type="button"
            onClick={token.onRemove}
            title={tr('console.remove_named', { name: token.label })}
          >
            <span>{token.label}</span>
            {token.count !== undefined && <span class="muted numeric">{showNumber(token.count)}</span>}
            <Icon of={X} />
            <span class="visually-hidden">{tr('console.remove')}</span>
          </button>
        </span>
      ))}
      {offers.length > 0 && (
        <Menu label={tr('console.filter')} icon={ListFilter} tone="quiet" items={offers} />
      )}
    </section>
  );
}
