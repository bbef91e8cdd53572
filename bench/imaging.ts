/**
 * Time per rendition of the Wasm engine against sharp on one thread, interleaved, medians. Sources are generated, so it runs
 * anywhere: `node bench/imaging.ts [rounds]`. The engine runs in Node here, on the same V8 as workerd, without transport.
 */
import { performance } from 'node:perf_hooks';
import sharp from 'sharp';
import { createEngine } from '../imaging/engine.ts';
import type { OutputFormat } from '../shared/delivery/types.ts';
import { planFor } from '../tests/contracts/image-transformer-fixtures.ts';
import { loadWasmModules } from '../tests/unit/imaging/wasm-modules.ts';

const rounds = Number(process.argv[2] ?? 7);

/** Something with the detail of a photograph: soft shapes, texture and noise. */
async function photograph(width: number, height: number): Promise<Buffer> {
  const small = Buffer.alloc(96 * 64 * 3);
  let seed = 7;
  for (let i = 0; i < small.length; i++) {
    seed = (seed * 1103515245 + 12345) % 2147483648;
    small[i] = seed / 8388608;
  }
  const noise = { type: 'gaussian' as const, mean: 128, sigma: 18 };
  const grain = await sharp({ create: { width, height, channels: 3, background: '#808080', noise } })
    .blur(0.7)
    .png({ compressionLevel: 0 })
    .toBuffer();
  return sharp(small, { raw: { width: 96, height: 64, channels: 3 } })
    .resize(width, height, { fit: 'fill', kernel: 'cubic' })
    .composite([{ input: grain, blend: 'soft-light' }])
    .png({ compressionLevel: 0 })
    .toBuffer();
}

const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;

async function timed(run: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await run();
  return performance.now() - start;
}

async function main(): Promise<void> {
  sharp.concurrency(1);
  sharp.cache(false);
  const engine = createEngine(loadWasmModules());
  const large = await photograph(6000, 4000);
  const sources = {
    '24 MP JPEG': await sharp(large).jpeg({ quality: 88 }).toBuffer(),
    '24 MP progressive': await sharp(large).jpeg({ quality: 88, progressive: true }).toBuffer(),
    '2 MP JPEG': await sharp(large).resize(1920).jpeg({ quality: 88 }).toBuffer(),
    'master 2560': await sharp(large).resize(2560).jpeg({ quality: 90 }).toBuffer(),
    '6 MP PNG': await sharp(large).resize(3000).png().toBuffer(),
    '6 MP WebP': await sharp(large).resize(3000).webp({ quality: 85 }).toBuffer(),
  };
  const cases: readonly (readonly [keyof typeof sources, number, OutputFormat])[] = [
    ['24 MP JPEG', 1200, 'webp'],
    ['24 MP JPEG', 1200, 'jpeg'],
    ['24 MP JPEG', 1200, 'avif'],
    ['24 MP progressive', 1200, 'webp'],
    ['master 2560', 1200, 'webp'],
    ['2 MP JPEG', 400, 'webp'],
    ['2 MP JPEG', 400, 'jpeg'],
    ['6 MP PNG', 800, 'webp'],
    ['6 MP PNG', 800, 'png'],
    ['6 MP WebP', 800, 'webp'],
  ];
  const rows: Record<string, string | number>[] = [];
  for (const [name, width, format] of cases) {
    const source = new Uint8Array(sources[name]);
    const plan = planFor(source, { w: width }, { format, quality: format === 'avif' ? 55 : 80 });
    const ours: number[] = [];
    const theirs: number[] = [];
    let bytes = 0;
    let sharpBytes = 0;
    for (let round = -1; round < rounds; round++) {
      const a = await timed(async () => {
        const result = await engine.transform({ source, plan });
        if (result.status !== 'ok') throw new Error(result.message);
        bytes = result.bytes.length;
      });
      const b = await timed(async () => {
        const image = sharp(source).autoOrient().resize(width);
        const output =
          format === 'avif'
            ? image.avif({ quality: 55, effort: 4 })
            : image.toFormat(format, format === 'png' ? {} : { quality: 80 });
        sharpBytes = (await output.toBuffer()).length;
      });
      if (round < 0) continue;
      ours.push(a);
      theirs.push(b);
    }
    const ratio = median(ours) / median(theirs);
    rows.push({
      source: name,
      to: `${width} ${format}`,
      'engine ms': Math.round(median(ours)),
      'sharp ms': Math.round(median(theirs)),
      ratio: Number(ratio.toFixed(2)),
      'bytes ratio': Number((bytes / sharpBytes).toFixed(2)),
    });
  }
  console.table(rows);
}

await main();
