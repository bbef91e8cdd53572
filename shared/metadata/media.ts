/**
 * Length, size and pages of what is not a picture: films, sound, PDF. Headers only, nothing is decoded; every fact that is
 * not stated within reach is null.
 */
import { ByteReader, DamagedFile, ShortRead } from './byte-reader.ts';
import { type ByteSource, budgetedSource, ReadBudgetSpent } from './byte-source.ts';

export interface MediaFacts {
  readonly durationMs: number | null;
  /** As shown, turned upright, in pixels. */
  readonly width: number | null;
  readonly height: number | null;
  readonly pages: number | null;
}

const nothing: MediaFacts = { durationMs: null, width: null, height: null, pages: null };
const maxBoxes = 2000;
const maxDurationMs = 1000 * 60 * 60 * 24 * 30;
const maxPages = 100_000;

/** Facts about a file of the given (sniffed) type. Damaged files give fewer facts; only a failing `source` rejects. */
export async function inspectMedia(source: ByteSource, mediaType: string): Promise<MediaFacts> {
  try {
    return await readerFor(mediaType)(budgetedSource(source));
  } catch (error) {
    if (error instanceof ShortRead || error instanceof DamagedFile || error instanceof ReadBudgetSpent)
      return nothing;
    throw error;
  }
}

function readerFor(mediaType: string): (source: ByteSource) => Promise<MediaFacts> {
  switch (mediaType) {
    case 'video/mp4':
    case 'video/quicktime':
    case 'audio/mp4':
      return readMovie;
    case 'audio/wav':
      return async (source) => lasting(await wavSeconds(source));
    case 'audio/mpeg':
      return async (source) => lasting(await mp3Seconds(source));
    case 'audio/flac':
      return async (source) => lasting(await flacSeconds(source));
    case 'audio/ogg':
      return async (source) => lasting(await oggSeconds(source));
    case 'application/pdf':
      return async (source) => ({ ...nothing, pages: await pdfPages(source) });
    default:
      return async () => nothing;
  }
}

function lasting(seconds: number | null): MediaFacts {
  const durationMs = seconds === null ? null : Math.round(seconds * 1000);
  const isUsable =
    durationMs !== null && Number.isFinite(durationMs) && durationMs > 0 && durationMs <= maxDurationMs;
  return { ...nothing, durationMs: isUsable ? durationMs : null };
}

interface MovieBox {
  readonly type: string;
  readonly body: number;
  readonly end: number;
}

async function* boxesOf(source: ByteSource, start: number, end: number): AsyncGenerator<MovieBox> {
  for (let offset = start, count = 0; offset + 8 <= end && count < maxBoxes; count++) {
    const at = new ByteReader(await source.read(offset, 16));
    const size32 = at.u32(0);
    const headerSize = size32 === 1 ? 16 : 8;
    const size = size32 === 1 ? at.u64(8) : size32 === 0 ? end - offset : size32;
    if (size < headerSize || offset + size > end) return;
    yield { type: at.ascii(4, 4), body: offset + headerSize, end: offset + size };
    offset += size;
  }
}

/** `moov` wherever it is: its header gives the length, the largest shown track the size (ISO/IEC 14496-12, 8.2 and 8.3). */
async function readMovie(source: ByteSource): Promise<MediaFacts> {
  for await (const box of boxesOf(source, 0, source.size)) {
    if (box.type === 'moov') return readMoov(source, box);
  }
  return nothing;
}

async function readMoov(source: ByteSource, moov: MovieBox): Promise<MediaFacts> {
  let facts: MediaFacts = nothing;
  for await (const box of boxesOf(source, moov.body, moov.end)) {
    if (box.type === 'mvhd') {
      const at = new ByteReader(await source.read(box.body, 32));
      const isWide = at.u8(0) === 1;
      const [timescale, duration] = isWide ? [at.u32(20), at.u64(24)] : [at.u32(12), at.u32(16)];
      facts = { ...facts, durationMs: lasting(timescale > 0 ? duration / timescale : null).durationMs };
    }
    if (box.type === 'trak') {
      const size = await readTrackSize(source, box);
      if (size && size.width * size.height > (facts.width ?? 0) * (facts.height ?? 0))
        facts = { ...facts, ...size };
    }
  }
  return facts;
}

async function readTrackSize(
  source: ByteSource,
  trak: MovieBox,
): Promise<{ width: number; height: number } | null> {
  for await (const box of boxesOf(source, trak.body, trak.end)) {
    if (box.type !== 'tkhd') continue;
    const at = new ByteReader(await source.read(box.body, 96));
    const matrix = at.u8(0) === 1 ? 52 : 40;
    const [width, height] = [
      Math.round(at.u32(matrix + 36) / 65536),
      Math.round(at.u32(matrix + 40) / 65536),
    ];
    if (width === 0 || height === 0) return null;
    // A quarter turn has nothing on the matrix's diagonal.
    const isTurned = at.i32(matrix) === 0 && at.i32(matrix + 16) === 0;
    return isTurned ? { width: height, height: width } : { width, height };
  }
  return null;
}

