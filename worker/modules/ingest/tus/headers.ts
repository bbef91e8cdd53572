/** Header fields of tus 1.0.0 (https://tus.io/protocols/resumable-upload), read strictly. */

import { uploadMetadataSchema } from '../../../../shared/contract/uploads.ts';
import { fail } from '../../../http/errors.ts';
import type { UploadMetadata } from '../reception.ts';

export const TUS_VERSION = '1.0.0';
export const TUS_EXTENSIONS = 'creation,creation-with-upload,termination,expiration';
export const OFFSET_MEDIA_TYPE = 'application/offset+octet-stream';

/** A non-negative integer in decimal digits. @throws Failure `bad_request` */
export function readInteger(headers: Headers, name: string): number {
  const value = headers.get(name);
  if (value === null || !/^\d{1,16}$/.test(value) || !Number.isSafeInteger(Number(value))) {
    fail('bad_request', { detail: `${name} must be a non-negative integer.` });
  }
  return Number(value);
}

/** What browsers' upload libraries write for a value they do not have. */
const ABSENT = new Set(['', 'null', 'undefined']);

/**
 * `Upload-Metadata`: comma-separated pairs of a key and a Base64 value (UTF-8). Unknown keys are ignored; `name` stands in
 * for `filename`. @throws Failure `bad_request`
 */
export function readUploadMetadata(headers: Headers): UploadMetadata {
  const values: Record<string, string> = {};
  for (const pair of (headers.get('upload-metadata') ?? '').split(',')) {
    const [key, encoded = '', ...more] = pair.trim().split(' ');
    if (key === undefined || key === '') continue;
    const value = decode(encoded);
    if (more.length > 0 || value === null || Object.hasOwn(values, key)) {
      fail('bad_request', { detail: 'Upload-Metadata is not well-formed.' });
    }
    if (!ABSENT.has(value)) values[key] = value;
  }
  const parsed = uploadMetadataSchema.safeParse({
    ...values,
    filename: (values.filename ?? values.name)?.slice(0, 255),
  });
  if (!parsed.success) {
    fail('bad_request', {
      detail: 'Upload-Metadata needs a filename.',
      errors: parsed.error.issues.map((issue) => ({ path: issue.path.join('.'), message: issue.message })),
    });
  }
  return parsed.data;
}

function decode(encoded: string): string | null {
  if (!/^[A-Za-z0-9+/]*={0,2}$/.test(encoded)) return null;
  try {
    const bytes = Uint8Array.from(atob(encoded), (character) => character.charCodeAt(0));
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}
