/** Makes the picture of a watermark at the width a plan asks for. */
import { markSize } from '../shared/delivery/mark-places.ts';
import type { PixelSize, Watermark } from '../shared/delivery/types.ts';
import { inspectImage, uprightSize } from '../shared/metadata/inspect.ts';
import { asDrawn, type LetterSet, lettersBySet, undrawnLetters } from '../shared/text/drawn-letters.ts';
import { DamagedSource, UnsupportedSource, type WasmModules } from './codecs/modules.ts';
import { drawSvg, fontOptions, prepareResvg } from './codecs/svg.ts';
import { decodeUpright } from './decode-upright.ts';
import { drawOver } from './pixels/composite.ts';
import type { Raster } from './pixels/raster.ts';

/** Most characters of a text watermark. */
const MAX_TEXT_LENGTH = 120;

const FONT_SIZE = 100;

/**
 * @param on size of the picture it is for
 * @param picture encoded picture of an image watermark
 * @throws UnsupportedSource, DamagedSource
 */
export async function makeMark(
  watermark: Watermark,
  on: PixelSize,
  picture: Uint8Array | undefined,
  modules: WasmModules,
): Promise<Raster> {
  switch (watermark.kind) {
    case 'text':
      return drawText(watermark.text, (box) => markSize(on, box, watermark.scale), modules);
    case 'image': {
      if (!picture)
        throw new UnsupportedSource('the plan has an image watermark, but its picture was not sent');
      const header = inspectImage(picture);
      if (!header) throw new DamagedSource('the watermark is not a picture');
      const upright = uprightSize(header);
      const size = markSize(on, upright, watermark.scale);
      return decodeUpright({ source: picture, header, crop: null, ...size, page: 1 }, modules);
    }
    default:
      return watermark satisfies never;
  }
}

/** White letters with a thin dark rim, readable on any picture. */
async function drawText(
  given: string,
  sizeFor: (box: PixelSize) => PixelSize,
  modules: WasmModules,
): Promise<Raster> {
  const missing = undrawnLetters(given);
  if (missing.length > 0) {
    throw new UnsupportedSource(`letters of the mark cannot be drawn: ${missing.join('')}`);
  }
  await prepareResvg(modules.resvg);
  const text = asDrawn(given)
    .slice(0, MAX_TEXT_LENGTH)
    .replace(/[\s\p{Cc}]/gu, ' ');
  // Given several files, resvg finds letters of the second and third in some texts and not in others: each file has its own drawing.
  const runs = lettersBySet(text);
  const sets = [...new Set(runs.map(({ set }) => set))];
  const fontOf = (set: LetterSet): Font => fontOptions([modules.fonts[set]]);
  const widths = new Map(sets.map((set) => [set, runWidths(runs, set, fontOf(set))]));
  let x = FONT_SIZE;
  const placed = runs.map(({ set, text: letters }) => {
    const at = x;
    x += widths.get(set)?.get(letters) ?? 0;
    return { set, line: lineOf(letters, at) };
  });
  const drawings = sets.map((set) => ({
    font: fontOf(set),
    lines: placed.flatMap((part) => (part.set === set ? [part.line] : [])),
  }));
  // Letters are about 0.6 em wide; the canvas only has to be large enough to measure on.
  const canvas = { x: 0, y: 0, width: (text.length + 4) * FONT_SIZE * 1.2, height: LINE };
  const box = inkBox(drawAll(drawings, canvas, canvas));
  if (!box) throw new UnsupportedSource('the watermark text has no visible letters in the font');
  return drawAll(drawings, box, sizeFor(box));
}

type Font = ReturnType<typeof fontOptions>;
interface Box extends PixelSize {
  readonly x: number;
  readonly y: number;
}
/** Height of a line to measure on. */
const LINE = FONT_SIZE * 3;

const lineOf = (letters: string, x: number, row = 0): string =>
  `<text x="${x}" y="${FONT_SIZE * 1.5 + row * LINE}" font-family="Inter Variable" font-size="${FONT_SIZE}" font-weight="600" fill="#fff" stroke="#000" stroke-opacity="0.45" stroke-width="3" paint-order="stroke" xml:space="preserve">${escapeXml(letters)}</text>`;

/** The part of the drawings in `box`, one over the other, at `size`. */
function drawAll(
  drawings: readonly { readonly font: Font; readonly lines: readonly string[] }[],
  box: Box,
  size: PixelSize,
): Raster {
  const [first, ...others] = drawings.map(({ font, lines }) => {
    const open = `<svg xmlns="http://www.w3.org/2000/svg" width="${size.width}" height="${size.height}" viewBox="${box.x} ${box.y} ${box.width} ${box.height}">`;
    return drawSvg(`${open}${lines.join('')}</svg>`, { font });
  });
  if (first === undefined) throw new UnsupportedSource('the watermark text is empty');
  for (const other of others) drawOver(first, other, 0, 0, 1);
  return first;
}

/** How far each part of the set moves what follows it: measured to the right edge of an A, which every file has. */
function runWidths(runs: ReturnType<typeof lettersBySet>, set: LetterSet, font: Font): Map<string, number> {
  // A text all in one file has nothing that follows.
  if (runs.length === 1) return new Map();
  const letters = ['', ...new Set(runs.flatMap((run) => (run.set === set ? [run.text] : [])))];
  const longest = Math.max(...letters.map(({ length }) => length));
  const size = { width: (longest + 4) * FONT_SIZE * 1.2, height: LINE * letters.length };
  const lines = letters.map((entry, row) => lineOf(`${entry}A`, FONT_SIZE, row));
  const { data, width } = drawAll([{ font, lines }], { x: 0, y: 0, ...size }, size);
  const rights = letters.map((_, row) => {
    const line = data.subarray(row * LINE * width * 4, (row + 1) * LINE * width * 4);
    const box = inkBox({ width, height: LINE, data: line });
    return box === null ? 0 : box.x + box.width;
  });
  return new Map(letters.map((entry, row) => [entry, (rights[row] ?? 0) - (rights[0] ?? 0)]));
}

/** Bounds of everything visible. */
function inkBox({ width, height, data }: Pick<Raster, 'width' | 'height' | 'data'>): Box | null {
  let [left, top, right, bottom] = [width, height, -1, -1];
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      if (data[(y * width + x) * 4 + 3] === 0) continue;
      if (x < left) left = x;
      if (x > right) right = x;
      if (y < top) top = y;
      bottom = y;
    }
  }
  return right < 0 ? null : { x: left, y: top, width: right - left + 1, height: bottom - top + 1 };
}

function escapeXml(text: string): string {
  const entities: Readonly<Record<string, string>> = {
    '&': '&amp;',
    '<': '&lt;',
    '>': '&gt;',
    '"': '&quot;',
  };
  return (
    text
      // biome-ignore lint/suspicious/noControlCharactersInRegex: XML 1.0 forbids them
      .replaceAll(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '')
      .replaceAll(/[&<>"]/g, (character) => entities[character] ?? '')
  );
}
