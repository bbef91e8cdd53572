/**
 * Uploads: Uppy over tus, with our own panel. A file is sent in pieces of 32 MiB. What is on its way is kept in this browser
 * with how far it got, so that it goes on after a reload (`left-uploads.ts`).
 */
import { signal } from '@preact/signals';
import Uppy from '@uppy/core';
import Tus from '@uppy/tus';
import type { ChosenFile } from '../../browser/uploads/chosen-files.ts';
import { forgetFile, keepFile, markBegun } from '../../browser/uploads/kept-files.ts';
import type { UploadStatus } from '../../shared/contract/index.ts';
import { readUploads, takeAsVersion } from '../operations/uploads.ts';
import { adoptDetail } from '../state/asset-changes.ts';
import { assetsChanged, listsChanged } from '../state/asset-list.ts';
import { tr } from '../state/locale.ts';
import { notifyFailure } from '../state/notices.ts';
import { invalidate, toApiError } from '../state/resource.ts';
import { me } from '../state/session.ts';
import { givePoster } from './poster.ts';

export const CHUNK_BYTES = 32 * 1024 ** 2;
const AT_ONCE = 3;
const ASK_EVERY_MS = 1_000;
const RETRY_DELAYS_MS = [0, 1_000, 3_000, 8_000, 20_000];
export const ENDPOINT = '/uploads';

export interface UploadItem {
  readonly key: string;
  readonly fileName: string;
  readonly sizeBytes: number;
  readonly sentBytes: number;
  /** `sending` → `checking` (the server looks at it) → `done`; or `failed`, or `paused`. */
  readonly phase: 'sending' | 'paused' | 'checking' | 'done' | 'failed';
  readonly uploadId: string | null;
  readonly status: UploadStatus | null;
  readonly error: string | null;
  /** This browser draws the picture that the engine does not. */
  readonly isDrawing: boolean;
}

type Meta = { name: string; type: string; filename: string; assetId?: string; relativePath?: string };

export const uploads = signal<readonly UploadItem[]>([]);
export const isPanelOpen = signal(false);
/** Under which files are kept: another person at this browser does not go on with them. */
export const scopeOf = (personId: string): string => `${ENDPOINT} ${personId}`;
const scope = (): string => scopeOf(me.peek()?.id ?? '');

export const isOnPage = (id: string): boolean => Boolean(uppy?.getFile(id));
/** Told when a file is on its way, chosen again or not. */
export const startedListeners = new Set<(id: string) => void>();

let uppy: Uppy<Meta, Record<string, never>> | null = null;

function patch(key: string, change: Partial<UploadItem>): void {
  uploads.value = uploads.value.map((item) => (item.key === key ? { ...item, ...change } : item));
}

/** Of which something has arrived. */
const begun = new Set<string>();

function start(): Uppy<Meta, Record<string, never>> {
  const made = new Uppy<Meta, Record<string, never>>({
    autoProceed: true,
    allowMultipleUploadBatches: true,
    // The same file may be sent again once it is through: the server says whether it is a duplicate. Taking it off
    // Uppy's list instead would terminate the upload on the server.
    onBeforeFileAdded: (file) =>
      !uploads.value.some(({ key, phase }) => key === file.id && phase === 'sending'),
  });
  made.use(Tus, {
    endpoint: ENDPOINT,
    chunkSize: CHUNK_BYTES,
    limit: AT_ONCE,
    retryDelays: RETRY_DELAYS_MS,
    allowedMetaFields: ['filename', 'assetId', 'relativePath'],
    removeFingerprintOnSuccess: true,
  });
  made.on('file-added', (file) => {
    uploads.value = [
      {
        key: file.id,
        fileName: file.name ?? file.meta.filename,
        sizeBytes: file.size ?? 0,
        sentBytes: 0,
        phase: 'sending',
        uploadId: null,
        status: null,
        error: null,
        isDrawing: false,
      },
      ...uploads.value.filter((item) => item.key !== file.id),
    ];
    isPanelOpen.value = true;
  });
  made.on('upload-progress', (file, progress) => {
    if (!file) return;
    patch(file.id, { sentBytes: progress.bytesUploaded });
    if (progress.bytesUploaded === 0 || begun.has(file.id)) return;
    begun.add(file.id);
    void markBegun(scope(), file.id);
  });
  made.on('upload-success', (file, response) => {
    if (!file) return;
    const uploadId = response.uploadURL?.split('/').pop() ?? null;
    patch(file.id, { phase: 'checking', sentBytes: file.size ?? 0, uploadId });
    void forgetFile(scope(), file.id);
    void ask();
  });
  made.on('upload-error', (file, error) => {
    if (file) patch(file.id, { phase: 'failed', error: explain(error) });
  });
  return made;
}

