/** Makes the picture of a watermark at the width a plan asks for. */
import type { Watermark } from '../shared/delivery/types.ts';
import { inspectImage, uprightSize } from '../shared/metadata/inspect.ts';
import { DamagedSource, UnsupportedSource, type WasmModules } from './codecs/modules.ts';
import { drawSvg, fontOptions, prepareResvg } from './codecs/svg.ts';
import { decodeUpright } from './decode-upright.ts';
import type { Raster } from './pixels/raster.ts';

/** Most characters of a text watermark. */
const MAX_TEXT_LENGTH = 120;

const FONT_SIZE = 100;

/**
 * @param width of the finished mark in pixels
 * @param picture encoded picture of an image watermark
 * @throws UnsupportedSource, DamagedSource
 */
export async function makeMark(
  watermark: Watermark,
  width: number,
  picture: Uint8Array | undefined,
  modules: WasmModules,
): Promise<Raster> {
  switch (watermark.kind) {
    case 'text':
      return drawText(watermark.text, width, modules);
    case 'image': {
      if (!picture)
        throw new UnsupportedSource('the plan has an image watermark, but its picture was not sent');
      const header = inspectImage(picture);
      if (!header) throw new DamagedSource('the watermark is not a picture');
      const upright = uprightSize(header);
      const height = Math.max(1, Math.round((upright.height * width) / upright.width));
      return decodeUpright({ source: picture, header, crop: null, width, height, page: 1 }, modules);
    }
    default:
      return watermark satisfies never;
  }
}

/** White letters with a thin dark rim, readable on any picture. */
async function drawText(text: string, width: number, modules: WasmModules): Promise<Raster> {
  await prepareResvg(modules.resvg);
  const font = fontOptions(modules.font);
  const shown = escapeXml(text.slice(0, MAX_TEXT_LENGTH));
  // Letters are about 0.6 em wide; the canvas only has to be large enough to measure on.
  const canvas = (text.length + 4) * FONT_SIZE * 1.2;
  const letters = `<text x="${FONT_SIZE}" y="${FONT_SIZE * 1.5}" font-family="Inter Variable" font-size="${FONT_SIZE}" font-weight="600" fill="#fff" stroke="#000" stroke-opacity="0.45" stroke-width="3" paint-order="stroke" xml:space="preserve">${shown}</text>`;
  const open = (box: string, w: number, h: number): string =>
    `<svg xmlns="http://www.w3.org/2000/svg" width="${w}" height="${h}" viewBox="${box}">${letters}</svg>`;
  const measured = drawSvg(open(`0 0 ${canvas} ${FONT_SIZE * 3}`, canvas, FONT_SIZE * 3), { font });
  const box = inkBox(measured);
  if (!box) throw new UnsupportedSource('the watermark text has no visible letters in the font');
  const height = Math.max(1, Math.round((box.height * width) / box.width));
  return drawSvg(open(`${box.x} ${box.y} ${box.width} ${box.height}`, width, height), { font });
}

/** Bounds of everything visible. */
function inkBox({ width, height, data }: Raster): {
  x: number;
  y: number;
  width: number;
  height: number;
} | null {
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
