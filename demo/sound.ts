/**
 * Synthesises the sound logo: three struck bowls over the hum of a winter room. `node demo/sound.ts` writes
 * `demo/brand/nattvik-sound-logo.m4a` (needs ffmpeg). Modal synthesis; nothing is sampled.
 */
import { execFileSync } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const RATE = 48_000;
const SECONDS = 5.2;
const LENGTH = Math.round(RATE * SECONDS);

/** Partials of a thin-walled bowl: ratio to the lowest, strength, decay in seconds. */
const BOWL: [number, number, number][] = [
  [1, 1, 2.6],
  [1.003, 0.5, 2.3],
  [2.72, 0.42, 1.25],
  [5.13, 0.2, 0.6],
  [8.2, 0.09, 0.28],
  [11.9, 0.05, 0.14],
];

interface Strike {
  at: number;
  frequency: number;
  gain: number;
  /** -1 left, 1 right. */
  pan: number;
}

const STRIKES: Strike[] = [
  { at: 0.05, frequency: 293.66, gain: 0.5, pan: -0.35 },
  { at: 0.47, frequency: 440, gain: 0.42, pan: 0.05 },
  { at: 0.98, frequency: 659.26, gain: 0.36, pan: 0.4 },
];

const left = new Float64Array(LENGTH);
const right = new Float64Array(LENGTH);

for (const { at, frequency, gain, pan } of STRIKES) {
  const start = Math.round(at * RATE);
  const l = Math.cos(((pan + 1) * Math.PI) / 4);
  const r = Math.sin(((pan + 1) * Math.PI) / 4);
  for (let i = start; i < LENGTH; i++) {
    const t = (i - start) / RATE;
    const attack = Math.min(1, t / 0.0035);
    let sample = 0;
    for (const [ratio, strength, decay] of BOWL) {
      sample += strength * Math.exp(-t / decay) * Math.sin(2 * Math.PI * frequency * ratio * t);
    }
    sample *= gain * attack * 0.5;
    left[i] = (left[i] ?? 0) + sample * l;
    right[i] = (right[i] ?? 0) + sample * r;
  }
}

// The room: a fifth in the bass that swells and goes, a little detuned between the ears.
for (let i = 0; i < LENGTH; i++) {
  const t = i / RATE;
  const swell = Math.sin(Math.PI * Math.min(1, t / SECONDS)) ** 1.6 * 0.085;
  const tone = (f: number) => Math.sin(2 * Math.PI * f * t) + 0.35 * Math.sin(4 * Math.PI * f * t + 0.4);
  left[i] = (left[i] ?? 0) + swell * (tone(73.3) + 0.7 * tone(110.1));
  right[i] = (right[i] ?? 0) + swell * (tone(73.5) + 0.7 * tone(109.9));
}

/** Four combs and two all-passes (after Schroeder): a small stone room. */
function reverb(dry: Float64Array, spread: number): Float64Array {
  const wet = new Float64Array(LENGTH);
  for (const [delay, feedback] of [
    [1687, 0.79],
    [1931, 0.77],
    [2213, 0.75],
    [2459, 0.73],
  ] as const) {
    const d = delay + spread;
    const line = new Float64Array(LENGTH);
    let low = 0;
    for (let i = 0; i < LENGTH; i++) {
      low = 0.62 * (line[i - d] ?? 0) + 0.38 * low;
      line[i] = (dry[i] ?? 0) + feedback * low;
      wet[i] = (wet[i] ?? 0) + (line[i] ?? 0) * 0.25;
    }
  }
  for (const d of [347 + spread, 113 + spread]) {
    const input = wet.slice();
    for (let i = 0; i < LENGTH; i++)
      wet[i] = -0.6 * (input[i] ?? 0) + (input[i - d] ?? 0) + 0.6 * (wet[i - d] ?? 0);
  }
  return wet;
}

const wetLeft = reverb(left, 0);
const wetRight = reverb(right, 29);
const wav = Buffer.alloc(44 + LENGTH * 4);
wav.write('RIFF', 0, 'latin1');
wav.writeUInt32LE(36 + LENGTH * 4, 4);
wav.write('WAVEfmt ', 8, 'latin1');
wav.writeUInt32LE(16, 16);
wav.writeUInt16LE(1, 20);
wav.writeUInt16LE(2, 22);
wav.writeUInt32LE(RATE, 24);
wav.writeUInt32LE(RATE * 4, 28);
wav.writeUInt16LE(4, 32);
wav.writeUInt16LE(16, 34);
wav.write('data', 36, 'latin1');
wav.writeUInt32LE(LENGTH * 4, 40);
for (let i = 0; i < LENGTH; i++) {
  const fade = Math.min(1, (LENGTH - i) / (RATE * 0.8));
  const shape = (dry: number, wet: number) =>
    Math.round(Math.tanh((dry * 0.8 + wet * 0.35) * 0.95) * fade * 30_000);
  wav.writeInt16LE(shape(left[i] ?? 0, wetLeft[i] ?? 0), 44 + i * 4);
  wav.writeInt16LE(shape(right[i] ?? 0, wetRight[i] ?? 0), 46 + i * 4);
}
const temporary = join(tmpdir(), 'nattvik-sound-logo.wav');
writeFileSync(temporary, wav);
const out = fileURLToPath(new URL('./brand/nattvik-sound-logo.m4a', import.meta.url));
const encode = [
  '-c:a',
  'aac',
  '-b:a',
  '160k',
  '-map_metadata',
  '-1',
  '-fflags',
  '+bitexact',
  '-movflags',
  '+faststart',
];
execFileSync('ffmpeg', ['-y', '-loglevel', 'error', '-i', temporary, ...encode, out]);
rmSync(temporary);
