/**
 * A visit to a share link's page: reading it, or posting one of its forms. Opening a link (GET, HEAD) changes nothing; a form
 * that was taken sends the visitor back to the page, so that reloading it sends nothing again.
 */
import type { ShareView } from '../../shared/contract/shares.ts';
import type { Answer, ApiClient, AskInput, GateInput } from '../api/client.ts';

/** What somebody typed into a form that was not taken, to show again. */
export interface AskValues {
  readonly kind: string;
  readonly item: string;
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

export interface ShareVisit {
  readonly answer: Answer<ShareView>;
  /** Cookies to hand on to the visitor. */
  readonly setCookies: readonly string[];
  /** The form was taken: the address to show, without it. */
  readonly goTo: string | null;
  readonly asked: Asked | null;
  /** Address typed into the form, to show again. */
  readonly email: string;
}

/** Mark in the page's address that a request was sent. */
const ASKED = 'asked';

export async function visitShare(api: ApiClient, token: string, request: Request): Promise<ShareVisit> {
  const { pathname, searchParams } = new URL(request.url);
  const seen = async (more: Partial<ShareVisit> = {}): Promise<ShareVisit> => ({
    answer: await api.share(token, searchParams),
    setCookies: [],
    goTo: null,
    asked: searchParams.has(ASKED) ? { state: 'sent' } : null,
    email: '',
    ...more,
  });
  if (request.method !== 'POST') return seen();
  const form = await request.formData();
  const email = text(form, 'email');
  if (text(form, 'intent') === 'ask') {
    const sent = await api.ask(token, askInput(form));
    if (sent.ok) return seen({ goTo: `${pathname}?${ASKED}=1` });
    const reason = sent.status === 400 ? 'wrong' : sent.status === 429 ? 'too_many' : 'other';
    return seen({ asked: { state: 'failed', reason, values: askValues(form) } });
  }
  const input = gateInput(form, email);
  if (input === null) return seen();
  const answer = await api.passGate(token, input);
  if (!answer.ok) return seen({ email });
  const isWaiting = answer.data.kind === 'gate' && (answer.data.error !== null || answer.data.codeSent);
  return {
    answer,
    setCookies: answer.setCookies,
    goTo: isWaiting ? null : pathname,
    asked: null,
    email,
  };
}

function askValues(form: FormData): AskValues {
  return {
    kind: text(form, 'kind'),
    item: text(form, 'item'),
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
function askInput(form: FormData): AskInput {
  const { kind, ...typed } = askValues(form);
  return {
    kind: kind === 'item' || kind === 'question' ? kind : 'extension',
    name: typed.name,
    email: typed.email,
    reason: typed.reason,
    item: typed.item || null,
    assetId: text(form, 'assetId') || null,
    channel: typed.channel || null,
    from: typed.from || null,
    until: typed.until || null,
    territory: typed.territory || null,
  };
}

function gateInput(form: FormData, email: string): GateInput | null {
  switch (text(form, 'intent')) {
    case 'password':
      return { gate: 'password', password: text(form, 'password') };
    case 'email':
      return { gate: 'email_code', email, code: null };
    case 'code':
      return {
        gate: 'email_code',
        email,
        code: form.has('again') ? null : text(form, 'code').replaceAll(/\s/g, ''),
      };
    case 'terms':
      return { gate: 'terms', accept: form.has('accept') };
    default:
      return null;
  }
}

function text(form: FormData, name: string): string {
  const value = form.get(name);
  return typeof value === 'string' ? value : '';
}
