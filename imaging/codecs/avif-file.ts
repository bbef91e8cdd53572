/** Writes the file around AV1 data of one picture: AVIF 1.1, ISO/IEC 23008-12 (HEIF) and ISO/IEC 14496-12. */

export interface AvifPicture {
  readonly width: number;
  readonly height: number;
  /** Open bitstream units of the colours: 8 bits, BT.601 full range, sRGB. */
  readonly color: Uint8Array;
  /** Whether chroma has the resolution of luma (profile 1). */
  readonly fullChroma: boolean;
  /** Of the transparency, or null. */
  readonly alpha: Uint8Array | null;
}

const COLOR_ITEM = 1;
const ALPHA_ITEM = 2;
const ALPHA_URN = 'urn:mpeg:mpegB:cicp:systems:auxiliary:alpha';

const text = (value: string): number[] => [...value].map((character) => character.charCodeAt(0));
const u16 = (value: number): number[] => [value >> 8, value & 255];
const u32 = (value: number): number[] => [value >>> 24, (value >> 16) & 255, (value >> 8) & 255, value & 255];

function box(type: string, ...content: readonly (readonly number[])[]): number[] {
  const body = content.flat();
  return [...u32(body.length + 8), ...text(type), ...body];
}

const fullBox = (type: string, version: number, flags: number, ...content: readonly (readonly number[])[]) =>
  box(type, [version, 0, 0, flags], ...content);

/** The temporal delimiter at the start says nothing in a file of one picture. */
function withoutDelimiter(units: Uint8Array): Uint8Array {
  return units[0] === 0x12 && units[1] === 0 ? units.subarray(2) : units;
}

/** `seq_level_idx` of a reduced still picture header (AV1, section 5.5.1), which follows a one-byte size. */
function levelOf(units: Uint8Array): number {
  const [header = 0, size = 0, first = 0, second = 0] = units;
  const isReduced = header === 0x0a && size < 128 && ((first >> 3) & 1) === 1;
  if (!isReduced) throw new Error('the AV1 data does not begin with the header of a still picture');
  return ((first & 7) << 2) | (second >> 6);
}

function configuration(units: Uint8Array, kind: 'shared' | 'full' | 'alpha'): number[] {
  const profile = kind === 'full' ? 1 : 0;
  const sampling = { shared: 0b0000_1100, full: 0, alpha: 0b0001_1100 }[kind];
  return box('av1C', [0x81, (profile << 5) | levelOf(units), sampling, 0]);
}

/** @throws Error where the data is not that of a still picture */
export function avifFile({ width, height, fullChroma, ...units }: AvifPicture): Uint8Array {
  const color = withoutDelimiter(units.color);
  const alpha = units.alpha && withoutDelimiter(units.alpha);
  const items = alpha ? [color, alpha] : [color];
  const ids = [COLOR_ITEM, ALPHA_ITEM].slice(0, items.length);
  const properties = [
    fullBox('ispe', 0, 0, u32(width), u32(height)),
    fullBox('pixi', 0, 0, [3, 8, 8, 8]),
    configuration(color, fullChroma ? 'full' : 'shared'),
    box('colr', text('nclx'), u16(1), u16(13), u16(6), [0x80]),
    ...(alpha
      ? [
          fullBox('pixi', 0, 0, [1, 8]),
          configuration(alpha, 'alpha'),
          fullBox('auxC', 0, 0, text(`${ALPHA_URN}\0`)),
        ]
      : []),
  ];
  // A set first bit: the property has to be understood.
  const associations = [
    [COLOR_ITEM, [1, 2, 0x80 | 3, 4]],
    [ALPHA_ITEM, [1, 5, 0x80 | 6, 7]],
  ] as const;
  const entries = associations.slice(0, items.length);
  const ftyp = box('ftyp', text('avif'), u32(0), text(`avifmif1miaf${fullChroma ? 'MA1A' : 'MA1B'}`));
  const meta = (offset: number): number[] => {
    let at = offset;
    const extents = items.map((item, index) => {
      const extent = [...u16(ids[index] ?? 0), ...u16(0), ...u16(1), ...u32(at), ...u32(item.length)];
      at += item.length;
      return extent;
    });
    return fullBox(
      'meta',
      0,
      0,
      fullBox('hdlr', 0, 0, u32(0), text('pict'), u32(0), u32(0), u32(0), [0]),
      fullBox('pitm', 0, 0, u16(COLOR_ITEM)),
      fullBox('iloc', 0, 0, [0x44, 0], u16(items.length), extents.flat()),
      fullBox(
        'iinf',
        0,
        0,
        u16(items.length),
        ids.flatMap((id) => fullBox('infe', 2, 0, u16(id), u16(0), text('av01'), [0])),
      ),
      alpha ? fullBox('iref', 0, 0, box('auxl', u16(ALPHA_ITEM), u16(1), u16(COLOR_ITEM))) : [],
      box(
        'iprp',
        box('ipco', ...properties),
        fullBox(
          'ipma',
          0,
          0,
          u32(entries.length),
          entries.flatMap(([id, uses]) => [...u16(id), uses.length, ...uses]),
        ),
      ),
    );
  };
  const headBytes = ftyp.length + meta(0).length + 8;
  const dataBytes = items.reduce((sum, item) => sum + item.length, 0);
  const file = new Uint8Array(headBytes + dataBytes);
  file.set([...ftyp, ...meta(headBytes), ...u32(dataBytes + 8), ...text('mdat')]);
  let at = headBytes;
  for (const item of items) {
    file.set(item, at);
    at += item.length;
  }
  return file;
}
