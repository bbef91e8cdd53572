/**
 * The server's list of files on the page: fetched anew while something is expected on it or being looked at, and merged so
 * that a form somebody is filling in stays as it is.
 */
import { type Locale, t } from '../../../shared/messages/index.ts';

const ASK_EVERY_MS = 1500;

export function startArrived(language: Locale) {
  const expected = new Map<string, () => void>();
  let again: ((file: File, replaces: string) => void) | null = null;
  let release: ((file: File, releaseFor: string) => void) | null = null;
  let refreshed: (() => void) | null = null;
  let isAsking = false;

  const section = (): HTMLElement | null => document.querySelector<HTMLElement>('[data-handed]');
  const isUnsettled = (): boolean =>
    document.querySelector('[data-handed] [data-file][data-state="processing"]') !== null;

  function enliven(root: HTMLElement): void {
    for (const element of root.querySelectorAll<HTMLElement>('[data-needs-script]'))
      element.hidden = again === null;
    for (const input of root.querySelectorAll<HTMLInputElement>('[data-again]')) {
      input.onchange = () => {
        const [file] = input.files ?? [];
        if (file) again?.(file, input.dataset.again ?? '');
        input.value = '';
      };
    }
    for (const form of root.querySelectorAll<HTMLFormElement>('form[data-details]')) {
      form.oninput = () => form.toggleAttribute('data-dirty', true);
      form.onsubmit = (event) => {
        event.preventDefault();
        void save(form);
      };
    }
  }

  /** Saves a file's details without leaving the page, so that what is on its way goes on. */
  async function save(form: HTMLFormElement): Promise<void> {
    const id = form.dataset.details ?? '';
    const data = new FormData(form);
    const details: Record<string, string | null> = {};
    for (const [name, value] of data) {
      if (typeof value !== 'string' || name === 'intent' || name === 'submission') continue;
      details[name] = value.trim() === '' ? null : value.trim();
    }
    const status = form.querySelector<HTMLElement>('[data-saved]');
    const answer = await fetch(`/api/request/${token()}/files/${id}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(details),
    }).catch(() => null);
    if (answer?.ok !== true) {
      if (status) status.textContent = t(language, 'upload.details.failed');
      return;
    }
    form.removeAttribute('data-dirty');
    const file = data.get('release');
    if (file instanceof File && file.size > 0) release?.(file, id);
    if (status) status.textContent = t(language, 'upload.details.saved');
    await refresh();
    document.querySelector<HTMLElement>(`#file-${id} summary`)?.focus();
  }

  async function refresh(): Promise<void> {
    const answer = await fetch(location.pathname, { headers: { accept: 'text/html' } }).catch(() => null);
    if (answer?.ok !== true) return;
    const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
    const fresh = page.querySelector<HTMLElement>('[data-handed]');
    const shown = section();
    if (fresh === null || shown === null) return;
    for (const line of fresh.querySelectorAll<HTMLElement>('[data-file]')) {
      const before = shown.querySelector(`[data-file="${line.dataset.file}"]`);
      const isBusy = before?.querySelector('form[data-dirty]') != null;
      if (before && isBusy) line.replaceWith(before);
      else {
        const wasOpen = before?.querySelector<HTMLDetailsElement>('details')?.open;
        const details = line.querySelector('details');
        if (details && wasOpen !== undefined) details.open = wasOpen;
      }
    }
    shown.replaceChildren(...fresh.childNodes);
    enliven(shown);
    for (const [uploadId, landed] of expected) {
      const isRelease = shown.querySelector(`[data-file="${uploadId}"]`) === null;
      if (isRelease && isUnsettled()) continue;
      expected.delete(uploadId);
      landed();
    }
    refreshed?.();
  }

  async function ask(): Promise<void> {
    if (isAsking) return;
    isAsking = true;
    try {
      do {
        await new Promise((resolve) => setTimeout(resolve, ASK_EVERY_MS));
        await refresh();
      } while (expected.size > 0 || isUnsettled());
    } finally {
      isAsking = false;
    }
  }

  const first = section();
  if (first) enliven(first);
  if (isUnsettled()) void ask();
  return {
    /** This upload is complete and will be on the list; a release, which has no line of its own, in the file's. */
    expect(uploadId: string, landed: () => void): void {
      expected.set(uploadId, landed);
      void ask();
    },
    onAgain(act: (file: File, replaces: string) => void): void {
      again = act;
      const shown = section();
      if (shown) enliven(shown);
    },
    /** The list was fetched anew. */
    onRefreshed(act: () => void): void {
      refreshed = act;
    },
    onRelease(act: (file: File, releaseFor: string) => void): void {
      release = act;
    },
  };
}

const token = (): string => location.pathname.split('/')[2] ?? '';
