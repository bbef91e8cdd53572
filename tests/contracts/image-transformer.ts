/**
 * What every `ImageTransformer` has to keep, checked on pixels. An adapter runs the cases its capabilities cover; cases it does
 * not declare are listed as such, never dropped.
 */
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { planFits } from '../../shared/delivery/capabilities.ts';
import { type Fit, outputSize, type RenderPlan } from '../../shared/delivery/types.ts';
import { inspectImage } from '../../shared/metadata/inspect.ts';
import type { ImageTransformer, Rendition } from '../../worker/ports/image-transformer.ts';
import {
  BLUE,
  decodePicture,
  difference,
  halfTransparentPng,
  movingQuadrants,
  planFor,
  quadrantAt,
  quadrantJpeg,
  quadrantsAs,
  RED,
  sourcePoint,
} from './image-transformer-fixtures.ts';

/** JPEG, WebP and AVIF are lossy; flat colours stay within this many levels. */
const TOLERANCE = 14;

const POINTS = [0.06, 0.2, 0.35, 0.65, 0.8, 0.94].flatMap((x) =>
  [0.06, 0.2, 0.35, 0.65, 0.8, 0.94].map((y) => ({ x, y })),
);

export interface Subject {
  readonly transformer: ImageTransformer;
  close(): Promise<void>;
}

