/**
 * A stand-in for the Images binding that follows its documentation, on sharp: each `transform` call is one step, EXIF
 * orientation is applied first, `trim` cuts in source pixels. It knows only the options the adapter sends and throws on others.
 */
import sharp from 'sharp';

type Handle = ReturnType<ImagesBinding['input']>;
type Step = Parameters<Handle['transform']>[0];
type Pixels = Buffer<ArrayBufferLike>;

class StandInError extends Error {
  readonly code: number;
  constructor(code: number, message: string) {
    super(message);
    this.code = code;
  }
}

async function upright(stream: ReadableStream<Uint8Array>): Promise<Pixels> {
  const bytes = Buffer.from(await new Response(stream).arrayBuffer());
  try {
    const image = sharp(bytes, { autoOrient: true, failOn: 'error' }).toColourspace('srgb');
    return await image.png().toBuffer();
  } catch {
    throw new StandInError(9412, 'input is not an image');
  }
}

const FITS = { squeeze: 'fill', cover: 'cover', contain: 'inside' } as const;

async function applyStep(png: Pixels, step: Step): Promise<Pixels> {
  const image = sharp(png);
  const { trim, flip, rotate, width, height, fit, border, gravity, ...unknown } = step;
  if (Object.keys(unknown).length > 0) throw new StandInError(9401, `options ${Object.keys(unknown)}`);
  if (typeof trim === 'object') {
    const box = {
      left: trim.left ?? 0,
      top: trim.top ?? 0,
      width: trim.width ?? 0,
      height: trim.height ?? 0,
    };
    image.extract(box);
  }
  if (flip?.includes('h')) image.flop();
  if (flip?.includes('v')) image.flip();
  if (rotate) image.rotate(rotate);
  if (width || height) {
    const position = gravity === 'auto' ? sharp.strategy.attention : 'centre';
    const how = fit === 'squeeze' || fit === 'cover' || fit === 'contain' ? FITS[fit] : undefined;
    if (!how) throw new StandInError(9401, `fit ${fit}`);
    image.resize({
      ...(width ? { width } : {}),
      ...(height ? { height } : {}),
      fit: how,
      position,
    });
  }
  if (border && 'top' in border) {
    const color = (border as { color?: string }).color ?? '#000';
    image.ensureAlpha().extend({
      top: border.top ?? 0,
      right: border.right ?? 0,
      bottom: border.bottom ?? 0,
      left: border.left ?? 0,
      background: color,
    });
  }
  return image.png().toBuffer();
}

class StandInHandle {
  readonly pixels: Promise<Pixels>;

  constructor(pixels: Promise<Pixels>) {
    this.pixels = pixels;
    // Reported by `output`.
    pixels.catch(() => undefined);
  }

  transform(step: Step): StandInHandle {
    return new StandInHandle(this.pixels.then((pixels) => applyStep(pixels, step)));
  }

  draw(mark: StandInHandle, options: Parameters<Handle['draw']>[1] = {}): StandInHandle {
    return new StandInHandle(this.#drawn(mark, options));
  }

  async #drawn(mark: StandInHandle, options: NonNullable<Parameters<Handle['draw']>[1]>): Promise<Pixels> {
    const [below, above] = await Promise.all([this.pixels, mark.pixels]);
    const { width, height } = await sharp(below).metadata();
    const faded = await sharp(above)
      .ensureAlpha(options.opacity ?? 1)
      .png()
      .toBuffer({ resolveWithObject: true });
    const left =
      options.left ??
      (options.right === undefined
        ? (width - faded.info.width) / 2
        : width - faded.info.width - options.right);
    const top =
      options.top ??
      (options.bottom === undefined
        ? (height - faded.info.height) / 2
        : height - faded.info.height - options.bottom);
    const place = options.repeat ? { tile: true } : { left: Math.round(left), top: Math.round(top) };
    return sharp(below)
      .composite([{ input: faded.data, ...place }])
      .png()
      .toBuffer();
  }

  async output(options: ImageOutputOptions): Promise<ImageTransformationResult> {
    const image = sharp(await this.pixels);
    if (options.background) image.flatten({ background: options.background });
    const quality = options.quality ?? 85;
    if (options.format === 'image/jpeg') image.jpeg({ quality });
    else if (options.format === 'image/webp') image.webp({ quality });
    else if (options.format === 'image/avif') image.avif({ quality });
    else if (options.format === 'image/png') image.png();
    else throw new StandInError(9401, `format ${options.format}`);
    const bytes = await image.toBuffer();
    const response = new Response(new Uint8Array(bytes), { headers: { 'content-type': options.format } });
    return {
      response: () => response,
      contentType: () => options.format,
      image: () => new Blob([new Uint8Array(bytes)]).stream(),
    };
  }
}

/** A binding; `failWith` makes every output fail with that error code. */
export function standInForImages({ failWith }: { failWith?: number } = {}): ImagesBinding {
  const binding = {
    input(stream: ReadableStream<Uint8Array>) {
      return new StandInHandle(
        failWith === undefined ? upright(stream) : Promise.reject(new StandInError(failWith, 'stand-in')),
      );
    },
  };
  return binding as unknown as ImagesBinding;
}
