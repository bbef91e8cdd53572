/**
 * The papers that travel inside a ZIP: `credits.txt` for people, `RIGHTS.csv` for databases and `SHA256SUMS` for machines.
 * Each names what was left out and why, where its format has room for it.
 *
 * Texts in them come from many hands, so nothing may forge a line, a cell or a formula.
 */
import { type Locale, t } from '../../messages/index.ts';
import { CSV_MARK, csvLine } from '../../text/csv.ts';
import type { Instant } from '../../time/instant.ts';

/** One file in the archive. Texts as stored; `null` where unknown. */
export interface ManifestFile {
  /** Entry name in the archive. */
  readonly name: string;
  readonly assetId: string;
  readonly title: string | null;
  /** What was delivered: `original`, or the preset's name. */
  readonly rendition: string;
  readonly sha256: string | null;
  /** Bytes. */
  readonly size: number;
  readonly creator: string | null;
  readonly creditLine: string | null;
  readonly copyrightNotice: string | null;
  readonly usageTerms: string | null;
  readonly license: string | null;
  /** End of the permitted use, exclusive; `null`: none is set. */
  readonly usableUntil: Instant | null;
  /** As people read them, e.g. `DE, AT, CH` or `worldwide`. */
  readonly territories: string | null;
  readonly channels: string | null;
  readonly altText: string | null;
  /** Page about the asset, or `null`. */
  readonly url: string | null;
}

/** Something that was asked for and is not in the archive. */
export interface LeftOutFile {
  readonly title: string;
  readonly assetId: string;
  /** The public answer, in the reader's language. */
  readonly reason: string;
}

export interface ManifestInput {
  /** Name of the project, link or selection. */
  readonly name: string;
  readonly madeAt: Instant;
  readonly files: readonly ManifestFile[];
  readonly leftOut: readonly LeftOutFile[];
  /** One line on whom to ask, or `null`. */
  readonly contact: string | null;
  readonly locale: Locale;
  /** How instants are written, zone included; ISO 8601 in UTC where absent. */
  readonly formatInstant?: (instant: Instant) => string;
}

const isoInstant = (instant: Instant): string => new Date(instant).toISOString().replace('.000Z', 'Z');

// Controls, line and paragraph separators, and characters that change the direction of the text around them.
const BREAKS = /[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]+/gu;

/** One line of text: nothing in it can start a new line or turn the reading direction. */
function oneLine(text: string): string {
  return text.toWellFormed().replace(BREAKS, ' ').replace(/\s+/gu, ' ').trim();
}

/** `credits.txt`: UTF-8, lines ended by CR LF so that every editor shows them. */
export function creditsText(input: ManifestInput): string {
  const { locale } = input;
  const format = input.formatInstant ?? isoInstant;
  const lines = [
    `${t(locale, 'delivery.manifest.heading')}: ${oneLine(input.name)}`,
    `${t(locale, 'delivery.manifest.made_at')}: ${format(input.madeAt)}`,
    ...(input.contact === null
      ? []
      : [`${t(locale, 'delivery.manifest.contact')}: ${oneLine(input.contact)}`]),
    '',
  ];
  for (const file of input.files) {
    lines.push(file.name);
    const say = (label: string, value: string | null): void => {
      const text = value === null ? '' : oneLine(value);
      if (text !== '') lines.push(`    ${label}: ${text}`);
    };
    say(t(locale, 'delivery.manifest.title'), file.title);
    say(t(locale, 'delivery.manifest.credit'), file.creditLine);
    say(t(locale, 'delivery.manifest.creator'), file.creator);
    say(t(locale, 'delivery.manifest.copyright'), file.copyrightNotice);
    say(t(locale, 'delivery.manifest.license'), file.license);
    say(t(locale, 'delivery.manifest.terms'), file.usageTerms);
    say(t(locale, 'delivery.manifest.territories'), file.territories);
    say(t(locale, 'delivery.manifest.channels'), file.channels);
    say(
      t(locale, 'delivery.manifest.usable_until'),
      file.usableUntil === null ? null : format(file.usableUntil),
    );
    lines.push('');
  }
  if (input.leftOut.length > 0) {
    lines.push(`${t(locale, 'delivery.manifest.left_out')} (${input.leftOut.length})`);
    for (const file of input.leftOut) {
      lines.push(`    ${oneLine(file.title)} [${oneLine(file.assetId)}]: ${oneLine(file.reason)}`);
    }
    lines.push('');
  }
  return lines.join('\r\n');
}

/** Column names of `RIGHTS.csv`: the same in every language, so that programs can rely on them. */
export const RIGHTS_COLUMNS = [
  'file',
  'included',
  'reason',
  'asset_id',
  'title',
  'rendition',
  'bytes',
  'sha256',
  'creator',
  'credit_line',
  'copyright_notice',
  'license',
  'usage_terms',
  'usable_until_utc',
  'territories',
  'channels',
  'alt_text',
  'url',
] as const;

/** `RIGHTS.csv`: UTF-8 with a byte order mark (for Excel), one row per file, then one per file left out. */
export function rightsCsv(input: ManifestInput): string {
  const included = input.files.map((file) => [
    file.name,
    'yes',
    null,
    file.assetId,
    file.title,
    file.rendition,
    file.size,
    file.sha256,
    file.creator,
    file.creditLine,
    file.copyrightNotice,
    file.license,
    file.usageTerms,
    file.usableUntil === null ? null : isoInstant(file.usableUntil),
    file.territories,
    file.channels,
    file.altText,
    file.url,
  ]);
  const leftOut = input.leftOut.map((file) => [
    null,
    'no',
    file.reason,
    file.assetId,
    file.title,
    ...Array<null>(RIGHTS_COLUMNS.length - 5).fill(null),
  ]);
  const rows = [RIGHTS_COLUMNS, ...included, ...leftOut];
  return CSV_MARK + rows.map((row) => `${csvLine(row)}\r\n`).join('');
}

/** `SHA256SUMS` as `sha256sum -c` reads it. Files without a known checksum are listed in a comment. */
export function sha256Sums(files: readonly Pick<ManifestFile, 'name' | 'sha256'>[]): string {
  let text = '';
  for (const file of files) {
    text +=
      file.sha256 !== null && /^[0-9a-f]{64}$/.test(file.sha256)
        ? `${file.sha256}  ${file.name}\n`
        : `# no checksum: ${file.name}\n`;
  }
  return text;
}

/** Names of the papers, taken before any file is named: pass them to `uniqueSafeNames` as `taken`. */
export const MANIFEST_NAMES = ['credits.txt', 'RIGHTS.csv', 'SHA256SUMS'] as const;

/** The papers, to be put first, so that a transfer that was cut short still carries the credits. Deterministic. */
export function manifestPapers(input: ManifestInput): { name: string; text: string }[] {
  const [credits, rights, sums] = MANIFEST_NAMES;
  return [
    { name: credits, text: creditsText(input) },
    { name: rights, text: rightsCsv(input) },
    { name: sums, text: sha256Sums(input.files) },
  ];
}
