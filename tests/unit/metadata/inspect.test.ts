import fc from 'fast-check';
import sharp, { type Sharp } from 'sharp';
import { describe, expect, it } from 'vitest';
import { examineImage, inspectImage, uprightSize } from '../../../shared/metadata/inspect.ts';

function picture(width = 40, height = 24, channels: 3 | 4 = 3) {
  return sharp({ create: { width, height, channels, background: { r: 200, g: 40, b: 90, alpha: 0.5 } } });
}

async function bytesOf(pipeline: Sharp): Promise<Uint8Array> {
  return new Uint8Array(await pipeline.toBuffer());
}

describe('inspectImage', () => {
  it('reads size, depth, channels and alpha of every raster format sharp writes', async () => {
    const cases: [string, Uint8Array, object][] = [
      ['image/jpeg', await bytesOf(picture().jpeg()), { channels: 3, hasAlpha: false, progressive: false }],
      ['image/jpeg', await bytesOf(picture().jpeg({ progressive: true })), { progressive: true }],
      [
        'image/jpeg',
        await bytesOf(picture().toColourspace('b-w').jpeg()),
        { channels: 1, colorSpace: 'gray' },
      ],
      [
        'image/jpeg',
        await bytesOf(picture().toColourspace('cmyk').jpeg()),
        { channels: 4, colorSpace: 'cmyk' },
      ],
      [
        'image/jpeg',
        await bytesOf(picture().jpeg({ chromaSubsampling: '4:4:4' })),
        { chromaSubsampling: '4:4:4' },
      ],
      ['image/png', await bytesOf(picture(40, 24, 4).png()), { channels: 4, hasAlpha: true, bitDepth: 8 }],
      ['image/png', await bytesOf(picture().toColourspace('rgb16').png()), { bitDepth: 16 }],
      [
        'image/png',
        await bytesOf(picture(40, 24, 4).png({ palette: true })),
        { channels: 4, hasAlpha: true },
      ],
      ['image/png', await bytesOf(picture().png({ progressive: true })), { progressive: true }],
      ['image/webp', await bytesOf(picture().webp()), { hasAlpha: false }],
      ['image/webp', await bytesOf(picture(40, 24, 4).webp()), { hasAlpha: true, channels: 4 }],
      ['image/webp', await bytesOf(picture(40, 24, 4).webp({ lossless: true })), { hasAlpha: true }],
      ['image/avif', await bytesOf(picture().avif({ effort: 0 })), { hasAlpha: false, channels: 3 }],
      ['image/avif', await bytesOf(picture(40, 24, 4).avif({ effort: 0 })), { hasAlpha: true, channels: 4 }],
      ['image/gif', await bytesOf(picture().gif()), { frames: 1, isAnimated: false }],
      ['image/tiff', await bytesOf(picture().tiff()), { pages: 1, channels: 3, bitDepth: 8 }],
    ];
    for (const [mediaType, bytes, expected] of cases) {
      expect(inspectImage(bytes)).toMatchObject({
        mediaType,
        width: 40,
        height: 24,
        orientation: 1,
        ...expected,
      });
    }
  });

  it('reads the orientation and the profile wherever a format keeps them', async () => {
    for (const orientation of [1, 2, 3, 4, 5, 6, 7, 8] as const) {
      for (const format of ['jpeg', 'png', 'webp', 'tiff'] as const) {
        const bytes = await bytesOf(
          picture().withMetadata({ orientation }).withIccProfile('srgb').toFormat(format),
        );
        const header = inspectImage(bytes);
        expect(header, format).toMatchObject({ width: 40, height: 24, orientation, hasIccProfile: true });
        if (header) expect(uprightSize(header).width).toBe(orientation >= 5 ? 24 : 40);
      }
    }
  });

  it('counts the frames of animations', async () => {
    const frames = await sharp({
      create: { width: 8, height: 24, channels: 3, background: 'red', pageHeight: 8 },
    })
      .composite([
        { input: { create: { width: 8, height: 8, channels: 3, background: 'blue' } }, top: 8, left: 0 },
      ])
      .raw()
      .toBuffer();
    const animation = sharp(frames, { raw: { width: 8, height: 24, channels: 3, pageHeight: 8 } });
    for (const bytes of [await bytesOf(animation.clone().gif()), await bytesOf(animation.clone().webp())]) {
      expect(inspectImage(bytes)).toMatchObject({ width: 8, height: 8, frames: 3, isAnimated: true });
    }
  });

  it('asks for more bytes, and is satisfied by as many as it asked for', async () => {
    const bytes = await bytesOf(picture().withIccProfile('p3').jpeg());
    let size = 16;
    for (let round = 0; round < 50; round++) {
      const inspection = examineImage(bytes.subarray(0, size));
      if (inspection.status === 'ok') break;
      expect(inspection.status).toBe('needs-more');
      const wanted = inspection.status === 'needs-more' ? inspection.atLeastBytes : 0;
      expect(wanted).toBeGreaterThan(size);
      size = wanted;
    }
    expect(size).toBeLessThan(bytes.length);
    expect(inspectImage(bytes.subarray(0, size))).toMatchObject({ width: 40, hasIccProfile: true });
  });

  it('survives every cut and any damaged byte of every format', async () => {
    const files = await Promise.all(
      (['jpeg', 'png', 'webp', 'avif', 'gif', 'tiff'] as const).map((format) =>
        bytesOf(picture(16, 16, 4).withMetadata({ orientation: 6 }).toFormat(format)),
      ),
    );
    const svg = new TextEncoder().encode('<?xml version="1.0"?><svg width="10cm" viewBox="0 0 20 10"></svg>');
    fc.assert(
      fc.property(
        fc.constantFrom(...files, svg),
        fc.nat(4000),
        fc.array(fc.tuple(fc.nat(400), fc.integer({ min: 0, max: 255 })), { maxLength: 8 }),
        (file, cut, edits) => {
          const bytes = file.slice(0, cut);
          for (const [at, value] of edits) if (at > 3 && at < bytes.length) bytes[at] = value;
          expect(['ok', 'needs-more', 'damaged', 'not-an-image']).toContain(examineImage(bytes).status);
        },
      ),
      { numRuns: 3000 },
    );
  });

  it('knows the size of an SVG from units or its view box', () => {
    const size = (svg: string) => {
      const header = inspectImage(new TextEncoder().encode(svg));
      return header && [header.width, header.height];
    };
    expect(size('<svg width="2in" height="96"/>')).toEqual([192, 96]);
    expect(size('<!-- a > b --><svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 640 320"/>')).toEqual([
      640, 320,
    ]);
    expect(size('<svg width="100" viewBox="0 0 200 50">')).toEqual([100, 25]);
    expect(size('<svg width="100%" height="100%">')).toEqual([300, 150]);
  });
});
