/**
 * Hands in files of an upload request: chosen, dropped, or dropped as folders; sent with tus, so that each goes on where it
 * stopped, after a reload too. What is on its way is this script's list; what has arrived is the server's, fetched anew.
 */
import Uppy from '@uppy/core';
import Tus from '@uppy/tus';
import { t } from '../../shared/messages/index.ts';
import { isLocale, type Locale } from '../../shared/messages/locales.ts';
import { formatBytes } from '../view/units.ts';
import { filesOf } from './dropped-files.ts';
import { startArrived } from './hand-in/arrived.ts';
import { showCutOff } from './hand-in/cut-off.ts';
import { explainRefusal, type Limits } from './hand-in/refusals.ts';
import { Transit } from './hand-in/transit.ts';

/** R2 wants parts of at least 5 MiB; a part is also what is sent again after a cut. */
const CHUNK_BYTES = 8 * 1024 ** 2;
const RETRY_DELAYS_MS = [0, 1000, 3000, 8000, 20_000, 60_000];
const AT_ONCE = 3;

type Meta = { filename: string; relativePath?: string; replaces?: string; releaseFor?: string };

const zone = document.querySelector<HTMLElement>('[data-upload]');
const locale = document.documentElement.lang;
if (isLocale(locale)) {
  const arrived = startArrived(locale);
  if (zone !== null) start(zone, locale, arrived);
}

function start(drop: HTMLElement, language: Locale, arrived: ReturnType<typeof startArrived>): void {
  const number = (name: string): number => Number(drop.dataset[name]);
  const endpoint = drop.dataset.endpoint ?? '';
  const limits: Limits = {
    maxFileBytes: number('maxFile'),
    maxTotalBytes: number('maxTotal'),
    maxFiles: number('maxFiles'),
  };
  const uppy = new Uppy<Meta, Record<string, never>>({
    autoProceed: true,
    allowMultipleUploadBatches: true,
    restrictions: {
      maxFileSize: limits.maxFileBytes,
      maxTotalFileSize: limits.maxTotalBytes,
      // Kinds are left to the server, which looks at the bytes and not at the name.
    },
  });
  uppy.use(Tus, {
    endpoint,
    chunkSize: CHUNK_BYTES,
    retryDelays: RETRY_DELAYS_MS,
    limit: AT_ONCE,
    allowedMetaFields: ['filename', 'relativePath', 'replaces', 'releaseFor'],
    removeFingerprintOnSuccess: true,
    // A refusal is an answer; only a lost connection, a busy server and a lock are worth another try.
    onShouldRetry: (error) => {
      const status = error.originalResponse?.getStatus() ?? 0;
      return status === 0 || status === 409 || status === 423 || status >= 500;
    },
  });
  const cutOff = showCutOff(endpoint, language);
  const transit = new Transit(language, {
    pause: (id) => uppy.pauseResume(id) ?? false,
    pauseAll: (paused) => (paused ? uppy.pauseAll() : uppy.resumeAll()),
    retry: (id) => void uppy.retryUpload(id),
    remove: (id) => uppy.removeFile(id),
  });

  uppy.on('file-added', (file) =>
    transit.add(file.id, file.meta.relativePath ?? file.meta.filename, file.size ?? 0),
  );
  uppy.on('upload-progress', (file, progress) => {
    if (file) transit.progress(file.id, progress.bytesUploaded);
  });
  uppy.on('upload-success', (file, response) => {
    if (!file) return;
    const uploadId = response.uploadURL?.split('/').pop() ?? '';
    cutOff.done(uploadId);
    transit.sent(file.id, uploadId);
    arrived.expect(uploadId, () => transit.landed(file.id));
  });
  uppy.on('upload-error', (file, error) => {
    if (file) transit.failed(file.id, explainRefusal(language, error, limits));
  });
  uppy.on('restriction-failed', (file, error) => {
    const size = file?.size ?? 0;
    const reason =
      size > limits.maxFileBytes
        ? t(language, 'upload.refused.size', { size: formatBytes(language, limits.maxFileBytes) })
        : size > 0
          ? t(language, 'upload.refused.room')
          : error.message;
    refuse(
      file === undefined ? reason : t(language, 'upload.refused.named', { name: file.name ?? '', reason }),
    );
  });
  addEventListener('beforeunload', (event) => {
    if (transit.isBusy) event.preventDefault();
  });

  interface Chosen {
    readonly file: File;
    readonly relativePath?: string | null;
    readonly replaces?: string;
    readonly releaseFor?: string;
  }
  const add = (files: readonly Chosen[]): void => {
    clearRefusals();
    const room = limits.maxFiles - transit.count;
    for (const [index, { file, relativePath, replaces, releaseFor }] of files.entries()) {
      if (index >= room && releaseFor === undefined) {
        refuse(t(language, 'upload.refused.count', { count: limits.maxFiles }));
        break;
      }
      const meta: Meta = { filename: file.name };
      if (relativePath) meta.relativePath = relativePath;
      if (replaces !== undefined) meta.replaces = replaces;
      if (releaseFor !== undefined) meta.releaseFor = releaseFor;
      try {
        uppy.addFile({
          name: relativePath ?? file.name,
          type: file.type,
          data: file,
          source: 'chosen',
          meta,
        });
      } catch (error) {
        // Refused by a restriction, which has its own event, or chosen twice, which the list shows.
        if (!(error instanceof Error && 'isRestriction' in error)) throw error;
      }
    }
  };

  for (const input of drop.querySelectorAll<HTMLInputElement>('[data-choose]')) {
    input.addEventListener('change', () => {
      add([...(input.files ?? [])].map((file) => ({ file, relativePath: file.webkitRelativePath || null })));
      input.value = '';
    });
  }
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
  arrived.onAgain((file, replaces) => add([{ file, replaces }]));
  arrived.onRelease((file, releaseFor) => add([{ file, releaseFor }]));
  drop.hidden = false;
}

function refusals(): HTMLElement | null {
  return document.querySelector<HTMLElement>('[data-upload-refused]');
}
function clearRefusals(): void {
  const notice = refusals();
  if (notice === null) return;
  notice.hidden = true;
  notice.replaceChildren();
}
/** One line for each thing that was not taken. */
function refuse(text: string): void {
  const notice = refusals();
  if (notice === null) return;
  const line = document.createElement('p');
  line.textContent = text;
  notice.appendChild(line);
  notice.hidden = false;
}
