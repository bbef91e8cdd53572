import { describe, expect, it } from 'vitest';
import { isBlack, posterMoments, posterSize, posterWay } from '../../../admin/uploads/poster-way.ts';

const photo = {
  kind: 'image',
  mediaType: 'image/heic',
  previewBase: null,
  verdict: 'ok',
  width: 8064,
  height: 6048,
  sizeBytes: 4_000_000,
} as const;

describe('a poster', () => {
  it('is made of what the engine does not draw, and of nothing else', () => {
    expect(posterWay({ ...photo, kind: 'video', mediaType: 'video/mp4', verdict: 'no_preview' })).toBe(
      'film',
    );
    const pdf = { ...photo, kind: 'document', mediaType: 'application/pdf', verdict: 'no_preview' } as const;
    expect(posterWay(pdf)).toBe('page');
    expect(posterWay({ ...pdf, sizeBytes: 900_000_000 })).toBeNull();
    expect(posterWay({ ...pdf, mediaType: 'text/plain' })).toBeNull();
    expect(posterWay({ ...photo, verdict: 'too_large' })).toBe('picture');
    expect(posterWay({ ...photo, verdict: 'undecodable' })).toBe('picture');
    expect(posterWay({ ...photo, verdict: 'damaged' })).toBeNull();
    expect(posterWay({ ...photo, verdict: 'too_large', width: 65_536, height: 65_536 })).toBeNull();
    expect(posterWay({ ...photo, previewBase: '/r/' })).toBeNull();
  });

  it('waits for the server’s word about a picture', () => {
    expect(posterWay(photo)).toBe('wait');
  });

  it('is looked for around the first second, inside the film, the start last', () => {
    expect(posterMoments(60)).toEqual([1, 6, 15, 30, 0]);
    expect(posterMoments(2)[0]).toBeCloseTo(0.2);
    for (const odd of [0.02, Number.POSITIVE_INFINITY, Number.NaN, 0])
      expect(posterMoments(odd)).toEqual([0]);
    expect(Math.max(...posterMoments(3))).toBeLessThan(3);
  });

  it('is no black frame, though a dark one with a light may be', () => {
    const frame = (light: number) =>
      Uint8Array.from({ length: 400 }, (_, i) => (i % 4 === 3 ? 255 : i / 4 < light ? 200 : 8));
    expect(isBlack(frame(0))).toBe(true);
    expect(isBlack(frame(4))).toBe(true);
    expect(isBlack(frame(6))).toBe(false);
  });

  it('is at most as large as a web master and never enlarged', () => {
    expect(posterSize(3840, 2160)).toEqual({ width: 2560, height: 1440 });
    expect(posterSize(640, 360)).toEqual({ width: 640, height: 360 });
    expect(posterSize(20_000, 3)).toEqual({ width: 2560, height: 1 });
  });
});
