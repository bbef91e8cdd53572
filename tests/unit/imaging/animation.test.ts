/** Animations frame by frame, against an independent decoder; their limits; files that break off. */
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import sharp from 'sharp';
import { describe, expect, it, vi } from 'vitest';
import { openAnimation } from '../../../imaging/animation/frames.ts';
import { createEngine } from '../../../imaging/engine.ts';
import type { RenderPlan } from '../../../shared/delivery/types.ts';
import { WASM_CAPABILITIES } from '../../../shared/delivery/wasm-capabilities.ts';
import { buildCreditPackets, embedCredit } from '../../../shared/metadata/embed.ts';
import { creditRecordOf, emptyMetadata } from '../../../shared/metadata/fields.ts';
import { inspectImage } from '../../../shared/metadata/inspect.ts';
import type { Rendition } from '../../../worker/ports/image-transformer.ts';
import { movingQuadrants, planFor } from '../../contracts/image-transformer-fixtures.ts';
import { type GifFrame, makeGif } from './gif-fixture.ts';
import { loadWasmModules } from './wasm-modules.ts';

// As it is, and watched: every frame that is decoded comes from there.
vi.mock('../../../imaging/animation/frames.ts', { spy: true });

const modules = loadWasmModules();
const engine = createEngine(modules);
const samples = resolve(process.env.SAMPLES_DIR ?? join(import.meta.dirname, '../../../../shared/samples'));

/** Every frame as this project decodes it. */
async function ours(source: Uint8Array): Promise<{ pixels: Buffer; durationMs: number }[]> {
  const frames = [];
  const animation = openAnimation(inspectImage(source)?.mediaType ?? '', source, modules);
  for await (const { pixels, durationMs } of animation.frames) {
    frames.push({ pixels: Buffer.from(pixels), durationMs });
  }
  return frames;
}

/** Every frame as libvips (libnsgif, libwebp) decodes it. */
async function theirs(source: Uint8Array): Promise<{ pixels: Buffer; pages: number; delay: number[] }> {
  const { pages = 1, delay = [] } = await sharp(source).metadata();
  return { pixels: await sharp(source, { pages: -1 }).ensureAlpha().raw().toBuffer(), pages, delay };
}

/** Largest difference of a visible channel; what is fully transparent in both may differ in colour. */
function worst(one: Buffer, other: Buffer): number {
  expect(one.length).toBe(other.length);
  let most = 0;
  for (let i = 0; i < one.length; i += 4) {
    const [a = 0, b = 0] = [one[i + 3], other[i + 3]];
    most = Math.max(most, Math.abs(a - b));
    if (a === 0 || b === 0) continue;
    for (let c = 0; c < 3; c++) most = Math.max(most, Math.abs((one[i + c] ?? 0) - (other[i + c] ?? 0)));
  }
  return most;
}

async function animate(
  source: Uint8Array,
  wish = {},
  overrides: Partial<RenderPlan> = {},
): Promise<Rendition> {
  const result = await engine.transform({
    source,
    plan: planFor(source, wish, { format: 'webp', still: false, frames: 2, ...overrides }),
  });
  if (result.status !== 'ok') throw new Error(`${result.reason}: ${result.message}`);
  return result;
}

const full = { left: 0, top: 0, width: 24, height: 16 };
const patch = (colour: number, rest: Partial<GifFrame> = {}): GifFrame => ({
  left: 7,
  top: 5,
  width: 9,
  height: 6,
  paint: (x, y) => ((x + y) % 3 === 0 ? 0 : colour),
  ...rest,
});