function explain(error: { message: string }): string {
  const status = /response code: (\d{3})/.exec(error.message)?.[1];
  if (status === '413') return tr('console.upload.error_size');
  if (status === '403' || status === '401') return tr('console.upload.error_denied');
  if (status === '415') return tr('console.upload.error_type');
  return status ? tr('console.upload.error_status', { status }) : tr('console.upload.error_offline');
}

/** Sends files; with `assetId` each becomes a new version of that asset. */
export function upload(
  files: readonly (ChosenFile & { readonly assetId?: string })[],
  options: { assetId?: string } = {},
): void {
  uppy ??= start();
  for (const { file, relativePath, handle, assetId = options.assetId } of files) {
    const kept = {
      ...(assetId === undefined ? {} : { assetId }),
      ...(relativePath === null ? {} : { relativePath }),
    };
    try {
      const meta = { filename: file.name, ...kept };
      const id = uppy.addFile({ name: file.name, type: file.type, data: file, meta: meta as Meta });
      for (const listener of startedListeners) listener(id);
      const { name, size: sizeBytes } = file;
      void keepFile({ scope: scope(), id, name, sizeBytes, meta: kept, source: handle ?? file });
    } catch (error) {
      // Uppy refuses only a file that is already being sent; the panel shows it.
      console.info(error);
    }
  }
}

export function retryUpload(key: string): void {
  if (!uppy?.getFile(key)) return;
  patch(key, { phase: 'sending', error: null });
  void uppy.retryUpload(key);
}

export function togglePause(key: string): void {
  const isPaused = uppy?.pauseResume(key);
  patch(key, { phase: isPaused ? 'paused' : 'sending' });
}

export function cancelUpload(key: string): void {
  if (uppy?.getFile(key)) uppy.removeFile(key);
  void forgetFile(scope(), key);
  uploads.value = uploads.value.filter((item) => item.key !== key);
}

/** What became a new asset was meant as a new version of the one it resembles. */
export async function takeVersion({ key, uploadId }: UploadItem): Promise<void> {
  if (uploadId === null) return;
  try {
    const status = await takeAsVersion(uploadId);
    patch(key, { status });
    if (status.asset) assetsChanged([status.asset]);
    listsChanged();
    invalidate('asset:');
  } catch (error) {
    notifyFailure(error, tr('console.upload.take_version_failed'));
  }
}

export function clearFinished(): void {
  uploads.value = uploads.value.filter(({ phase }) => phase !== 'done' && phase !== 'failed');
  if (uploads.value.length === 0) isPanelOpen.value = false;
}

let isAsking = false;

/** Asks what became of uploads until every one has its verdict. */
async function ask(): Promise<void> {
  if (isAsking) return;
  isAsking = true;
  try {
    for (;;) {
      const waiting = uploads.value.filter((item) => item.phase === 'checking' && item.uploadId !== null);
      if (waiting.length === 0) return;
      try {
        const page = await readUploads(waiting.flatMap(({ uploadId }) => uploadId ?? []));
        settle(page.items);
      } catch (error) {
        // The bytes are safe; asking goes on when the server answers again.
        console.warn(toApiError(error).message);
      }
      await new Promise((resolve) => setTimeout(resolve, ASK_EVERY_MS));
    }
  } finally {
    isAsking = false;
  }
}

function settle(statuses: readonly UploadStatus[]): void {
  let hasNew = false;
  for (const status of statuses) {
    if (status.state !== 'done' && status.state !== 'failed') continue;
    const item = uploads.value.find(({ uploadId }) => uploadId === status.id);
    if (!item) continue;
    patch(item.key, { phase: status.state, status, error: status.state === 'failed' ? status.detail : null });
    if (status.asset) assetsChanged([status.asset]);
    if (status.asset && (status.outcome === 'new' || status.outcome === 'version')) {
      void drawPoster(item.key, status.asset.id);
    }
    hasNew ||= status.outcome === 'new' || status.outcome === 'version';
  }
  if (hasNew) {
    listsChanged();
    invalidate('asset:');
  }
}

/** Gives the asset the picture that the engine does not make of its file. Without one the file keeps its card. */
async function drawPoster(key: string, assetId: string): Promise<void> {
  const file = uppy?.getFile(key)?.data;
  if (!(file instanceof Blob)) return;
  try {
    const asset = await givePoster(file, assetId, () => patch(key, { isDrawing: true }));
    if (asset === null) return;
    adoptDetail(asset);
    const status = uploads.value.find((item) => item.key === key)?.status;
    if (status) patch(key, { status: { ...status, asset, verdict: asset.verdict, detail: null } });
  } catch (error) {
    // The asset is whole without it.
    console.warn(toApiError(error).message);
  } finally {
    patch(key, { isDrawing: false });
  }
}

addEventListener('beforeunload', (event) => {
  if (uploads.value.some(({ phase }) => phase === 'sending')) event.preventDefault();
});
