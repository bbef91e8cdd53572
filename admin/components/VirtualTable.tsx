// biome-ignore-all lint/a11y/useSemanticElements: rows out of view are not in the document, which <table> layout cannot do
// biome-ignore-all lint/a11y/noStaticElementInteractions: the role is grid or table, decided by what rows can do
// biome-ignore-all lint/a11y/useAriaPropsSupportedByRole: the role is grid or table, decided by what rows can do
// biome-ignore-all lint/a11y/useKeyWithClickEvents: keys are handled once, on the grid
// biome-ignore-all lint/a11y/useFocusableInteractive: focus moves between rows; the row group and headings are structure
/**
 * A table of any length: only the rows in view are in the document. Arrow keys move, Space selects, Enter opens;
 * screen readers hear the row count of the whole list.
 */

import { ArrowDown, ArrowUp } from 'lucide-preact';
import type { ComponentChildren } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { Icon } from './Icon.tsx';
import { useScrollView } from './scroll-view.ts';

export interface Column<T> {
  readonly id: string;
  readonly label: string;
  /** The label is for screen readers only. */
  readonly isLabelHidden?: boolean;
  /** CSS grid track: `minmax(12rem, 1fr)`, `6rem`. */
  readonly width: string;
  readonly align?: 'start' | 'end';
  readonly cell: (row: T) => ComponentChildren;
  /** Left away where not all columns have room, greatest first; absent: always there. */
  readonly leavesAt?: number;
  /** Makes the heading a button. */
  readonly onSort?: () => void;
  readonly sorted?: 'ascending' | 'descending' | undefined;
}

export interface VirtualTableProps<T> {
  readonly label: string;
  readonly rows: readonly T[];
  readonly columns: readonly Column<T>[];
  readonly keyOf: (row: T) => string;
  /** Rows of the whole list, where more can be loaded. */
  readonly total?: number;
  /** Height of a row in pixels. */
  readonly rowHeight?: number;
  readonly selected?: ReadonlySet<string>;
  /** Single click or Space; absent means rows cannot be selected. */
  readonly onSelect?: (row: T, event: MouseEvent | KeyboardEvent) => void;
  /** Double click or Enter; where rows cannot be selected, a single click. */
  readonly onOpen?: (row: T) => void;
  /** Called when the end comes near. */
  readonly onEnd?: () => void;
}

const OVERSCAN_ROWS = 8;
const COLUMN_GAP_REM = 0.75;
const PADDING_REM = 2;

/** Least width of all columns together, so that every row scrolls sideways by the same amount. */
function minimumWidth(columns: readonly { readonly width: string }[]): string {
  const rem = columns.reduce((sum, { width }) => sum + Number(/([\d.]+)rem/.exec(width)?.[1] ?? 6), 0);
  return `${rem + (columns.length - 1) * COLUMN_GAP_REM + PADDING_REM}rem`;
}

/** The columns that have room side by side in `width` pixels. */
function columnsWithin<T>(columns: readonly Column<T>[], width: number | null): readonly Column<T>[] {
  if (width === null) return columns;
  const remPixels = Number.parseFloat(getComputedStyle(document.documentElement).fontSize);
  let kept = columns;
  while (Number.parseFloat(minimumWidth(kept)) * remPixels > width) {
    const last = Math.max(...kept.map(({ leavesAt = 0 }) => leavesAt));
    if (last === 0) return kept;
    kept = kept.filter(({ leavesAt }) => leavesAt !== last);
  }
  return kept;
}

