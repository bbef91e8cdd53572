/** The embedded ICC profile of a JPEG, PNG, WebP, AVIF or HEIC file; null where there is none that can be read. */
import type { ImageHeader } from '../../shared/metadata/inspect.ts';

/** Larger profiles are not read; press profiles of printers reach 3 MB. */
const MAX_PROFILE_BYTES = 4_000_000;

export async function extractIccProfile(source: Uint8Array, header: ImageHeader): Promise<Uint8Array | null> {
  switch (header.mediaType) {
    case 'image/jpeg':
      return fromJpeg(source);
    case 'image/png':
      return fromPng(source);
    case 'image/webp':
      return fromWebp(source);
    case 'image/avif':
    case 'image/heic':
      return fromAvif(source);
    default:
      return null;
  }
}

function spells(bytes: Uint8Array, at: number, text: string): boolean {
  for (let i = 0; i < text.length; i++) if (bytes[at + i] !== text.charCodeAt(i)) return false;
  return true;
}

/** APP2 segments, numbered from 1 (ICC.1 annex B.4). */
function fromJpeg(source: Uint8Array): Uint8Array | null {
  const view = new DataView(source.buffer, source.byteOffset, source.byteLength);
  const parts: Uint8Array[] = [];
  for (let at = 2; at + 4 <= source.length && source[at] === 0xff; ) {
    const marker = source[at + 1] as number;
    if (marker === 0xff) {
      at++;
      continue;
    }
    if (marker === 0xda || marker === 0xd9) break;
    const length = view.getUint16(at + 2);
    if (marker === 0xe2 && spells(source, at + 4, 'ICC_PROFILE\0')) {
      parts[source[at + 16] as number] = source.subarray(at + 18, at + 2 + length);
    }
    at += 2 + Math.max(2, length);
  }
  const chunks = parts.filter((part) => part !== undefined);
  const size = chunks.reduce((sum, part) => sum + part.length, 0);
  if (size === 0 || size > MAX_PROFILE_BYTES) return null;
  const profile = new Uint8Array(size);
  let at = 0;
  for (const part of chunks) {
    profile.set(part, at);
    at += part.length;
  }
  return profile;
}

/** The iCCP chunk: a name, a method byte and a zlib stream. */
async function fromPng(source: Uint8Array): Promise<Uint8Array | null> {
  const view = new DataView(source.buffer, source.byteOffset, source.byteLength);
  for (let at = 8; at + 12 <= source.length; ) {
    const length = view.getUint32(at);
    if (spells(source, at + 4, 'IDAT')) return null;
    if (spells(source, at + 4, 'iCCP') && length <= MAX_PROFILE_BYTES) {
      const body = source.slice(at + 8, at + 8 + length);
      const name = body.indexOf(0);
      return name < 0 ? null : inflate(body.subarray(name + 2));
    }
    at += 12 + length;
  }
  return null;
}

async function inflate(bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array | null> {
  const reader = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('deflate')).getReader();
  const parts: Uint8Array[] = [];
  let size = 0;
  try {
    for (let result = await reader.read(); !result.done; result = await reader.read()) {
      size += result.value.length;
      if (size > MAX_PROFILE_BYTES) return null;
      parts.push(result.value);
    }
  } catch {
    // A profile that cannot be read is one the picture does not have; its pixels are then taken as sRGB.
    return null;
  } finally {
    await reader.cancel().catch(() => undefined);
  }
  const profile = new Uint8Array(size);
  let at = 0;
  for (const part of parts) {
    profile.set(part, at);
    at += part.length;
  }
  return profile;
}

function fromWebp(source: Uint8Array): Uint8Array | null {
  const view = new DataView(source.buffer, source.byteOffset, source.byteLength);
  for (let at = 12; at + 8 <= source.length; ) {
    const length = view.getUint32(at + 4, true);
    if (spells(source, at, 'ICCP')) return source.subarray(at + 8, at + 8 + length);
    at += 8 + length + (length & 1);
  }
  return null;
}

/** The `colr` box of kind `prof` or `rICC`; its place among nested boxes does not matter, so it is searched for. */
function fromAvif(source: Uint8Array): Uint8Array | null {
  const end = Math.min(source.length - 12, 65_536);
  const view = new DataView(source.buffer, source.byteOffset, source.byteLength);
  for (let at = 4; at < end; at++) {
    if (!spells(source, at, 'colrprof') && !spells(source, at, 'colrrICC')) continue;
    const size = view.getUint32(at - 4);
    if (size > 12 && at - 4 + size <= source.length) return source.subarray(at + 8, at - 4 + size);
  }
  return null;
}
