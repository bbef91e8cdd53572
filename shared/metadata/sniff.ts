/**
 * What a file is, from its own bytes.
 *
 * The name and the type a client declares are claims; only the magic bytes decide. Terms: a *kind* is the coarse class people
 * filter by, a *verdict* compares a claim with what was found. Give the first 64 KB where possible: office files and some
 * MP4 files announce themselves behind their first entry.
 */
import { ByteReader } from './byte-reader.ts';
import { rootElementName } from './xml-root.ts';

export const assetKinds = [
  'image',
  'vector',
  'video',
  'audio',
  'document',
  'font',
  'model',
  'archive',
  'other',
] as const;
export type AssetKind = (typeof assetKinds)[number];

/** A recognised type: IANA media type, the usual extension without its dot, and the kind. */
export interface SniffedType {
  readonly mediaType: string;
  readonly extension: string;
  readonly kind: AssetKind;
}

const table = {
  'image/jpeg': ['jpg', 'image'],
  'image/png': ['png', 'image'],
  'image/gif': ['gif', 'image'],
  'image/webp': ['webp', 'image'],
  'image/avif': ['avif', 'image'],
  'image/heic': ['heic', 'image'],
  'image/jxl': ['jxl', 'image'],
  'image/jp2': ['jp2', 'image'],
  'image/tiff': ['tif', 'image'],
  'image/bmp': ['bmp', 'image'],
  'image/vnd.microsoft.icon': ['ico', 'image'],
  'image/vnd.adobe.photoshop': ['psd', 'image'],
  'image/svg+xml': ['svg', 'vector'],
  'application/postscript': ['eps', 'vector'],
  'application/illustrator': ['ai', 'vector'],
  'application/pdf': ['pdf', 'document'],
  'application/rtf': ['rtf', 'document'],
  'application/msword': ['doc', 'document'],
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document': ['docx', 'document'],
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet': ['xlsx', 'document'],
  'application/vnd.openxmlformats-officedocument.presentationml.presentation': ['pptx', 'document'],
  'application/vnd.oasis.opendocument.text': ['odt', 'document'],
  'application/vnd.oasis.opendocument.spreadsheet': ['ods', 'document'],
  'application/vnd.oasis.opendocument.presentation': ['odp', 'document'],
  'application/vnd.adobe.indesign-idml-package': ['idml', 'document'],
  'application/x-indesign': ['indd', 'document'],
  'application/epub+zip': ['epub', 'document'],
  'text/html': ['html', 'document'],
  'text/xml': ['xml', 'document'],
  'text/csv': ['csv', 'document'],
  'text/plain': ['txt', 'document'],
  'video/mp4': ['mp4', 'video'],
  'video/quicktime': ['mov', 'video'],
  'video/webm': ['webm', 'video'],
  'video/matroska': ['mkv', 'video'],
  'video/x-msvideo': ['avi', 'video'],
  'video/mp2t': ['ts', 'video'],
  'video/mpeg': ['mpg', 'video'],
  'audio/mpeg': ['mp3', 'audio'],
  'audio/aac': ['aac', 'audio'],
  'audio/wav': ['wav', 'audio'],
  'audio/aiff': ['aiff', 'audio'],
  'audio/flac': ['flac', 'audio'],
  'audio/ogg': ['ogg', 'audio'],
  'video/ogg': ['ogv', 'video'],
  'audio/mp4': ['m4a', 'audio'],
  'font/ttf': ['ttf', 'font'],
  'font/otf': ['otf', 'font'],
  'font/collection': ['ttc', 'font'],
  'font/woff': ['woff', 'font'],
  'font/woff2': ['woff2', 'font'],
  'model/gltf-binary': ['glb', 'model'],
  'model/gltf+json': ['gltf', 'model'],
  'model/vnd.usdz+zip': ['usdz', 'model'],
  'application/zip': ['zip', 'archive'],
  'application/gzip': ['gz', 'archive'],
  'application/x-7z-compressed': ['7z', 'archive'],
  'application/vnd.rar': ['rar', 'archive'],
  'application/x-tar': ['tar', 'archive'],
  'application/octet-stream': ['bin', 'other'],
} as const satisfies Record<string, readonly [string, AssetKind]>;

/** Every media type `sniffMediaType` can answer. */
export type KnownMediaType = keyof typeof table;

