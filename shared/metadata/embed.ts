/**
 * Credit into renditions, hidden facts out of them. Works on finished files without touching picture data; an original's own
 * packets are never altered, these functions return new files.
 */
import { embedInAvif, stripAvif } from './containers/avif.ts';
import { embedInJpeg, stripJpeg } from './containers/jpeg.ts';
import { embedInPng, stripPng } from './containers/png.ts';
import { embedInWebp, stripWebp } from './containers/webp.ts';
import type { CreditRecord } from './fields.ts';
import { buildIim } from './iim.ts';
import { buildXmpPacket, maxXmpBytes } from './xmp.ts';

/** Formats credit can be written into. */
export type EmbeddableFormat = 'jpeg' | 'png' | 'webp' | 'avif';

/** Serialised credit: an XMP packet for every format, an IIM block for JPEG. */
export interface CreditPackets {
  readonly xmp: Uint8Array;
  readonly iptc: Uint8Array | null;
}

/** Serialises a record once, for any number of renditions. */
export function buildCreditPackets(record: CreditRecord): CreditPackets {
  return { xmp: buildXmpPacket(record), iptc: buildIim(record) };
}

/**
 * The file with the packets inside, replacing XMP (and in JPEG, IIM) it had.
 * @throws DamagedFile or ShortRead (`byte-reader.ts`) when the bytes are not a whole file of `format`
 * @throws RangeError when the XMP packet is longer than `maxXmpBytes`
 */
export function embedCredit(bytes: Uint8Array, format: EmbeddableFormat, packets: CreditPackets): Uint8Array {
  if (packets.xmp.length > maxXmpBytes) throw new RangeError(`XMP packet of ${packets.xmp.length} bytes`);
  switch (format) {
    case 'jpeg':
      return embedInJpeg(bytes, packets.xmp, packets.iptc);
    case 'png':
      return embedInPng(bytes, packets.xmp);
    case 'webp':
      return embedInWebp(bytes, packets.xmp);
    case 'avif':
      return embedInAvif(bytes, packets.xmp);
    default:
      return format satisfies never;
  }
}

/**
 * The file without EXIF, GPS, serial numbers, thumbnails, IPTC, XMP and comments. The colour profile stays, and so does the
 * orientation where the picture is not upright.
 * @throws DamagedFile or ShortRead (`byte-reader.ts`) when the bytes are not a whole file of `format`
 */
export function stripMetadata(bytes: Uint8Array, format: EmbeddableFormat): Uint8Array {
  switch (format) {
    case 'jpeg':
      return stripJpeg(bytes);
    case 'png':
      return stripPng(bytes);
    case 'webp':
      return stripWebp(bytes);
    case 'avif':
      return stripAvif(bytes);
    default:
      return format satisfies never;
  }
}
