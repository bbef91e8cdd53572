/** What the header of a picture says about it, before anything is decoded. */

export type ImageColorSpace = 'gray' | 'rgb' | 'cmyk' | 'lab' | 'unknown';

/** EXIF orientation, 1 (upright) to 8; what a viewer has to do to the coded pixels. */
export type Orientation = 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8;

/** Code points of ITU-T H.273, which says what they mean. */
export interface ColorCodes {
  readonly primaries: number;
  readonly transfer: number;
}

export interface ImageHeader {
  readonly mediaType: string;
  /** Coded size in pixels, before `orientation` is applied; see `uprightSize`. */
  readonly width: number;
  readonly height: number;
  /** From EXIF, or from `irot`/`imir` in HEIC and AVIF, where EXIF must not be applied again. */
  readonly orientation: Orientation;
  /** Bits per channel: 1 to 32. */
  readonly bitDepth: number;
  /** Channels when decoded, alpha included: an indexed PNG has 3 or 4. */
  readonly channels: number;
  readonly colorSpace: ImageColorSpace;
  readonly hasAlpha: boolean;
  readonly hasIccProfile: boolean;
  /** Colours by code points, where the file says them so: `cICP` in PNG, `colr` of kind `nclx` in AVIF and HEIC. */
  readonly colorCodes: ColorCodes | null;
  /** Pictures in an animation; null where the bytes at hand do not tell. */
  readonly frames: number | null;
  readonly isAnimated: boolean;
  /** Progressive JPEG, interlaced PNG or GIF: decoders may need memory for the whole picture. */
  readonly progressive: boolean;
  /** Pages or pictures of a TIFF; null where the bytes at hand do not tell, 1 for single-page formats. */
  readonly pages: number | null;
  /** JPEG luma sampling against chroma, as `4:2:0`; null elsewhere. */
  readonly chromaSubsampling: string | null;
}

/** A parser's answer: the header, and whether more bytes could still change its optional fields. */
export interface ParsedHeader {
  readonly header: ImageHeader;
  readonly complete: boolean;
}

const plain = {
  orientation: 1,
  bitDepth: 8,
  channels: 3,
  colorSpace: 'rgb',
  hasAlpha: false,
  hasIccProfile: false,
  colorCodes: null,
  frames: 1,
  isAnimated: false,
  progressive: false,
  pages: 1,
  chromaSubsampling: null,
} as const satisfies Omit<ImageHeader, 'mediaType' | 'width' | 'height'>;

/** A header with the ordinary answer (8-bit RGB, upright, one frame) for every field not given. */
export function imageHeader(
  fields: Pick<ImageHeader, 'mediaType' | 'width' | 'height'> & Partial<ImageHeader>,
): ImageHeader {
  return { ...plain, ...fields };
}

/** Narrows a number read from a file; anything outside 1..8 counts as upright. */
export function asOrientation(value: number): Orientation {
  return Number.isInteger(value) && value >= 1 && value <= 8 ? (value as Orientation) : 1;
}

/** Size as a viewer shows it: width and height swapped for the four sideways orientations. */
export function uprightSize(header: Pick<ImageHeader, 'width' | 'height' | 'orientation'>): {
  width: number;
  height: number;
} {
  return header.orientation >= 5
    ? { width: header.height, height: header.width }
    : { width: header.width, height: header.height };
}
