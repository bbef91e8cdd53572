/**
 * A share link's page with script: filters at once, selects many, adds up what is chosen in the sizes that are chosen, adds
 * more files below, remembers the view, and follows an archive that is being prepared.
 */

import { type Locale, t } from '../../shared/messages/index.ts';
import { isLocale } from '../../shared/messages/locales.ts';
import { everythingLabel } from '../../shared/shares/summary.ts';
import { formatBytes } from '../view/units.ts';
import { type KeptSelection, keepSelection } from './share-kept.ts';
import { startPreparing } from './share-preparing.ts';
import { startTheatre } from './share-theatre.ts';

const VIEW_KEY = 'vitrine:share-view';
const BOXES = 'input[type="checkbox"][form="chosen"]';

export function startShare(): void {
  const locale = document.documentElement.lang;
  if (!isLocale(locale)) return;
  startPreparing(locale);
  const list = document.querySelector<HTMLElement>('[data-share-items]');
  if (list === null) return;
  startTheatre(list, locale);
  startView();
  startFilter(list, locale);
  const kept = keepSelection(
    () => tilesOf(list),
    (tile) => tile.querySelector<HTMLInputElement>(BOXES),
    list.closest('[data-share-complete]') !== null,
  );
  const recount = startTotals(list, locale, kept);
  startSelection(list, recount, kept);
  startMore(list, recount);
  startAsking(list);
}

/** *Ask for it* at a file opens the form at the foot with that file chosen; without script it leads there. */
function startAsking(list: HTMLElement): void {
  list.addEventListener('click', (event) => {
    const link =
      event.target instanceof Element ? event.target.closest<HTMLElement>('[data-share-ask-for]') : null;
    const id = link?.dataset.shareAskFor;
    const form = document.querySelector<HTMLDetailsElement>('[data-share-ask]');
    const choice = form?.querySelector<HTMLElement>('select[name="assetId"]') ?? null;
    if (link === null || id === undefined || form === null || choice === null) return;
    event.preventDefault();
    const options = [...choice.querySelectorAll<HTMLOptionElement>('option')];
    let option = options.find(({ value }) => value === id);
    if (option === undefined) {
      // Files that were added below are not in the form yet.
      option = document.createElement('option');
      option.value = id;
      option.textContent = link.closest<HTMLElement>('.share-item')?.dataset.name ?? id;
      choice.appendChild(option);
    }
    option.selected = true;
    form.open = true;
    form.scrollIntoView({ block: 'center' });
    form.querySelector<HTMLElement>('input:not([type="hidden"])')?.focus({ preventScroll: true });
  });
}

const tilesOf = (list: HTMLElement): HTMLElement[] => [...list.querySelectorAll<HTMLElement>('.share-item')];

function folded(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
}

/** Where all files are on the page, filtering is done here; otherwise the form and the links ask the server. */
function startFilter(list: HTMLElement, locale: Locale): void {
  const body = list.closest<HTMLElement>('[data-share-complete]');
  if (body === null) return;
  const form = body.querySelector<HTMLFormElement>('[data-share-filter]');
  const input = form?.querySelector<HTMLInputElement>('input[type="search"]') ?? null;
  const kinds = [...body.querySelectorAll<HTMLAnchorElement>('[data-share-kind]')];
  const shown = body.querySelector<HTMLElement>('[data-share-shown]');
  const none = body.querySelector<HTMLElement>('[data-share-none]');
  const total = Number(body.dataset.total);
  let kind = '';
  form?.querySelector('[data-share-find]')?.remove();
  const apply = (): void => {
    const words = folded(input?.value ?? '')
      .split(/\s+/)
      .filter(Boolean);
    let count = 0;
    for (const tile of tilesOf(list)) {
      const name = folded(tile.dataset.name ?? '');
      const matches =
        (kind === '' || tile.dataset.kind === kind) && words.every((word) => name.includes(word));
      tile.hidden = !matches;
      if (matches) count++;
    }
    if (none) none.hidden = count > 0;
    if (shown) {
      shown.hidden = count === total;
      shown.textContent = t(locale, 'share.filter.shown', { count, total });
    }
    for (const link of kinds) {
      if (link.dataset.shareKind === kind) link.setAttribute('aria-current', 'true');
      else link.removeAttribute('aria-current');
    }
  };
  input?.addEventListener('input', apply);
  form?.addEventListener('submit', (event) => event.preventDefault());
  for (const link of kinds) {
    link.addEventListener('click', (event) => {
      if (event.metaKey || event.ctrlKey || event.shiftKey) return;
      event.preventDefault();
      kind = link.dataset.shareKind ?? '';
      apply();
    });
  }
  if (input?.value) apply();
}

