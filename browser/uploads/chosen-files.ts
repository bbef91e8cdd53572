/** Files as they are dropped or chosen: folders opened, each with its path and, where the browser gives one, its handle. */
import type { FileHandle } from './kept-files.ts';

export interface ChosenFile {
  readonly file: File;
  /** `folder/sub/name.jpg`, or null for a file dropped alone. */
  readonly relativePath: string | null;
  /** By which it is found again after a reload; none where the browser gives none, and for what was in a folder. */
  readonly handle?: FileHandle;
}

export async function filesOf(transfer: DataTransfer): Promise<ChosenFile[]> {
  // Both are to be had only while the drop is handled, before the first wait.
  const handles = [...transfer.items].map((item) => (item as HandedItem).getAsFileSystemHandle?.() ?? null);
  const entries = [...transfer.items].map((item) => item.webkitGetAsEntry());
  if (entries.every((entry) => entry === null))
    return [...transfer.files].map((file) => ({ file, relativePath: null }));
  const found = await Promise.all(
    entries.map(async (entry, index) => {
      const files = entry === null ? [] : await filesIn(entry);
      const handle = await handles[index];
      return handle?.kind === 'file' ? files.map((file) => ({ ...file, handle })) : files;
    }),
  );
  return found.flat();
}

/** What is missing of the File System Access API in the DOM's types. */
interface HandedItem {
  getAsFileSystemHandle?(): Promise<FileHandle | { readonly kind: 'directory' } | null>;
}

async function filesIn(entry: FileSystemEntry): Promise<ChosenFile[]> {
  if (isFile(entry)) {
    const file = await new Promise<File>((resolve, reject) => entry.file(resolve, reject));
    const path = entry.fullPath.replace(/^\//, '');
    // Files a file manager leaves behind are nobody's work.
    if (file.name === '.DS_Store' || file.name === 'Thumbs.db') return [];
    return [{ file, relativePath: path.includes('/') ? path : null }];
  }
  if (!isFolder(entry)) return [];
  const reader = entry.createReader();
  const children: FileSystemEntry[] = [];
  // A reader gives at most a hundred entries at a time, and none at the end.
  for (;;) {
    const some = await new Promise<FileSystemEntry[]>((resolve, reject) =>
      reader.readEntries(resolve, reject),
    );
    if (some.length === 0) break;
    children.push(...some);
  }
  const found = await Promise.all(children.map((child) => filesIn(child)));
  return found.flat();
}

const isFile = (entry: FileSystemEntry): entry is FileSystemFileEntry => entry.isFile;
const isFolder = (entry: FileSystemEntry): entry is FileSystemDirectoryEntry => entry.isDirectory;

type PickFiles = (options: { multiple: boolean }) => Promise<FileHandle[]>;

/** Files that a field was given, with their paths where it takes folders. */
export function filesOfField(field: HTMLInputElement): ChosenFile[] {
  return [...(field.files ?? [])].map((file) => ({ file, relativePath: file.webkitRelativePath || null }));
}

/**
 * In place of a file field's own dialog, the picker that hands out handles, where the browser has one.
 * @returns null where it has none: the field's dialog is left to open
 */
export function pickFiles(event: Event, multiple: boolean): Promise<ChosenFile[]> | null {
  const choose = (globalThis as { showOpenFilePicker?: PickFiles }).showOpenFilePicker;
  if (choose === undefined) return null;
  event.preventDefault();
  return pickWith(choose, multiple);
}

async function pickWith(choose: PickFiles, multiple: boolean): Promise<ChosenFile[]> {
  try {
    const handles = await choose({ multiple });
    return await Promise.all(
      handles.map(async (handle) => ({ file: await handle.getFile(), relativePath: null, handle })),
    );
  } catch (error) {
    // Closed without a choice.
    if (error instanceof DOMException && error.name === 'AbortError') return [];
    throw error;
  }
}
