// biome-ignore-all lint/a11y/useKeyWithClickEvents: keys are handled once, on the list (aria-activedescendant)
/**
 * The justified grid: only the tiles near the window's view are in the document. One tab stop; arrows move, Space
 * previews, Enter opens, Shift and ⌘ select, dragging over empty ground draws a lasso.
 */
import { Check, ScanLine, Sparkles, TriangleAlert } from 'lucide-preact';
import { useEffect, useId, useMemo, useRef, useState } from 'preact/hooks';
import type { AssetCard } from '../../../shared/contract/index.ts';
import { Icon } from '../../components/Icon.tsx';
import { AssetMarks } from '../../components/StatusMark.tsx';
import { useScrollView } from '../../components/scroll-view.ts';
import { Thumb } from '../../components/Thumb.tsx';
import { tr } from '../../state/locale.ts';
import { isNarrow } from '../../state/viewport.ts';
import { boxesTouching, layOutJustified, stepVertically } from './justified.ts';
import { modeOf, type Selection, select, selectAll } from './selection.ts';

const GAP = 12;
const CAPTION_HEIGHT = 44;
const OVERSCAN = 600;
const PADDING = 16;

export interface AssetGridProps {
  readonly assets: readonly AssetCard[];
  readonly total: number;
  readonly rowHeight: number;
  readonly selection: Selection;
  readonly onSelection: (selection: Selection) => void;
  readonly onOpen: (asset: AssetCard) => void;
  readonly onPreview: (asset: AssetCard) => void;
  readonly onEnd: () => void;
}

interface Lasso {
  readonly x: number;
  readonly y: number;
  readonly toX: number;
  readonly toY: number;
  readonly isAdding: boolean;
  readonly before: ReadonlySet<string>;
}

