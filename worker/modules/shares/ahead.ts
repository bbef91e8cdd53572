/** An archive's files in the order they are reached: the next ones are readmitted along with each, and the link with them. */
import type { DeliverySnapshot } from '../../../shared/delivery/snapshot.ts';
import type { Clock } from '../../../shared/time/clock.ts';
import type { Caller } from '../../http/caller.ts';
import type { PlannedFile } from '../archives/index.ts';
import type { Visit } from './admission.ts';
import type { OpenGrant } from './grants.ts';
import type { Readmit, Readmitted } from './readmission.ts';

/** Files that one read is for. A snapshot is a few kilobytes. */
const FILES_PER_READ = 40;

interface AheadDeps {
  readonly clock: Clock;
  readonly readmit: Readmit;
}

/** Remembered for `policyTtlMs`, as everywhere at the edge; what is decided from it is decided when its file is reached. */
export function createReadingAhead(
  { clock, readmit }: AheadDeps,
  caller: Caller,
  { token, grant }: Pick<OpenGrant, 'token' | 'grant'>,
  files: readonly PlannedFile[],
  policyTtlMs: number,
): (file: PlannedFile) => Promise<{ visit: Visit; snapshot: DeliverySnapshot | undefined }> {
  const places = new Map(files.map(({ assetId }, index) => [assetId, index]));
  let known: (Readmitted & { readonly readAt: number }) | null = null;
  return async (file) => {
    const now = clock();
    const remembered =
      known !== null && now - known.readAt < policyTtlMs ? known.snapshots.get(file.assetId) : undefined;
    if (known !== null && remembered !== undefined) return { visit: known.visit, snapshot: remembered };
    const place = places.get(file.assetId) ?? 0;
    const next = policyTtlMs === 0 ? [file] : files.slice(place, place + FILES_PER_READ);
    // Aged from before the read, so that a slow read does not lengthen a memory.
    known = { ...(await readmit({ ...caller, now }, { token, grant, entries: next })), readAt: now };
    return { visit: known.visit, snapshot: known.snapshots.get(file.assetId) };
  };
}
