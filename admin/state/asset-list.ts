/** Lists of asset cards, page by page, kept in step with changes made anywhere in the console. */
import { useEffect, useRef, useState } from 'preact/hooks';
import type { AssetCard } from '../../shared/contract/index.ts';
import type { ApiError } from '../api.ts';
import { type AssetQuery, listAssets } from '../operations/assets.ts';
import { pagesChanged } from './pages.ts';
import { invalidate, toApiError } from './resource.ts';

const PAGE_SIZE = 100;

export interface AssetList {
  readonly items: readonly AssetCard[];
  readonly total: number;
  readonly isLoading: boolean;
  /** True until the first page is here. */
  readonly isNew: boolean;
  readonly error: ApiError | null;
  readonly hasMore: boolean;
  loadMore(): void;
  reload(): void;
}

interface ListState {
  readonly key: string;
  readonly items: readonly AssetCard[];
  readonly total: number;
  readonly cursor: string | null;
  readonly isLoading: boolean;
  readonly isNew: boolean;
  readonly error: ApiError | null;
}

type Listener = (change: { cards: readonly AssetCard[] } | 'reload') => void;
const listeners = new Set<Listener>();

/** Shows changed cards in every list and loads again what else depends on them. */
export function assetsChanged(cards: readonly AssetCard[]): void {
  for (const listener of listeners) listener({ cards });
  pagesChanged('licenses');
  invalidate('facets', 'overview', ...cards.map(({ id }) => `asset:${id}`));
}

/** Loads every list again: assets came or went. */
export function listsChanged(): void {
  for (const listener of listeners) listener('reload');
  invalidate('facets', 'overview');
}

const EMPTY: Omit<ListState, 'key'> = {
  items: [],
  total: 0,
  cursor: null,
  isLoading: true,
  isNew: true,
  error: null,
};

export function useAssetList(query: AssetQuery): AssetList {
  const key = JSON.stringify(query);
  const [state, setState] = useState<ListState>({ ...EMPTY, key });
  const abort = useRef<AbortController | null>(null);

  const load = async (cursor: string | null, size: number, isFresh: boolean) => {
    abort.current?.abort();
    const mine = new AbortController();
    abort.current = mine;
    setState((was) =>
      was.key === key
        ? { ...was, isLoading: true, error: null }
        : { ...EMPTY, key, items: was.items, total: was.total },
    );
    try {
      const page = await listAssets(
        { ...query, limit: size, ...(cursor === null ? {} : { cursor }) },
        mine.signal,
      );
      if (mine.signal.aborted) return;
      setState((was) => ({
        key,
        items: isFresh ? page.items : [...was.items, ...page.items],
        total: page.total,
        cursor: page.nextCursor,
        isLoading: false,
        isNew: false,
        error: null,
      }));
    } catch (failure) {
      if (mine.signal.aborted) return;
      setState((was) => ({ ...was, isLoading: false, error: toApiError(failure) }));
    }
  };
  const reload = () => void load(null, PAGE_SIZE, true);
  const latest = useRef(reload);
  latest.current = reload;

  useEffect(() => {
    reload();
    return () => abort.current?.abort();
  }, [key]);
  useEffect(() => {
    const listener: Listener = (change) => {
      if (change === 'reload') {
        latest.current();
        return;
      }
      const byId = new Map(change.cards.map((card) => [card.id, card]));
      setState((was) => ({ ...was, items: was.items.map((card) => byId.get(card.id) ?? card) }));
    };
    listeners.add(listener);
    return () => {
      listeners.delete(listener);
    };
  }, []);

  return {
    items: state.items,
    total: state.total,
    isLoading: state.isLoading,
    isNew: state.isNew,
    error: state.error,
    hasMore: state.cursor !== null,
    loadMore: () => {
      if (!state.isLoading && state.cursor !== null) void load(state.cursor, PAGE_SIZE, false);
    },
    reload,
  };
}
