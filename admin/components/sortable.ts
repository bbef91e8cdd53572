/**
 * Putting a list or a grid in order, by pointer and by keyboard.
 *
 * Every item has a handle: dragged with the pointer, or taken up with Space, moved with the arrow keys, put down with
 * Space again and left where it was with Escape. The others move aside while it travels; `onMove` is called once, when
 * it is put down somewhere else. Items carry `data-sort-id` (from `itemProps`).
 */
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { tr } from '../state/locale.ts';

export interface SortableOptions {
  /** Present order. */
  readonly ids: readonly string[];
  /** `id` now stands right after `afterId`; null: first. */
  readonly onMove: (id: string, afterId: string | null) => void;
  readonly isDisabled?: boolean;
}

export interface Sortable {
  /** The order to draw, while something travels too. */
  readonly order: readonly string[];
  /** What travels. */
  readonly moving: string | null;
  /** Said to screen readers. */
  readonly announcement: string;
  readonly containerRef: { current: HTMLElement | null };
  itemProps(id: string): { 'data-sort-id': string; 'data-moving': '' | undefined };
  /** For the handle button. */
  handleProps(id: string): {
    'aria-pressed': boolean;
    onPointerDown: (event: PointerEvent) => void;
    onKeyDown: (event: KeyboardEvent) => void;
    onBlur: () => void;
  };
  /** Begins a drag of an item by mouse, once the pointer has moved a little. */
  startDrag(id: string, event: PointerEvent): void;
}

const THRESHOLD_PX = 6;
const EDGE_PX = 56;
const SCROLL_STEP_PX = 14;
const SLIDE_MS = 160;

/** The order with `id` at `index`. */
export function moveTo(order: readonly string[], id: string, index: number): string[] {
  const rest = order.filter((other) => other !== id);
  rest.splice(Math.max(0, Math.min(rest.length, index)), 0, id);
  return rest;
}

export function useSortable({ ids, onMove, isDisabled = false }: SortableOptions): Sortable {
  const containerRef = useRef<HTMLElement | null>(null);
  const [travel, setTravel] = useState<{ id: string; order: string[]; by: 'pointer' | 'keys' } | null>(null);
  const [announcement, setAnnouncement] = useState('');
  const latest = useRef(travel);
  latest.current = travel;
  const hasMoved = useRef(false);
  const order = travel?.order ?? ids;
  useSlide(containerRef, order, travel !== null);
  /** The handle that was just moved by a key, until the document has followed. */
  const held = useRef<HTMLElement | null>(null);
  useLayoutEffect(() => {
    // Moving an element in the document takes its focus away (and says so with a blur, which is no putting down); a key
    // pressed right after this one must find it.
    held.current?.focus();
    held.current = null;
  });

  const show = (next: { id: string; order: string[]; by: 'pointer' | 'keys' } | null) => {
    latest.current = next;
    setTravel(next);
  };
  const place = (id: string, index: number, by: 'pointer' | 'keys') => {
    const next = moveTo(latest.current?.order ?? ids, id, index);
    show({ id, order: next, by });
    setAnnouncement(tr('console.sort.position', { position: next.indexOf(id) + 1, total: next.length }));
  };
  const putDown = () => {
    const now = latest.current;
    show(null);
    if (!now) return;
    const index = now.order.indexOf(now.id);
    const after = index > 0 ? (now.order[index - 1] ?? null) : null;
    const before = ids.indexOf(now.id);
    if (index === before) return;
    onMove(now.id, after);
    setAnnouncement(tr('console.sort.done', { position: index + 1, total: now.order.length }));
  };
  const cancel = () => {
    if (latest.current) setAnnouncement(tr('console.sort.cancelled'));
    show(null);
  };

  const startDrag = (id: string, event: PointerEvent) => {
    if (isDisabled || event.button !== 0) return;
    const start = { x: event.clientX, y: event.clientY };
    hasMoved.current = false;
    let pointer = start;
    const scroller = scrollerOf(containerRef.current);
    const follow = () => {
      const target = document.elementFromPoint(pointer.x, pointer.y)?.closest<HTMLElement>('[data-sort-id]')
        ?.dataset.sortId;
      const current = latest.current?.order ?? ids;
      if (target !== undefined && target !== id && current.includes(target)) {
        place(id, current.indexOf(target), 'pointer');
      }
    };
    const timer = setInterval(() => {
      if (!hasMoved.current || !scroller) return;
      const box = scroller.getBoundingClientRect();
      if (pointer.y < box.top + EDGE_PX) scroller.scrollTop -= SCROLL_STEP_PX;
      else if (pointer.y > box.bottom - EDGE_PX) scroller.scrollTop += SCROLL_STEP_PX;
      else return;
      follow();
    }, 16);
    const onPointerMove = (move: PointerEvent) => {
      pointer = { x: move.clientX, y: move.clientY };
      if (!hasMoved.current) {
        if (Math.hypot(pointer.x - start.x, pointer.y - start.y) < THRESHOLD_PX) return;
        hasMoved.current = true;
        show({ id, order: [...ids], by: 'pointer' });
      }
      move.preventDefault();
      follow();
    };
    const stop = () => {
      clearInterval(timer);
      removeEventListener('pointermove', onPointerMove);
      removeEventListener('pointerup', onPointerUp);
      removeEventListener('pointercancel', onCancel);
      removeEventListener('keydown', onKey, true);
    };
    const onPointerUp = () => {
      stop();
      if (!hasMoved.current) return;
      // The click that ends a drag opens or selects nothing.
      addEventListener('click', swallow, { capture: true, once: true });
      setTimeout(() => removeEventListener('click', swallow, true));
      putDown();
    };
    const onCancel = () => {
      stop();
      cancel();
    };
    const onKey = (key: KeyboardEvent) => {
      if (key.key !== 'Escape') return;
      key.preventDefault();
      key.stopPropagation();
      onCancel();
    };
    addEventListener('pointermove', onPointerMove);
    addEventListener('pointerup', onPointerUp);
    addEventListener('pointercancel', onCancel);
    addEventListener('keydown', onKey, true);
  };

  return {
    order,
    moving: travel?.id ?? null,
    announcement,
    containerRef,
    startDrag,
    itemProps: (id) => ({ 'data-sort-id': id, 'data-moving': travel?.id === id ? '' : undefined }),
    handleProps: (id) => ({
      'aria-pressed': travel?.id === id,
      onPointerDown: (event) => {
        event.stopPropagation();
        startDrag(id, event);
      },
      onBlur: () => {
        if (latest.current?.by === 'keys' && !held.current) putDown();
      },
      onKeyDown: (event) => {
        if (isDisabled) return;
        const isTaken = latest.current?.id === id;
        const current = latest.current?.order ?? ids;
        const at = current.indexOf(id);
        if (event.key === ' ' || event.key === 'Enter') {
          if (isTaken) putDown();
          else {
            show({ id, order: [...ids], by: 'keys' });
            setAnnouncement(tr('console.sort.taken', { position: at + 1, total: ids.length }));
          }
        } else if (isTaken && event.key === 'Escape') {
          cancel();
        } else if (isTaken && isMoveKey(event.key)) {
          const columns = columnsOf(containerRef.current);
          const steps: Record<MoveKey, number> = {
            ArrowLeft: at - 1,
            ArrowRight: at + 1,
            ArrowUp: at - columns,
            ArrowDown: at + columns,
            Home: 0,
            End: current.length - 1,
          };
          place(id, Math.max(0, Math.min(current.length - 1, steps[event.key])), 'keys');
          held.current = event.currentTarget as HTMLElement | null;
        } else return;
        event.preventDefault();
        event.stopPropagation();
      },
    }),
  };
}