function found(mediaType: KnownMediaType): SniffedType {
  const [extension, kind] = table[mediaType];
  return { mediaType, extension, kind };
}

/** Kind of a media type; `other` for one this product has no word for. Parameters (`;charset=…`) are ignored. */
export function kindOfMediaType(mediaType: string): AssetKind {
  const bare = bareType(mediaType);
  if (Object.hasOwn(table, bare)) return table[bare as KnownMediaType][1];
  const family = bare.slice(0, bare.indexOf('/'));
  if (family === 'image' || family === 'video' || family === 'audio' || family === 'font') return family;
  if (family === 'model') return 'model';
  return family === 'text' ? 'document' : 'other';
}

/** Usual extension, without dot, of a media type; null for an unknown one. */
export function extensionOfMediaType(mediaType: string): string | null {
  const bare = bareType(mediaType);
  return Object.hasOwn(table, bare) ? table[bare as KnownMediaType][0] : null;
}

/**
 * Media type from magic bytes. `head` is the start of the file, best 64 KB of it.
 * Never throws; bytes nobody recognises are `application/octet-stream`.
 */
export function sniffMediaType(head: Uint8Array): SniffedType {
  const at = new ByteReader(head);
  return found(
    sniffRaster(at) ??
      sniffIsobmff(at) ??
      sniffContainer(at) ??
      sniffFont(at) ??
      sniffZip(at) ??
      sniffText(at) ??
      'application/octet-stream',
  );
}

function sniffRaster(at: ByteReader): KnownMediaType | null {
  if (at.spells(0, '\xff\xd8\xff')) return 'image/jpeg';
  if (at.spells(0, '\x89PNG\r\n\x1a\n')) return 'image/png';
  if (at.spells(0, 'GIF87a') || at.spells(0, 'GIF89a')) return 'image/gif';
  if (at.spells(0, 'RIFF') && at.spells(8, 'WEBP')) return 'image/webp';
  if (['II*\0', 'MM\0*', 'II+\0', 'MM\0+'].some((magic) => at.spells(0, magic))) return 'image/tiff';
  if (at.spells(0, '8BPS\0')) return 'image/vnd.adobe.photoshop';
  if (at.spells(0, '\xff\x0a') || at.spells(0, '\0\0\0\x0cJXL \r\n\x87\n')) return 'image/jxl';
  if (at.spells(0, '\0\0\0\x0cjP  \r\n\x87\n')) return 'image/jp2';
  if (at.spells(0, 'BM') && at.length >= 18 && [12, 40, 52, 56, 64, 108, 124].includes(at.bytes[14] ?? 0)) {
    return 'image/bmp';
  }
  if (at.spells(0, '\0\0\x01\0') && (at.bytes[4] ?? 0) > 0 && at.bytes[5] === 0) {
    return 'image/vnd.microsoft.icon';
  }
  return null;
}

const avifBrands = new Set(['avif', 'avis']);
const heicBrands = new Set(['heic', 'heix', 'heim', 'heis', 'hevc', 'hevx', 'hevm', 'hevs', 'mif1', 'msf1']);
const audioBrands = new Set(['M4A ', 'M4B ', 'M4P ', 'F4A ', 'F4B ']);

function sniffIsobmff(at: ByteReader): KnownMediaType | null {
  if (!at.spells(4, 'ftyp')) {
    // Old QuickTime files start with another box than `ftyp`.
    return ['moov', 'mdat', 'wide', 'pnot'].some((type) => at.spells(4, type)) ? 'video/quicktime' : null;
  }
  const end = Math.min(new DataView(at.bytes.buffer, at.bytes.byteOffset).getUint32(0), at.length, 256);
  const brands: string[] = [];
  for (let offset = 8; offset + 4 <= end; offset += 4) if (offset !== 12) brands.push(at.ascii(offset, 4));
  const major = brands[0] ?? '';
  if (brands.some((brand) => avifBrands.has(brand))) return 'image/avif';
  if (heicBrands.has(major)) return 'image/heic';
  if (audioBrands.has(major)) return 'audio/mp4';
  return major === 'qt  ' ? 'video/quicktime' : 'video/mp4';
}

