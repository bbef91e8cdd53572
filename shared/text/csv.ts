/**
 * Tables as CSV (RFC 4180), safe to open in a spreadsheet. The one place that writes a cell: what goes into one may come from
 * anybody.
 */

export type CsvField = string | number | null;

/** Tells Excel that the text is UTF-8; stands before the first line. */
export const CSV_MARK = '\uFEFF';

/**
 * What a spreadsheet would run as a formula, behind spaces and controls too, and in the full-width spellings that some of
 * them read as such. A tab or a line end at the start is what some of them take away before they look.
 */
const FORMULA = /^(?:[\s\p{Cc}]*[=+\-@＝＋－＠|]|[\t\r\n])/u;

/** One cell. Text that a spreadsheet would take for a formula is led by an apostrophe, as OWASP advises; numbers stay numbers. */
export function csvCell(value: CsvField): string {
  if (value === null) return '';
  if (typeof value === 'number') return String(value);
  const text = value.toWellFormed().replaceAll('\0', '');
  const guarded = FORMULA.test(text) ? `'${text}` : text;
  return /[",;\r\n\t']/.test(guarded) ? `"${guarded.replaceAll('"', '""')}"` : guarded;
}

/** One row without its line end. */
export function csvLine(row: readonly CsvField[]): string {
  return row.map(csvCell).join(',');
}

export function toCsv(rows: readonly (readonly CsvField[])[]): string {
  return rows.map(csvLine).join('\r\n');
}