export function VirtualTable<T>(props: VirtualTableProps<T>) {
  const { label, rows, keyOf, total = rows.length, rowHeight = 40 } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const view = useScrollView(scroller);
  const columns = columnsWithin(props.columns, view.width);
  const [active, setActive] = useState(0);

  const first = Math.max(0, Math.floor(view.top / rowHeight) - OVERSCAN_ROWS);
  const last = Math.min(rows.length, Math.ceil((view.top + view.height) / rowHeight) + OVERSCAN_ROWS);
  const isNearEnd = last >= rows.length;
  useEffect(() => {
    if (isNearEnd && rows.length > 0 && rows.length < total) props.onEnd?.();
  }, [isNearEnd, rows.length, total]);

  const moveTo = (index: number) => {
    const next = Math.max(0, Math.min(rows.length - 1, index));
    setActive(next);
    const element = scroller.current;
    if (!element) return;
    const top = next * rowHeight;
    const headHeight = 32;
    if (top < element.scrollTop) element.scrollTop = top;
    if (top + rowHeight > element.scrollTop + element.clientHeight - headHeight) {
      element.scrollTop = top + rowHeight + headHeight - element.clientHeight;
    }
    requestAnimationFrame(() =>
      element.querySelector<HTMLElement>(`[data-index="${next}"]`)?.focus({ preventScroll: true }),
    );
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.target instanceof HTMLElement && event.target.closest('button, a, input, select')) return;
    const row = rows[active];
    const page = Math.max(1, Math.floor(view.height / rowHeight) - 2);
    const targets: Record<string, number> = {
      ArrowDown: active + 1,
      ArrowUp: active - 1,
      PageDown: active + page,
      PageUp: active - page,
      Home: 0,
      End: rows.length - 1,
    };
    const target = targets[event.key];
    if (target !== undefined) {
      event.preventDefault();
      moveTo(target);
    } else if (event.key === 'Enter' && row !== undefined && props.onOpen) {
      event.preventDefault();
      props.onOpen(row);
    } else if (event.key === ' ' && row !== undefined && props.onSelect) {
      event.preventDefault();
      props.onSelect(row, event);
    }
  };
  const isSelectable = props.onSelect !== undefined;
  return (
    <div ref={scroller} class="table-scroll">
      <div
        class="table"
        role={isSelectable ? 'grid' : 'table'}
        aria-label={label}
        aria-rowcount={total + 1}
        aria-multiselectable={isSelectable || undefined}
        style={{
          '--columns': columns.map((column) => column.width).join(' '),
          '--columns-width': minimumWidth(columns),
        }}
        onKeyDown={onKeyDown}
      >
        <div role="rowgroup" class="table-headgroup">
          <div class="table-head" role="row" aria-rowindex={1}>
            {columns.map((column) => (
              <div key={column.id} role="columnheader" aria-sort={column.sorted} data-align={column.align}>
                {column.onSort ? (
                  <button type="button" class="sort-button" onClick={column.onSort}>
                    {column.label}
                    {column.sorted && <Icon of={column.sorted === 'ascending' ? ArrowUp : ArrowDown} />}
                  </button>
                ) : (
                  <span class={column.isLabelHidden ? 'visually-hidden' : undefined}>{column.label}</span>
                )}
              </div>
            ))}
          </div>
        </div>
        <div role="rowgroup" style={{ position: 'relative', height: `${rows.length * rowHeight}px` }}>
          {rows.slice(first, last).map((row, offset) => {
            const index = first + offset;
            const key = keyOf(row);
            return (
              <div
                key={key}
                class="table-row"
                role="row"
                aria-rowindex={index + 2}
                aria-selected={isSelectable ? (props.selected?.has(key) ?? false) : undefined}
                data-index={index}
                tabIndex={index === active ? 0 : -1}
                style={{ top: `${index * rowHeight}px`, height: `${rowHeight}px` }}
                onFocus={() => setActive(index)}
                onClick={(event) => {
                  setActive(index);
                  if (!(event.target instanceof Element && event.target.closest('button, a, input'))) {
                    if (props.onSelect) props.onSelect(row, event);
                    else props.onOpen?.(row);
                  }
                }}
                onDblClick={() => {
                  if (props.onSelect) props.onOpen?.(row);
                }}
              >
                {columns.map((column) => (
                  <div
                    key={column.id}
                    class="table-cell"
                    role={isSelectable ? 'gridcell' : 'cell'}
                    data-align={column.align}
                  >
                    {column.cell(row)}
                  </div>
                ))}
              </div>
            );
          })}
        </div>
      </div>
    </div>
  );
}
