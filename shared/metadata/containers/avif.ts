/**
 * Items of an AVIF or HEIC still picture (ISO/IEC 14496-12 `meta`, 23008-12): XMP and EXIF are items of their own.
 *
 * `meta` is written anew with the items changed, and every offset into the file moved by as much as `meta` grew.
 */
import { ByteReader, DamagedFile } from '../byte-reader.ts';
import { type Box, boxesIn, findBox, fullBox } from '../isobmff.ts';
import { concatBytes, tagBytes, u16Bytes, u32Bytes } from './bytes.ts';

interface Extent {
  readonly offset: number;
  readonly length: number;
}

/** Where an item's bytes are: in the file (method 0), in the `idat` box (1), or in another item (2). */
export interface ItemLocation {
  readonly id: number;
  readonly method: number;
  readonly dataReference: number;
  readonly extents: readonly Extent[];
}

export interface ItemInfo {
  readonly id: number;
  readonly type: string;
  readonly contentType: string;
  /** The whole `infe` box. */
  readonly bytes: Uint8Array;
}

export interface ItemReference {
  readonly type: string;
  readonly from: number;
  readonly to: readonly number[];
}

export interface PictureItems {
  readonly meta: Box;
  readonly children: readonly Box[];
  readonly primary: number;
  readonly infos: readonly ItemInfo[];
  readonly locations: readonly ItemLocation[];
  readonly references: readonly ItemReference[];
}

const maxItems = 5000;
/** Of all items together: an extent may take no bytes of the box at all. */
const maxExtents = 20_000;
const xmpContentType = 'application/rdf+xml';

/** The items of the file's `meta` box. @throws DamagedFile, ShortRead */
export function readPictureItems(bytes: Uint8Array): PictureItems {
  const at = new ByteReader(bytes);
  const meta = findBox(at, 0, Number.MAX_SAFE_INTEGER, 'meta');
  if (!meta) throw new DamagedFile('no meta box');
  at.slice(meta.start, meta.end - meta.start);
  const children = boxesIn(at, meta.body + 4, meta.end);
  const pitm = children.find((box) => box.type === 'pitm');
  const iinf = children.find((box) => box.type === 'iinf');
  const iloc = children.find((box) => box.type === 'iloc');
  if (!pitm || !iinf || !iloc) throw new DamagedFile('meta without items');
  const iref = children.find((box) => box.type === 'iref');
  return {
    meta,
    children,
    primary: fullBox(at, pitm).version === 0 ? at.u16(pitm.body + 4) : at.u32(pitm.body + 4),
    infos: readInfos(at, iinf),
    locations: readLocations(at, iloc),
    references: iref ? readReferences(at, iref) : [],
  };
}

/** Whether an item carries EXIF, XMP or another packet of metadata, rather than a part of the picture. */
export function isMetadataItem(info: ItemInfo): boolean {
  return info.type === 'Exif' || info.type === 'mime' || info.type === 'uri ';
}

export function isXmpItem(info: ItemInfo): boolean {
  return info.type === 'mime' && info.contentType === xmpContentType;
}

function readInfos(at: ByteReader, iinf: Box): ItemInfo[] {
  const { version } = fullBox(at, iinf);
  return boxesIn(at, iinf.body + (version === 0 ? 6 : 8), iinf.end)
    .slice(0, maxItems)
    .filter((box) => box.type === 'infe')
    .map((box) => {
      const infeVersion = fullBox(at, box).version;
      if (infeVersion < 2) throw new DamagedFile('item entry of an unknown version');
      const id = infeVersion === 2 ? at.u16(box.body + 4) : at.u32(box.body + 4);
      const typeAt = box.body + (infeVersion === 2 ? 8 : 10);
      const strings = at.ascii(typeAt + 4, box.end - typeAt - 4).split('\0');
      return {
        id,
        type: at.ascii(typeAt, 4),
        contentType: strings[1] ?? '',
        bytes: at.slice(box.start, box.end - box.start),
      };
    });
}

