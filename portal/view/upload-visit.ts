/** A visit to an upload request's page: reading it, or posting who hands in. */
import type { UploadRequestPage } from '../../shared/contract/uploads.ts';
import type { Answer, ApiClient } from '../api/client.ts';

interface Typed {
  readonly name: string;
  readonly email: string;
  readonly creditLine: string | null;
  readonly consent: boolean;
}

export interface UploadVisit {
  readonly answer: Answer<UploadRequestPage>;
  /** The uploader is recorded: go on to the files, with these cookies. */
  readonly introduced: boolean;
  readonly setCookies: readonly string[];
  readonly failed: boolean;
  readonly typed: Typed;
}

const NOTHING_TYPED: Typed = { name: '', email: '', creditLine: null, consent: false };

export async function visitUploadRequest(
  api: ApiClient,
  token: string,
  request: Request,
): Promise<UploadVisit> {
  const base = { introduced: false, setCookies: [], failed: false, typed: NOTHING_TYPED };
  if (request.method !== 'POST') return { ...base, answer: await api.uploadRequest(token) };
  const form = await request.formData();
  const text = (name: string): string => {
    const value = form.get(name);
    return typeof value === 'string' ? value.trim() : '';
  };
  const typed: Typed = {
    name: text('name'),
    email: text('email'),
    creditLine: text('creditLine') || null,
    consent: form.has('consent'),
  };
  const recorded = await api.introduce(token, typed);
  const answer = await api.uploadRequest(token);
  return recorded.ok
    ? { ...base, answer, introduced: true, setCookies: recorded.setCookies, typed }
    : { ...base, answer, failed: true, typed };
}
