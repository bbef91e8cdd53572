/** The end of a list that has more: loads it when it comes near, and by a button for those who do not scroll. */
import { useEffect, useRef } from 'preact/hooks';
import { tr } from '../state/locale.ts';
import type { Pages } from '../state/pages.ts';
import { Button } from './Button.tsx';

export function MoreRows({ of: pages }: { of: Pick<Pages<unknown>, 'hasMore' | 'isLoading' | 'loadMore'> }) {
  const ref = useRef<HTMLDivElement>(null);
  const latest = useRef(pages.loadMore);
  latest.current = pages.loadMore;
  useEffect(() => {
    const element = ref.current;
    if (!element) return;
    const observer = new IntersectionObserver(
      (entries) => {
        if (entries.some(({ isIntersecting }) => isIntersecting)) latest.current();
      },
      { rootMargin: '600px' },
    );
    observer.observe(element);
    return () => observer.disconnect();
  }, [pages.hasMore]);
  if (!pages.hasMore) return null;
  return (
    <div ref={ref} class="more-rows">
      <Button tone="quiet" isBusy={pages.isLoading} onClick={pages.loadMore}>
        {tr('console.more_rows')}
      </Button>
    </div>
  );
}
