/** Uploads that were cut off in this browser, as tus-js-client keeps them: which, how far they got, and giving up on them. */

/** Where tus-js-client keeps what it can go on with. */
const STORAGE_PREFIX = 'tus::';
const TUS = { 'tus-resumable': '1.0.0' };
const EXPIRED = 410;
/** Answers about what is there no more, or is not this visitor's. */
const HIDDEN: ReadonlySet<number> = new Set([401, 403, 404]);

export interface CutOffUpload {
  readonly key: string;
  readonly uploadUrl: string;
  readonly fileName: string;
}

/** Whether this is the upload of the file that Uppy knows by `id`. */
export const isOfFile = ({ key }: Pick<CutOffUpload, 'key'>, id: string): boolean =>
  key.startsWith(`${STORAGE_PREFIX}tus-${id}-`);

/** Whether there is a record of how far a file of this id got. */
export function isRecorded(endpoint: string, id: string): boolean {
  return cutOffUploads(endpoint).some((upload) => isOfFile(upload, id));
}

export function cutOffUploads(endpoint: string): CutOffUpload[] {
  const found: CutOffUpload[] = [];
  try {
    for (let index = 0; index < localStorage.length; index += 1) {
      const key = localStorage.key(index);
      if (!key?.startsWith(STORAGE_PREFIX)) continue;
      const kept = JSON.parse(localStorage.getItem(key) ?? '{}') as {
        uploadUrl?: string;
        metadata?: { filename?: string };
      };
      const { uploadUrl } = kept;
      if (uploadUrl === undefined || !new URL(uploadUrl, location.href).pathname.startsWith(`${endpoint}/`)) {
        continue;
      }
      found.push({ key, uploadUrl, fileName: kept.metadata?.filename ?? '' });
    }
  } catch {
    // No storage, nothing to go on with.
  }
  return found;
}

/**
 * How much of it has arrived, 0 to 1. Asking stops whoever sends it.
 * @param mayBeOthers whether several people use this browser: what is hidden from one is kept for another
 * @returns null for one that the server has no more, or has whole: it cannot be gone on with, and its record goes
 */
export async function arrivedShare(
  { key, uploadUrl }: CutOffUpload,
  mayBeOthers: boolean,
): Promise<number | null> {
  const answer = await fetch(uploadUrl, { method: 'HEAD', headers: TUS }).catch(() => null);
  // No connection, or a server that is busy with it: it may be gone on with later.
  if (answer === null) return 0;
  const isHidden = HIDDEN.has(answer.status);
  if (!answer.ok && !isHidden && answer.status !== EXPIRED) return 0;
  const [offset = 0, length = 0] = ['upload-offset', 'upload-length'].map((name) =>
    Number(answer.headers.get(name)),
  );
  if (!answer.ok || offset === length) {
    if (!isHidden || !mayBeOthers) localStorage.removeItem(key);
    return null;
  }
  return length === 0 ? 0 : offset / length;
}

/** Gives up. What has arrived is given back; if that does not get through, it expires. */
export function giveUp({ key, uploadUrl }: CutOffUpload): void {
  localStorage.removeItem(key);
  void fetch(uploadUrl, { method: 'DELETE', headers: TUS }).catch(() => undefined);
}
