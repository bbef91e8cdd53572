/** Tables as CSV (RFC 4180), readable by spreadsheets. */

export type CsvField = string | number | null;

/** Tells Excel that the text is UTF-8; stands before the first line. */
export const CSV_MARK = '\uFEFF';

/**
 * One row without its line end. A field that a spreadsheet would run as a formula gets an apostrophe before it (also in
 * the full-width spellings that some of them read as such); numbers stay numbers.
 */
export function csvLine(row: readonly CsvField[]): string {
  return row.map(field).join(',');
}

export function toCsv(rows: readonly (readonly CsvField[])[]): string {
  return rows.map(csvLine).join('\r\n');
}

function field(value: CsvField): string {
  if (value === null) return '';
  if (typeof value === 'number') return String(value);
  const safe = /^\s*[=+\-@＝＋－＠]|^[\t\r\n]/u.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