function sniffContainer(at: ByteReader): KnownMediaType | null {
  if (at.spells(0, '%PDF-')) {
    // A PDF written by Illustrator carries its private data; what opens it is still a PDF reader.
    return 'application/pdf';
  }
  if (at.spells(0, '%!PS-Adobe') || at.spells(0, '\xc5\xd0\xd3\xc6')) {
    const start = at.ascii(0, Math.min(at.length, 2048));
    return start.includes('%%Creator: Adobe Illustrator') && !/^%!PS-Adobe-\S+ EPSF/.test(start)
      ? 'application/illustrator'
      : 'application/postscript';
  }
  if (at.spells(0, '\x1aE\xdf\xa3')) {
    return at.ascii(0, Math.min(at.length, 64)).includes('webm') ? 'video/webm' : 'video/matroska';
  }
  if (at.spells(0, 'RIFF') || at.spells(0, 'RF64')) {
    if (at.spells(8, 'WAVE')) return 'audio/wav';
    if (at.spells(8, 'AVI ')) return 'video/x-msvideo';
  }
  if (at.spells(0, 'FORM') && (at.spells(8, 'AIFF') || at.spells(8, 'AIFC'))) return 'audio/aiff';
  if (at.spells(0, 'fLaC')) return 'audio/flac';
  if (at.spells(0, 'OggS')) {
    return at.ascii(0, Math.min(at.length, 512)).includes('theora') ? 'video/ogg' : 'audio/ogg';
  }
  if (at.spells(0, 'ID3')) return 'audio/mpeg';
  if (at.spells(0, '\0\0\x01\xba') || at.spells(0, '\0\0\x01\xb3')) return 'video/mpeg';
  if (at.spells(0, 'G') && at.spells(188, 'G') && at.spells(376, 'G')) return 'video/mp2t';
  if (at.spells(0, 'glTF')) return 'model/gltf-binary';
  if (at.spells(0, '\x1f\x8b')) return 'application/gzip';
  if (at.spells(0, '7z\xbc\xaf\x27\x1c')) return 'application/x-7z-compressed';
  if (at.spells(0, 'Rar!\x1a\x07')) return 'application/vnd.rar';
  if (at.spells(257, 'ustar')) return 'application/x-tar';
  if (at.spells(0, '\x06\x06\xed\xf5\xd8\x1d\x46\xe5')) return 'application/x-indesign';
  if (at.spells(0, '\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1')) return 'application/msword';
  if (at.spells(0, '{\\rtf')) return 'application/rtf';
  return sniffMpegAudioFrame(at);
}

function sniffMpegAudioFrame(at: ByteReader): KnownMediaType | null {
  const [first, second, third] = at.bytes;
  if (first !== 0xff || second === undefined || third === undefined || (second & 0xe0) !== 0xe0) return null;
  const [version, layer] = [(second >> 3) & 3, (second >> 1) & 3];
  if (layer === 0 && (second & 0xf6) === 0xf0) return 'audio/aac';
  // Layer I is left out: its sync word is also the byte order mark of UTF-16 text.
  const isFrame =
    version !== 1 &&
    layer !== 0 &&
    layer !== 3 &&
    third >> 4 !== 15 &&
    third >> 4 !== 0 &&
    ((third >> 2) & 3) !== 3;
  return isFrame ? 'audio/mpeg' : null;
}

function sniffFont(at: ByteReader): KnownMediaType | null {
  if (at.spells(0, 'wOFF')) return 'font/woff';
  if (at.spells(0, 'wOF2')) return 'font/woff2';
  if (at.spells(0, 'OTTO')) return 'font/otf';
  if (at.spells(0, 'ttcf')) return 'font/collection';
  if ((at.spells(0, '\0\x01\0\0') || at.spells(0, 'true')) && (at.bytes[5] ?? 0) > 0) return 'font/ttf';
  return null;
}

