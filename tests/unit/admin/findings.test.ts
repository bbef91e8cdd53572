import { describe, expect, it } from 'vitest';
import { findingsOf } from '../../../admin/screens/review/findings.ts';
import { makeWorld } from '../../fixtures/console/data.ts';

const [asset] = [...makeWorld(Date.UTC(2026, 10, 21)).assets.values()];
if (!asset) throw new Error('the fixture has no asset');
const complete = {
  ...asset,
  verdict: 'ok' as const,
  suggestions: [],
  fields: { ...asset.fields, altText: 'A harbour', caption: 'The harbour' },
  rights: { state: 'cleared' as const, until: null, startsAt: null, reasons: [] },
};
const codes = (change: object) => findingsOf({ ...complete, ...change }).map(({ code }) => code);

describe('what a reviewer is told', () => {
  it('nothing, where nothing is missing', () => {
    expect(codes({})).toEqual([]);
  });

  it('what is missing', () => {
    expect(codes({ fields: { ...complete.fields, altText: null, copyrightNotice: '' } })).toEqual([
      'copyright',
      'alt_text',
    ]);
    expect(codes({ fields: { ...complete.fields, creditLine: null } })).toEqual([]);
    expect(codes({ fields: { ...complete.fields, creditLine: null, creator: null } })).toEqual(['credit']);
  });

  it('does not ask sound for a text alternative', () => {
    expect(codes({ kind: 'audio', fields: { ...complete.fields, altText: null, caption: null } })).toEqual(
      [],
    );
  });

  it('that it will stay dark, worst first', () => {
    expect(codes({ verdict: 'damaged', rights: { ...complete.rights, state: 'ended' } })).toEqual([
      'damaged',
      'not_deliverable',
    ]);
    expect(codes({ rights: { ...complete.rights, state: 'unlicensed' } })).toEqual(['no_license']);
  });
});
