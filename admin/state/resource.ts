/**
 * Server data on screen. A resource is known by a key; screens that name the same key share one answer. After a
 * change, `invalidate(prefix)` loads again whatever is on screen and forgets the rest.
 */
import { type Signal, signal } from '@preact/signals';
import { useEffect, useMemo } from 'preact/hooks';
import { ApiError } from '../api.ts';

export interface ResourceState<T> {
  readonly data: T | undefined;
  /** Set when the last load failed; `data` may still hold an older answer. */
  readonly error: ApiError | null;
  readonly isLoading: boolean;
}

export interface Resource<T> extends ResourceState<T> {
  reload(): void;
  /** Shows `data` before the server confirms it. */
  put(data: T): void;
}

interface Entry {
  readonly state: Signal<ResourceState<unknown>>;
  users: number;
  abort: AbortController | null;
  load: (signal: AbortSignal) => Promise<unknown>;
}

const entries = new Map<string, Entry>();
const IDLE: ResourceState<unknown> = { data: undefined, error: null, isLoading: true };
const MAX_KEPT = 200;

/** Any failure as an `ApiError`. */
export function toApiError(error: unknown): ApiError {
  if (error instanceof ApiError) return error;
  console.error(error);
  return new ApiError(0, null);
}

/** Loads `key` while the component is on screen. A null key loads nothing. */
export function useResource<T>(key: string | null, load: (signal: AbortSignal) => Promise<T>): Resource<T> {
  const entry = useMemo(() => (key === null ? null : entryOf(key, load)), [key]);
  if (entry) entry.load = load;
  useEffect(() => {
    if (!entry) return;
    entry.users += 1;
    void refresh(entry);
    return () => {
      entry.users -= 1;
      if (entry.users === 0) entry.abort?.abort();
    };
  }, [entry]);
  const state = (entry?.state.value ?? { ...IDLE, isLoading: false }) as ResourceState<T>;
  return {
    ...state,
    reload: () => {
      if (entry) void refresh(entry);
    },
    put: (data) => {
      if (entry) entry.state.value = { data, error: null, isLoading: false };
    },
  };
}

/** Loads again what is on screen under a key that starts with one of `prefixes`, and forgets the rest of them. */
export function invalidate(...prefixes: string[]): void {
  for (const [key, entry] of entries) {
    if (!prefixes.some((prefix) => key.startsWith(prefix))) continue;
    if (entry.users > 0) void refresh(entry);
    else entries.delete(key);
  }
}

/** Forgets everything, when another person signs in. */
export function forgetResources(): void {
  for (const entry of entries.values()) entry.abort?.abort();
  entries.clear();
}

/** The last answer under `key`, without loading. */
export function peekResource<T>(key: string): T | undefined {
  return entries.get(key)?.state.value.data as T | undefined;
}

/** Replaces the answer under `key`, if there is one. */
export function patchResource<T>(key: string, change: (data: T) => T): void {
  const entry = entries.get(key);
  if (entry?.state.value.data === undefined) return;
  entry.state.value = { ...entry.state.value, data: change(entry.state.value.data as T) };
}

function entryOf(key: string, load: Entry['load']): Entry {
  const known = entries.get(key);
  if (known) return known;
  if (entries.size >= MAX_KEPT) {
    for (const [old, entry] of entries) {
      if (entry.users === 0) entries.delete(old);
    }
  }
  const entry: Entry = { state: signal(IDLE), users: 0, abort: null, load };
  entries.set(key, entry);
  return entry;
}

async function refresh(entry: Entry): Promise<void> {
  entry.abort?.abort();
  const abort = new AbortController();
  entry.abort = abort;
  entry.state.value = { ...entry.state.value, isLoading: true };
  try {
    const data = await entry.load(abort.signal);
    if (entry.abort === abort) entry.state.value = { data, error: null, isLoading: false };
  } catch (error) {
    if (abort.signal.aborted) return;
    entry.state.value = { data: entry.state.value.data, error: toApiError(error), isLoading: false };
  }
}
