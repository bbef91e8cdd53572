/**
 * Notices at the foot of the window and the undo stack. A change that can be taken back pushes its reversal; ⌘Z runs
 * the newest one, and so does the notice's button.
 */
import { signal } from '@preact/signals';
import { isMessageKey, translate } from '../../shared/messages/index.ts';
import type { ApiError } from '../api.ts';
import { locale, tr } from './locale.ts';
import { toApiError } from './resource.ts';

export interface Notice {
  readonly id: number;
  readonly tone: 'plain' | 'good' | 'bad';
  readonly text: string;
  readonly detail: string | null;
  readonly undo: (() => void) | null;
}

const SHOWN_MS = 6_000;
const SHOWN_WITH_UNDO_MS = 12_000;
const MAX_UNDO = 50;

export const notices = signal<readonly Notice[]>([]);
/** How many changes can be taken back. */
export const undoDepth = signal(0);

interface UndoEntry {
  readonly noticeId: number;
  readonly run: () => Promise<void>;
}
const undoStack: UndoEntry[] = [];
let lastId = 0;

/** Says what happened. With `undo`, offers to take it back. */
export function notify(
  text: string,
  options: {
    tone?: Notice['tone'];
    detail?: string | null;
    undo?: (() => Promise<void>) | undefined;
    quiet?: boolean;
  } = {},
): void {
  lastId += 1;
  const id = lastId;
  const run = options.undo;
  if (run) {
    undoStack.push({ noticeId: id, run });
    if (undoStack.length > MAX_UNDO) undoStack.shift();
    undoDepth.value = undoStack.length;
  }
  if (options.quiet === true) return;
  const notice: Notice = {
    id,
    tone: options.tone ?? 'plain',
    text,
    detail: options.detail ?? null,
    undo: run ? () => void runUndo(id) : null,
  };
  notices.value = [...notices.value.slice(-3), notice];
  setTimeout(() => dismissNotice(id), run ? SHOWN_WITH_UNDO_MS : SHOWN_MS);
}

export function dismissNotice(id: number): void {
  notices.value = notices.value.filter((notice) => notice.id !== id);
}

/** Says that something failed, why, and what is safe. */
export function notifyFailure(error: unknown, what: string): void {
  notify(what, { tone: 'bad', detail: describeError(toApiError(error)) });
}

/** A failed request in words. */
export function describeError(error: ApiError): string {
  if (error.status === 0) return tr('console.error.offline');
  const fields = error.problem?.errors?.map(({ path, message }) =>
    path === '' ? message : `${fieldName(path)}: ${message}`,
  );
  const detail = error.problem?.detail ?? error.problem?.title ?? tr('console.error.unknown');
  return fields && fields.length > 0 ? fields.join(' · ') : detail;
}

/** A field's name as the forms have it; of one that no form has, the name it is sent under. */
function fieldName(path: string): string {
  const key = `console.field.${path}`;
  return isMessageKey(key) ? translate(locale.value, key) : path;
}

const pendingChanges = new Set<Promise<unknown>>();

/** Notes a change that is on its way, so that an undo asked for meanwhile waits for it. */
export function whileChanging<T>(change: Promise<T>): Promise<T> {
  pendingChanges.add(change);
  const settle = () => pendingChanges.delete(change);
  change.then(settle, settle);
  return change;
}

/** Takes back the newest change, or the one behind notice `id`. */
export async function runUndo(id?: number): Promise<void> {
  await Promise.allSettled([...pendingChanges]);
  const index =
    id === undefined ? undoStack.length - 1 : undoStack.findIndex((entry) => entry.noticeId === id);
  const [entry] = index < 0 ? [] : undoStack.splice(index, 1);
  undoDepth.value = undoStack.length;
  if (!entry) {
    notify(tr('console.undo.nothing'));
    return;
  }
  dismissNotice(entry.noticeId);
  try {
    await entry.run();
    notify(tr('console.undo.done'));
  } catch (error) {
    notifyFailure(error, tr('console.undo.failed'));
  }
}
