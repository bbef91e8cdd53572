/**
 * The files that are ticked on a link of more than one page, kept while it is filtered and its pages are turned: each of those loads
 * the page anew. Those that are not on the page are ticked boxes out of sight, so that they are counted and sent like the others.
 */
import { KEPT_MAX } from '../../shared/shares/choice.ts';

interface Kept {
  readonly id: string;
  /** As a tile has them. */
  readonly kind: string;
  readonly sizes: string;
}

export interface KeptSelection {
  /** Stand-ins for the ticked files that are not on the page, with the marks of a tile. */
  tiles(): HTMLElement[];
  /** After the ticks or the tiles of the page have changed. */
  note(): void;
  /** Nothing that is not on the page is ticked any more. */
  clear(): void;
}

/** @param isWhole all files are on the page: nothing has to be kept */
export function keepSelection(
  tilesOf: () => readonly HTMLElement[],
  boxOf: (tile: HTMLElement) => HTMLInputElement | null,
  isWhole: boolean,
): KeptSelection {
  if (isWhole) return { tiles: () => [], note: () => undefined, clear: () => undefined };
  const key = `vitrine:chosen:${location.pathname}`;
  const holder = document.createElement('div');
  holder.hidden = true;
  document.body.appendChild(holder);
  const tiles = (): HTMLElement[] => [...holder.querySelectorAll<HTMLElement>('[data-kept]')];

  function standIn({ id, kind, sizes }: Kept): HTMLElement {
    const element = document.createElement('span');
    Object.assign(element.dataset, { kept: id, kind, sizes });
    const box = document.createElement('input');
    box.type = 'checkbox';
    box.name = 'asset';
    box.value = id;
    box.checked = true;
    box.setAttribute('form', 'chosen');
    element.appendChild(box);
    return element;
  }
  /** A file that is on the page now is ticked there. */
  function adopt(): void {
    const here = new Map(tilesOf().map((tile) => [tile.id, tile]));
    for (const element of tiles()) {
      const tile = here.get(element.dataset.kept ?? '');
      if (tile === undefined) continue;
      const box = boxOf(tile);
      if (box !== null) box.checked = true;
      element.remove();
    }
  }
  function note(): void {
    adopt();
    const chosen = [
      ...tiles().map(
        ({ dataset }): Kept => ({
          id: dataset.kept ?? '',
          kind: dataset.kind ?? '',
          sizes: dataset.sizes ?? '',
        }),
      ),
      ...tilesOf()
        .filter((tile) => boxOf(tile)?.checked === true)
        .map(({ id, dataset }): Kept => ({ id, kind: dataset.kind ?? '', sizes: dataset.sizes ?? '' })),
    ];
    try {
      sessionStorage.setItem(key, JSON.stringify(chosen.slice(0, KEPT_MAX)));
    } catch {
      // A browser that keeps nothing forgets the selection with the page.
    }
  }

  for (const kept of stored(key)) holder.appendChild(standIn(kept));
  adopt();
  return { tiles, note, clear: () => holder.replaceChildren() };
}

function stored(key: string): Kept[] {
  try {
    const list: unknown = JSON.parse(sessionStorage.getItem(key) ?? '[]');
    return Array.isArray(list) ? list.filter(isKept).slice(0, KEPT_MAX) : [];
  } catch {
    // Nothing is kept here, or it is not ours.
    return [];
  }
}
function isKept(value: unknown): value is Kept {
  const { id, kind, sizes } = (value ?? {}) as Partial<Record<keyof Kept, unknown>>;
  return typeof id === 'string' && typeof kind === 'string' && typeof sizes === 'string';
}
