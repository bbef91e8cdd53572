/**
 * Everything that reads what strangers send (headers, addresses, names, bytes of files) takes time in proportion to it. Each
 * reader gets texts made of one hostile piece over and over, at two sizes; processor time, not time on the clock, is compared.
 */
import { createContext, Script } from 'node:vm';
import { describe, expect, it } from 'vitest';
import { findExcess } from '../../../imaging/codecs/svg-cost.ts';
import { slugify } from '../../../shared/contract/identifiers.ts';
import {
  ifRangeHolds,
  parseEntityTag,
  parseEntityTags,
  parseHttpDate,
} from '../../../shared/delivery/conditional.ts';
import { contentDisposition } from '../../../shared/delivery/content-disposition.ts';
import { embeddingPage } from '../../../shared/delivery/embedding-page.ts';
import { nearestWord } from '../../../shared/delivery/nearest-word.ts';
import { negotiateFormat, parseAccept, wantsPicture } from '../../../shared/delivery/negotiate.ts';
import { parseTransformation } from '../../../shared/delivery/parse.ts';
import { parseRange } from '../../../shared/delivery/range.ts';
import { embeddingSite } from '../../../shared/delivery/sites.ts';
import { safeFileName, uniqueSafeNames } from '../../../shared/delivery/zip/safe-names.ts';
import { byteSourceOf } from '../../../shared/metadata/byte-source.ts';
import { fileNameWords } from '../../../shared/metadata/file-name-words.ts';
import { parseSvg } from '../../../shared/metadata/headers/svg.ts';
import { readIim } from '../../../shared/metadata/iim.ts';
import { inspectMedia } from '../../../shared/metadata/media.ts';
import { plainLine, plainText } from '../../../shared/metadata/plain-text.ts';
import { sniffMediaType } from '../../../shared/metadata/sniff.ts';
import { rootElementName } from '../../../shared/metadata/xml-root.ts';
import { numberedName, tidyPath } from '../../../shared/requests/hand-in.ts';
import { foldText, queryWords } from '../../../shared/search/query.ts';
import { normalizeAddress } from '../../../shared/shares/addresses.ts';
import { passwordStrength } from '../../../shared/shares/password-strength.ts';
import { csvLine } from '../../../shared/text/csv.ts';
import { titleFromFileName } from '../../../worker/modules/ingest/describe.ts';
import { readUploadMetadata } from '../../../worker/modules/ingest/tus/headers.ts';
import { renderMarkdown } from '../../../worker/modules/portals/markdown.ts';
import { dateOf } from '../../../worker/platform/metadata/field-values.ts';
import { readSvg } from '../../../worker/platform/metadata/svg-fields.ts';
import { decodeXml, parseXml } from '../../../worker/platform/metadata/xmp-parser.ts';

const NOW = Date.UTC(2026, 10, 26);
const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);

/** Sizes in characters: the second is four times the first, so linear work takes about four times as long. */
const SIZES = [8_000, 32_000] as const;
/** Between four (linear) and sixteen (quadratic), with room for whatever else the machine does. */
const MOST_GROWTH = 10;
/** What takes less processor time than this at the larger size is too quick to be more than linear, and to be measured. */
const NEGLIGIBLE_MICROSECONDS = 40_000;
/** Times that it has to be seen: the collector of garbage works in the thread that is measured. */
const SIGHTINGS = 3;
/** Only ends a reader that would run for hours; nothing is measured with it. */
const GIVE_UP_MS = 20_000;

/** What regular expressions and scanners have been caught with, and what each reader below looks for. */
const PIECES = [
  ' ',
  '\t',
  '\n',
  '\r\n',
  '\0',
  '\\',
  '/',
  '.',
  '-',
  '_',
  ',',
  ';',
  ':',
  '=',
  '"',
  "'",
  '*',
  '#',
  '[',
  '](',
  '`',
  '|',
  '<',
  '>',
  '&',
  '@',
  'a',
  'A',
  'Aa',
  'g',
  '0',
  '1.',
  '1-',
  'a-',
  'a.',
  'a@',
  '._',
  ' .',
  'é',
  '\u0301',
  '\u200d',
  '\u{1f468}\u200d',
  '\ud800',
  '<!--',
  '<!---->',
  '-->',
  '<?xml ',
  '<!DOCTYPE [',
  ']',
  '<svg ',
  ' width = ',
  '<script',
  '<script>',
  '<style></script>',
  '<b ',
  '<a><b>',
  '&amp;',
  '{"asset":{',
  '/Type/Pages\n',
  '/Count ',
  ' obj',
  'PK\x03\x04',
  '=?',
  'q=0,',
  'image/*;q=0.1,',
  'W/"a",',
  '"a" ',
  '%41',
  'http://a',
  'w=1,',
] as const;

/** What stands around the repetition: beginnings after which a reader is deep inside what it looks for, ends that make it fail. */
const FRAMES = [
  ['', ''],
  ['', 'x'],
  ['', '\u0001'],
  ['', 'x!?bcd'],
  ['"a",', 'x'],
  ['bytes=', 'x'],
  ['<?xml version="1.0"?>', 'x'],
  ['<svg ', ''],
  ['data ', 'x'],
] as const;

type Read = (text: string) => unknown;

