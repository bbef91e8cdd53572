/** Lists the server hands out page by page. Loading again keeps as many rows as were there. */
import { useEffect, useRef, useState } from 'preact/hooks';
import type { Page } from '../../shared/contract/index.ts';
import type { ApiError } from '../api.ts';
import { toApiError } from './resource.ts';

export interface Pages<T> {
  readonly items: readonly T[];
  readonly isLoading: boolean;
  /** True until the first page is here. */
  readonly isNew: boolean;
  readonly error: ApiError | null;
  readonly hasMore: boolean;
  loadMore(): void;
  reload(): void;
  /** Shows `items` before the server confirms them. */
  put(items: readonly T[]): void;
}

interface PagesState<T> {
  readonly key: string;
  readonly items: readonly T[];
  readonly cursor: string | null;
  readonly isLoading: boolean;
  readonly isNew: boolean;
  readonly error: ApiError | null;
}

const listeners = new Set<(prefix: string) => void>();

/** Loads again every list on screen whose key starts with `prefix`. */
export function pagesChanged(prefix: string): void {
  for (const listener of listeners) listener(prefix);
}

/** Loads the list known by `key`; another key is another list. */
export function usePages<T>(
  key: string,
  load: (cursor: string | undefined, signal: AbortSignal) => Promise<Page<T>>,
): Pages<T> {
  const empty: PagesState<T> = { key, items: [], cursor: null, isLoading: true, isNew: true, error: null };
  const [state, setState] = useState<PagesState<T>>(empty);
  const abort = useRef<AbortController | null>(null);

  const fetchPages = async (from: string | null, before: readonly T[], wanted: number) => {
    abort.current?.abort();
    const mine = new AbortController();
    abort.current = mine;
    setState((was) => (was.key === key ? { ...was, isLoading: true, error: null } : empty));
    try {
      let items = before;
      let cursor = from;
      do {
        const page = await load(cursor ?? undefined, mine.signal);
        items = [...items, ...page.items];
        cursor = page.nextCursor;
      } while (cursor !== null && items.length < wanted);
      if (mine.signal.aborted) return;
      setState({ key, items, cursor, isLoading: false, isNew: false, error: null });
    } catch (failure) {
      if (mine.signal.aborted) return;
      setState((was) => ({ ...was, isLoading: false, error: toApiError(failure) }));
    }
  };
  const reload = () => void fetchPages(null, [], state.key === key ? state.items.length : 0);
  const latest = useRef(reload);
  latest.current = reload;
  useEffect(() => {
    latest.current();
    const listener = (prefix: string) => {
      if (key.startsWith(prefix)) latest.current();
    };
    listeners.add(listener);
    return () => {
      listeners.delete(listener);
      abort.current?.abort();
    };
  }, [key]);

  const shown = state.key === key ? state : empty;
  return {
    items: shown.items,
    isLoading: shown.isLoading,
    isNew: shown.isNew,
    error: shown.error,
    hasMore: shown.cursor !== null,
    loadMore: () => {
      if (!shown.isLoading && shown.cursor !== null) void fetchPages(shown.cursor, shown.items, 0);
    },
    reload,
    put: (items) => setState((was) => ({ ...was, items })),
  };
}