export function imageTransformerContract(name: string, start: () => Promise<Subject>): void {
  describe(`ImageTransformer: ${name}`, () => {
    let subject: Subject;
    beforeAll(async () => {
      subject = await start();
    });
    afterAll(() => subject?.close());

    /** The rendition, or null after checking that the adapter does not declare what the plan needs. */
    async function render(
      source: Uint8Array,
      plan: RenderPlan,
      watermark?: Uint8Array,
    ): Promise<Rendition | null> {
      const missing = planFits(plan, subject.transformer.capabilities);
      const result = await subject.transformer.transform(
        watermark ? { source, plan, watermark } : { source, plan },
      );
      if (missing.length > 0) {
        expect(result, `undeclared: ${missing.join(', ')}`).toMatchObject({
          status: 'refused',
          reason: 'unsupported',
        });
        return null;
      }
      if (result.status !== 'ok') throw new Error(`refused: ${result.reason}: ${result.message}`);
      const header = inspectImage(result.bytes);
      expect(header).toMatchObject({ mediaType: result.mediaType, ...outputSize(plan), orientation: 1 });
      expect({ width: result.width, height: result.height }).toEqual(outputSize(plan));
      expect(result.format).toBe(plan.format);
      return result;
    }

    /** Compares the rendition of the quadrant picture with where each point must come from. */
    async function expectQuadrants(rendition: Rendition, plan: RenderPlan, frame = 0): Promise<void> {
      const picture = await decodePicture(
        rendition.bytes,
        rendition.format === 'webp' && !plan.still ? frame : 0,
      );
      const wrong: string[] = [];
      for (const { x, y } of POINTS) {
        const from = sourcePoint(plan, x, y);
        if (from && (Math.abs(from.x - 0.5) < 0.05 || Math.abs(from.y - 0.5) < 0.05)) continue;
        const expected = from ? quadrantAt(from.x, from.y, frame) : [255, 255, 255];
        const found = picture.at(x, y);
        if (difference(found, expected) > TOLERANCE) wrong.push(`${x},${y}: ${found} for ${expected}`);
      }
      expect(wrong).toEqual([]);
    }

    describe.each([1, 2, 3, 4, 5, 6, 7, 8] as const)('orientation %i', (orientation) => {
      it.each<Fit>(['cover', 'contain', 'scale-down', 'pad', 'crop'])('fit %s', async (fit) => {
        const source = await quadrantJpeg(orientation);
        for (const wish of [
          { w: 120, h: 120 },
          { w: 90, h: 150, focus: { x: 0.25, y: 0.8 } },
        ]) {
          const plan = planFor(source, { fit, ...wish });
          const rendition = await render(source, plan);
          if (rendition) await expectQuadrants(rendition, plan);
        }
      });
    });

    describe.each([0, 90, 180, 270] as const)('rotation %i', (rotate) => {
      it.each(['none', 'h', 'v', 'hv'] as const)('flip %s', async (flip) => {
        for (const orientation of [1, 6] as const) {
          const source = await quadrantJpeg(orientation);
          const plan = planFor(source, {
            w: 100,
            h: 80,
            fit: 'cover',
            rotate,
            flip,
            focus: { x: 0.4, y: 0.3 },
          });
          const rendition = await render(source, plan);
          if (rendition) await expectQuadrants(rendition, plan);
        }
      });
    });

    it.each(['jpeg', 'png', 'webp', 'avif'] as const)('writes %s', async (format) => {
      const source = await quadrantJpeg(1);
      const plan = planFor(source, { w: 160 }, { format });
      const rendition = await render(source, plan);
      if (rendition) await expectQuadrants(rendition, plan);
    });

    it.each(['png', 'webp', 'avif', 'gif', 'tiff'] as const)('reads %s', async (format) => {
      const source = await quadrantsAs(format);
      const plan = planFor(source, { w: 160 });
      const rendition = await render(source, plan);
      if (rendition) await expectQuadrants(rendition, plan);
    });

    it('reads progressive JPEG, and a crop after a scaled decode is exact', async () => {
      const source = await quadrantJpeg(8, { progressive: true, size: { width: 1603, height: 1201 } });
      const plan = planFor(source, { w: 101, h: 67, fit: 'cover', focus: { x: 0.61, y: 0.42 } });
      const rendition = await render(source, plan);
      if (rendition) await expectQuadrants(rendition, plan);
    });

    it('cuts without resampling', async () => {
      const source = await quadrantJpeg(1);
      const plan = planFor(source, {}, { crop: { x: 100, y: 80, width: 111, height: 77 } });
      const cut = { ...plan, resize: { width: 111, height: 77 } };
      const rendition = await render(source, cut);
      if (rendition) await expectQuadrants(rendition, cut);
    });

    it('enlarges when asked', async () => {
      const source = await quadrantJpeg(1);
      const plan = planFor(source, { w: 500, up: true, fit: 'contain' });
      expect(plan.resize.width).toBe(500);
      const rendition = await render(source, plan);
      if (rendition) await expectQuadrants(rendition, plan);
    });

    it('accepts a stream', async () => {
      const source = await quadrantJpeg(6);
      const plan = planFor(source, { w: 100 });
      const stream = new Blob([source as BlobPart]).stream();
      const result = await subject.transformer.transform({ source: stream, plan });
      if (planFits(plan, subject.transformer.capabilities).length > 0) {
        expect(result.status).toBe('refused');
        return;
      }
      if (result.status !== 'ok') throw new Error(result.message);
      await expectQuadrants(result, plan);
    });

    it.each(['png', 'webp', 'avif'] as const)('keeps transparency in %s', async (format) => {
      const source = await halfTransparentPng();
      const plan = planFor(source, { w: 100 }, { format, background: null });
      const rendition = await render(source, plan);
      if (!rendition) return;
      expect(rendition.hasAlpha).toBe(true);
      const picture = await decodePicture(rendition.bytes);
      expect(difference(picture.at(0.2, 0.5), [...RED, 255])).toBeLessThanOrEqual(TOLERANCE);
      expect(picture.at(0.8, 0.5)[3]).toBeLessThanOrEqual(2);
    });

    it('flattens transparency onto the background, without a dark rim', async () => {
      const source = await halfTransparentPng();
      const background = { r: 20, g: 120, b: 220, a: 255 };
      const plan = planFor(source, { w: 90 }, { format: 'jpeg', background, quality: 100 });
      const rendition = await render(source, plan);
      if (!rendition) return;
      const picture = await decodePicture(rendition.bytes);
      expect(difference(picture.at(0.2, 0.5), RED)).toBeLessThanOrEqual(TOLERANCE);
      expect(difference(picture.at(0.8, 0.5), [20, 120, 220])).toBeLessThanOrEqual(TOLERANCE);
      expect(rendition.hasAlpha).toBe(false);
    });

    it('pads with the background colour, or transparently', async () => {
      const source = await quadrantJpeg(1);
      const wish = { w: 200, h: 200, fit: 'pad' as const };
      const opaque = planFor(source, wish, { background: { r: 9, g: 99, b: 199, a: 255 } });
      const rendition = await render(source, opaque);
      if (!rendition) return;
      expect(difference((await decodePicture(rendition.bytes)).at(0.5, 0.02), [9, 99, 199, 255])).toBe(0);
      const clear = await render(source, planFor(source, wish, { background: null }));
      if (clear) expect((await decodePicture(clear.bytes)).at(0.5, 0.02)[3]).toBe(0);
    });

    it('converts a wide-gamut profile to sRGB', async () => {
      const rgb = { r: 200, g: 80, b: 60 };
      const flat = sharp({ create: { width: 64, height: 64, channels: 3, background: rgb } });
      const source = new Uint8Array(
        await flat.withIccProfile('p3').jpeg({ quality: 100, chromaSubsampling: '4:4:4' }).toBuffer(),
      );
      expect(inspectImage(source)?.hasIccProfile).toBe(true);
      const rendition = await render(source, planFor(source, { w: 32 }));
      if (!rendition) return;
      const picture = await decodePicture(rendition.bytes);
      expect(difference(picture.at(0.5, 0.5), [rgb.r, rgb.g, rgb.b])).toBeLessThanOrEqual(3);
    });

    it('reads grey pictures', async () => {
      const grey = sharp({ create: { width: 64, height: 48, channels: 3, background: '#777' } });
      const source = new Uint8Array(await grey.toColourspace('b-w').jpeg({ quality: 100 }).toBuffer());
      expect(inspectImage(source)?.channels).toBe(1);
      const rendition = await render(source, planFor(source, { w: 32 }));
      if (!rendition) return;
      expect(difference((await decodePicture(rendition.bytes)).at(0.5, 0.5), [119, 119, 119])).toBeLessThan(
        3,
      );
    });

    it('carries nothing of the source but pixels', async () => {
      const picture = sharp(await quadrantJpeg(1)).withExif({
        IFD0: { Make: 'SECRETMAKE', Copyright: 'SECRETOWNER' },
        IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '51/1 30/1 0/1' },
      });
      const source = new Uint8Array(
        await picture.withXmp('<x:xmpmeta xmlns:x="adobe:ns:meta/">SECRETXMP</x:xmpmeta>').jpeg().toBuffer(),
      );
      expect(Buffer.from(source).includes('SECRETMAKE')).toBe(true);
      for (const format of ['jpeg', 'png', 'webp', 'avif'] as const) {
        const rendition = await render(source, planFor(source, { w: 100 }, { format }));
        if (!rendition) continue;
        expect(Buffer.from(rendition.bytes).includes('SECRET')).toBe(false);
        expect((await sharp(rendition.bytes).metadata()).exif).toBeUndefined();
      }
    });

    it('trims a uniform border and then computes the crop again', async () => {
      const source = new Uint8Array(
        await sharp(await quadrantsAs('png'))
          .extend({ top: 40, bottom: 20, left: 30, right: 50, background: '#fff' })
          .png()
          .toBuffer(),
      );
      const plan = planFor(source, { w: 160 }, { trim: 10 });
      if (planFits(plan, subject.transformer.capabilities).length > 0) {
        const refused = await subject.transformer.transform({ source, plan });
        expect(refused).toMatchObject({ status: 'refused', reason: 'unsupported' });
        return;
      }
      const result = await subject.transformer.transform({ source, plan });
      if (result.status !== 'ok') throw new Error(result.message);
      expect([result.width, result.height]).toEqual([160, 120]);
      await expectQuadrants(result, planFor(await quadrantsAs('png'), { w: 160 }));
    });

    it('blurs and sharpens', async () => {
      const source = await quadrantsAs('png');
      const edge = async (overrides: Partial<RenderPlan>): Promise<number | null> => {
        const rendition = await render(source, planFor(source, {}, overrides));
        if (!rendition) return null;
        const picture = await decodePicture(rendition.bytes);
        return difference(picture.at(158.5 / 320, 0.25), picture.at(161.5 / 320, 0.25));
      };
      const plain = await edge({});
      const [blurred, sharpened] = [await edge({ blur: 5 }), await edge({ sharpen: 2 })];
      expect(plain).toBeGreaterThan(100);
      if (blurred !== null) expect(blurred).toBeLessThan((plain as number) / 2);
      if (sharpened !== null) expect(sharpened).toBeGreaterThanOrEqual(plain as number);
    });

    it('draws watermarks where they belong, and tiled ones everywhere', async () => {
      const source = await quadrantsAs('png');
      const mark = new Uint8Array(
        await sharp({ create: { width: 50, height: 25, channels: 3, background: '#000' } })
          .png()
          .toBuffer(),
      );
      const base = { kind: 'image', assetKey: 'mark', opacity: 1, scale: 0.25 } as const;
      const corner = planFor(source, {}, { watermark: { ...base, position: 'southeast', tiled: false } });
      const rendition = await render(source, corner, mark);
      if (rendition) {
        const picture = await decodePicture(rendition.bytes);
        expect(difference(picture.at(0.85, 0.9), [0, 0, 0])).toBeLessThan(4);
        expect(difference(picture.at(0.2, 0.9), BLUE)).toBeLessThan(4);
      }
      const tiled = await render(
        source,
        planFor(source, {}, { watermark: { ...base, position: 'center', tiled: true } }),
        mark,
      );
      if (tiled) {
        const picture = await decodePicture(tiled.bytes);
        const dark = POINTS.filter(({ x, y }) => difference(picture.at(x, y), [0, 0, 0]) < 4).length;
        expect(dark).toBeGreaterThan(POINTS.length / 8);
      }
      const text = {
        kind: 'text',
        text: 'Acme © Łódź',
        position: 'center',
        opacity: 0.8,
        scale: 0.8,
        tiled: false,
      } as const;
      const lettered = await render(source, planFor(source, {}, { watermark: text }));
      if (lettered) {
        const before = await decodePicture(source);
        const after = await decodePicture(lettered.bytes);
        let changed = 0;
        for (let x = 0.05; x < 1; x += 0.005)
          if (difference(before.at(x, 0.5), after.at(x, 0.5)) > 30) changed++;
        expect(changed).toBeGreaterThan(10);
        expect(difference(before.at(0.5, 0.1), after.at(0.5, 0.1))).toBe(0);
      }
    });

    describe.each(['gif', 'webp'] as const)('an animated %s', (format) => {
      it('moves on: every frame cut and turned alike, delays and repetitions kept', async () => {
        const source = await movingQuadrants(format, { delays: [120, 200, 80], loop: 3 });
        for (const wish of [
          { w: 120, h: 120, fit: 'cover', focus: { x: 0.4, y: 0.5 } },
          { w: 100, h: 140, fit: 'pad', flip: 'h', rotate: 90 },
        ] as const) {
          const plan = planFor(source, wish, { format: 'webp', still: false, frames: 3 });
          const rendition = await render(source, plan);
          if (!rendition) continue;
          expect(await sharp(rendition.bytes).metadata()).toMatchObject({
            pages: 3,
            delay: [120, 200, 80],
            loop: 3,
          });
          for (const frame of [0, 1, 2]) await expectQuadrants(rendition, plan, frame);
        }
      });

      it('gives a still of the frame that is asked for', async () => {
        const source = await movingQuadrants(format);
        for (const page of [1, 3]) {
          const plan = planFor(source, { w: 160 }, { page });
          const rendition = await render(source, plan);
          if (rendition) await expectQuadrants(rendition, plan, page - 1);
        }
      });

      it('carries the watermark in every frame', async () => {
        const source = await movingQuadrants(format);
        const mark = new Uint8Array(
          await sharp({ create: { width: 50, height: 50, channels: 3, background: '#000' } })
            .png()
            .toBuffer(),
        );
        const watermark = {
          kind: 'image',
          assetKey: 'mark',
          opacity: 1,
          scale: 0.25,
          position: 'center',
          tiled: false,
        } as const;
        const plan = planFor(source, {}, { format: 'webp', still: false, frames: 3, watermark });
        const rendition = await render(source, plan, mark);
        if (!rendition) return;
        for (const frame of [0, 1, 2]) {
          const picture = await decodePicture(rendition.bytes, frame);
          expect(difference(picture.at(0.52, 0.52), [0, 0, 0])).toBeLessThan(TOLERANCE);
          expect(difference(picture.at(0.1, 0.1), quadrantAt(0.1, 0.1, frame))).toBeLessThan(TOLERANCE);
        }
      });
    });

    it('refuses what it cannot read, and never throws', async () => {
      const source = await quadrantJpeg(1);
      const plan = planFor(source, { w: 100 });
      const text = await subject.transformer.transform({ source: new TextEncoder().encode('hello'), plan });
      expect(text).toMatchObject({ status: 'refused', reason: 'unsupported' });
      const cut = await subject.transformer.transform({ source: source.slice(0, 900), plan });
      expect(cut).toMatchObject({
        status: 'refused',
        reason: expect.stringMatching(/^(damaged|unsupported)$/),
      });
      const empty = await subject.transformer.inspect(new Uint8Array(0));
      expect(empty).toMatchObject({ status: 'refused' });
    });

    it('refuses a pixel bomb from its header', async () => {
      const small = await quadrantsAs('png');
      const bomb = small.slice();
      new DataView(bomb.buffer).setUint32(16, 65_536);
      new DataView(bomb.buffer).setUint32(20, 65_536);
      expect(await subject.transformer.master(bomb)).toMatchObject({
        status: 'refused',
        reason: 'too_large',
      });
      expect(await subject.transformer.inspect(bomb)).toMatchObject({
        status: 'ok',
        width: 65_536,
        refusal: { reason: 'too_large' },
      });
    });

    it('makes a web master: upright, at most 2560 px, measured', async () => {
      const source = await quadrantJpeg(6, { size: { width: 3000, height: 2000 } });
      const master = await subject.transformer.master(source);
      if (master.status !== 'ok') {
        expect(master.reason).toBe('unsupported');
        return;
      }
      expect(master).toMatchObject({
        width: 2560,
        height: 1707,
        sourceWidth: 3000,
        sourceHeight: 2000,
        hasAlpha: false,
        format: 'jpeg',
      });
      expect(inspectImage(master.bytes)).toMatchObject({ orientation: 1, progressive: false });
      expect(master.palette).toHaveLength(4);
      expect(master.palette[0]?.share).toBeCloseTo(0.25, 1);
      expect(master.perceptualHash).toMatch(/^[0-9a-f]{16}$/);
      expect(master.thumbhash.length).toBeGreaterThan(10);
      const small = await subject.transformer.master(
        await quadrantJpeg(3, { size: { width: 600, height: 400 } }),
      );
      if (small.status !== 'ok') throw new Error(small.message);
      expect(small.width).toBe(600);
      expect(small.palette.map((color) => color.oklch.h)).toHaveLength(4);
    });

    it('keeps transparency in a web master', async () => {
      const master = await subject.transformer.master(await halfTransparentPng());
      if (master.status === 'ok') expect(master).toMatchObject({ hasAlpha: true, format: 'png', width: 200 });
      else expect(master.reason).toBe('unsupported');
    });
  });
}
