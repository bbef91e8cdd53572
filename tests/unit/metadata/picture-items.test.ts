import { describe, expect, it } from 'vitest';
import { DamagedFile } from '../../../shared/metadata/byte-reader.ts';
import { readPictureItems } from '../../../shared/metadata/containers/avif.ts';
import { concatBytes, tagBytes, u16Bytes, u32Bytes } from '../../../shared/metadata/containers/bytes.ts';

function box(type: string, ...parts: Uint8Array[]): Uint8Array {
  const body = concatBytes(parts);
  return concatBytes([u32Bytes(body.length + 8), tagBytes(type), body]);
}

const fullBox = (type: string, ...parts: Uint8Array[]): Uint8Array => box(type, u32Bytes(0), ...parts);

function pictureWith(iloc: Uint8Array, iref: Uint8Array): Uint8Array {
  const pitm = fullBox('pitm', u16Bytes(1));
  const iinf = fullBox('iinf', u16Bytes(0));
  return concatBytes([box('ftyp', tagBytes('avif')), fullBox('meta', pitm, iinf, iloc, iref)]);
}

/** One location of `extents` extents whose offsets and lengths take no bytes at all. */
const location = (id: number, extents: number): Uint8Array =>
  concatBytes([u16Bytes(id), u16Bytes(0), u16Bytes(extents)]);
const iloc = (...locations: Uint8Array[]): Uint8Array =>
  fullBox('iloc', u16Bytes(0), u16Bytes(locations.length), ...locations);
/** A reference that says it names `count` items, with room for `room`. */
const reference = (count: number, room: number): Uint8Array =>
  box('cdsc', u16Bytes(1), u16Bytes(count), new Uint8Array(room * 2));

describe('items of a picture', () => {
  it('are read', () => {
    const items = readPictureItems(pictureWith(iloc(location(1, 1)), fullBox('iref', reference(2, 2))));
    expect(items.locations[0]?.extents).toEqual([{ offset: 0, length: 0 }]);
    expect(items.references).toEqual([{ type: 'cdsc', from: 1, to: [0, 0] }]);
  });

  it('never become more than the bytes they are told in', () => {
    const many = Array.from({ length: 4000 }, (_, index) => location(index, 65_535));
    expect(() => readPictureItems(pictureWith(iloc(...many), fullBox('iref')))).toThrow(DamagedFile);
    const overlapping = Array.from({ length: 9000 }, () => reference(65_535, 0));
    expect(() =>
      readPictureItems(pictureWith(iloc(), fullBox('iref', ...overlapping, new Uint8Array(140_000)))),
    ).toThrow(DamagedFile);
  });
});