export function AssetGrid(props: AssetGridProps) {
  const { assets, total, rowHeight, selection, onSelection, onOpen, onPreview } = props;
  const id = useId();
  const scroller = useRef<HTMLDivElement>(null);
  const view = useScrollView(scroller);
  const width = (view.width ?? 0) - PADDING * 2;
  const [lasso, setLasso] = useState<Lasso | null>(null);
  const order = useMemo(() => assets.map((asset) => asset.id), [assets]);

  const layout = useMemo(
    () =>
      layOutJustified(
        assets.map(({ width, height }) => (width && height ? width / height : 1.25)),
        {
          width: Math.max(160, width),
          rowHeight: isNarrow.value ? Math.min(rowHeight, 150) : rowHeight,
          gap: GAP,
          captionHeight: CAPTION_HEIGHT,
        },
      ),
    [assets, width, rowHeight, isNarrow.value],
  );
  const top = view.top - PADDING - OVERSCAN;
  const bottom = view.top + view.height + OVERSCAN;
  const shown = assets.flatMap((asset, index) => {
    const box = layout.boxes[index];
    return box && box.top + box.height > top && box.top < bottom ? [{ asset, box, index }] : [];
  });
  const isNearEnd = bottom > layout.height;
  useEffect(() => {
    if (isNearEnd && assets.length > 0 && assets.length < total) props.onEnd();
  }, [isNearEnd, assets.length, total]);

  const activeIndex = selection.active === null ? -1 : order.indexOf(selection.active);
  const reveal = (index: number) => {
    const box = layout.boxes[index];
    const element = scroller.current;
    if (!box || !element) return;
    if (box.top < element.scrollTop) element.scrollTop = box.top;
    else if (box.top + box.height + PADDING * 2 > element.scrollTop + element.clientHeight) {
      element.scrollTop = box.top + box.height + PADDING * 2 - element.clientHeight;
    }
  };
  const moveTo = (index: number, event: KeyboardEvent) => {
    const next = Math.max(0, Math.min(assets.length - 1, index));
    const nextId = order[next];
    if (nextId === undefined) return;
    const mode = event.shiftKey ? 'range' : event.metaKey || event.ctrlKey ? 'move' : 'only';
    onSelection(select(selection, order, nextId, mode));
    reveal(next);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const at = Math.max(0, activeIndex);
    const page = Math.max(1, Math.floor(view.height / (rowHeight + CAPTION_HEIGHT)));
    const active = assets[activeIndex];
    const vertical = (direction: 1 | -1, times: number) => {
      let index = at;
      for (let step = 0; step < times; step += 1) index = stepVertically(layout, index, direction);
      return index;
    };
    const isFirst = activeIndex < 0;
    switch (event.key) {
      case 'ArrowRight':
        moveTo(isFirst ? 0 : at + 1, event);
        break;
      case 'ArrowLeft':
        moveTo(isFirst ? 0 : at - 1, event);
        break;
      case 'ArrowDown':
        moveTo(isFirst ? 0 : vertical(1, 1), event);
        break;
      case 'ArrowUp':
        moveTo(isFirst ? 0 : vertical(-1, 1), event);
        break;
      case 'PageDown':
        moveTo(vertical(1, page), event);
        break;
      case 'PageUp':
        moveTo(vertical(-1, page), event);
        break;
      case 'Home':
        moveTo(0, event);
        break;
      case 'End':
        moveTo(assets.length - 1, event);
        break;
      case 'Enter':
        if (active) onOpen(active);
        break;
      case ' ':
        if (active && (event.ctrlKey || event.metaKey)) {
          onSelection(select(selection, order, active.id, 'toggle'));
        } else if (active) onPreview(active);
        break;
      case 'a':
        if (!event.metaKey && !event.ctrlKey) return;
        onSelection(selectAll(selection, order));
        break;
      default:
        return;
    }
    event.preventDefault();
    event.stopPropagation();
  };

  const pointIn = (event: PointerEvent) => {
    const element = scroller.current;
    if (!element) return { x: 0, y: 0 };
    const frame = element.getBoundingClientRect();
    return {
      x: event.clientX - frame.left - PADDING,
      y: event.clientY - frame.top - PADDING + element.scrollTop,
    };
  };
  const lassoArea = (drawn: Lasso) => ({
    left: Math.min(drawn.x, drawn.toX),
    top: Math.min(drawn.y, drawn.toY),
    right: Math.max(drawn.x, drawn.toX),
    bottom: Math.max(drawn.y, drawn.toY),
  });
  return (
    <div
      ref={scroller}
      class="grid-scroll"
      onPointerDown={(event) => {
        const isGround = event.target instanceof Element && !event.target.closest('.tile');
        if (!isGround || event.button !== 0 || event.pointerType === 'touch') return;
        const { x, y } = pointIn(event);
        const isAdding = event.shiftKey || event.metaKey || event.ctrlKey;
        setLasso({ x, y, toX: x, toY: y, isAdding, before: isAdding ? selection.ids : new Set() });
        event.currentTarget.setPointerCapture(event.pointerId);
      }}
      onPointerMove={(event) => {
        if (!lasso) return;
        const { x, y } = pointIn(event);
        const next = { ...lasso, toX: x, toY: y };
        setLasso(next);
        const touched = boxesTouching(layout, lassoArea(next)).flatMap((index) => order[index] ?? []);
        onSelection({ ...selection, ids: new Set([...lasso.before, ...touched]) });
      }}
      onPointerUp={() => {
        if (lasso && lasso.x === lasso.toX && lasso.y === lasso.toY && !lasso.isAdding) {
          onSelection({ ...selection, ids: new Set() });
        }
        setLasso(null);
      }}
    >
      <div
        class="grid"
        role="listbox"
        tabIndex={0}
        aria-label={tr('console.library.grid')}
        aria-multiselectable="true"
        aria-activedescendant={
          shown.some(({ index }) => index === activeIndex) ? `${id}-${activeIndex}` : undefined
        }
        style={{ height: `${layout.height}px` }}
        onKeyDown={onKeyDown}
        onFocus={() => {
          const first = order[0];
          if (selection.active === null && first !== undefined) onSelection({ ...selection, active: first });
        }}
      >
        {shown.map(({ asset, box, index }) => (
          <div
            key={asset.id}
            id={`${id}-${index}`}
            class="tile"
            role="option"
            tabIndex={-1}
            aria-selected={selection.ids.has(asset.id)}
            aria-setsize={total}
            aria-posinset={index + 1}
            data-active={index === activeIndex ? '' : undefined}
            style={{
              transform: `translate(${box.left}px, ${box.top}px)`,
              width: `${box.width}px`,
              height: `${box.height}px`,
            }}
            onClick={(event) => {
              const isCorner = event.target instanceof Element && event.target.closest('.tile-corner');
              if (isCorner)
                onSelection(select(selection, order, asset.id, event.shiftKey ? 'range' : 'toggle'));
              else if (isNarrow.value) onOpen(asset);
              else onSelection(select(selection, order, asset.id, modeOf(event)));
              scroller.current?.querySelector<HTMLElement>('.grid')?.focus({ preventScroll: true });
            }}
            onDblClick={() => onOpen(asset)}
          >
            <span class="tile-picture" style={{ height: `${box.pictureHeight}px` }}>
              <Thumb asset={asset} transformation={box.pictureHeight > 300 ? 'w=640' : 'thumb'} />
              <span class="tile-corner">
                <Icon of={Check} />
              </span>
              <span class="tile-flags">
                {asset.hasSuggestions && (
                  <span class="tile-flag" data-quiet="" title={tr('console.library.has_suggestions')}>
                    <Icon of={Sparkles} />
                    <span class="visually-hidden">{tr('console.library.has_suggestions')}</span>
                  </span>
                )}
                {asset.verdict !== 'ok' && asset.verdict !== 'no_preview' && (
                  <span class="tile-flag" data-tone="bad" title={tr(`console.verdict.${asset.verdict}`)}>
                    <Icon of={asset.verdict === 'too_large' ? ScanLine : TriangleAlert} />
                    <span class="visually-hidden">{tr(`console.verdict.${asset.verdict}`)}</span>
                  </span>
                )}
              </span>
            </span>
            <span class="tile-title">{asset.title}</span>
            <span class="tile-marks">
              <AssetMarks status={asset.status} rights={asset.rights} />
            </span>
          </div>
        ))}
        {lasso && <LassoBox area={lassoArea(lasso)} />}
      </div>
    </div>
  );
}

function LassoBox({ area }: { area: { left: number; top: number; right: number; bottom: number } }) {
  return (
    <div
      class="lasso"
      style={{
        transform: `translate(${area.left}px, ${area.top}px)`,
        width: `${area.right - area.left}px`,
        height: `${area.bottom - area.top}px`,
      }}
    />
  );
}
