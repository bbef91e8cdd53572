/**
 * SVG through resvg, a static renderer: no scripts, no animation, no network. References to anything outside the document are
 * never resolved, so they draw nothing.
 */
import { initWasm, Resvg } from '@resvg/resvg-wasm';
import { WASM_CAPABILITIES } from '../../shared/delivery/wasm-capabilities.ts';
import { letterSetsOf } from '../../shared/text/drawn-letters.ts';
import type { Raster } from '../pixels/raster.ts';
import { resampleRows } from '../pixels/window.ts';
import type { DecodeRequest } from '../requests.ts';
import { DamagedSource, SourceTooLarge, UnsupportedSource, type WasmModules } from './modules.ts';
import { findExcess } from './svg-cost.ts';
import { lettersOf, readParts } from './svg-parts.ts';

/** Most bytes of an SVG document, after which parsing alone could take seconds. */
const MAX_SVG_BYTES = 4_000_000;
/** Most pixels that are drawn before the window is cut. */
const MAX_DRAWN_PIXELS = WASM_CAPABILITIES.maxDrawnPixels;

let ready: Promise<void> | null = null;

export function prepareResvg(module: WebAssembly.Module): Promise<void> {
  ready ??= initWasm(module);
  return ready;
}

/** Draws the document so that the window comes out at the wanted size. @throws DamagedSource, SourceTooLarge */
export async function rasterizeSvg(modules: WasmModules, request: DecodeRequest): Promise<Raster> {
  const { source, header, window, width, height } = request;
  if (source.length > MAX_SVG_BYTES) throw new SourceTooLarge(`an SVG of ${source.length} bytes`);
  const text = new TextDecoder().decode(source);
  const excess = findExcess(text);
  if (excess !== null) throw new SourceTooLarge(`an SVG is not drawn: ${excess}`);
  const { cause, shown } = readParts(text);
  if (cause !== null)
    throw new UnsupportedSource(`an SVG would lose a part: ${JSON.stringify(cause)}`, { cause });
  await prepareResvg(modules.resvg);
  const zoom = Math.max(width / window.width, height / window.height);
  const drawnWidth = Math.max(1, Math.round(header.width * zoom));
  const drawnHeight = Math.max(1, Math.round(header.height * zoom));
  if (drawnWidth * drawnHeight > MAX_DRAWN_PIXELS) {
    throw new SourceTooLarge(`drawing ${drawnWidth} × ${drawnHeight} pixels`, {
      cause: { code: 'drawing', width: drawnWidth, height: drawnHeight, most: MAX_DRAWN_PIXELS },
    });
  }
  const drawn = drawSvg(source, {
    fitTo: { mode: 'width', value: drawnWidth },
    font: fontsFor(text, shown, modules),
  });
  const scaleX = drawn.width / header.width;
  const scaleY = drawn.height / header.height;
  const rect = {
    x: window.x * scaleX,
    y: window.y * scaleY,
    width: window.width * scaleX,
    height: window.height * scaleY,
  };
  return resampleRows(
    modules.resampleKernel,
    { width: drawn.width, height: drawn.height, channels: 4, bytes: drawn.data, hasAlpha: true },
    { window: closestWhole(rect, drawn), width, height },
  );
}

/** A window within half a pixel of whole ones is taken as whole, so that nothing is blurred by resampling. */
function closestWhole(
  rect: DecodeRequest['window'],
  drawn: { width: number; height: number },
): DecodeRequest['window'] {
  const near = (value: number): number =>
    Math.abs(value - Math.round(value)) <= 0.5 ? Math.round(value) : value;
  const x = Math.min(near(rect.x), drawn.width - 1);
  const y = Math.min(near(rect.y), drawn.height - 1);
  return {
    x,
    y,
    width: Math.min(drawn.width - x, Math.max(1, near(rect.width))),
    height: Math.min(drawn.height - y, Math.max(1, near(rect.height))),
  };
}

/** The one font there is stands in for every family, so that letters are drawn in the wrong face rather than not at all. */
export function fontOptions(fontBuffers: Uint8Array[]): NonNullable<DrawOptions['font']> {
  const family = 'Inter Variable';
  return {
    fontBuffers,
    defaultFontFamily: family,
    serifFamily: family,
    sansSerifFamily: family,
    monospaceFamily: family,
    cursiveFamily: family,
    fantasyFamily: family,
  };
}

/**
 * Each drawing unpacks its files anew, so it is given those that its letters need. Among several files resvg loses Vietnamese
 * letters: one file takes such a letter apart into more signs than another, and then none of them stands in for what is missing.
 */
function fontsFor(
  text: string,
  shown: string,
  { fonts, wholeFont }: WasmModules,
): NonNullable<DrawOptions['font']> {
  if (letterSetsOf(shown).includes('vietnamese')) return fontOptions([wholeFont]);
  return fontOptions(letterSetsOf(lettersOf(text)).map((set) => fonts[set]));
}

type DrawOptions = NonNullable<ConstructorParameters<typeof Resvg>[1]>;

/** Draws a document; `prepareResvg` must have run. The raster has straight alpha. @throws DamagedSource */
export function drawSvg(document: Uint8Array | string, options: DrawOptions): Raster {
  const draw = (): Raster => {
    const svg = new Resvg(document, options);
    const image = svg.render();
    const data = new Uint8ClampedArray(image.pixels);
    const raster = { width: image.width, height: image.height, data, hasAlpha: true };
    image.free();
    svg.free();
    return raster;
  };
  try {
    return unpremultiply(draw());
  } catch (error) {
    // resvg throws plain strings.
    throw new DamagedSource(`the SVG cannot be drawn: ${String(error).slice(0, 200)}`);
  }
}

function unpremultiply(raster: Raster): Raster {
  const { data } = raster;
  for (let i = 0; i < data.length; i += 4) {
    const alpha = data[i + 3] as number;
    if (alpha === 0 || alpha === 255) continue;
    const inverse = 255 / alpha;
    data[i] = (data[i] as number) * inverse;
    data[i + 1] = (data[i + 1] as number) * inverse;
    data[i + 2] = (data[i + 2] as number) * inverse;
  }
  return raster;
}
