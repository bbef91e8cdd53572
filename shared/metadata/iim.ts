/**
 * IPTC IIM 4.2, the older form of photo metadata, as it lives in a Photoshop image resource block of a JPEG's APP13 segment.
 * Reads any charset found in practice; writes UTF-8 with the charset record that says so.
 */
import { ByteReader, DamagedFile, ShortRead } from './byte-reader.ts';
import { concatBytes } from './containers/bytes.ts';
import type { CreditRecord } from './fields.ts';

/** Values of one dataset number, in file order. Keys are `record * 1000 + dataset`: `2080` is By-line. */
export type IimValues = ReadonlyMap<number, readonly string[]>;

export const iimDataset = {
  codedCharacterSet: 1090,
  objectName: 2005,
  keywords: 2025,
  specialInstructions: 2040,
  dateCreated: 2055,
  timeCreated: 2060,
  byline: 2080,
  bylineTitle: 2085,
  city: 2090,
  sublocation: 2092,
  provinceState: 2095,
  countryCode: 2100,
  country: 2101,
  transmissionReference: 2103,
  headline: 2105,
  credit: 2110,
  source: 2115,
  copyrightNotice: 2116,
  caption: 2120,
  captionWriter: 2122,
} as const;

const maxDatasets = 2000;
const maxValueBytes = 32_000;
const utf8Designation = '\x1b%G';
const photoshopSignature = 'Photoshop 3.0\0';
const iptcResource = 0x0404;

/**
 * Reads datasets until the data ends or makes no sense; what was read until then counts. Text is UTF-8 where the charset
 * record says so or the bytes of the whole block are valid UTF-8, else Windows-1252, of which Latin-1 is a part.
 */
export function readIim(iim: Uint8Array): IimValues {
  const raw: [number, Uint8Array][] = [];
  const at = new ByteReader(iim);
  try {
    for (let offset = 0; offset + 5 <= iim.length && raw.length < maxDatasets && at.u8(offset) === 0x1c; ) {
      const key = at.u8(offset + 1) * 1000 + at.u8(offset + 2);
      let length = at.u16(offset + 3);
      let body = offset + 5;
      if (length & 0x8000) {
        const sizeBytes = length & 0x7fff;
        if (sizeBytes === 0 || sizeBytes > 4) break;
        length = 0;
        for (let index = 0; index < sizeBytes; index++) length = length * 256 + at.u8(body + index);
        body += sizeBytes;
      }
      raw.push([key, at.slice(body, length).subarray(0, maxValueBytes)]);
      offset = body + length;
    }
  } catch (error) {
    if (!(error instanceof ShortRead)) throw error;
  }
  return decodeValues(raw);
}

function decodeValues(raw: readonly (readonly [number, Uint8Array])[]): IimValues {
  const texts = raw.filter(([key]) => key >= 2000 && key < 3000 && key !== 2000);
  const declared = raw.find(([key]) => key === iimDataset.codedCharacterSet);
  const declaredName = declared ? new TextDecoder('latin1').decode(declared[1]) : null;
  const decoder =
    declaredName === utf8Designation || texts.every(([, bytes]) => isUtf8(bytes))
      ? new TextDecoder('utf-8')
      : new TextDecoder('windows-1252');
  const values = new Map<number, string[]>();
  for (const [key, bytes] of texts) {
    const list = values.get(key) ?? [];
    list.push(decoder.decode(bytes));
    values.set(key, list);
  }
  return values;
}

function isUtf8(bytes: Uint8Array): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return true;
  } catch {
    // A failed fatal decode is the answer, not an error.
    return false;
  }
}

/** The IIM block inside the content of an APP13 segment or another list of Photoshop image resources; null without one. */
export function findIimInPhotoshopResources(content: Uint8Array): Uint8Array | null {
  const at = new ByteReader(content);
  let offset = at.spells(0, photoshopSignature) ? photoshopSignature.length : 0;
  try {
    for (let count = 0; count < 500 && offset + 12 <= content.length; count++) {
      if (!at.spells(offset, '8BIM')) throw new DamagedFile('no image resource where one belongs');
      const id = at.u16(offset + 4);
      const nameLength = at.u8(offset + 6) + 1;
      const sizeAt = offset + 6 + nameLength + (nameLength & 1);
      const size = at.u32(sizeAt);
      if (id === iptcResource)
        return content.subarray(sizeAt + 4, Math.min(sizeAt + 4 + size, content.length));
      offset = sizeAt + 4 + size + (size & 1);
    }
    return null;
  } catch (error) {
    if (error instanceof ShortRead || error instanceof DamagedFile) return null;
    throw error;
  }
}

