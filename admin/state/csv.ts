/** Tables on screen as CSV files. */
import { CSV_MARK, type CsvField, toCsv } from '../../shared/text/csv.ts';

/** Hands the rows to the browser as a download. */
export function downloadCsv(fileName: string, rows: readonly (readonly CsvField[])[]): void {
  const url = URL.createObjectURL(
    new Blob([`${CSV_MARK}${toCsv(rows)}`], { type: 'text/csv;charset=utf-8' }),
  );
  const link = document.createElement('a');
  link.href = url;
  link.download = fileName;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