describe('the frames of a GIF', () => {
  const screen = { width: 24, height: 16 };
  // An index that is not used makes the other decoder keep transparency, as browsers do.
  const ground: GifFrame = { ...full, transparent: 7, paint: (x) => 1 + (x % 2) };

  it.each<[string, GifFrame[]]>([
    ['kept', [ground, patch(3, { disposal: 1 }), patch(4, { left: 1, top: 1 })]],
    ['cleared to the background', [ground, patch(3, { disposal: 2, transparent: 7 }), patch(4, { left: 1 })]],
    ['put back', [ground, patch(3, { disposal: 3 }), patch(4, { left: 1 })]],
    [
      'see-through',
      [{ ...ground, transparent: 2 }, patch(3, { transparent: 0 }), patch(4, { transparent: 0, top: 9 })],
    ],
    ['interlaced', [{ ...ground, isInterlaced: true, paint: (x, y) => 1 + ((x * 3 + y) % 4) }, patch(3)]],
    ['beginning with a part', [patch(3, { transparent: 7 }), patch(4, { left: 0, top: 0 })]],
  ])('%s', async (_, frames) => {
    const source = makeGif(screen, frames);
    const [mine, reference] = [await ours(source), await theirs(source)];
    expect(mine).toHaveLength(frames.length);
    expect(worst(Buffer.concat(mine.map(({ pixels }) => pixels)), reference.pixels)).toBe(0);
  });

  it('reaching over the edge are cut off', async () => {
    const source = makeGif(screen, [ground, patch(3, { left: 20, top: 12 })]);
    const [, second] = await ours(source);
    expect(second?.pixels.subarray((15 * 24 + 22) * 4, (15 * 24 + 22) * 4 + 3)).toEqual(
      Buffer.from([30, 60, 200]),
    );
    expect(second?.pixels.length).toBe(24 * 16 * 4);
  });

  it('last as long as browsers show them, and as often', async () => {
    const frames = [0, 1, 2, 50].map((delayCs) => ({ ...ground, delayCs }));
    const once = makeGif(screen, frames, { repeats: null });
    expect((await ours(once)).map(({ durationMs }) => durationMs)).toEqual([100, 100, 20, 500]);
    const plays = (bytes: Uint8Array) => openAnimation('image/gif', bytes, modules).plays;
    expect(plays(once)).toBe(1);
    expect(plays(makeGif(screen, frames, { repeats: 0 }))).toBe(0);
    expect(plays(makeGif(screen, frames, { repeats: 4 }))).toBe(5);
  });

  it('end where the file ends', async () => {
    const source = makeGif(screen, [ground, patch(3), patch(4)]);
    const whole = (await ours(source)).length;
    const counts = new Set<number>();
    for (let length = 14; length < source.length; length++) {
      const cut = source.subarray(0, length);
      try {
        counts.add((await ours(cut)).length);
      } catch (error) {
        expect(error).toHaveProperty('name', 'DamagedSource');
      }
    }
    expect([...counts].toSorted()).toEqual([1, 2, 3]);
    expect(whole).toBe(3);
  });

  it('of rubbish are refused or fewer, never a crash', async () => {
    const source = makeGif(screen, [ground, patch(3, { disposal: 3 }), patch(4)]);
    let seed = 7;
    for (let round = 0; round < 400; round++) {
      const broken = source.slice();
      for (let hit = 0; hit < 3; hit++) {
        seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
        broken[13 + (seed % (broken.length - 13))] = seed % 251;
      }
      try {
        await ours(broken);
      } catch (error) {
        expect(error).toHaveProperty('name', 'DamagedSource');
      }
    }
  });
});

describe('the frames of a WebP', () => {
  it.each([true, false])('drawn over each other as libwebp does (alpha %s)', async (isClear) => {
    const size = { width: 40, height: 30 };
    const frames = await Promise.all(
      [0, 1, 2, 3].map((frame) => {
        const data = Buffer.alloc(size.width * size.height * 4);
        for (let y = 0; y < size.height; y++) {
          for (let x = 0; x < size.width; x++) {
            const isInside = Math.hypot(x - 8 - frame * 7, y - 15) < 7;
            data.set(
              isInside ? [200, 40 * frame, 30, 255] : [10, 20, 200, isClear ? 0 : 255],
              (y * size.width + x) * 4,
            );
          }
        }
        return sharp(data, { raw: { ...size, channels: 4 } })
          .png()
          .toBuffer();
      }),
    );
    const source = new Uint8Array(
      await sharp(frames, { join: { animated: true } })
        .webp({ lossless: true, delay: [40, 50, 60, 70], loop: 2, minSize: true })
        .toBuffer(),
    );
    const [mine, reference] = [await ours(source), await theirs(source)];
    expect(mine.map(({ durationMs }) => durationMs)).toEqual(reference.delay);
    expect(worst(Buffer.concat(mine.map(({ pixels }) => pixels)), reference.pixels)).toBeLessThanOrEqual(1);
    expect(openAnimation('image/webp', source, modules).plays).toBe(2);
  });
});