const zipPrefixes: readonly (readonly [string, KnownMediaType])[] = [
  ['word/', 'application/vnd.openxmlformats-officedocument.wordprocessingml.document'],
  ['xl/', 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'],
  ['ppt/', 'application/vnd.openxmlformats-officedocument.presentationml.presentation'],
];
const zipMimeEntries = new Set<KnownMediaType>([
  'application/vnd.oasis.opendocument.text',
  'application/vnd.oasis.opendocument.spreadsheet',
  'application/vnd.oasis.opendocument.presentation',
  'application/epub+zip',
  'application/vnd.adobe.indesign-idml-package',
]);
const maxZipEntriesLookedAt = 64;

/** Local file headers in order: office packages and USDZ differ from plain ZIPs only by the names inside. */
function sniffZip(at: ByteReader): KnownMediaType | null {
  if (at.spells(0, 'PK\x05\x06')) return 'application/zip';
  if (!at.spells(0, 'PK\x03\x04')) return null;
  const view = new DataView(at.bytes.buffer, at.bytes.byteOffset, at.bytes.byteLength);
  let offset = 0;
  for (let entry = 0; entry < maxZipEntriesLookedAt && offset + 30 <= at.length; entry++) {
    if (!at.spells(offset, 'PK\x03\x04')) break;
    const [size, nameLength, extraLength] = [
      view.getUint32(offset + 18, true),
      view.getUint16(offset + 26, true),
      view.getUint16(offset + 28, true),
    ];
    if (offset + 30 + nameLength > at.length) break;
    const name = at.ascii(offset + 30, nameLength);
    const dataAt = offset + 30 + nameLength + extraLength;
    if (entry === 0 && name === 'mimetype' && size < 128 && dataAt + size <= at.length) {
      const declared = at.ascii(dataAt, size).trim() as KnownMediaType;
      if (zipMimeEntries.has(declared)) return declared;
    }
    if (entry === 0 && /\.usd[ac]?$/i.test(name)) return 'model/vnd.usdz+zip';
    const office = zipPrefixes.find(([prefix]) => name.startsWith(prefix));
    if (office) return office[1];
    const streamed = (view.getUint16(offset + 6, true) & 8) !== 0 && size === 0;
    const next = streamed ? indexOfSignature(at.bytes, dataAt) : dataAt + size;
    if (next < 0) break;
    offset = next;
  }
  return 'application/zip';
}

function indexOfSignature(bytes: Uint8Array, from: number): number {
  for (let index = from; index + 4 <= bytes.length; index++) {
    if (
      bytes[index] === 0x50 &&
      bytes[index + 1] === 0x4b &&
      bytes[index + 2] === 3 &&
      bytes[index + 3] === 4
    ) {
      return index;
    }
  }
  return -1;
}

const textWindowBytes = 4096;

function sniffText(at: ByteReader): KnownMediaType | null {
  if (at.length === 0) return null;
  const isUtf16 = at.spells(0, '\xff\xfe') || at.spells(0, '\xfe\xff');
  const window = at.bytes.subarray(0, textWindowBytes);
  if (!isUtf16 && !looksLikeText(window)) return null;
  const text = new TextDecoder(at.spells(0, '\xff\xfe') ? 'utf-16le' : isUtf16 ? 'utf-16be' : 'utf-8').decode(
    window,
  );
  const start = text.replace(/^\ufeff?\s*/, '');
  const element = rootElementName(start)?.toLowerCase();
  if (element === 'svg' || element === 'svg:svg') return 'image/svg+xml';
  if (/^<!doctype html/i.test(start) || element === 'html' || element === 'body' || element === 'script') {
    return 'text/html';
  }
  if (start.startsWith('<?xml')) return /<svg[\s>]/i.test(start) ? 'image/svg+xml' : 'text/xml';
  if (/^\{[\s\S]{0,2000}"asset"\s*:\s*\{[\s\S]{0,400}"version"/.test(start)) return 'model/gltf+json';
  return looksLikeCsv(start) ? 'text/csv' : 'text/plain';
}

/** Control characters other than tab, line ends and form feed mark binary data. */
function looksLikeText(window: Uint8Array): boolean {
  return window.every(
    (byte) => byte >= 0x20 || (byte >= 0x09 && byte <= 0x0d && byte !== 0x0b) || byte === 0x1b,
  );
}

function looksLikeCsv(text: string): boolean {
  const lines = text.split(/\r?\n/).slice(0, 6);
  const whole = lines.length > 1 ? lines.slice(0, -1).filter((line) => line.length > 0) : [];
  if (whole.length < 2) return false;
  return [',', ';', '\t'].some((separator) => {
    const counts = whole.map((line) => line.split(separator).length - 1);
    return (counts[0] ?? 0) > 0 && counts.every((count) => count === counts[0]);
  });
}

function bareType(mediaType: string): string {
  return (mediaType.split(';')[0] ?? '').trim().toLowerCase();
}
