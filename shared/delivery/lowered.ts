/**
 * A note inside a WebP file that it was written at a lower quality than was asked for, because the encoder's memory did not hold: a
 * chunk of our own at the very end, which readers of WebP skip (RFC 9649, section 2.7.1.6). It is where the bytes are, whichever
 * cache or store they come from, and reading it costs the same for every file.
 */
import type { Step } from './server-timing.ts';

const CHUNK = [...'VTRQ'].map((letter) => letter.charCodeAt(0));
/** Name, length (1), the quality, and the byte that makes the length even. */
const CHUNK_BYTES = 10;
/** Where RIFF says how long the rest of the file is. */
const SIZE_AT = 4;

/** @param quality 1..100, what the file was written at */
export function noteLowered(webp: Uint8Array, quality: number): Uint8Array {
  const noted = new Uint8Array(webp.length + CHUNK_BYTES);
  noted.set(webp);
  noted.set([...CHUNK, 1, 0, 0, 0, quality, 0], webp.length);
  new DataView(noted.buffer).setUint32(SIZE_AT, noted.length - 8, true);
  return noted;
}

/** The quality of a file that carries the note; null for all others. */
export function loweredQuality(bytes: Uint8Array): number | null {
  const at = bytes.length - CHUNK_BYTES;
  if (at < 0 || bytes[at + 4] !== 1 || CHUNK.some((letter, index) => bytes[at + index] !== letter))
    return null;
  return bytes[at + 8] ?? null;
}

/** What `Server-Timing` says of it. */
export function loweredSteps(bytes: Uint8Array): readonly Step[] {
  const quality = loweredQuality(bytes);
  return quality === null ? [] : [{ name: 'lowered', note: `quality ${quality}` }];
}

/** The quality that a `Server-Timing` header names; null where nothing was lowered. */
export function loweredIn(serverTiming: string): number | null {
  const found = /(?:^|, )lowered;desc="quality (\d+)"/.exec(serverTiming)?.[1];
  return found === undefined ? null : Number(found);
}
