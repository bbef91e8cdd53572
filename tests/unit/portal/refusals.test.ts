import { describe, expect, it } from 'vitest';
import { explainRefusal } from '../../../portal/scripts/hand-in/refusals.ts';

const LIMITS = { maxFileBytes: 1_000_000, maxTotalBytes: 2_000_000, maxFiles: 3 };
const answered = (status: number, body = '') =>
  Object.assign(new Error('refused'), {
    originalResponse: { getStatus: () => status, getBody: () => body },
  });

describe('why a file was not taken', () => {
  it('tells a question that the page has to ask again from a request that is over', () => {
    expect(explainRefusal('en', answered(401), LIMITS)).toContain('load this page again');
    expect(explainRefusal('en', answered(410), LIMITS)).toBe('no more files are taken');
    expect(
      explainRefusal('en', answered(413, JSON.stringify({ context: { limit: 'maxFiles' } })), LIMITS),
    ).toContain('3');
  });
});
