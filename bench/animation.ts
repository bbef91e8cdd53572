/**
 * Animated renditions against sharp (libvips, libwebp) on one thread, interleaved, medians of five: time, bytes, largest Wasm
 * heap. Run: `node bench/animation.ts`.
 */
import sharp from 'sharp';
import { createEngine } from '../imaging/engine.ts';
import { movingQuadrants, planFor } from '../tests/contracts/image-transformer-fixtures.ts';
import { loadWasmModules } from '../tests/unit/imaging/wasm-modules.ts';

sharp.concurrency(1);
sharp.cache(false);

/** A photograph-like GIF: noise in a palette, all of it new in every frame. */
async function noisyGif(width: number, height: number, frames: number): Promise<Uint8Array> {
  const parts = await Promise.all(
    Array.from({ length: frames }, (_, index) =>
      sharp({
        create: {
          width: width / 8,
          height: height / 8,
          channels: 3,
          background: '#777',
          noise: { type: 'gaussian', mean: 110 + index, sigma: 60 },
        },
      })
        .resize(width, height)
        .png()
        .toBuffer(),
    ),
  );
  return new Uint8Array(
    await sharp(parts, { join: { animated: true } })
      .gif({ effort: 1 })
      .toBuffer(),
  );
}

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0;

const heaps = new Set<WebAssembly.Memory>();
const { Instance } = WebAssembly;
WebAssembly.Instance = class extends Instance {
  constructor(module: WebAssembly.Module, imports?: WebAssembly.Imports) {
    super(module, imports);
    for (const value of Object.values(this.exports))
      if (value instanceof WebAssembly.Memory) heaps.add(value);
  }
};

const engine = createEngine(loadWasmModules());
const cases: [string, Uint8Array, number, number][] = [
  ['GIF 640 × 360, 20 frames, all new → 400', await noisyGif(640, 360, 20), 400, 20],
  [
    'GIF 320 × 240, 60 frames, flat → 200',
    await movingQuadrants('gif', { delays: Array(60).fill(80) }),
    200,
    60,
  ],
  [
    'WebP 320 × 240, 60 frames, flat → 200',
    await movingQuadrants('webp', { delays: Array(60).fill(80) }),
    200,
    60,
  ],
  ['GIF 1280 × 720, 12 frames, all new → 800', await noisyGif(1280, 720, 12), 800, 12],
];
for (const [name, source, width, frames] of cases) {
  const [ours, theirs]: [number[], number[]] = [[], []];
  let [bytes, reference] = [0, 0];
  for (let round = 0; round < 5; round++) {
    let at = performance.now();
    const plan = planFor(source, { w: width }, { format: 'webp', still: false, frames, quality: 78 });
    const result = await engine.transform({ source, plan });
    if (result.status !== 'ok') throw new Error(`${name}: ${result.message}`);
    ours.push(performance.now() - at);
    bytes = result.bytes.length;
    at = performance.now();
    reference = (await sharp(source, { pages: -1 }).resize(width).webp({ quality: 78 }).toBuffer()).length;
    theirs.push(performance.now() - at);
  }
  const heap = Math.max(...[...heaps].map(({ buffer }) => buffer.byteLength)) / 1e6;
  console.log(
    `${name}: ${Math.round(median(ours))} ms (sharp ${Math.round(median(theirs))}, × ${(median(ours) / median(theirs)).toFixed(2)}), ` +
      `${bytes} bytes (× ${(bytes / reference).toFixed(2)}), largest heap so far ${heap.toFixed(0)} MB`,
  );
}
