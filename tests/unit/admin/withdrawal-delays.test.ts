import { describe, expect, it } from 'vitest';
import { withdrawalDelays } from '../../../admin/screens/settings/withdrawal-delays.ts';

const entry = (goneAfterMs: number | null) => ({ assetId: 'a', title: 'A', at: 0, goneAfterMs });

describe('the measured delay of withdrawals', () => {
  it('counts only what was asked for while a memory could still answer', () => {
    const found = withdrawalDelays([entry(1200), entry(null), entry(3_600_000), entry(400), entry(2000)]);
    expect(found).toMatchObject({ median: 1200, worst: 2000, unasked: 2 });
    expect(found.measured).toHaveLength(3);
  });

  it('says nothing where nothing was measured', () => {
    expect(withdrawalDelays([entry(null)])).toMatchObject({ median: null, worst: null, unasked: 1 });
  });
});
