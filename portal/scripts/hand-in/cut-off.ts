/**
 * Uploads that an earlier page left unfinished: named, with what has arrived of each. A page may not keep a file over a
 * reload, so the person chooses the same one again; tus-js-client knows it by name, size and date, and goes on.
 */
import { INTL_LOCALES, type Locale, t } from '../../../shared/messages/index.ts';

/** Where tus-js-client keeps what it can go on with. */
const STORAGE_PREFIX = 'tus::';
const LISTED_MAX = 20;

interface Kept {
  readonly key: string;
  readonly uploadUrl: string;
  readonly fileName: string;
}

export function showCutOff(endpoint: string, language: Locale) {
  let waiting: Kept[] = [];
  const panel = document.querySelector<HTMLElement>('[data-cut-off]');
  const part = (name: string) => document.querySelector<HTMLElement>(`[data-cut-off-${name}]`);

  const shares = new Map<string, number>();
  const render = (): void => {
    if (panel === null) return;
    panel.hidden = waiting.length === 0;
    const count = waiting.length;
    const write = (name: string, text: string) => {
      const element = part(name);
      if (element) element.textContent = text;
    };
    write('title', t(language, 'upload.cut_off', { count }));
    write('text', t(language, 'upload.cut_off.text', { count }));
    write('forget', t(language, 'upload.cut_off.forget', { count }));
    const percent = new Intl.NumberFormat(INTL_LOCALES[language], { style: 'percent' });
    part('list')?.replaceChildren(
      ...waiting.slice(0, LISTED_MAX).map(({ key, fileName }) => {
        const line = document.createElement('li');
        line.textContent = t(language, 'upload.cut_off.file', {
          name: fileName,
          share: percent.format(shares.get(key) ?? 0),
        });
        return line;
      }),
    );
  };

  /** Asks how far one got; one that the server has no more, or has whole, cannot be gone on with. */
  const ask = async (kept: Kept): Promise<Kept | null> => {
    const answer = await fetch(kept.uploadUrl, {
      method: 'HEAD',
      headers: { 'tus-resumable': '1.0.0' },
    }).catch(() => null);
    // No connection: it may be gone on with later.
    if (answer === null) return kept;
    const [offset, length] = ['upload-offset', 'upload-length'].map((name) =>
      Number(answer.headers.get(name)),
    );
    if (!answer.ok || offset === length) {
      localStorage.removeItem(kept.key);
      return null;
    }
    shares.set(kept.key, length ? (offset ?? 0) / length : 0);
    return kept;
  };

  part('forget')?.addEventListener('click', () => {
    for (const { key, uploadUrl } of waiting) {
      localStorage.removeItem(key);
      // What has arrived of it is given back; if this does not get through, it expires.
      void fetch(uploadUrl, { method: 'DELETE', headers: { 'tus-resumable': '1.0.0' } }).catch(
        () => undefined,
      );
    }
    waiting = [];
    render();
  });
  void Promise.all(readKept(endpoint).map(ask)).then((found) => {
    waiting = found.filter((kept) => kept !== null);
    render();
  });
  return {
    /** This one has arrived. */
    done(uploadId: string): void {
      waiting = waiting.filter(({ uploadUrl }) => !uploadUrl.endsWith(`/${uploadId}`));
      render();
    },
  };
}

function readKept(endpoint: string): Kept[] {
  const found: Kept[] = [];
  try {
    for (let index = 0; index < localStorage.length; index += 1) {
      const key = localStorage.key(index);
      if (!key?.startsWith(STORAGE_PREFIX)) continue;
      const kept = JSON.parse(localStorage.getItem(key) ?? '{}') as {
        uploadUrl?: string;
        metadata?: { filename?: string };
      };
      if (
        kept.uploadUrl === undefined ||
        !new URL(kept.uploadUrl, location.href).pathname.startsWith(endpoint)
      ) {
        continue;
      }
      found.push({ key, uploadUrl: kept.uploadUrl, fileName: kept.metadata?.filename ?? '' });
    }
  } catch {
    // No storage, nothing to go on with.
  }
  return found;
}
