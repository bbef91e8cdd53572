/** Leafing through a PDF for the page that stands for it. */
import { ChevronLeft, ChevronRight } from 'lucide-preact';
import { useEffect, useId, useRef, useState } from 'preact/hooks';
import type { AssetDetail } from '../../../shared/contract/index.ts';
import { IconButton } from '../../components/Button.tsx';
import { tr } from '../../state/locale.ts';
import type { Pages } from '../../uploads/draw-page.ts';
import { POSTER_EDGE } from '../../uploads/poster-way.ts';
import type { DrawChoice } from './poster-choice.ts';

/** Longest edge of the page that is looked at. */
const LOOK_EDGE = 900;

export interface PosterPageProps {
  readonly asset: AssetDetail;
  readonly onChoice: (choice: DrawChoice | null) => void;
}

async function openOriginal(assetId: string, signal: AbortSignal): Promise<Pages> {
  const response = await fetch(`/api/admin/assets/${assetId}/original?inline=1`, { signal });
  if (!response.ok) throw new Error(`the original answered ${response.status}`);
  const { openPages } = await import('../../uploads/draw-page.ts');
  return openPages(await response.blob());
}

export function PosterPage({ asset, onChoice }: PosterPageProps) {
  const id = useId();
  const stage = useRef<HTMLDivElement>(null);
  const [pages, setPages] = useState<Pages | null>(null);
  const [number, setNumber] = useState(1);
  const [isUnreadable, setUnreadable] = useState(false);

  useEffect(() => {
    const abort = new AbortController();
    let opened: Pages | null = null;
    openOriginal(asset.id, abort.signal).then(
      (found) => {
        opened = found;
        if (abort.signal.aborted) void found.close();
        else setPages(found);
      },
      (error) => {
        if (abort.signal.aborted) return;
        console.info('this document cannot be read here', error);
        setUnreadable(true);
      },
    );
    return () => {
      abort.abort();
      void opened?.close();
    };
  }, [asset.id]);

  useEffect(() => {
    if (pages === null) return;
    let isCurrent = true;
    onChoice(null);
    pages.draw(number, LOOK_EDGE).then(
      (canvas) => {
        if (!isCurrent) return;
        canvas.setAttribute('role', 'img');
        canvas.setAttribute('aria-label', tr('console.poster.page_of', { number, count: pages.count }));
        stage.current?.replaceChildren(canvas);
        onChoice(() => pages.draw(number, POSTER_EDGE));
      },
      (error) => {
        if (!isCurrent) return;
        console.info('this page cannot be drawn here', error);
        stage.current?.replaceChildren(tr('console.poster.undrawn'));
      },
    );
    return () => {
      isCurrent = false;
    };
  }, [pages, number]);

  if (isUnreadable) return <p class="banner">{tr('console.poster.unreadable')}</p>;
  const count = pages?.count ?? 1;
  return (
    <div class="stack-s">
      <div class="poster-stage" ref={stage} aria-busy={pages === null} />
      <div class="line-up poster-leaf">
        <IconButton
          icon={ChevronLeft}
          label={tr('console.poster.page_back')}
          disabled={number <= 1}
          onClick={() => setNumber(number - 1)}
        />
        <label class="line-up" for={id}>
          {tr('console.poster.page')}
          <input
            id={id}
            class="input numeric"
            type="number"
            min={1}
            max={count}
            value={number}
            disabled={pages === null}
            onInput={(event) => {
              const next = event.currentTarget.valueAsNumber;
              if (Number.isInteger(next) && next >= 1 && next <= count) setNumber(next);
            }}
          />
          <span class="muted numeric">{tr('console.poster.of', { count })}</span>
        </label>
        <IconButton
          icon={ChevronRight}
          label={tr('console.poster.page_on')}
          disabled={number >= count}
          onClick={() => setNumber(number + 1)}
        />
      </div>
    </div>
  );
}