async function wavSeconds(source: ByteSource): Promise<number | null> {
  let bytesPerSecond = 0;
  for (let offset = 12, count = 0; offset + 8 <= source.size && count < 200; count++) {
    const at = new ByteReader(await source.read(offset, 24), true);
    const [type, size] = [at.ascii(0, 4), at.u32(4)];
    if (type === 'fmt ') bytesPerSecond = at.u32(16);
    if (type === 'data') {
      // Streams and files beyond 4 GB state no true size: the rest of the file is the sound.
      const bytes = Math.min(
        size === 0 || size === 0xffffffff ? source.size : size,
        source.size - offset - 8,
      );
      return bytesPerSecond > 0 ? bytes / bytesPerSecond : null;
    }
    offset += 8 + size + (size & 1);
  }
  return null;
}

/** Kilobits per second of layer III, by bitrate index (ISO/IEC 11172-3 table, and 13818-3 for the lower rates). */
const bitrates = [0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320];
const lowBitrates = [0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160];
const sampleRates = [44100, 48000, 32000];

async function mp3Seconds(source: ByteSource): Promise<number | null> {
  const start = new ByteReader(await source.read(0, 10));
  const tagSize = start.spells(0, 'ID3')
    ? 10 +
      ((start.u8(6) & 127) << 21) +
      ((start.u8(7) & 127) << 14) +
      ((start.u8(8) & 127) << 7) +
      (start.u8(9) & 127)
    : 0;
  const at = new ByteReader(await source.read(tagSize, 4096));
  for (let offset = 0; offset + 4 <= at.length; offset++) {
    const [sync, rates] = [at.u16(offset), at.u8(offset + 2)];
    const [version, layer] = [(sync >> 3) & 3, (sync >> 1) & 3];
    const sampleRate = sampleRates[(rates >> 2) & 3];
    const isFrame = sync >> 5 === 0x7ff && version !== 1 && layer === 1 && sampleRate !== undefined;
    const kilobits = (version === 3 ? bitrates : lowBitrates)[rates >> 4] ?? 0;
    if (!isFrame || kilobits === 0) continue;
    const rate = version === 3 ? sampleRate : version === 2 ? sampleRate / 2 : sampleRate / 4;
    const isMono = at.u8(offset + 3) >> 6 === 3;
    const info = offset + 4 + (version === 3 ? (isMono ? 17 : 32) : isMono ? 9 : 17);
    if ((at.spells(info, 'Xing') || at.spells(info, 'Info')) && at.u32(info + 4) & 1) {
      return (at.u32(info + 8) * (version === 3 ? 1152 : 576)) / rate;
    }
    return ((source.size - tagSize - offset) * 8) / (kilobits * 1000);
  }
  return null;
}

async function flacSeconds(source: ByteSource): Promise<number | null> {
  const at = new ByteReader(await source.read(8, 34));
  const rate = at.u24(10) >> 4;
  const samples = (at.u8(13) & 15) * 2 ** 32 + at.u32(14);
  return rate > 0 && samples > 0 ? samples / rate : null;
}

async function oggSeconds(source: ByteSource): Promise<number | null> {
  const head = new ByteReader(await source.read(0, 512), true);
  const isOpus = head.spells(28, 'OpusHead');
  const rate = isOpus ? 48_000 : head.spells(28, '\x01vorbis') ? head.u32(40) : 0;
  const tail = new ByteReader(await source.read(Math.max(0, source.size - 65_536), 65_536), true);
  for (let offset = tail.length - 27; rate > 0 && offset >= 0; offset--) {
    if (tail.spells(offset, 'OggS')) return (tail.u64(offset + 6) - (isOpus ? head.u16(38) : 0)) / rate;
  }
  return null;
}

const pdfWindowBytes = 1024 * 1024;

/** Pages as the root of the page tree, or a linearised file's first object, states them; compressed trees are not read. */
async function pdfPages(source: ByteSource): Promise<number | null> {
  const latin1 = new TextDecoder('latin1');
  const head = latin1.decode(await source.read(0, pdfWindowBytes));
  const linearised = /\/Linearized\b[^>]{0,400}?\/N\s+(\d{1,6})/.exec(head.slice(0, 2048));
  if (linearised) return pageCount(Number(linearised[1]));
  const tail = latin1.decode(await source.read(Math.max(0, source.size - pdfWindowBytes), pdfWindowBytes));
  return pageCount(Math.max(...(source.size > pdfWindowBytes ? [head, tail] : [head]).map(mostPages)));
}

/** The largest count that a node of the page tree states. It stands before or after the type, inside the same object. */
function mostPages(text: string): number {
  let [most, count, isPages] = [0, 0, false];
  const endObject = () => {
    if (isPages) most = Math.max(most, count);
    [count, isPages] = [0, false];
  };
  // One pass over the marks that matter: looking around each `/Pages` is quadratic in a file made of them.
  for (const [mark, stated] of text.matchAll(
    / obj|endobj|\/Type\s{0,4}\/Pages\b|\/Count\s{1,20}(\d{1,6})/g,
  )) {
    if (stated !== undefined) count ||= Number(stated);
    else if (mark === ' obj' || mark === 'endobj') endObject();
    else isPages = true;
  }
  endObject();
  return most;
}

function pageCount(value: number): number | null {
  return value > 0 && value <= maxPages ? value : null;
}
