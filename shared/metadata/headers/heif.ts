/** HEIF headers (ISO/IEC 23008-12), for HEIC and AVIF: the item properties of the primary picture. */

import { ByteReader, DamagedFile } from '../byte-reader.ts';
import { type Box, boxesIn, findBox, fullBox } from '../isobmff.ts';
import { type ImageColorSpace, imageHeader, type Orientation, type ParsedHeader } from './image-header.ts';

const maxAssociations = 20_000;

/** Reads `meta` up to the primary item's properties; throws `ShortRead` while `meta` is not whole. */
export function parseHeif(bytes: Uint8Array, mediaType: 'image/avif' | 'image/heic'): ParsedHeader {
  const at = new ByteReader(bytes);
  const meta = findBox(at, 0, Number.MAX_SAFE_INTEGER, 'meta');
  if (!meta) throw new DamagedFile('HEIF without meta');
  at.slice(meta.start, meta.end - meta.start);
  const children = boxesIn(at, meta.body + 4, meta.end);
  const primary = readPrimary(at, children);
  const properties = readProperties(at, children);
  const own = (properties.associations.get(primary) ?? []).flatMap((index) => {
    const box = properties.boxes[index - 1];
    return box ? [box] : [];
  });
  const size = own.find((box) => box.type === 'ispe');
  if (!size) throw new DamagedFile('HEIF picture without a size');
  const [width, height] = [at.u32(size.body + 4), at.u32(size.body + 8)];
  if (width === 0 || height === 0) throw new DamagedFile('HEIF picture without a size');
  const hasAlpha = properties.boxes.some(
    (box) =>
      box.type === 'auxC' &&
      /:alpha|auxid:1/.test(at.ascii(box.body + 4, Math.min(80, box.end - box.body - 4))),
  );
  const { bitDepth, channels, colorSpace } = readPixels(at, own, properties.boxes);
  const codes = own.find((box) => box.type === 'colr' && at.spells(box.body, 'nclx'));
  const isAnimated = at.spells(8, 'avis') || at.spells(8, 'msf1') || at.spells(8, 'hevc');
  return {
    header: imageHeader({
      mediaType,
      width,
      height,
      orientation: readOrientation(at, own),
      bitDepth,
      channels: channels + (hasAlpha ? 1 : 0),
      colorSpace,
      hasAlpha,
      hasIccProfile: own.some((box) => box.type === 'colr' && /^(?:prof|rICC)$/.test(at.ascii(box.body, 4))),
      colorCodes: codes ? { primaries: at.u16(codes.body + 4), transfer: at.u16(codes.body + 6) } : null,
      frames: isAnimated ? null : 1,
      isAnimated,
    }),
    complete: true,
  };
}

function readPrimary(at: ByteReader, children: readonly Box[]): number {
  const pitm = children.find((box) => box.type === 'pitm');
  if (!pitm) throw new DamagedFile('HEIF without a primary picture');
  return fullBox(at, pitm).version === 0 ? at.u16(pitm.body + 4) : at.u32(pitm.body + 4);
}

function readProperties(at: ByteReader, children: readonly Box[]) {
  const iprp = children.find((box) => box.type === 'iprp');
  if (!iprp) throw new DamagedFile('HEIF without properties');
  const parts = boxesIn(at, iprp.body, iprp.end);
  const ipco = parts.find((box) => box.type === 'ipco');
  if (!ipco) throw new DamagedFile('HEIF without properties');
  const associations = new Map<number, number[]>();
  for (const ipma of parts.filter((box) => box.type === 'ipma')) readAssociations(at, ipma, associations);
  return { boxes: boxesIn(at, ipco.body, ipco.end), associations };
}

function readAssociations(at: ByteReader, ipma: Box, into: Map<number, number[]>): void {
  const { version, flags } = fullBox(at, ipma);
  const count = at.u32(ipma.body + 4);
  let offset = ipma.body + 8;
  let read = 0;
  for (let index = 0; index < count && offset < ipma.end; index++) {
    const item = version < 1 ? at.u16(offset) : at.u32(offset);
    offset += version < 1 ? 2 : 4;
    const own = into.get(item) ?? [];
    const associated = at.u8(offset++);
    for (let property = 0; property < associated; property++) {
      if (++read > maxAssociations) throw new DamagedFile('too many property associations');
      own.push(flags & 1 ? at.u16(offset) & 0x7fff : at.u8(offset) & 0x7f);
      offset += flags & 1 ? 2 : 1;
    }
    into.set(item, own);
  }
}

function readPixels(at: ByteReader, own: readonly Box[], all: readonly Box[]) {
  const pixi = own.find((box) => box.type === 'pixi');
  const config =
    own.find((box) => box.type === 'av1C') ?? all.find((box) => box.type === 'av1C' || box.type === 'hvcC');
  let bitDepth = 8;
  let channels = 3;
  if (pixi) {
    channels = Math.max(1, Math.min(at.u8(pixi.body + 4), 4));
    bitDepth = at.u8(pixi.body + 5);
  } else if (config?.type === 'av1C') {
    const bits = at.u8(config.body + 2);
    bitDepth = bits & 0x40 ? (bits & 0x20 ? 12 : 10) : 8;
    channels = bits & 0x10 ? 1 : 3;
  } else if (config) {
    bitDepth = 8 + (at.u8(config.body + 17) & 7);
  }
  const colorSpace: ImageColorSpace = channels === 1 ? 'gray' : 'rgb';
  return { bitDepth, channels, colorSpace };
}

/** `irot` (quarter turns anticlockwise) then `imir` (0 top and bottom change places, 1 left and right), as one EXIF number. */
function readOrientation(at: ByteReader, own: readonly Box[]): Orientation {
  const irot = own.find((box) => box.type === 'irot');
  const imir = own.find((box) => box.type === 'imir');
  const turns = irot ? at.u8(irot.body) & 3 : 0;
  const table: readonly (readonly [Orientation, Orientation, Orientation])[] = [
    [1, 4, 2],
    [8, 5, 7],
    [3, 2, 4],
    [6, 7, 5],
  ];
  return table[turns]?.[imir ? 1 + (at.u8(imir.body) & 1) : 0] ?? 1;
}
