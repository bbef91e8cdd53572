import { describe, expect, it } from 'vitest';
import { sentencesOf } from '../../../admin/screens/insights/sentences.ts';

describe('what the numbers say', () => {
  it('speaks of files, because the register counts an archive as one download', () => {
    const day = { day: '2026-11-27', downloads: 27, bytes: 48_000_000 };
    const [total] = sentencesOf(
      { from: 0, to: 1, downloads: 27, bytes: 48_000_000, byDay: [day], bySurface: [], top: [] },
      undefined,
    );
    expect(total).toMatch(
      /^27 files were downloaded in 1 days?, 48.MB in all; of an archive each file counts\.$/,
    );
  });
});