describe('an animated rendition', () => {
  it('keeps transparency and stores only what changes', async () => {
    const screen = { width: 64, height: 48 };
    const ground: GifFrame = { ...full, ...screen, transparent: 0, paint: (x) => (x < 32 ? 1 : 0) };
    const source = makeGif(screen, [
      ground,
      { left: 4, top: 4, width: 6, height: 6, paint: () => 3 },
      ground,
      ground,
    ]);
    const rendition = await animate(source, {}, { background: null });
    expect(rendition.hasAlpha).toBe(true);
    // The last frame is like the one before it.
    expect(await sharp(rendition.bytes).metadata()).toMatchObject({
      pages: 3,
      delay: [100, 100, 200],
      hasAlpha: true,
    });
    const { pixels } = await theirs(rendition.bytes);
    expect(pixels[(10 * 64 + 50) * 4 + 3]).toBe(0);
    expect(pixels[((48 + 6) * 64 + 6) * 4 + 2]).toBeGreaterThan(150);
    expect(rendition.bytes.length).toBeLessThan(1500);
  });

  it('carries the credit and still moves', async () => {
    const rendition = await animate(await movingQuadrants('gif', { loop: 2 }), { w: 100 });
    const credit = creditRecordOf({
      ...emptyMetadata(),
      creditLine: 'Zoë Łukaszewicz / Acme',
      usageTerms: 'Until 2027',
    });
    const bytes = embedCredit(rendition.bytes, 'webp', buildCreditPackets(credit));
    const facts = await sharp(bytes).metadata();
    expect(facts).toMatchObject({ pages: 3, loop: 2, width: 100 });
    expect(facts.xmpAsString).toContain('Zoë Łukaszewicz / Acme');
    expect(inspectImage(bytes)).toMatchObject({ isAnimated: true, frames: 3 });
  });

  it('is refused from the header when it is too much', async () => {
    const gif = await movingQuadrants('gif', { size: { width: 64, height: 48 } });
    const huge = gif.slice();
    new DataView(huge.buffer).setUint16(6, 2000, true);
    new DataView(huge.buffer).setUint16(8, 1200, true);
    const frame = (left: number): GifFrame => ({ left, top: 0, width: 1, height: 1, paint: () => 1 });
    const { maxFrames } = WASM_CAPABILITIES.animation;
    const many = makeGif(
      { width: 8, height: 8 },
      Array.from({ length: maxFrames + 1 }, (_, i) => frame(i % 8)),
    );
    for (const source of [huge, many]) {
      const plan = planFor(source, { w: 40 }, { format: 'webp', still: false, frames: 3 });
      vi.mocked(openAnimation).mockClear();
      expect(await engine.transform({ source, plan })).toMatchObject({
        status: 'refused',
        reason: 'too_large',
      });
      expect(openAnimation).not.toHaveBeenCalled();
    }
    // The test can fail: what is not too much is opened.
    await animate(gif, { w: 40 });
    expect(openAnimation).toHaveBeenCalledOnce();
  });

  it('is never something else: no AVIF, no JPEG, no trimmed one, none of a photograph', async () => {
    const gif = await movingQuadrants('gif');
    const attempts: [Uint8Array, Partial<RenderPlan>][] = [
      [gif, { format: 'avif' }],
      [gif, { format: 'jpeg' }],
      [gif, { format: 'webp', trim: 10 }],
      [new Uint8Array(await sharp(gif).png().toBuffer()), { format: 'webp' }],
    ];
    for (const [source, overrides] of attempts) {
      const plan = planFor(source, { w: 50 }, { still: false, frames: 3, ...overrides });
      expect(await engine.transform({ source, plan })).toMatchObject({
        status: 'refused',
        reason: 'unsupported',
      });
    }
  });
});

describe.skipIf(!existsSync(samples))('the animated samples', () => {
  const read = (name: string) => new Uint8Array(readFileSync(join(samples, name)));

  it.each(['rotating-squares.gif', 'animated-loop-3.webp'])('%s moves as before', async (name) => {
    const source = read(name);
    const [mine, reference] = [await ours(source), await theirs(source)];
    expect(mine).toHaveLength(reference.pages);
    expect(worst(Buffer.concat(mine.map(({ pixels }) => pixels)), reference.pixels)).toBeLessThanOrEqual(1);
    const rendition = await animate(source, { w: 160 }, { frames: reference.pages });
    const before = await sharp(source).metadata();
    const after = await sharp(rendition.bytes).metadata();
    expect(after.loop).toBe(before.loop);
    const total = (delay: number[] = []) => delay.reduce((sum, ms) => sum + ms, 0);
    expect(total(after.delay)).toBe(mine.reduce((sum, { durationMs }) => sum + durationMs, 0));
  });

  it('animated-crash-test.gif crashes nothing', async () => {
    const source = read('animated-crash-test.gif');
    const plan = planFor(source, { w: 100 }, { format: 'webp', still: false, frames: 2 });
    const moving = await engine.transform({ source, plan });
    const still = await engine.transform({ source, plan: planFor(source, { w: 100 }) });
    for (const result of [moving, still]) {
      expect(['ok', 'too_large', 'damaged']).toContain(result.status === 'ok' ? 'ok' : result.reason);
    }
  });
});
