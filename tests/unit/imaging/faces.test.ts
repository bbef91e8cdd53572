/** Crops around faces, proved in a scene whose middle holds none. */
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { createEngine } from '../../../imaging/engine.ts';
import { findFaces, focusOnFaces } from '../../../imaging/faces.ts';
import { WASM_CAPABILITIES } from '../../../shared/delivery/wasm-capabilities.ts';
import { planFor } from '../../contracts/image-transformer-fixtures.ts';
import { faceScene, leftOf, portrait, showsFace } from '../../fixtures/face-scene.ts';
import { loadWasmModules } from './wasm-modules.ts';

const engine = createEngine(loadWasmModules());

async function rasterOf(bytes: Uint8Array, edge: number) {
  const { data, info } = await sharp(bytes)
    .resize(edge, edge, { fit: 'inside' })
    .ensureAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  return { width: info.width, height: info.height, data: new Uint8ClampedArray(data), hasAlpha: false };
}
const facesIn = async (bytes: Uint8Array) => findFaces(await rasterOf(bytes, 320));

async function cropped(source: Uint8Array, gravity: Parameters<typeof planFor>[2]): Promise<Uint8Array> {
  const plan = planFor(source, { w: 320, h: 320, fit: 'cover' }, gravity);
  // Nobody has set a focal point.
  const intent = { ...plan.intent, focusFrame: 'kept' as const };
  const result = await engine.transform({ source, plan: { ...plan, intent } });
  if (result.status !== 'ok') throw new Error(result.message);
  return result.bytes;
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
  ])('keeps the face at %i px, which the middle and g=auto would lose', async (faceAt, skinAt) => {
    const source = await faceScene(faceAt, skinAt);
    const holds = async (saliency: 'face' | 'auto' | null) =>
      showsFace(await leftOf(source, await cropped(source, { saliency })), faceAt);
    expect(await holds('face')).toBe(true);
    expect(await holds('auto')).toBe(false);
    expect(await holds(null)).toBe(false);
  });

  it('is auto where there is no face', async () => {
    const source = await faceScene(0, 400, false);
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
