/**
 * File names that are safe to write on any system and still readable: for ZIP entries, `Content-Disposition` and uploads.
 *
 * A safe name is one path segment in NFC without control, bidirectional or Windows-reserved characters, is no device name,
 * does not start with a dot or a hyphen or end with a dot or space, and fits `MAX_NAME_BYTES` of UTF-8.
 */
import { isSpace, trimEndWhere } from '../../text/trim.ts';

/** Leaves room below the 255 bytes of common file systems for a suffix and a folder's own additions. */
export const MAX_NAME_BYTES = 200;

/** Longest extension, with its dot, that truncation keeps. */
const MAX_EXTENSION_BYTES = 24;

const encoder = new TextEncoder();
const byteLength = (text: string): number => encoder.encode(text).length;

// Invisible or direction-changing characters. U+200C and U+200D stay: Indic scripts, Persian and emoji need them.
const INVISIBLE =
  /\u034f|[\u00ad\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff0-\ufffb\u{e0000}-\u{e007f}]/gu;
const DEVICE = /^(?:con|prn|aux|nul|clock\$|conin\$|conout\$|com[0-9¹²³]|lpt[0-9¹²³])$/i;

/** Names that are safe as they stand, if they are short and no device: most of them, and an archive has thousands. */
const PLAIN = /^[A-Za-z0-9](?: ?[A-Za-z0-9_()-])*(?:\.[A-Za-z0-9_()-]+)*$/;

/** Cuts `text` to `max` bytes of UTF-8 between code points, leaving no dangling joiner or mark behind a cut. */
function truncateBytes(text: string, max: number): string {
  if (byteLength(text) <= max) return text;
  let used = 0;
  let kept = '';
  for (const point of text) {
    used += byteLength(point);
    if (used > max) break;
    kept += point;
  }
  return trimEndWhere(kept, (unit) => unit === '\u200c' || unit === '\u200d');
}

/** Splits at the last dot. A leading dot, and an ending too long to be an extension, belong to the stem. */
export function splitExtension(name: string): { readonly stem: string; readonly extension: string } {
  const dot = name.lastIndexOf('.');
  const extension = dot > 0 ? name.slice(dot) : '';
  if (extension.length < 2 || /\s/.test(extension) || byteLength(extension) > MAX_EXTENSION_BYTES) {
    return { stem: name, extension: '' };
  }
  return { stem: name.slice(0, dot), extension };
}

/** Windows takes a device's name for the device, whatever the extension. */
const isDevice = (name: string): boolean => DEVICE.test(name.split('.', 1)[0]?.trim() ?? '');

const trimEnds = (text: string): string =>
  trimEndWhere(text.replace(/^[\s.]+/u, ''), (unit) => unit === '.' || isSpace(unit));

/**
 * Makes any string a safe file name. Path separators become `_`, so nothing of the name is lost and nothing climbs out of a
 * folder. `fallback` stands for a name of which nothing is left. Idempotent.
 */
export function safeFileName(name: string, fallback = 'file'): string {
  if (name.length <= MAX_NAME_BYTES && PLAIN.test(name) && !isDevice(name)) return name;
  let text = name
    // Bounded first: everything after this line is linear in at most a few thousand characters.
    .slice(0, 2_000)
    .toWellFormed()
    .normalize('NFC')
    .replace(/\p{Cc}+/gu, ' ')
    .replace(INVISIBLE, '')
    .replace(/[\ufffe\uffff]/g, '')
    .replace(/[<>:"/\\|?*]/g, '_')
    .replace(/\s+/gu, ' ')
    .replace(/^(?:[\s.]*\._+)+/u, '');
  text = trimEnds(text).replace(/^-+/, '_');
  if (text === '' || /^[_\s.]+$/u.test(text)) text = fallback;

  const { stem, extension } = splitExtension(text);
  if (byteLength(text) > MAX_NAME_BYTES) {
    text = trimEnds(truncateBytes(stem, MAX_NAME_BYTES - byteLength(extension))) + extension;
  }
  if (isDevice(text)) text = `_${text}`;
  // Removal may have joined what NFC composes, and truncation may end in a space.
  return trimEnds(text.normalize('NFC')) || fallback;
}

/** What two names have in common where letter case and composition do not count, as on macOS and Windows. */
function foldName(name: string): string {
  if (/^[ -~]*$/.test(name)) return name.toLowerCase();
  return name.normalize('NFKC').toUpperCase().toLowerCase().normalize('NFKC');
}

function suffixed(name: string, count: number): string {
  const { stem, extension } = splitExtension(name);
  const suffix = ` (${count})`;
  const room = MAX_NAME_BYTES - byteLength(suffix) - byteLength(extension);
  return `${truncateBytes(stem, room).trimEnd()}${suffix}${extension}`;
}

/**
 * Safe names for a folder, in order and one for one: a repeated name gets a readable suffix, `photo (2).jpg`. Names that
 * differ only in case or composition count as repeated. `taken` are names already in the folder. Deterministic.
 */
export function uniqueSafeNames(names: readonly string[], taken: readonly string[] = []): string[] {
  const used = new Set(taken.map(foldName));
  const counts = new Map<string, number>();
  return names.map((given) => {
    const name = safeFileName(given);
    let candidate = name;
    let count = counts.get(foldName(name)) ?? 1;
    while (used.has(foldName(candidate))) {
      count++;
      candidate = suffixed(name, count);
    }
    counts.set(foldName(name), count);
    used.add(foldName(candidate));
    return candidate;
  });
}
