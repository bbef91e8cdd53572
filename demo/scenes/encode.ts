/**
 * The last step of a demo picture: 16-bit frame in, sized and grained JPEG out.
 * Called by render.py with one JSON argument: { rgb, width, height, edge, target, grain }.
 */
import { readFileSync } from 'node:fs';
import sharp from 'sharp';

interface Job {
  /** Raw little-endian 16-bit RGB, top row first. */
  rgb: string;
  width: number;
  height: number;
  /** Long edge of the JPEG in pixels. */
  edge: number;
  target: string;
  /** 1 is the house grain, 0 none. */
  grain: number;
}

/** A small linear congruential generator, so that the same frame gives the same bytes. */
function noiseSource(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 4294967296;
  };
}

const job = JSON.parse(process.argv[2] ?? '{}') as Job;
const bytes = readFileSync(job.rgb);
const samples = new Uint16Array(bytes.buffer, bytes.byteOffset, bytes.byteLength / 2);
const scale = job.edge / Math.max(job.width, job.height);
const width = Math.round(job.width * scale);
const height = Math.round(job.height * scale);
const { data } = await sharp(samples, { raw: { width: job.width, height: job.height, channels: 3 } })
  .resize(width, height, { kernel: 'lanczos3' })
  .toColourspace('rgb16')
  .raw({ depth: 'ushort' })
  .toBuffer({ resolveWithObject: true });
const wide = new Uint16Array(data.buffer, data.byteOffset, data.byteLength / 2);
const out = Buffer.alloc(wide.length);
const random = noiseSource(width * 31 + height);
let previous = 0;
for (let i = 0; i < wide.length; i += 3) {
  const r = (wide[i] ?? 0) / 65535;
  const g = (wide[i + 1] ?? 0) / 65535;
  const b = (wide[i + 2] ?? 0) / 65535;
  const luma = 0.3 * r + 0.59 * g + 0.11 * b;
  const draw = random() + random() + random() - 1.5;
  const grain = (draw + previous * 0.6) * job.grain * 0.016 * (0.3 + 2.4 * luma * (1 - luma));
  previous = draw;
  const dither = (random() - 0.5) / 255;
  out[i] = Math.max(0, Math.min(255, Math.round((r + grain + dither) * 255)));
  out[i + 1] = Math.max(0, Math.min(255, Math.round((g + grain + dither) * 255)));
  out[i + 2] = Math.max(0, Math.min(255, Math.round((b + grain * 0.96 + dither) * 255)));
}
await sharp(out, { raw: { width, height, channels: 3 } })
  .withIccProfile('srgb')
  .jpeg({
    quality: 84,
    chromaSubsampling: '4:2:0',
    trellisQuantisation: true,
    overshootDeringing: true,
    optimiseScans: false,
  })
  .toFile(job.target);
