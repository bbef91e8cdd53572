/** EXIF 3.0 blocks to fields, read with exifr. Place, device and owner go to the sensitive part and nowhere else. */
import { parse } from 'exifr/dist/full.esm.mjs';
import type { SensitiveMetadata } from '../../../shared/metadata/fields.ts';
import { trimEndWhere } from '../../../shared/text/trim.ts';
import { dateOf, type FoundFields, lineOf, paragraphOf, peopleOf } from './field-values.ts';

export interface ExifFound {
  readonly fields: FoundFields;
  readonly sensitive: Partial<SensitiveMetadata>;
}

/** What cameras write when nobody wrote anything. */
const placeholders =
  /^(?:olympus digital camera|samsung|sony dsc|minolta digital camera|kodak digital still camera|digital camera|default|untitled)\s*$/i;

const options = {
  tiff: true,
  ifd0: {},
  ifd1: false,
  exif: true,
  gps: true,
  interop: false,
  makerNote: false,
  userComment: false,
  xmp: false,
  icc: false,
  iptc: false,
  jfif: false,
  ihdr: false,
  translateValues: false,
  reviveValues: false,
  sanitize: true,
  mergeOutput: true,
} as const;

/** `tiff` is the block from its byte order mark on, or a whole TIFF file. A damaged block gives nothing. */
export async function readExif(tiff: Uint8Array): Promise<ExifFound> {
  const tags = await parseTags(tiff);
  const text = (name: string) => {
    const value = tags[name];
    return typeof value === 'string' ? trimEndWhere(value, (unit) => unit === '\0') : null;
  };
  const description = paragraphOf(text('ImageDescription'));
  const date = [text('DateTimeOriginal'), text('CreateDate') ?? text('DateTimeDigitized')].find((value) =>
    dateOf(value),
  );
  const offset = text('OffsetTimeOriginal') ?? text('OffsetTimeDigitized') ?? text('OffsetTime');
  const [latitude, longitude] = [tags.latitude, tags.longitude];
  const hasPlace =
    typeof latitude === 'number' &&
    typeof longitude === 'number' &&
    Math.abs(latitude) <= 90 &&
    Math.abs(longitude) <= 180;
  const serials = [text('SerialNumber'), text('BodySerialNumber'), text('LensSerialNumber')];
  return {
    fields: {
      caption: description && placeholders.test(description) ? null : description,
      // Several photographers share the tag, apart by semicolons (EXIF 3.0, Artist).
      creator: peopleOf((text('Artist') ?? '').split(';')),
      // Photographer's and editor's notices stand apart by a null character.
      copyrightNotice: lineOf(
        (text('Copyright') ?? '')
          .split('\0')
          .filter((part) => part.trim())
          .join('; '),
      ),
      dateCreated: dateOf(date, offset),
    },
    sensitive: {
      gps: hasPlace ? { latitude, longitude } : null,
      serialNumbers: [...new Set(serials.flatMap((value) => lineOf(value) ?? []))],
      cameraOwner: lineOf(text('CameraOwnerName') ?? text('OwnerName')),
      camera: lineOf(cameraName(text('Make')?.trim() ?? '', text('Model')?.trim() ?? '')),
    },
  };
}

/** Many models repeat their maker. */
function cameraName(make: string, model: string): string {
  return model.toLowerCase().startsWith(make.toLowerCase()) ? model : `${make} ${model}`;
}

async function parseTags(tiff: Uint8Array): Promise<Readonly<Record<string, unknown>>> {
  try {
    return ((await parse(tiff, options)) as Record<string, unknown> | undefined) ?? {};
  } catch {
    // exifr throws plain errors for blocks it cannot make sense of; such a block has nothing to say.
    return {};
  }
}