function readLocations(at: ByteReader, iloc: Box): ItemLocation[] {
  const { version } = fullBox(at, iloc);
  if (version > 2) throw new DamagedFile('item locations of an unknown version');
  const sizes = at.u16(iloc.body + 4);
  const [offsetSize, lengthSize, baseSize] = [sizes >> 12, (sizes >> 8) & 15, (sizes >> 4) & 15];
  const indexSize = version === 0 ? 0 : sizes & 15;
  let cursor = iloc.body + 6;
  const next = (size: number): number => {
    const at0 = cursor;
    cursor += size;
    if (size === 0) return 0;
    if (size === 2) return at.u16(at0);
    if (size === 4) return at.u32(at0);
    if (size === 8) return at.u64(at0);
    throw new DamagedFile('item locations with an odd number size');
  };
  const count = next(version < 2 ? 2 : 4);
  if (count > maxItems) throw new DamagedFile('too many items');
  const locations: ItemLocation[] = [];
  let extentsRead = 0;
  for (let index = 0; index < count; index++) {
    const id = next(version < 2 ? 2 : 4);
    const method = version === 0 ? 0 : next(2) & 15;
    const dataReference = next(2);
    const base = next(baseSize);
    const extentCount = next(2);
    extentsRead += extentCount;
    if (extentsRead > maxExtents) throw new DamagedFile('too many item extents');
    const extents: Extent[] = [];
    for (let extent = 0; extent < extentCount; extent++) {
      next(indexSize);
      extents.push({ offset: base + next(offsetSize), length: next(lengthSize) });
    }
    locations.push({ id, method, dataReference, extents });
  }
  return locations;
}

function readReferences(at: ByteReader, iref: Box): ItemReference[] {
  const isWide = fullBox(at, iref).version > 0;
  const read = (offset: number) => (isWide ? at.u32(offset) : at.u16(offset));
  const idSize = isWide ? 4 : 2;
  return boxesIn(at, iref.body + 4, iref.end).map((box) => {
    const count = at.u16(box.body + idSize);
    if (box.body + idSize * (count + 1) + 2 > box.end)
      throw new DamagedFile('item references past their box');
    const to: number[] = [];
    for (let index = 0; index < count; index++) to.push(read(box.body + idSize + 2 + index * idSize));
    return { type: box.type, from: read(box.body), to };
  });
}

/** XMP as an item that describes the primary picture, its bytes in a new `mdat` at the end; replaces an older one. */
export function embedInAvif(bytes: Uint8Array, xmp: Uint8Array): Uint8Array {
  return rewrite(bytes, isXmpItem, xmp);
}

/** Without EXIF, XMP and other packets; their bytes are overwritten with zeros. Orientation is a property and stays. */
export function stripAvif(bytes: Uint8Array): Uint8Array {
  return rewrite(bytes, isMetadataItem, null);
}

function rewrite(bytes: Uint8Array, drop: (info: ItemInfo) => boolean, xmp: Uint8Array | null): Uint8Array {
  const items = readPictureItems(bytes);
  if (
    findBox(new ByteReader(bytes), items.meta.end, bytes.length, 'moov') ||
    hasMovieBefore(bytes, items.meta)
  ) {
    throw new DamagedFile('an image sequence cannot be rewritten');
  }
  const dropped = new Set(items.infos.filter(drop).map((info) => info.id));
  if (dropped.size === 0 && !xmp) return bytes.slice();
  const blanked = blankItems(bytes, items, dropped);
  const xmpId = Math.max(...items.infos.map((info) => info.id)) + 1;
  const infos = items.infos.filter((info) => !dropped.has(info.id)).map((info) => info.bytes);
  const locations = items.locations.filter((location) => !dropped.has(location.id));
  const references = items.references
    .filter((reference) => !dropped.has(reference.from))
    .map((reference) => ({ ...reference, to: reference.to.filter((id) => !dropped.has(id)) }))
    .filter((reference) => reference.to.length > 0);
  if (xmp) {
    infos.push(xmpInfo(xmpId));
    locations.push({ id: xmpId, method: 0, dataReference: 0, extents: [{ offset: 0, length: xmp.length }] });
    references.push({ type: 'cdsc', from: xmpId, to: [items.primary] });
  }
  const write = (shift: number, xmpOffset: number) =>
    metaBytes(
      blanked,
      items,
      infos,
      moveLocations(locations, items.meta, shift, xmpId, xmpOffset),
      references,
    );
  // Offsets have a fixed width, so the size of `meta` does not depend on them.
  const size = write(0, 0).length;
  const shift = size - (items.meta.end - items.meta.start);
  const meta = write(shift, bytes.length + shift + 8);
  return concatBytes([
    blanked.subarray(0, items.meta.start),
    meta,
    blanked.subarray(items.meta.end),
    ...(xmp ? [boxBytes('mdat', [xmp])] : []),
  ]);
}

