/** Readmitting the files of an archive along with each other: how often, for which files, and how old they may be. */
import { describe, expect, it } from 'vitest';
import type { DeliverySnapshot } from '../../../shared/delivery/snapshot.ts';
import type { Caller } from '../../../worker/http/caller.ts';
import type { PlannedFile } from '../../../worker/modules/archives/index.ts';
import type { Visit } from '../../../worker/modules/shares/admission.ts';
import { createReadingAhead } from '../../../worker/modules/shares/ahead.ts';
import type { OpenGrant } from '../../../worker/modules/shares/grants.ts';

const TTL_MS = 2000;
const fileOf = (index: number) => ({ assetId: `ast_${index}`, versionId: `ver_${index}` }) as PlannedFile;
const files = Array.from({ length: 100 }, (_, index) => fileOf(index));

function stage(policyTtlMs = TTL_MS) {
  const reads: string[][] = [];
  const gone = new Set<string>();
  const clock = { now: 1_000_000 };
  const reach = createReadingAhead(
    {
      clock: () => clock.now,
      readmit: async (_, { entries }) => {
        const ids = entries.map(({ assetId }) => assetId);
        reads.push(ids);
        const held = ids.filter((id) => !gone.has(id));
        return {
          visit: {} as Visit,
          snapshots: new Map(held.map((assetId) => [assetId, { assetId } as DeliverySnapshot])),
        };
      },
    },
    {} as Caller,
    { token: '', grant: {} as OpenGrant['grant'] },
    files,
    policyTtlMs,
  );
  const snapshotOf = async (file: PlannedFile) => (await reach(file)).snapshot;
  return { reads, gone, clock, snapshotOf };
}

describe('snapshots of an archive', () => {
  it('are read forty at a time, in the order of the files', async () => {
    const { reads, snapshotOf } = stage();
    for (const file of files) expect((await snapshotOf(file))?.assetId).toBe(file.assetId);
    expect(reads.map((ids) => [ids[0], ids.length])).toEqual([
      ['ast_0', 40],
      ['ast_40', 40],
      ['ast_80', 20],
    ]);
  });

  it('are never older than the policy lets a memory be', async () => {
    const { reads, clock, snapshotOf } = stage();
    await snapshotOf(fileOf(0));
    clock.now += TTL_MS - 1;
    await snapshotOf(fileOf(1));
    expect(reads).toHaveLength(1);
    clock.now += 1;
    await snapshotOf(fileOf(1));
    expect(reads).toHaveLength(2);
    expect(reads[1]?.[0]).toBe('ast_1');
  });

  it('are asked for again where one was not there, and one by one where nothing may be remembered', async () => {
    const { reads, gone, snapshotOf } = stage();
    gone.add('ast_3');
    expect(await snapshotOf(fileOf(3))).toBeUndefined();
    expect(await snapshotOf(fileOf(3))).toBeUndefined();
    expect(reads).toHaveLength(2);
    const strict = stage(0);
    await strict.snapshotOf(fileOf(0));
    await strict.snapshotOf(fileOf(0));
    expect(strict.reads).toEqual([['ast_0'], ['ast_0']]);
  });
});
