/**
 * Uploads that an earlier page left unfinished: those whose file this browser still has go on by themselves, or at a press where
 * it wants to be asked; of the others the panel names the file to choose again.
 */
import { signal } from '@preact/signals';
import {
  arrivedShare,
  type CutOffUpload,
  cutOffUploads,
  giveUp,
  isOfFile,
} from '../../browser/uploads/cut-off-uploads.ts';
import { forgetUnsent, inOneWindow, takeUp } from '../../browser/uploads/take-up.ts';
import { me } from '../state/session.ts';
import { ENDPOINT, isOnPage, isPanelOpen, scopeOf, startedListeners, upload, uploads } from './uploader.ts';

/** One that waits. `ask`: its file is read once this browser was asked; `choose`: it must be chosen again. */
export interface LeftUpload {
  readonly fileName: string;
  readonly way: 'ask' | 'choose';
  /** 0 to 1. */
  readonly share: number;
  readonly id: string | null;
  readonly record: CutOffUpload | null;
}

export const left = signal<readonly LeftUpload[]>([]);

let lookedFor: string | null = null;

/** Looks once for each person who signs in. */
export function goOnWithLeft(): void {
  const id = me.peek()?.id;
  if (id === undefined || lookedFor === id) return;
  lookedFor = id;
  inOneWindow(scopeOf(id), () => goOn(false));
}

/** After a press of a button: the browser may be asked for the files. */
export const goOnNow = (): Promise<void> => goOn(true);

async function goOn(mayAsk: boolean): Promise<void> {
  const id = me.peek()?.id;
  if (id === undefined) return;
  const { found, wanted } = await takeUp({ scope: scopeOf(id), endpoint: ENDPOINT }, isOnPage, mayAsk);
  upload(found.map(({ chosen }) => chosen));
  // A look at how far one got would stop it: what goes on is left out.
  const records = cutOffUploads(ENDPOINT).filter(
    (record) => !uploads.peek().some(({ key }) => isOfFile(record, key)),
  );
  const shares = await Promise.all(records.map((record) => arrivedShare(record, true)));
  const ofRecords = records.flatMap((record, index): LeftUpload[] => {
    const share = shares[index] ?? null;
    const kept = wanted.find((one) => isOfFile(record, one.id));
    const way = kept === undefined ? 'choose' : 'ask';
    return share === null ? [] : [{ fileName: record.fileName, way, share, id: kept?.id ?? null, record }];
  });
  const unbegun = wanted
    .filter((kept) => !records.some((record) => isOfFile(record, kept.id)))
    .map((kept): LeftUpload => ({ fileName: kept.name, way: 'ask', share: 0, id: kept.id, record: null }));
  left.value = [...ofRecords, ...unbegun];
  if (left.value.length > 0) isPanelOpen.value = true;
}

startedListeners.add((id) => {
  left.value = left.value.filter((one) => one.id !== id && !(one.record && isOfFile(one.record, id)));
});

/** Gives up on all of them. */
export function discardLeft(): void {
  for (const { record } of left.value) if (record) giveUp(record);
  left.value = [];
  const id = me.peek()?.id;
  if (id !== undefined) void forgetUnsent(scopeOf(id), isOnPage);
  if (uploads.value.length === 0) isPanelOpen.value = false;
}
