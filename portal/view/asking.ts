/** Asking the owner of a link or an upload request: the form as it was typed, and what became of it. */
import type { AskInput, Refusal, RequestAskInput } from '../api/client.ts';

/** What somebody typed into a form that was not taken, to show again. */
export interface AskValues {
  readonly kind: string;
  readonly item: string;
  readonly assetId: string;
  readonly name: string;
  readonly email: string;
  readonly reason: string;
  readonly channel: string;
  readonly from: string;
  readonly until: string;
  readonly territory: string;
}
export type Asked =
  | { readonly state: 'sent' }
  | {
      readonly state: 'failed';
      readonly reason: 'wrong' | 'too_many' | 'other';
      readonly values: AskValues;
    };

/** Added to the page's address once a question was sent. */
export const ASKED_MARK = '?asked=1';

export const askedBefore = (parameters: URLSearchParams): Asked | null =>
  parameters.has('asked') ? { state: 'sent' } : null;

/** Why a question was not taken, with what was typed. */
export function notAsked({ status }: Refusal, form: FormData): Asked {
  const reason = status === 400 ? 'wrong' : status === 429 ? 'too_many' : 'other';
  return { state: 'failed', reason, values: askValues(form) };
}

function askValues(form: FormData): AskValues {
  return {
    kind: text(form, 'kind'),
    item: text(form, 'item'),
    assetId: text(form, 'assetId'),
    name: text(form, 'name'),
    email: text(form, 'email'),
    reason: text(form, 'reason'),
    channel: text(form, 'channel'),
    from: text(form, 'from'),
    until: text(form, 'until'),
    territory: text(form, 'territory'),
  };
}

/** The API checks; an empty field is one that was not filled in. */
export function askInput(form: FormData): AskInput {
  const { kind, ...typed } = askValues(form);
  return {
    kind: kind === 'item' || kind === 'question' ? kind : 'extension',
    name: typed.name,
    email: typed.email,
    reason: typed.reason,
    item: typed.item || null,
    assetId: typed.assetId || null,
    channel: typed.channel || null,
    from: typed.from || null,
    until: typed.until || null,
    territory: typed.territory || null,
  };
}

export function requestAskInput(form: FormData): RequestAskInput {
  const { kind, name, email, reason, until } = askValues(form);
  return { kind: kind === 'question' ? kind : 'extension', name, email, reason, until: until || null };
}

export function text(form: FormData, name: string): string {
  const value = form.get(name);
  return typeof value === 'string' ? value : '';
}
