/**
 * Hands in files of an upload request: chosen, dropped, or dropped as folders; sent with tus, so that each goes on where it
 * stopped, after a reload too. The list says what became of each.
 */
import Uppy, { type UppyFile } from '@uppy/core';
import Tus from '@uppy/tus';
import { t } from '../../shared/messages/index.ts';
import { isLocale, type Locale } from '../../shared/messages/locales.ts';
import { formatBytes } from '../view/units.ts';
import { filesOf } from './dropped-files.ts';

/** R2 wants parts of at least 5 MiB; a part is also what is sent again after a cut. */
const CHUNK_BYTES = 8 * 1024 ** 2;
const RETRY_DELAYS_MS = [0, 1000, 3000, 8000, 20_000, 60_000];
const ACCEPT: Readonly<Record<string, string>> = {
  image: 'image/*',
  video: 'video/*',
  audio: 'audio/*',
  vector: 'image/svg+xml,.ai,.eps',
  document: '.pdf,.doc,.docx,.ppt,.pptx,.xls,.xlsx,.indd,.txt',
  font: '.otf,.ttf,.woff,.woff2',
  model: '.glb,.gltf,.obj,.usdz',
  archive: '.zip',
};

type Meta = { relativePath?: string };
type File = UppyFile<Meta, Record<string, never>>;

const zone = document.querySelector<HTMLElement>('[data-upload]');
const list = document.querySelector<HTMLElement>('[data-upload-list]');
const locale = document.documentElement.lang;
if (zone !== null && list !== null && isLocale(locale)) start(zone, list, locale);

function start(drop: HTMLElement, rows: HTMLElement, language: Locale): void {
  const number = (name: string): number => Number(drop.dataset[name]);
  const kinds = (drop.dataset.kinds ?? '').split(' ').filter(Boolean);
  const accept = kinds.map((kind) => ACCEPT[kind]);
  const uppy = new Uppy<Meta, Record<string, never>>({
    autoProceed: true,
    restrictions: {
      maxFileSize: number('maxFile'),
      maxTotalFileSize: number('maxTotal'),
      maxNumberOfFiles: number('maxFiles'),
      // A kind that no extension stands for is left to the server, which looks at the bytes.
      allowedFileTypes: kinds.length === 0 || accept.includes(undefined) ? null : accept.join(',').split(','),
    },
  });
  uppy.use(Tus, {
    endpoint: drop.dataset.endpoint ?? '',
    chunkSize: CHUNK_BYTES,
    retryDelays: RETRY_DELAYS_MS,
    limit: 2,
    allowedMetaFields: ['filename', 'relativePath'],
    removeFingerprintOnSuccess: true,
  });

  const lines = new Map<string, Line>();
  const lineOf = (file: { id: string } | undefined): Line | undefined => file && lines.get(file.id);
  uppy.on('file-added', (file) => {
    document.querySelector('[data-upload-none]')?.remove();
    const line = new Line(file, language, () => void uppy.retryUpload(file.id));
    lines.set(file.id, line);
    rows.insertBefore(line.element, rows.firstChild);
  });
  uppy.on('upload-progress', (file, progress) => {
    const total = progress.bytesTotal ?? 0;
    if (total > 0) lineOf(file)?.showSending(Math.floor((100 * progress.bytesUploaded) / total));
  });
  uppy.on('upload-success', (file) => lineOf(file)?.showSent());
  uppy.on('upload-error', (file, error) => lineOf(file)?.showFailed(error.message));
  uppy.on('restriction-failed', (file, error) =>
    refuse(file === undefined ? error.message : `${file.name}: ${error.message}`),
  );
  addEventListener('beforeunload', (event) => {
    if (uppy.getFiles().some((file) => !file.progress.uploadComplete && !file.error)) event.preventDefault();
  });

  const add = (files: readonly { file: globalThis.File; relativePath: string | null }[]): void => {
    refuse(null);
    for (const { file, relativePath } of files) {
      try {
        uppy.addFile({
          name: file.name,
          type: file.type,
          data: file,
          source: 'chosen',
          meta: { filename: file.name, ...(relativePath !== null && { relativePath }) } as Meta,
        });
      } catch (error) {
        // Refused by a restriction, which has its own event, or chosen twice.
        if (!(error instanceof Error && 'isRestriction' in error)) throw error;
      }
    }
  };
  const input = drop.querySelector('input');
  input?.addEventListener('change', () => {
    add([...(input.files ?? [])].map((file) => ({ file, relativePath: file.webkitRelativePath || null })));
    input.value = '';
  });
  drop.addEventListener('dragover', (event) => {
    event.preventDefault();
    drop.toggleAttribute('data-over', true);
  });
  drop.addEventListener('dragleave', () => drop.toggleAttribute('data-over', false));
  drop.addEventListener('drop', (event) => {
    event.preventDefault();
    drop.toggleAttribute('data-over', false);
    if (event.dataTransfer) void filesOf(event.dataTransfer).then(add);
  });
  drop.hidden = false;
}

function refuse(text: string | null): void {
  const notice = document.querySelector<HTMLElement>('[data-upload-refused]');
  if (notice === null) return;
  notice.hidden = text === null;
  notice.textContent = text ?? '';
}

/** One file in the list. */
class Line {
  readonly element = document.createElement('li');
  readonly #state = document.createElement('span');
  readonly #bar = document.createElement('progress');
  readonly #retry = document.createElement('button');
  readonly #language: Locale;

  constructor(file: File, language: Locale, retry: () => void) {
    this.#language = language;
    const name = document.createElement('span');
    name.className = 'handed-name';
    name.textContent = file.meta.relativePath ?? file.name;
    this.#state.className = 'handed-state';
    this.#state.textContent = t(language, 'upload.file.waiting');
    const size = document.createElement('span');
    size.className = 'handed-state';
    size.textContent = formatBytes(language, file.size ?? 0);
    this.#bar.max = 100;
    this.#bar.value = 0;
    this.#bar.setAttribute('aria-label', file.name);
    this.#retry.className = 'button-quiet';
    this.#retry.type = 'button';
    this.#retry.textContent = t(language, 'upload.file.retry');
    this.#retry.hidden = true;
    this.#retry.addEventListener('click', retry);
    for (const part of [name, this.#state, size, this.#bar, this.#retry]) this.element.appendChild(part);
  }

  showSending(percent: number): void {
    this.#show('sending', t(this.#language, 'upload.file.sending', { percent }));
    this.#bar.value = percent;
  }

  showSent(): void {
    this.#show('sent', t(this.#language, 'upload.file.sent'));
    this.#bar.hidden = true;
  }

  showFailed(reason: string): void {
    this.#show('failed', t(this.#language, 'upload.file.failed', { reason }));
    this.#retry.hidden = false;
  }

  #show(state: string, text: string): void {
    this.#state.dataset.state = state;
    this.#state.textContent = text;
    this.#retry.hidden = true;
  }
}
