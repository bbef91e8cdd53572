/** SVG size from its root element, in CSS pixels. Read as text, never parsed as a document, never rendered. */
import { DamagedFile } from '../byte-reader.ts';
import { imageHeader, type ParsedHeader } from './image-header.ts';

const windowBytes = 65_536;
const pixelsPerUnit: ReadonlyMap<string, number> = new Map([
  ['', 1],
  ['px', 1],
  ['pt', 96 / 72],
  ['pc', 16],
  ['in', 96],
  ['cm', 96 / 2.54],
  ['mm', 96 / 25.4],
  ['q', 96 / 101.6],
]);
/** What a browser gives an SVG that states no size. */
const fallbackSize = { width: 300, height: 150 };

export function parseSvg(bytes: Uint8Array): ParsedHeader {
  const isUtf16 = bytes[0] === 0xff && bytes[1] === 0xfe;
  const text = new TextDecoder(isUtf16 ? 'utf-16le' : 'utf-8').decode(bytes.subarray(0, windowBytes));
  const start = text.search(/<(?:svg:)?svg[\s>]/i);
  if (start < 0) throw new DamagedFile('no svg element in reach');
  const end = text.indexOf('>', start);
  const root = text.slice(start, end < 0 ? undefined : end);
  const width = lengthOf(attribute(root, 'width'));
  const height = lengthOf(attribute(root, 'height'));
  const box = (attribute(root, 'viewBox') ?? '')
    .trim()
    .split(/[\s,]+/)
    .map(Number);
  const [boxWidth, boxHeight] = [usable(box[2]), usable(box[3])];
  const ratio = boxWidth && boxHeight ? boxWidth / boxHeight : null;
  const size =
    width && height
      ? { width, height }
      : width && ratio
        ? { width, height: width / ratio }
        : height && ratio
          ? { width: height * ratio, height }
          : {
              width: boxWidth ?? width ?? fallbackSize.width,
              height: boxHeight ?? height ?? fallbackSize.height,
            };
  return {
    header: imageHeader({
      mediaType: 'image/svg+xml',
      width: Math.max(1, Math.round(size.width)),
      height: Math.max(1, Math.round(size.height)),
      channels: 4,
      hasAlpha: true,
    }),
    complete: true,
  };
}

function attribute(root: string, name: string): string | null {
  const match = new RegExp(`\\s${name}\\s*=\\s*(?:"([^"]{0,200})"|'([^']{0,200})')`).exec(root);
  return match?.[1] ?? match?.[2] ?? null;
}

function lengthOf(value: string | null): number | null {
  const match = /^\s*([+-]?\d*\.?\d+(?:e[+-]?\d+)?)\s*([a-z]*)\s*$/i.exec(value ?? '');
  const scale = pixelsPerUnit.get((match?.[2] ?? '%').toLowerCase());
  return match && scale ? usable(Number(match[1]) * scale) : null;
}

function usable(value: number | undefined): number | null {
  return value !== undefined && Number.isFinite(value) && value > 0 && value < 1e6 ? value : null;
}
