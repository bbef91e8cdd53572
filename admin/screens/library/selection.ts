/** The selection of an ordered list: a set of ids, the one the keyboard is on, and the anchor ranges start from. Pure. */

export interface Selection {
  readonly ids: ReadonlySet<string>;
  /** Where the keyboard is; null before it was used. */
  readonly active: string | null;
  /** Where a range begins. */
  readonly anchor: string | null;
}

export const NOTHING_SELECTED: Selection = { ids: new Set(), active: null, anchor: null };

export type SelectMode = 'only' | 'toggle' | 'range' | 'move';

/** The mode a mouse or key event asks for. */
export function modeOf(event: { shiftKey: boolean; metaKey: boolean; ctrlKey: boolean }): SelectMode {
  if (event.shiftKey) return 'range';
  return event.metaKey || event.ctrlKey ? 'toggle' : 'only';
}

/** `move` moves the keyboard without selecting. */
export function select(was: Selection, order: readonly string[], id: string, mode: SelectMode): Selection {
  switch (mode) {
    case 'move':
      return { ...was, active: id };
    case 'only':
      return { ids: new Set([id]), active: id, anchor: id };
    case 'toggle': {
      const ids = new Set(was.ids);
      if (!ids.delete(id)) ids.add(id);
      return { ids, active: id, anchor: id };
    }
    case 'range': {
      const from = order.indexOf(was.anchor ?? was.active ?? id);
      const to = order.indexOf(id);
      if (from < 0 || to < 0) return select(was, order, id, 'only');
      const range = order.slice(Math.min(from, to), Math.max(from, to) + 1);
      return { ids: new Set(range), active: id, anchor: order[from] ?? id };
    }
    default:
      return mode satisfies never;
  }
}

export function selectAll(was: Selection, order: readonly string[]): Selection {
  return { ...was, ids: new Set(order), anchor: was.anchor ?? order[0] ?? null };
}

/** Keeps what is still in the list. */
export function prune(was: Selection, order: ReadonlySet<string>): Selection {
  const ids = [...was.ids].filter((id) => order.has(id));
  const keeps = (id: string | null) => (id !== null && order.has(id) ? id : null);
  if (ids.length === was.ids.size && keeps(was.active) === was.active) return was;
  return { ids: new Set(ids), active: keeps(was.active), anchor: keeps(was.anchor) };
}
