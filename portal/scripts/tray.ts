/**
 * The lightbox tray with script: the selection of a portal is kept over pages and reloads in this browser, and goes into
 * the tray's form as hidden fields. Boxes on the page only show it.
 */

import { t } from '../../shared/messages/index.ts';
import { isLocale } from '../../shared/messages/locales.ts';

interface Chosen {
  readonly id: string;
  readonly title: string;
  readonly href: string;
  readonly thumb: string | null;
}

const THUMBS_MAX = 8;

export function startTray(): void {
  const form = document.querySelector<HTMLFormElement>('form.tray[data-portal]');
  if (form === null) return;
  const tray = new Tray(form);
  tray.start();
}

class Tray {
  readonly #form: HTMLFormElement;
  readonly #key: string;
  #chosen: Map<string, Chosen>;

  constructor(form: HTMLFormElement) {
    this.#form = form;
    this.#key = `vitrine:selection:${form.dataset.portal}`;
    this.#chosen = this.#load();
  }

  start(): void {
    document.addEventListener('change', (event) => {
      if (event.target instanceof HTMLInputElement && event.target.form === this.#form)
        this.#toggle(event.target);
    });
    this.#form.addEventListener('reset', (event) => {
      event.preventDefault();
      this.#save(new Map());
    });
    this.#form.addEventListener('submit', () => this.#fillForm());
    // Another tab of this portal, or this page coming back from the browser's memory.
    addEventListener('storage', (event) => {
      if (event.key === this.#key) this.#reload();
    });
    addEventListener('pageshow', (event) => {
      if (event.persisted) this.#reload();
    });
    this.#show();
  }

  #boxes(): HTMLInputElement[] {
    return [...document.querySelectorAll<HTMLInputElement>('input[type="checkbox"][form="tray"]')];
  }

  #toggle(box: HTMLInputElement): void {
    const next = new Map(this.#chosen);
    if (box.checked) {
      const { title = '', href = '', thumb } = box.dataset;
      next.set(box.value, { id: box.value, title, href, thumb: thumb ?? null });
    } else {
      next.delete(box.value);
    }
    this.#save(next);
  }

  #save(next: Map<string, Chosen>): void {
    this.#chosen = next;
    try {
      localStorage.setItem(this.#key, JSON.stringify([...next.values()]));
    } catch {
      // A browser that keeps nothing still selects on this page.
    }
    this.#show();
  }

  #load(): Map<string, Chosen> {
    try {
      const stored: unknown = JSON.parse(localStorage.getItem(this.#key) ?? '[]');
      return new Map(Array.isArray(stored) ? stored.filter(isChosen).map((entry) => [entry.id, entry]) : []);
    } catch {
      // Unreadable or forbidden storage is an empty selection.
      return new Map();
    }
  }

  #reload(): void {
    this.#chosen = this.#load();
    this.#show();
  }

  #show(): void {
    const locale = document.documentElement.lang;
    if (!isLocale(locale)) return;
    for (const box of this.#boxes()) box.checked = this.#chosen.has(box.value);
    const count = this.#form.querySelector('[data-tray-count]');
    if (count) count.textContent = t(locale, 'portal.tray.count', { count: this.#chosen.size });
    this.#form.toggleAttribute('data-open', this.#chosen.size > 0);
    const send = this.#form.querySelector<HTMLAnchorElement>('[data-tray-send]');
    if (send) {
      send.hidden = this.#chosen.size === 0;
      send.href = this.#mailAddress();
    }
    const thumbs = this.#form.querySelector<HTMLElement>('[data-tray-thumbs]');
    if (thumbs) {
      thumbs.hidden = this.#chosen.size === 0;
      thumbs.replaceChildren(
        ...[...this.#chosen.values()].slice(-THUMBS_MAX).map((entry) => this.#thumb(entry, locale)),
      );
    }
  }

  #thumb(entry: Chosen, locale: 'en' | 'de'): HTMLLIElement {
    const item = document.createElement('li');
    const button = document.createElement('button');
    button.type = 'button';
    button.title = t(locale, 'portal.tray.remove', { title: entry.title });
    button.setAttribute('aria-label', button.title);
    if (entry.thumb !== null) {
      const image = document.createElement('img');
      image.src = entry.thumb;
      image.alt = '';
      button.appendChild(image);
    }
    button.addEventListener('click', () => {
      const next = new Map(this.#chosen);
      next.delete(entry.id);
      this.#save(next);
    });
    item.appendChild(button);
    return item;
  }

  #mailAddress(): string {
    const lines = [...this.#chosen.values()].map(
      (entry) => `${entry.title}\n${new URL(entry.href, location.href).href}`,
    );
    const subject = encodeURIComponent(this.#form.dataset.subject ?? '');
    return `mailto:?subject=${subject}&body=${encodeURIComponent(lines.join('\n\n'))}`;
  }

  /** What is chosen on other pages has no box here. */
  #fillForm(): void {
    for (const field of this.#form.querySelectorAll('input[data-filled]')) field.remove();
    const here = new Set(
      this.#boxes()
        .filter((box) => box.checked)
        .map((box) => box.value),
    );
    for (const id of this.#chosen.keys()) {
      if (here.has(id)) continue;
      const field = document.createElement('input');
      field.type = 'hidden';
      field.name = 'asset';
      field.value = id;
      field.dataset.filled = '';
      this.#form.appendChild(field);
    }
  }
}

function isChosen(value: unknown): value is Chosen {
  if (typeof value !== 'object' || value === null) return false;
  const { id, title, href, thumb } = value as Record<string, unknown>;
  return (
    typeof id === 'string' &&
    typeof title === 'string' &&
    typeof href === 'string' &&
    href.startsWith('/') &&
    (thumb === null || (typeof thumb === 'string' && thumb.startsWith('/')))
  );
}
