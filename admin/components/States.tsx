/** Loading, empty and failed, designed: loading shows only after 300 ms, empty teaches, failed offers a retry. */
import { CircleAlert, type LucideIcon, WifiOff } from 'lucide-preact';
import type { ComponentChildren } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { ApiError } from '../api.ts';
import { tr } from '../state/locale.ts';
import { describeError } from '../state/notices.ts';
import type { Pages } from '../state/pages.ts';
import type { Resource } from '../state/resource.ts';
import { Button } from './Button.tsx';
import { Icon } from './Icon.tsx';

const LOADING_DELAY_MS = 300;

/** True once `isWaiting` has lasted 300 ms. */
export function useIsSlow(isWaiting: boolean): boolean {
  const [isSlow, setSlow] = useState(false);
  useEffect(() => {
    setSlow(false);
    if (!isWaiting) return;
    const timer = setTimeout(() => setSlow(true), LOADING_DELAY_MS);
    return () => clearTimeout(timer);
  }, [isWaiting]);
  return isSlow && isWaiting;
}

export interface EmptyStateProps {
  readonly icon: LucideIcon;
  readonly title: string;
  /** What belongs here and how it gets here. */
  readonly children?: ComponentChildren;
  readonly action?: ComponentChildren;
}

export function EmptyState({ icon, title, children, action }: EmptyStateProps) {
  return (
    <div class="state">
      <Icon of={icon} />
      <h2>{title}</h2>
      {children && <p>{children}</p>}
      {action && <div class="line-up">{action}</div>}
    </div>
  );
}

export function ErrorState({ error, onRetry }: { error: ApiError; onRetry?: () => void }) {
  const isOffline = error.status === 0;
  const title =
    error.status === 403
      ? tr('console.error.denied_title')
      : error.status === 404
        ? tr('console.error.missing_title')
        : isOffline
          ? tr('console.error.offline_title')
          : tr('console.error.title');
  return (
    <div class="state" role="alert">
      <Icon of={isOffline ? WifiOff : CircleAlert} />
      <h2>{title}</h2>
      <p>{describeError(error)}</p>
      {error.problem?.requestId && (
        <p class="small">{tr('console.error.request', { id: error.problem.requestId })}</p>
      )}
      {onRetry && <Button onClick={onRetry}>{tr('console.retry')}</Button>}
    </div>
  );
}

/** Grey lines in the shape of what is coming. */
export function Skeleton({ lines = 6 }: { lines?: number }) {
  return (
    <div class="stack" role="status" aria-label={tr('console.loading')}>
      {Array.from({ length: lines }, (_, index) => (
        <div
          key={index}
          class="skeleton"
          style={{ height: '1rem', width: `${[88, 64, 76, 52, 70, 40][index % 6]}%` }}
        />
      ))}
    </div>
  );
}

export interface LoadedProps<T> {
  readonly of: Resource<T>;
  readonly skeleton?: ComponentChildren;
  readonly children: (data: T) => ComponentChildren;
}

/** Shows the data of a resource, or the state it is in. */
export function Loaded<T>({ of: resource, skeleton, children }: LoadedProps<T>) {
  const isSlow = useIsSlow(resource.isLoading && resource.data === undefined);
  if (resource.data !== undefined) return children(resource.data);
  if (resource.error) return <ErrorState error={resource.error} onRetry={resource.reload} />;
  return isSlow ? (skeleton ?? <Skeleton />) : null;
}

export interface ListedProps {
  readonly list: Pick<Pages<unknown>, 'items' | 'isNew' | 'error' | 'reload'>;
  readonly empty: ComponentChildren;
  readonly skeleton?: ComponentChildren;
  readonly children: ComponentChildren;
}

/** A list in pages once there is one: before that its loading, its failure, or what belongs into it. */
export function Listed({ list, empty, skeleton, children }: ListedProps) {
  const isSlow = useIsSlow(list.isNew && list.error === null);
  if (list.error && list.items.length === 0) return <ErrorState error={list.error} onRetry={list.reload} />;
  if (list.isNew) return isSlow ? (skeleton ?? <Skeleton />) : null;
  return <>{list.items.length === 0 ? empty : children}</>;
}
