/** Opaque keyset cursors: the sort key of the last row shown. */
import { decodeBase64Url, encodeBase64Url } from '../../shared/delivery/signature.ts';
import { fail } from '../http/errors.ts';

export type CursorKey = string | number | null;

export function encodeCursor(key: readonly CursorKey[]): string {
  return encodeBase64Url(new TextEncoder().encode(JSON.stringify(key)));
}

/** The key behind a cursor; null without one. Refuses anything this API did not make. */
export function decodeCursor(cursor: string | undefined): readonly CursorKey[] | null {
  if (cursor === undefined || cursor === '') return null;
  const refuse = (): never =>
    fail('bad_request', { detail: 'This page marker is not valid. Start again from the first page.' });
  const bytes = decodeBase64Url(cursor);
  if (bytes === null) return refuse();
  try {
    const key: unknown = JSON.parse(new TextDecoder().decode(bytes));
    const valid =
      Array.isArray(key) &&
      key.length > 0 &&
      key.length <= 4 &&
      key.every((part) => part === null || typeof part === 'string' || typeof part === 'number');
    return valid ? (key as CursorKey[]) : refuse();
  } catch (error) {
    if (error instanceof SyntaxError) return refuse();
    throw error;
  }
}