function hasMovieBefore(bytes: Uint8Array, meta: Box): boolean {
  return findBox(new ByteReader(bytes), 0, meta.start, 'moov') !== null;
}

function blankItems(bytes: Uint8Array, items: PictureItems, dropped: ReadonlySet<number>): Uint8Array {
  const idat = items.children.find((box) => box.type === 'idat');
  const copy = bytes.slice();
  for (const location of items.locations.filter(({ id }) => dropped.has(id))) {
    const origin = location.method === 1 ? idat?.body : location.method === 0 ? 0 : undefined;
    if (origin === undefined) continue;
    for (const { offset, length } of location.extents) {
      const start = origin + offset;
      if (start < items.meta.end && location.method === 0)
        throw new DamagedFile('item data before its index');
      copy.fill(0, start, Math.min(start + length, copy.length));
    }
  }
  return copy;
}

function moveLocations(
  locations: readonly ItemLocation[],
  meta: Box,
  shift: number,
  xmpId: number,
  xmpOffset: number,
): ItemLocation[] {
  return locations.map((location) => {
    if (location.id === xmpId && location.extents[0]) {
      return { ...location, extents: [{ ...location.extents[0], offset: xmpOffset }] };
    }
    if (location.method !== 0) return location;
    const extents = location.extents.map((extent) =>
      extent.offset >= meta.end ? { ...extent, offset: extent.offset + shift } : extent,
    );
    return { ...location, extents };
  });
}

function metaBytes(
  bytes: Uint8Array,
  items: PictureItems,
  infos: readonly Uint8Array[],
  locations: readonly ItemLocation[],
  references: readonly ItemReference[],
): Uint8Array {
  const parts = items.children.flatMap((box) => {
    if (box.type === 'iinf') return [infoBytes(infos)];
    if (box.type === 'iloc') return [locationBytes(locations)];
    if (box.type === 'iref') return [];
    return [bytes.subarray(box.start, box.end)];
  });
  const all = references.length > 0 ? [...parts, referenceBytes(references)] : parts;
  return boxBytes('meta', [bytes.subarray(items.meta.body, items.meta.body + 4), ...all]);
}

function infoBytes(infos: readonly Uint8Array[]): Uint8Array {
  return boxBytes('iinf', [u32Bytes(0), u16Bytes(infos.length), ...infos]);
}

function xmpInfo(id: number): Uint8Array {
  if (id > 0xffff) throw new DamagedFile('no item number left');
  return boxBytes('infe', [
    u32Bytes(0x02000000),
    u16Bytes(id),
    u16Bytes(0),
    tagBytes(`mimeXMP\0${xmpContentType}\0`),
  ]);
}

/** Version 1 (or 2 for wide item numbers) with 32-bit offsets and lengths and no base. */
function locationBytes(locations: readonly ItemLocation[]): Uint8Array {
  const isWide = locations.some(({ id }) => id > 0xffff);
  const id = (value: number) => (isWide ? u32Bytes(value) : u16Bytes(value));
  return boxBytes('iloc', [
    u32Bytes(isWide ? 0x02000000 : 0x01000000),
    u16Bytes(0x4400),
    id(locations.length),
    ...locations.flatMap((location) => [
      id(location.id),
      u16Bytes(location.method),
      u16Bytes(location.dataReference),
      u16Bytes(location.extents.length),
      ...location.extents.flatMap(({ offset, length }) => [u32Bytes(offset), u32Bytes(length)]),
    ]),
  ]);
}

function referenceBytes(references: readonly ItemReference[]): Uint8Array {
  const isWide = references.some(({ from, to }) => from > 0xffff || to.some((id) => id > 0xffff));
  const id = (value: number) => (isWide ? u32Bytes(value) : u16Bytes(value));
  return boxBytes('iref', [
    u32Bytes(isWide ? 0x01000000 : 0),
    ...references.map(({ type, from, to }) => boxBytes(type, [id(from), u16Bytes(to.length), ...to.map(id)])),
  ]);
}

function boxBytes(type: string, parts: readonly Uint8Array[]): Uint8Array {
  const content = concatBytes(parts);
  return concatBytes([u32Bytes(content.length + 8), tagBytes(type), content]);
}
