/**
 * Files on their way, kept in this browser until they have arrived, so that after a reload they go on without being chosen again.
 * Where the browser hands out file handles, the handle is kept and nothing is copied; elsewhere the file itself, as long as it is
 * not too large. What could not be kept is chosen again, as the page says.
 */

/** What is missing of the File System Access API in the DOM's types. */
export interface FileHandle {
  readonly kind: 'file';
  getFile(): Promise<File>;
  queryPermission?(wish: { mode: 'read' }): Promise<PermissionState>;
  requestPermission?(wish: { mode: 'read' }): Promise<PermissionState>;
}

export interface KeptMeta {
  readonly relativePath?: string;
  readonly replaces?: string;
  readonly releaseFor?: string;
  /** A new version of this asset. */
  readonly assetId?: string;
}

export interface KeptFile {
  readonly key: string;
  /** What keeps the files of one request, or of one person of the console, apart from others. */
  readonly scope: string;
  /** Of the file in this browser's list. */
  readonly id: string;
  readonly name: string;
  readonly sizeBytes: number;
  readonly meta: KeptMeta;
  /** Bytes of it have been taken: without a record of tus it has arrived meanwhile. */
  readonly isBegun: boolean;
  readonly keptAt: number;
  readonly source: File | FileHandle;
}

const DATABASE = 'vitrine-hand-in';
const STORE = 'files';
/** Bytes of files that are copied because there is no handle, all together. */
const COPIES_MAX_BYTES = 1_000_000_000;
/** As long as the server keeps an unfinished upload. */
const KEPT_MS = 6 * 86_400_000;

const keyOf = (scope: string, id: string): string => `${scope} ${id}`;
const isCopy = (source: File | FileHandle): source is File => source instanceof File;

const settled = <T>(request: IDBRequest<T>): Promise<T> =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });

let opened: Promise<IDBDatabase> | null = null;
function database(): Promise<IDBDatabase> {
  opened ??= (() => {
    const request = indexedDB.open(DATABASE, 2);
    request.onupgradeneeded = () => {
      const { result } = request;
      // Of another shape: what is in there is chosen again.
      if (result.objectStoreNames.contains(STORE)) result.deleteObjectStore(STORE);
      result.createObjectStore(STORE, { keyPath: 'key' });
    };
    return settled(request);
  })();
  return opened;
}
async function run<T>(mode: IDBTransactionMode, act: (store: IDBObjectStore) => IDBRequest<T>): Promise<T> {
  return settled(act((await database()).transaction(STORE, mode).objectStore(STORE)));
}

/** Private windows and full disks keep nothing; then a file is chosen again, which is all that is lost. */
async function orNothing<T>(work: Promise<T>): Promise<T | null> {
  try {
    return await work;
  } catch (error) {
    console.info(error);
    return null;
  }
}

export async function keepFile(kept: Omit<KeptFile, 'key' | 'keptAt' | 'isBegun'>): Promise<void> {
  const work = async (): Promise<void> => {
    if (isCopy(kept.source)) {
      const all: KeptFile[] = await run('readonly', (store) => store.getAll());
      const copied = all
        .filter(({ source }) => isCopy(source))
        .reduce((sum, { sizeBytes }) => sum + sizeBytes, kept.sizeBytes);
      if (copied > COPIES_MAX_BYTES) return;
    }
    const entry: KeptFile = {
      ...kept,
      key: keyOf(kept.scope, kept.id),
      keptAt: Date.now(),
      isBegun: false,
    };
    await run('readwrite', (store) => store.put(entry));
  };
  await orNothing(work());
}

export async function markBegun(scope: string, id: string): Promise<void> {
  const work = async (): Promise<void> => {
    const kept: KeptFile | undefined = await run('readonly', (store) => store.get(keyOf(scope, id)));
    if (kept !== undefined) await run('readwrite', (store) => store.put({ ...kept, isBegun: true }));
  };
  await orNothing(work());
}

export async function forgetFile(scope: string, id: string): Promise<void> {
  await orNothing(run('readwrite', (store) => store.delete(keyOf(scope, id))));
}

/** What was kept, in the order it was chosen. What nobody came back for goes. */
export async function keptFiles(scope: string): Promise<KeptFile[]> {
  const all = (await orNothing<KeptFile[]>(run('readonly', (store) => store.getAll()))) ?? [];
  const isOver = ({ keptAt }: KeptFile): boolean => keptAt < Date.now() - KEPT_MS;
  for (const old of all.filter(isOver)) await forgetFile(old.scope, old.id);
  return all
    .filter((kept) => kept.scope === scope && !isOver(kept))
    .toSorted((one, other) => one.keptAt - other.keptAt);
}

/**
 * The file itself. `ask`: the browser gives it out only after a press of a button. Null: it is gone or has changed.
 * @param mayAsk whether such a button was pressed just now
 */
export async function readKept(
  { source, sizeBytes }: KeptFile,
  mayAsk: boolean,
): Promise<File | 'ask' | null> {
  if (isCopy(source)) return source;
  const state = await (mayAsk ? source.requestPermission : source.queryPermission)?.call(source, {
    mode: 'read',
  });
  if (state === 'prompt' || (state === 'denied' && mayAsk)) return 'ask';
  const file = state === 'denied' ? null : await orNothing(source.getFile());
  return file?.size === sizeBytes ? file : null;
}
