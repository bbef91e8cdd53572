/** What a picker finds on the server for what is typed, page by page. */
import { useEffect, useState } from 'preact/hooks';
import type { Page } from '../../shared/contract/index.ts';
import type { FoundElsewhere } from '../components/Combobox.tsx';
import { type Pages, usePages } from './pages.ts';

const PAGE = 50;
/** How long nothing is typed before it is looked for. */
export const SETTLED_MS = 200;

export interface FoundQuery {
  readonly limit: number;
  readonly q?: string;
  readonly cursor?: string;
}
export interface Found<T> {
  readonly pages: Pages<T>;
  readonly typed: string;
  /** From the first answer on: the field stays while something else is looked for. */
  readonly isOpened: boolean;
  /** For the combobox. */
  readonly found: FoundElsewhere;
}

/** The value once it has stayed the same for `delay` milliseconds. */
export function useSettled<T>(value: T, delay: number): T {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), delay);
    return () => clearTimeout(timer);
  }, [value, delay]);
  return settled;
}

/** @param key prefix of the lists' keys (`pagesChanged`) */
export function useFound<T>(
  key: string,
  load: (query: FoundQuery, signal: AbortSignal) => Promise<Page<T>>,
): Found<T> {
  const [typed, setTyped] = useState('');
  const q = useSettled(typed.trim(), SETTLED_MS);
  const pages = usePages<T>(`${key}${q}`, (cursor, signal) =>
    load({ limit: PAGE, ...(q === '' ? {} : { q }), ...(cursor === undefined ? {} : { cursor }) }, signal),
  );
  const [isOpened, setOpened] = useState(false);
  useEffect(() => {
    if (!pages.isNew) setOpened(true);
  }, [pages.isNew]);
  return {
    pages,
    typed,
    isOpened,
    found: {
      onQuery: setTyped,
      isLoading: pages.isLoading || q !== typed.trim(),
      hasMore: pages.hasMore,
      loadMore: pages.loadMore,
    },
  };
}
