import { describe, expect, it } from 'vitest';
import { formatName } from '../../../portal/view/asset-facts.ts';
import { swatchValues } from '../../../portal/view/swatch.ts';
import {
  formatBytes,
  formatDuration,
  formatFileMeasure,
  formatMeasure,
  formatPixels,
  formatWorkDate,
} from '../../../portal/view/units.ts';

describe('units', () => {
  it('writes sizes by locale', () => {
    expect(formatBytes('en', 8_240_000)).toBe('8.2 MB');
    expect(formatBytes('de', 8_240_000)).toMatch(/^8,2\sMB$/);
    expect(formatBytes('en', 412_300)).toBe('412 kB');
    expect(formatBytes('en', 318_400_000)).toBe('318 MB');
    expect(formatBytes('en', 0)).toBe('0 bytes');
  });

  it('writes pixels only where both sides are known', () => {
    expect(formatPixels('en', 6000, 4000)).toBe('6000 × 4000 px');
    expect(formatPixels('en', 6000, null)).toBeNull();
  });

  it('describes a drawing by its shape, and its renditions by their pixels', () => {
    const logo = { kind: 'vector', width: 620, height: 160 } as const;
    expect(formatMeasure('en', logo)).toBe('Vector, 31:8');
    expect(formatMeasure('de', { ...logo, width: 617 })).toBe('Vektorgrafik, 3,9:1');
    expect(formatMeasure('en', { ...logo, width: 160, height: 621 })).toBe('Vector, 1:3.9');
    expect(formatMeasure('en', { ...logo, height: null })).toBe('Vector');
    expect(formatMeasure('en', { ...logo, kind: 'image' })).toBe('620 × 160 px');
    expect(formatMeasure('en', { ...logo, kind: 'document' })).toBeNull();
    expect(formatFileMeasure('en', 'vector', { ...logo, preset: 'original' })).toBe('Vector, 31:8');
    expect(formatFileMeasure('en', 'vector', { ...logo, preset: 'web' })).toBe('620 × 160 px');
    expect(formatFileMeasure('en', 'image', { ...logo, preset: 'original' })).toBe('620 × 160 px');
  });

  it('writes lengths', () => {
    expect(formatDuration(187_000)).toBe('3:07');
    expect(formatDuration(3_765_000)).toBe('1:02:45');
    expect(formatDuration(400)).toBe('0:00');
  });

  it('writes dates of works as exactly as they are known', () => {
    expect(formatWorkDate('en', '2026')).toBe('2026');
    expect(formatWorkDate('en', '2026-04')).toBe('April 2026');
    expect(formatWorkDate('de', '2026-04-14T09:31:07+02:00')).toBe('14. April 2026');
    expect(formatWorkDate('en', 'spring')).toBe('spring');
  });

  it('names formats as people do', () => {
    expect(formatName('image/svg+xml')).toBe('SVG');
    expect(formatName('application/pdf')).toBe('PDF');
    expect(formatName('image/jpeg')).toBe('JPEG');
    expect(formatName('text/plain')).toBe('TXT');
    expect(formatName('application/vnd.openxmlformats-officedocument.wordprocessingml.document')).toBe(
      'DOCX',
    );
  });

  it('writes a colour as designers and developers paste it', () => {
    expect(swatchValues('#1b2430')).toEqual(['#1B2430', 'rgb(27 36 48)']);
  });
});
