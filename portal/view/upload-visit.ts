/**
 * A visit to an upload request's page: reading it, or posting who hands in, details of a file, one small file, or a question to
 * whoever asked.
 */
import { DETAIL_FIELDS, type HandInDetails, type UploadRequestPage } from '../../shared/contract/requests.ts';
import type { Answer, ApiClient } from '../api/client.ts';
import { ASKED_MARK, type Asked, askedBefore, notAsked, requestAskInput } from './asking.ts';

/** Largest file of the form that works without script. */
export const FORM_FILE_MAX_BYTES = 10 * 1000 ** 2;

interface Typed {
  readonly name: string;
  readonly email: string;
  readonly details: HandInDetails;
  readonly consent: boolean;
}

export interface UploadVisit {
  readonly answer: Answer<UploadRequestPage>;
  /** The post was taken: go on to this part of the page, with these cookies. */
  readonly goTo: string | null;
  readonly setCookies: readonly string[];
  /** Which post was not taken. */
  readonly failed: 'introduce' | 'details' | 'file' | null;
  /** Why a post was not taken, in words. */
  readonly reason: string | null;
  /** Seconds to wait before it is taken, where it came too often. */
  readonly retryAfter: string | null;
  readonly typed: Typed | null;
  readonly asked: Asked | null;
}

export async function visitUploadRequest(
  api: ApiClient,
  token: string,
  request: Request,
): Promise<UploadVisit> {
  const nothing = {
    goTo: null,
    setCookies: [],
    failed: null,
    reason: null,
    retryAfter: null,
    typed: null,
    asked: null,
  };
  if (request.method !== 'POST') {
    const asked = askedBefore(new URL(request.url).searchParams);
    return { ...nothing, asked, answer: await api.uploadRequest(token) };
  }
  const form = await request.formData();
  switch (textOf(form, 'intent')) {
    case 'details':
      return { ...nothing, ...(await postDetails(api, token, form)), answer: await api.uploadRequest(token) };
    case 'file':
      return { ...nothing, ...(await postFile(api, token, form)), answer: await api.uploadRequest(token) };
    case 'ask': {
      const sent = await api.askRequest(token, requestAskInput(form));
      const outcome = sent.ok ? { goTo: `${ASKED_MARK}#files` } : { asked: notAsked(sent, form) };
      return { ...nothing, ...outcome, answer: await api.uploadRequest(token) };
    }
    default: {
      const typed: Typed = {
        name: textOf(form, 'name'),
        email: textOf(form, 'email'),
        details: detailsOf(form),
        consent: form.has('consent'),
      };
      const recorded = await api.introduce(token, typed);
      const answer = await api.uploadRequest(token);
      if (recorded.ok) return { ...nothing, answer, goTo: '#files', setCookies: recorded.setCookies, typed };
      // Only this refusal has words of its own that help whoever reads them.
      const tooOften =
        recorded.status === 429
          ? { reason: recorded.detail ?? null, retryAfter: recorded.retryAfter ?? null }
          : {};
      return { ...nothing, answer, failed: 'introduce', typed, ...tooOften };
    }
  }
}

async function postDetails(api: ApiClient, token: string, form: FormData) {
  const id = textOf(form, 'submission');
  const people = textOf(form, 'people');
  const isKnown = people === 'none' || people === 'declared' || people === 'document';
  const saved = await api.describe(token, id, { ...detailsOf(form), ...(isKnown && { people }) });
  if (!saved.ok) return { failed: 'details' as const };
  const release = form.get('release');
  if (!(release instanceof File) || release.size === 0) return { goTo: `#file-${id}` };
  const sent = await api.handIn(token, release, { releaseFor: id });
  return sent.ok ? { goTo: `#file-${id}` } : { failed: 'file' as const, reason: sent.detail };
}

async function postFile(api: ApiClient, token: string, form: FormData) {
  const file = form.get('file');
  if (!(file instanceof File) || file.size === 0) return { failed: 'file' as const };
  const replaces = textOf(form, 'replaces');
  const sent = await api.handIn(token, file, replaces === '' ? {} : { replaces });
  return sent.ok ? { goTo: '#files' } : { failed: 'file' as const, reason: sent.detail };
}

/** Only fields that the form has: an absent one is not an empty one. */
function detailsOf(form: FormData): HandInDetails {
  const details: HandInDetails = {};
  for (const field of DETAIL_FIELDS) if (form.has(field)) details[field] = textOf(form, field) || null;
  if (form.has('releaseNote')) details.releaseNote = textOf(form, 'releaseNote') || null;
  return details;
}

function textOf(form: FormData, name: string): string {
  const value = form.get(name);
  return typeof value === 'string' ? value.trim() : '';
}