const READERS: Readonly<Record<string, Read>> = {
  parseEntityTags,
  parseEntityTag,
  ifRangeHolds: (text) => ifRangeHolds(text, { etag: '"a"', lastModified: NOW, now: NOW }),
  parseHttpDate: (text) => parseHttpDate(text, NOW),
  parseRange: (text) => parseRange(text, 1000),
  parseAccept,
  wantsPicture,
  negotiateFormat: (text) =>
    negotiateFormat({ accept: text, f: 'auto', ext: text, hasAlpha: false, avifReady: true }),
  parseTransformation,
  nearestWord: (text) => nearestWord(text, ['cover', 'contain']),
  embeddingPage,
  // No page is told from a longer address than some four thousand characters.
  'embeddingPage of a path': (text) =>
    embeddingPage(`https://site.example/${text.slice(0, text.length / 8)}`),
  embeddingSite,
  contentDisposition: (text) => contentDisposition('attachment', text),
  safeFileName: (text) => safeFileName(text),
  uniqueSafeNames: (text) => uniqueSafeNames([text, text]),
  csvLine: (text) => csvLine([text]),
  plainText: (text) => plainText(text, text.length),
  plainLine: (text) => plainLine(text, text.length),
  fileNameWords,
  titleFromFileName,
  tidyPath,
  numberedName: (text) => numberedName(text, 2),
  slugify,
  foldText,
  queryWords,
  normalizeAddress,
  passwordStrength,
  rootElementName,
  sniffMediaType: (text) => sniffMediaType(bytesOf(text)),
  parseSvg: (text) => parseSvg(bytesOf(`<svg ${text}>`)),
  readSvg: (text) => readSvg(bytesOf(text)),
  'readSvg of a root element': (text) => readSvg(bytesOf(`<svg xmlns="http://www.w3.org/2000/svg">${text}`)),
  'findExcess of an SVG': (text) => findExcess(`<svg>${text}</svg>`),
  'findExcess of a tag': (text) => findExcess(`<svg ${text}/>`),
  'findExcess of styles': (text) => findExcess(`<svg><style>${text}</style></svg>`),
  decodeXml: (text) => decodeXml(bytesOf(text)),
  parseXml,
  readIim: (text) => readIim(bytesOf(text)),
  dateOf: (text) => dateOf(text),
  renderMarkdown,
  readUploadMetadata: (text) => {
    // Headers carry no controls and no characters above U+00FF.
    const sendable = text.replace(/[^\x20-\xff]/g, 'x');
    try {
      return readUploadMetadata(new Headers({ 'upload-metadata': sendable }));
    } catch {
      // A refusal is an answer too.
      return null;
    }
  },
};

const context = createContext({ work: () => undefined });
const script = new Script('work()');

/** Processor time of this thread in microseconds; the least of some runs, as others only add to it. */
function cost(read: Read, text: string): number {
  const once = (): number => {
    context.work = () => read(text);
    const before = process.threadCpuUsage();
    script.runInContext(context, { timeout: GIVE_UP_MS });
    const { user, system } = process.threadCpuUsage(before);
    return user + system;
  };
  const first = once();
  return first <= NEGLIGIBLE_MICROSECONDS ? first : Math.min(first, once(), once());
}

/** What the reader says of the text, or nothing: hostile text may be refused by an error, only not slowly. */
const tolerant =
  (read: Read): Read =>
  (text) => {
    try {
      return read(text);
    } catch {
      return null;
    }
  };

/** The first text that takes longer than in proportion, with its costs; null where there is none. */
function findSlow(read: Read): string | null {
  for (const piece of PIECES) {
    for (const [beginning, end] of FRAMES) {
      const textOf = (size: number) => `${beginning}${piece.repeat(Math.ceil(size / piece.length))}${end}`;
      let small = 0;
      let large = 0;
      let sightings = 0;
      do {
        large = cost(read, textOf(SIZES[1]));
        if (large <= NEGLIGIBLE_MICROSECONDS) break;
        small = cost(read, textOf(SIZES[0]));
        if (large <= small * MOST_GROWTH) break;
        sightings += 1;
      } while (sightings < SIGHTINGS);
      if (sightings === SIGHTINGS) {
        return `${JSON.stringify([beginning, piece, end])}: ${small} µs, four times as much ${large} µs`;
      }
    }
  }
  return null;
}

/** Processor time of this thread in microseconds for something that waits only for itself; the least of three runs. */
async function costOf(work: () => Promise<unknown>): Promise<number> {
  const costs: number[] = [];
  for (let run = 0; run < 3; run++) {
    const before = process.threadCpuUsage();
    await work();
    const { user, system } = process.threadCpuUsage(before);
    costs.push(user + system);
  }
  return Math.min(...costs);
}

describe('readers of what strangers send', () => {
  it.each(Object.entries(READERS))('%s takes time in proportion', (_, read) => {
    expect(findSlow(tolerant(read))).toBeNull();
  });

  it.each(['/Type/Pages\n', '/Type /Pages /Count ', '/Type/Pages endobj ', '/Linearized '])(
    'a PDF made of %j costs about what one without it does',
    async (piece) => {
      const size = 1024 * 1024;
      const pages = (text: string) => () => inspectMedia(byteSourceOf(bytesOf(text)), 'application/pdf');
      const harmless = await costOf(pages('a'.repeat(size)));
      const hostile = await costOf(pages(piece.repeat(size / piece.length)));
      expect(hostile).toBeLessThan(Math.max(harmless, 2000) * 100);
    },
  );
});
