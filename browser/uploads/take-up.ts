/** What an earlier showing of a page left unsent, as far as the browser still has the files. */
import type { ChosenFile } from './chosen-files.ts';
import { isRecorded } from './cut-off-uploads.ts';
import { forgetFile, type KeptFile, type KeptMeta, keptFiles, readKept } from './kept-files.ts';

export interface TakenUp {
  readonly kept: KeptFile;
  readonly chosen: ChosenFile & Omit<KeptMeta, 'relativePath'>;
}

/**
 * @param isHere whether a file of this id is on the page already
 * @param mayAsk whether a button was pressed just now, on which the browser may be asked for a file
 * @returns what goes on by itself, and what goes on when such a button is pressed
 */
export async function takeUp(
  { scope, endpoint }: { readonly scope: string; readonly endpoint: string },
  isHere: (id: string) => boolean,
  mayAsk: boolean,
): Promise<{ found: TakenUp[]; wanted: KeptFile[] }> {
  const found: TakenUp[] = [];
  const wanted: KeptFile[] = [];
  for (const kept of await keptFiles(scope)) {
    if (isHere(kept.id)) continue;
    const hasArrived = kept.isBegun && !isRecorded(endpoint, kept.id);
    const file = hasArrived ? null : await readKept(kept, mayAsk);
    if (file === 'ask') wanted.push(kept);
    else if (file === null) await forgetFile(scope, kept.id);
    else {
      const handle = kept.source instanceof File ? {} : { handle: kept.source };
      found.push({ kept, chosen: { file, relativePath: null, ...kept.meta, ...handle } });
    }
  }
  return { found, wanted };
}

/** Nothing of what is not on the page is wanted any more. */
export async function forgetUnsent(scope: string, isHere: (id: string) => boolean): Promise<void> {
  for (const { id } of await keptFiles(scope)) if (!isHere(id)) await forgetFile(scope, id);
}

/** Of several windows one goes on with what was left, and the next when that is closed. */
export function inOneWindow(scope: string, act: () => Promise<unknown>): void {
  if (navigator.locks === undefined) void act();
  else void navigator.locks.request(`uploads ${scope}`, () => act().then(() => new Promise(() => {})));
}
