/** Crops around faces, proved on a portrait (NASA's of Eileen Collins, public domain) in a scene whose middle holds none. */
import { readFileSync } from 'node:fs';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { createEngine } from '../../../imaging/engine.ts';
import { findFaces, focusOnFaces } from '../../../imaging/faces.ts';
import { WASM_CAPABILITIES } from '../../../shared/delivery/wasm-capabilities.ts';
import { planFor } from '../../contracts/image-transformer-fixtures.ts';
import { loadWasmModules } from './wasm-modules.ts';

const engine = createEngine(loadWasmModules());
const portrait = readFileSync(new URL('../../fixtures/pictures/eileen-collins.jpg', import.meta.url));

async function rasterOf(bytes: Uint8Array, edge: number) {
  const { data, info } = await sharp(bytes)
    .resize(edge, edge, { fit: 'inside' })
    .ensureAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  return { width: info.width, height: info.height, data: new Uint8ClampedArray(data), hasAlpha: false };
}
const facesIn = async (bytes: Uint8Array) => findFaces(await rasterOf(bytes, 320));

/** The portrait at one end, something loud at the other; 720 × 360. */
async function scene(faceAt: number, loudAt: number, face = true): Promise<Uint8Array> {
  const noise = { type: 'gaussian' as const, mean: 128, sigma: 90 };
  const loud = await sharp({ create: { width: 300, height: 300, channels: 3, background: '#c33', noise } })
    .png()
    .toBuffer();
  const parts = [
    { input: loud, left: loudAt, top: 30 },
    ...(face ? [{ input: portrait, left: faceAt, top: 0 }] : []),
  ];
  const ground = sharp({ create: { width: 720, height: 360, channels: 3, background: '#9aa4ad' } });
  return new Uint8Array(await ground.composite(parts).jpeg({ quality: 92 }).toBuffer());
}

async function cropped(source: Uint8Array, gravity: Parameters<typeof planFor>[2]): Promise<Uint8Array> {
  const plan = planFor(source, { w: 320, h: 320, fit: 'cover' }, gravity);
  // Nobody has set a focal point.
  const intent = { ...plan.intent, focusFrame: 'kept' as const };
  const result = await engine.transform({ source, plan: { ...plan, intent } });
  if (result.status !== 'ok') throw new Error(result.message);
  return result.bytes;
}

/** Left edge of a crop of the scene, found by comparing. */
async function leftOf(source: Uint8Array, crop: Uint8Array): Promise<number> {
  const gray = (image: ReturnType<typeof sharp>) =>
    image.resize(60, 60, { fit: 'fill' }).grayscale().raw().toBuffer();
  const wanted = await gray(sharp(crop));
  let best = { left: -1, sum: Number.POSITIVE_INFINITY };
  for (let left = 0; left <= 360; left += 4) {
    const there = await gray(sharp(source).extract({ left, top: 0, width: 360, height: 360 }));
    const sum = there.reduce((total, value, i) => total + Math.abs(value - (wanted[i] ?? 0)), 0);
    if (sum < best.sum) best = { left, sum };
  }
  return best.left;
}

describe('g=face', () => {
  it('is declared', () => {
    expect(WASM_CAPABILITIES.operations).toContain('saliency-face');
  });

  it('finds the one face of a portrait, where it is', async () => {
    const faces = await facesIn(portrait);
    expect(faces).toHaveLength(1);
    const [face] = faces;
    expect((face?.x ?? 0) + (face?.width ?? 0) / 2).toBeCloseTo(0.44, 1);
    expect((face?.y ?? 0) + (face?.height ?? 0) / 2).toBeCloseTo(0.22, 1);
  });

  it.each([
    [0, 400],
    [360, 20],
  ])('keeps the face at %i px, where the middle would lose it', async (faceAt, loudAt) => {
    const source = await scene(faceAt, loudAt);
    // The face of the portrait is between its 120th and 190th column.
    const holds = (left: number) => left <= faceAt + 120 && left + 360 >= faceAt + 190;
    expect(holds(await leftOf(source, await cropped(source, { saliency: 'face' })))).toBe(true);
    expect(holds(await leftOf(source, await cropped(source, { saliency: null })))).toBe(false);
  });

  it('is auto where there is no face', async () => {
    const source = await scene(0, 400, false);
    const [face, auto] = [
      await cropped(source, { saliency: 'face' }),
      await cropped(source, { saliency: 'auto' }),
    ];
    // Not `toEqual`: it would describe two pictures byte by byte.
    expect(Buffer.compare(face, auto)).toBe(0);
  });
});

describe('the focus', () => {
  const large = { x: 0.1, y: 0.2, width: 0.2, height: 0.2 };
  const small = { x: 0.8, y: 0.3, width: 0.1, height: 0.1 };
  it('is the middle of all faces where the crop holds them, and of the largest where it does not', () => {
    const both = focusOnFaces([large, small], { width: 0.9, height: 1 });
    expect(both?.x).toBeCloseTo(0.5);
    expect(both?.y).toBeCloseTo(0.3);
    const alone = focusOnFaces([large, small], { width: 0.4, height: 1 });
    expect(alone?.x).toBeCloseTo(0.2);
    expect(alone?.y).toBeCloseTo(0.3);
  });
  it('is none without a face', () => {
    expect(focusOnFaces([], { width: 1, height: 1 })).toBeNull();
  });
});