function startView(): void {
  const list = document.querySelector<HTMLInputElement>('#view-list');
  if (list === null) return;
  document.addEventListener('change', (event) => {
    if (!(event.target instanceof HTMLInputElement) || event.target.name !== 'view') return;
    try {
      localStorage.setItem(VIEW_KEY, event.target.value);
    } catch {
      // A browser that keeps nothing begins with the grid.
    }
  });
  try {
    if (localStorage.getItem(VIEW_KEY) === 'list') list.checked = true;
  } catch {
    // As above.
  }
}

/** Expected bytes of a tile in the size chosen for its kind; null where it is left out. */
function bytesOf(tile: HTMLElement, wish: string): number | null {
  const sizes = (tile.dataset.sizes ?? '').split(' ').flatMap((entry): [string, number][] => {
    const [preset = '', bytes = ''] = entry.split(':');
    return preset === '' ? [] : [[preset, Number(bytes)]];
  });
  const best = sizes[0]?.[1] ?? null;
  if (wish === '') return best;
  if (wish === 'none') return null;
  const chosen = sizes.find(([preset]) => preset === wish);
  if (chosen !== undefined) return chosen[1];
  // What has no sizes of its own goes out as it is.
  return sizes.length === 1 && sizes[0]?.[0] === 'original' ? best : null;
}

function startTotals(list: HTMLElement, locale: Locale, kept: KeptSelection): () => void {
  const tray = document.querySelector<HTMLFormElement>('[data-share-tray]');
  const count = tray?.querySelector('[data-tray-count]');
  const all = document.querySelector<HTMLElement>('[data-share-all]');
  const selects = [...document.querySelectorAll<HTMLElement>('[data-size-kind]')];
  const chosenOf = (select: HTMLElement): HTMLOptionElement | null =>
    select.querySelector<HTMLOptionElement>('option:checked');
  const about = (bytes: number): string => t(locale, 'share.about', { size: formatBytes(locale, bytes) });
  const recount = (): void => {
    kept.note();
    const wishes = new Map(
      selects.map((select) => [select.dataset.sizeKind ?? '', chosenOf(select)?.value ?? '']),
    );
    let files = 0;
    let bytes = 0;
    for (const tile of [...tilesOf(list), ...kept.tiles()]) {
      if (tile.querySelector<HTMLInputElement>(BOXES)?.checked !== true) continue;
      const size = bytesOf(tile, wishes.get(tile.dataset.kind ?? '') ?? '');
      if (size === null) continue;
      files += 1;
      bytes += size;
    }
    if (count) count.textContent = t(locale, 'share.tray.count', { count: files, size: about(bytes) });
    if (all && selects.length > 0) {
      const sumOf = (fact: 'bytes' | 'count'): number =>
        selects.reduce((sum, select) => sum + Number(chosenOf(select)?.dataset[fact] ?? 0), 0);
      const total = Number(list.closest<HTMLElement>('[data-total]')?.dataset.total);
      all.textContent = everythingLabel(
        locale,
        { downloadable: sumOf('count'), total },
        about(sumOf('bytes')),
      );
    }
  };
  document.addEventListener('change', recount);
  // Clearing the selection keeps the sizes.
  tray?.addEventListener('reset', (event) => {
    event.preventDefault();
    for (const box of list.querySelectorAll<HTMLInputElement>(BOXES)) box.checked = false;
    kept.clear();
    recount();
  });
  recount();
  return recount;
}

