/**
 * Hands in files of an upload request: chosen, dropped, or dropped as folders; sent with tus, so that each goes on where it
 * stopped, after a reload too, where the browser can without being chosen again. What is on its way is this script's list; what has arrived is the server's, fetched anew.
 */
import Uppy from '@uppy/core';
import Tus from '@uppy/tus';
import { type ChosenFile, filesOf, filesOfField, pickFiles } from '../../browser/uploads/chosen-files.ts';
import { isRecorded } from '../../browser/uploads/cut-off-uploads.ts';
import { forgetFile, keepFile, markBegun } from '../../browser/uploads/kept-files.ts';
import { forgetUnsent, inOneWindow, takeUp } from '../../browser/uploads/take-up.ts';
import type { AssetKind } from '../../shared/contract/assets.ts';
import { t } from '../../shared/messages/index.ts';
import { isLocale, type Locale } from '../../shared/messages/locales.ts';
import { isOtherKind } from '../../shared/requests/kinds.ts';
import { formatBytes } from '../view/units.ts';
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
  // Written by the page, from the request's own.
  const kinds = (drop.dataset.kinds ?? '').split(' ').filter(Boolean) as AssetKind[];
  const uppy = new Uppy<Meta, Record<string, never>>({
    autoProceed: true,
    allowMultipleUploadBatches: true,
    onBeforeFileAdded: (file, files) => !Object.hasOwn(files, file.id) && whyNot(file) === null,
  });
  /** Why a file cannot be sent; null for one that can. What was begun before has its room. */
  const whyNot = (file: { id: string; size: number | null; meta: Meta }): string | null => {
    const size = file.size ?? 0;
    // What its name says; the server looks at its bytes.
    if (file.meta.releaseFor === undefined && isOtherKind(file.meta.filename, kinds))
      return t(language, 'upload.refused.type');
    if (size > limits.maxFileBytes)
      return t(language, 'upload.refused.size', { size: formatBytes(language, limits.maxFileBytes) });
    if (isRecorded(endpoint, file.id)) return null;
    if (file.meta.releaseFor === undefined && transit.count >= limits.maxFiles)
      return t(language, 'upload.refused.count', { count: limits.maxFiles });
    return transit.bytes + size > limits.maxTotalBytes ? t(language, 'upload.refused.room') : null;
  };
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
  const isHere = (id: string): boolean => Boolean(uppy.getFile(id));
  const cutOff = showCutOff(endpoint, language, {
    onForget: () => void forgetUnsent(endpoint, isHere),
  });
  const begun = new Set<string>();
  const transit = new Transit(language, {
    pause: (id) => uppy.pauseResume(id) ?? false,
    pauseAll: (paused) => (paused ? uppy.pauseAll() : uppy.resumeAll()),
    retry: (id) => void uppy.retryUpload(id),
    remove: (id) => {
      uppy.removeFile(id);
      void forgetFile(endpoint, id);
    },
  });

  uppy.on('file-added', (file) =>
    transit.add(file.id, {
      name: file.meta.relativePath ?? file.meta.filename,
      sizeBytes: file.size ?? 0,
      hasRoom: isRecorded(endpoint, file.id),
    }),
  );
  uppy.on('upload-progress', (file, progress) => {
    if (!file) return;
    transit.progress(file.id, progress.bytesUploaded);
    if (progress.bytesUploaded === 0 || begun.has(file.id)) return;
    begun.add(file.id);
    void markBegun(endpoint, file.id);
  });
  uppy.on('upload-success', (file, response) => {
    if (!file) return;
    const uploadId = response.uploadURL?.split('/').pop() ?? '';
    void forgetFile(endpoint, file.id);
    transit.sent(file.id, uploadId);
    arrived.expect(uploadId, () => transit.landed(file.id));
  });
  uppy.on('upload-error', (file, error) => {
    if (file) transit.failed(file.id, explainRefusal(language, error, limits));
  });
  uppy.on('restriction-failed', (file) => {
    const reason = file === undefined ? null : whyNot(file);
    // Chosen twice: the list shows it.
    if (file === undefined || reason === null) return;
    refuse(t(language, 'upload.refused.named', { name: file.name ?? '', reason }));
    transit.refused();
  });
  addEventListener('beforeunload', (event) => {
    if (transit.isBusy) event.preventDefault();
  });

  interface Chosen extends Partial<Omit<ChosenFile, 'file'>> {
    readonly file: File;
    readonly replaces?: string;
    readonly releaseFor?: string;
  }
  const add = (files: readonly Chosen[]): void => {
    clearRefusals();
    transit.forgetRefused();
    for (const { file, relativePath, handle, replaces, releaseFor } of files) {
      const meta: Meta = { filename: file.name };
      if (relativePath) meta.relativePath = relativePath;
      if (replaces !== undefined) meta.replaces = replaces;
      if (releaseFor !== undefined) meta.releaseFor = releaseFor;
      try {
        const id = uppy.addFile({
          name: relativePath ?? file.name,
          type: file.type,
          data: file,
          source: 'chosen',
          meta,
        });
        cutOff.resumed(id);
        const { filename: name, ...rest } = meta;
        const source = handle ?? file;
        void keepFile({ scope: endpoint, id, name, sizeBytes: file.size, meta: rest, source });
      } catch (error) {
        // Refused, which has its own event.
        if (!(error instanceof Error && 'isRestriction' in error)) throw error;
      }
    }
  };

  /** Goes on with what an earlier showing of this page left. */
  const goOn = async (mayAsk: boolean): Promise<void> => {
    const { found, wanted } = await takeUp({ scope: endpoint, endpoint }, isHere, mayAsk);
    add(found.map(({ chosen }) => chosen));
    await cutOff.show(
      found.map(({ kept }) => kept.id),
      wanted,
      () => void goOn(true),
    );
  };

  for (const input of drop.querySelectorAll<HTMLInputElement>('[data-choose]')) {
    input.addEventListener('change', () => {
      add(filesOfField(input));
      input.value = '';
    });
    if (input.webkitdirectory) continue;
    input.addEventListener('click', (event) => void pickFiles(event, true)?.then(add));
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
  arrived.onRefreshed(() => transit.review());
  arrived.onAgain((file, replaces) => add([{ file, replaces }]));
  arrived.onRelease((file, releaseFor) => add([{ file, releaseFor }]));
  drop.hidden = false;
  inOneWindow(endpoint, () => goOn(false));
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