type MoveKey = 'ArrowLeft' | 'ArrowRight' | 'ArrowUp' | 'ArrowDown' | 'Home' | 'End';
const isMoveKey = (key: string): key is MoveKey =>
  ['ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown', 'Home', 'End'].includes(key);

const swallow = (event: Event) => {
  event.preventDefault();
  event.stopPropagation();
};

function itemsOf(container: HTMLElement | null): HTMLElement[] {
  return [...(container?.querySelectorAll<HTMLElement>('[data-sort-id]') ?? [])];
}

/** Items beside each other in the first row. */
export function columnsOf(container: HTMLElement | null): number {
  const items = itemsOf(container);
  const top = items[0]?.offsetTop;
  const count = items.findIndex((item) => item.offsetTop !== top);
  return count < 1 ? Math.max(1, items.length) : count;
}

function scrollerOf(element: HTMLElement | null): HTMLElement | null {
  for (let node = element; node; node = node.parentElement) {
    if (/auto|scroll/.test(getComputedStyle(node).overflowY)) return node;
  }
  return null;
}

/** Slides items from where they were to where they are, while something travels. */
function useSlide(
  container: { current: HTMLElement | null },
  order: readonly string[],
  isActive: boolean,
): void {
  const places = useRef(new Map<string, { left: number; top: number }>());
  useLayoutEffect(() => {
    const next = new Map<string, { left: number; top: number }>();
    const isCalm = matchMedia('(prefers-reduced-motion: reduce)').matches;
    for (const item of itemsOf(container.current)) {
      const id = item.dataset.sortId ?? '';
      const to = { left: item.offsetLeft, top: item.offsetTop };
      const from = places.current.get(id);
      next.set(id, to);
      if (!isActive || isCalm || !from || (from.left === to.left && from.top === to.top)) continue;
      item.animate(
        [{ transform: `translate(${from.left - to.left}px, ${from.top - to.top}px)` }, { transform: 'none' }],
        { duration: SLIDE_MS, easing: 'cubic-bezier(0.2, 0, 0, 1)' },
      );
    }
    places.current = next;
  }, [order.join(' '), isActive]);
}