/** Longest values in bytes, from the IIM 4.2 specification. */
const maxBytes: Readonly<Record<number, number>> = {
  [iimDataset.objectName]: 64,
  [iimDataset.keywords]: 64,
  [iimDataset.specialInstructions]: 256,
  [iimDataset.dateCreated]: 8,
  [iimDataset.timeCreated]: 11,
  [iimDataset.byline]: 32,
  [iimDataset.headline]: 256,
  [iimDataset.credit]: 32,
  [iimDataset.source]: 32,
  [iimDataset.copyrightNotice]: 128,
  [iimDataset.caption]: 2000,
};
const maxRepeats = 50;

const encoder = new TextEncoder();

/** The record as an IIM block in UTF-8. Values longer than IIM allows are cut at a character; XMP has them whole. */
export function buildIim(record: CreditRecord): Uint8Array {
  const parts: Uint8Array[] = [
    dataset(iimDataset.codedCharacterSet, encoder.encode(utf8Designation)),
    dataset(2000, Uint8Array.of(0, 4)),
  ];
  const add = (key: number, value: string | null) => {
    if (value) parts.push(dataset(key, cutUtf8(value, maxBytes[key] ?? 64)));
  };
  add(iimDataset.objectName, record.title);
  for (const keyword of record.keywords.slice(0, maxRepeats)) add(iimDataset.keywords, keyword);
  add(iimDataset.specialInstructions, record.instructions);
  const { date, time } = iimDate(record.dateCreated);
  add(iimDataset.dateCreated, date);
  add(iimDataset.timeCreated, time);
  for (const creator of record.creator.slice(0, maxRepeats)) add(iimDataset.byline, creator);
  add(iimDataset.headline, record.headline);
  add(iimDataset.credit, record.creditLine);
  add(iimDataset.source, record.source);
  add(iimDataset.copyrightNotice, record.copyrightNotice);
  add(iimDataset.caption, record.caption);
  return concatBytes(parts);
}

/** IIM has whole days, and a time only together with an offset; without one the time is left to XMP. */
function iimDate(dateCreated: string | null): { date: string | null; time: string | null } {
  const match = /^(\d{4})-(\d{2})-(\d{2})(?:T(\d{2}):(\d{2})(?::(\d{2}))?[.\d]*(Z|[+-]\d{2}:\d{2})?)?$/.exec(
    dateCreated ?? '',
  );
  if (!match) return { date: null, time: null };
  const [, year, month, day, hour, minute, second, offset] = match;
  const zone = offset === 'Z' ? '+0000' : offset?.replace(':', '');
  return {
    date: `${year}${month}${day}`,
    time: hour && zone ? `${hour}${minute}${second ?? '00'}${zone}` : null,
  };
}

/** An IIM block as the content of a JPEG APP13 segment: signature, one 8BIM resource, padded to an even length. */
export function wrapIimAsApp13(iim: Uint8Array): Uint8Array {
  const head = new Uint8Array(photoshopSignature.length + 12);
  encoder.encodeInto(`${photoshopSignature}8BIM`, head);
  const view = new DataView(head.buffer);
  view.setUint16(photoshopSignature.length + 4, iptcResource);
  view.setUint32(photoshopSignature.length + 8, iim.length);
  return concatBytes([head, iim, new Uint8Array(iim.length & 1)]);
}

function dataset(key: number, value: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(5 + value.length);
  bytes.set([0x1c, Math.floor(key / 1000), key % 1000, value.length >> 8, value.length & 0xff]);
  bytes.set(value, 5);
  return bytes;
}

function cutUtf8(value: string, limit: number): Uint8Array {
  const bytes = encoder.encode(value.toWellFormed());
  if (bytes.length <= limit) return bytes;
  let end = limit;
  while (end > 0 && ((bytes[end] ?? 0) & 0xc0) === 0x80) end--;
  return bytes.subarray(0, end);
}
