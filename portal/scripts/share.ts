/** A share link's page with script: filter by name, the view that was chosen last, and the size of what is chosen. */

import { t } from '../../shared/messages/index.ts';
import { isLocale } from '../../shared/messages/locales.ts';
import { formatBytes } from '../view/units.ts';

const VIEW_KEY = 'vitrine:share-view';

export function startShare(): void {
  const items = [...document.querySelectorAll<HTMLElement>('.share-item')];
  if (items.length === 0) return;
  startFilter(items);
  startView();
  startCount();
}

function startFilter(items: readonly HTMLElement[]): void {
  const field = document.querySelector<HTMLElement>('[data-share-filter]');
  const input = field?.querySelector('input');
  if (!field || !input || items.length < 8) return;
  field.hidden = false;
  input.addEventListener('input', () => {
    const words = input.value.toLowerCase().split(/\s+/).filter(Boolean);
    let shown = 0;
    for (const item of items) {
      const matches = words.every((word) => item.dataset.name?.includes(word) ?? false);
      item.hidden = !matches;
      if (matches) shown++;
    }
    const none = document.querySelector<HTMLElement>('[data-share-none]');
    if (none) none.hidden = shown > 0;
  });
}

function startView(): void {
  const list = document.querySelector<HTMLInputElement>('#view-list');
  if (list === null) return;
  try {
    if (localStorage.getItem(VIEW_KEY) === 'list') list.checked = true;
  } catch {
    // A browser that keeps nothing begins with the grid.
    return;
  }
  document.addEventListener('change', (event) => {
    if (event.target instanceof HTMLInputElement && event.target.name === 'view')
      localStorage.setItem(VIEW_KEY, event.target.value);
  });
}

function startCount(): void {
  const form = document.querySelector<HTMLFormElement>('[data-share-tray]');
  const count = form?.querySelector('[data-tray-count]');
  const locale = document.documentElement.lang;
  if (!form || !count || !isLocale(locale)) return;
  const show = (): void => {
    const boxes = [...document.querySelectorAll<HTMLInputElement>('input[form="chosen"]:checked')];
    const bytes = boxes.reduce((sum, box) => sum + Number(box.dataset.bytes ?? 0), 0);
    count.textContent = `${t(locale, 'portal.tray.count', { count: boxes.length })}, ${formatBytes(locale, bytes)}`;
  };
  document.addEventListener('change', show);
  form.addEventListener('reset', () => setTimeout(show));
  show();
}