function startSelection(list: HTMLElement, recount: () => void, kept: KeptSelection): void {
  const boxes = (): HTMLInputElement[] =>
    tilesOf(list).flatMap((tile) => (tile.hidden ? [] : [...tile.querySelectorAll<HTMLInputElement>(BOXES)]));
  for (const link of document.querySelectorAll<HTMLAnchorElement>('[data-share-select]')) {
    link.addEventListener('click', (event) => {
      event.preventDefault();
      const isAll = link.dataset.shareSelect === 'all';
      const touched = isAll ? boxes() : [...list.querySelectorAll<HTMLInputElement>(BOXES)];
      for (const box of touched) box.checked = isAll;
      if (!isAll) kept.clear();
      recount();
    });
  }
  let last: HTMLInputElement | null = null;
  list.addEventListener('click', (event) => {
    const box = event.target;
    if (!(box instanceof HTMLInputElement) || !box.matches(BOXES)) return;
    const shown = boxes();
    if (event.shiftKey && last !== null && shown.includes(last)) {
      const ends = [shown.indexOf(last), shown.indexOf(box)].sort((one, other) => one - other);
      for (const between of shown.slice(ends[0], (ends[1] ?? 0) + 1)) between.checked = box.checked;
      recount();
    }
    last = box;
  });
}

/** Adds the next files below, with their selection and place kept. Without script the link opens them as a page. */
function startMore(list: HTMLElement, recount: () => void): void {
  document.addEventListener('click', async (event) => {
    const link =
      event.target instanceof Element ? event.target.closest<HTMLAnchorElement>('[data-share-more]') : null;
    if (link === null || event.metaKey || event.ctrlKey || event.shiftKey) return;
    event.preventDefault();
    link.setAttribute('aria-busy', 'true');
    try {
      const response = await fetch(link.href, { headers: { accept: 'text/html' } });
      if (!response.ok) throw new Error(`${response.status}`);
      const page = new DOMParser().parseFromString(await response.text(), 'text/html');
      const added = adopt(page);
      for (const tile of added) list.appendChild(tile);
      const asking = page.querySelector('#ask-for-file');
      if (asking !== null && document.querySelector('#ask-for-file') === null) {
        list.closest('.share-body')?.insertAdjacentElement('afterend', document.importNode(asking, true));
      }
      const next = page.querySelector<HTMLAnchorElement>('[data-share-more]');
      if (next === null) link.closest('.share-more')?.remove();
      else link.href = next.href;
      added[0]?.querySelector<HTMLElement>('a, input')?.focus({ preventScroll: true });
      recount();
    } catch {
      // Offline, or the link has closed: the page itself tells.
      location.href = link.href;
    } finally {
      link.removeAttribute('aria-busy');
    }
  });
}

/** The tiles of another page, their shapes taken from that page's own style. */
function adopt(page: Document): HTMLElement[] {
  const css = [...page.querySelectorAll('style')].map((style) => style.textContent).join('\n');
  const rules = new Map(
    [...css.matchAll(/\.(p\d+)\{([^}]*)\}/g)].map(([, name = '', body = '']) => [name, body]),
  );
  return [...page.querySelectorAll<HTMLElement>('.share-item')].map((tile) => {
    const own = document.importNode(tile, true);
    for (const element of [own, ...own.querySelectorAll<HTMLElement>('.picture')]) {
      const name = [...element.classList].find((entry) => rules.has(entry));
      if (name === undefined) continue;
      element.classList.remove(name);
      // Through the object model, which the page's policy allows.
      element.style.cssText = rules.get(name) ?? '';
    }
    return own;
  });
}
