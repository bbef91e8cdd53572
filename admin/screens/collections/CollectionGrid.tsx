/** The assets of a collection in their order. A press selects, a double press or Enter opens, a drag reorders. */
import { Bookmark, GripVertical } from 'lucide-preact';
import { useRef } from 'preact/hooks';
import type { AssetCard } from '../../../shared/contract/index.ts';
import { Icon } from '../../components/Icon.tsx';
import { MoreRows } from '../../components/MoreRows.tsx';
import { RightsMark, StatusMark } from '../../components/StatusMark.tsx';
import { columnsOf, useSortable } from '../../components/sortable.ts';
import { Thumb } from '../../components/Thumb.tsx';
import { tr } from '../../state/locale.ts';
import type { Pages } from '../../state/pages.ts';
import { modeOf, type Selection, select, selectAll } from '../library/selection.ts';

export interface CollectionGridProps {
  readonly assets: readonly AssetCard[];
  readonly pages: Pick<Pages<unknown>, 'hasMore' | 'isLoading' | 'loadMore'>;
  readonly coverId: string | null;
  readonly selection: Selection;
  readonly isSortable: boolean;
  readonly onSelection: (selection: Selection) => void;
  readonly onOpen: (asset: AssetCard) => void;
  readonly onMove: (assetId: string, afterAssetId: string | null) => void;
}

export function CollectionGrid(props: CollectionGridProps) {
  const { assets, coverId, selection, isSortable, onSelection, onOpen, onMove } = props;
  const ids = assets.map(({ id }) => id);
  const sortable = useSortable({ ids, onMove, isDisabled: !isSortable });
  const list = useRef<HTMLUListElement>(null);
  const byId = new Map(assets.map((asset) => [asset.id, asset]));
  const active = selection.active ?? ids[0] ?? null;

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.target instanceof Element && event.target.closest('.order-grip')) return;
    const at = active === null ? 0 : ids.indexOf(active);
    const columns = columnsOf(list.current);
    const steps: Record<string, number> = {
      ArrowLeft: at - 1,
      ArrowRight: at + 1,
      ArrowUp: at - columns,
      ArrowDown: at + columns,
      Home: 0,
      End: ids.length - 1,
    };
    const step = steps[event.key];
    const present = active === null ? undefined : byId.get(active);
    if (step !== undefined) {
      const next = ids[Math.max(0, Math.min(ids.length - 1, step))];
      if (next === undefined) return;
      onSelection(select(selection, ids, next, event.shiftKey ? 'range' : 'only'));
      list.current?.querySelector<HTMLElement>(`[data-sort-id="${next}"] .order-pick`)?.focus();
    } else if (event.key === 'Enter' && present) onOpen(present);
    else if (event.key === ' ' && active !== null) onSelection(select(selection, ids, active, 'toggle'));
    else if (event.key === 'a' && (event.metaKey || event.ctrlKey)) onSelection(selectAll(selection, ids));
    else return;
    event.preventDefault();
  };
  return (
    <div class="grid-scroll">
      <div class="visually-hidden" aria-live="assertive">
        {sortable.announcement}
      </div>
      <ul
        ref={(element) => {
          list.current = element;
          sortable.containerRef.current = element;
        }}
        class="order-grid"
        aria-label={tr('console.collection.assets')}
        onKeyDown={onKeyDown}
      >
        {sortable.order.map((id, index) => {
          const asset = byId.get(id);
          if (!asset) return null;
          const isSelected = selection.ids.has(id);
          return (
            <li
              key={id}
              class="order-tile"
              {...sortable.itemProps(id)}
              data-selected={isSelected ? '' : undefined}
            >
              <button
                type="button"
                class="order-pick"
                aria-pressed={isSelected}
                tabIndex={id === active ? 0 : -1}
                onPointerDown={(event) => {
                  if (event.pointerType === 'mouse') sortable.startDrag(id, event);
                }}
                onClick={(event) => {
                  // Keys are handled on the list.
                  if (event.detail === 0) return;
                  const isTouch = (event as unknown as PointerEvent).pointerType === 'touch';
                  onSelection(select(selection, ids, id, isTouch ? 'toggle' : modeOf(event)));
                }}
                onDblClick={() => onOpen(asset)}
              >
                <Thumb asset={asset} alt="" transformation="w=640" />
                <span class="tile-title">
                  <span class="order-number">{index + 1}</span>
                  {asset.title}
                </span>
                <span class="tile-marks">
                  {asset.status !== 'approved' && <StatusMark status={asset.status} />}
                  {asset.rights.state !== 'cleared' && <RightsMark rights={asset.rights} />}
                </span>
              </button>
              {coverId === id && (
                <span class="tile-flag order-cover" title={tr('console.collection.is_cover')}>
                  <Icon of={Bookmark} />
                  <span class="visually-hidden">{tr('console.collection.is_cover')}</span>
                </span>
              )}
              {isSortable && (
                <button
                  type="button"
                  class="order-grip"
                  aria-label={tr('console.sort.handle', {
                    name: asset.title,
                    position: index + 1,
                    total: ids.length,
                  })}
                  title={tr('console.sort.hint')}
                  {...sortable.handleProps(id)}
                >
                  <Icon of={GripVertical} />
                </button>
              )}
            </li>
          );
        })}
      </ul>
      <MoreRows of={props.pages} />
    </div>
  );
}
