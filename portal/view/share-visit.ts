/**
 * A visit to a share link's page: reading it, or posting one of its forms. Opening a link (GET, HEAD) changes nothing; a
 * gate that is passed answers with the grant's cookie and sends the visitor back to the page.
 */
import type { ShareView } from '../../shared/contract/shares.ts';
import type { Answer, ApiClient, GateInput } from '../api/client.ts';

export interface ShareVisit {
  readonly answer: Answer<ShareView>;
  /** Cookies to hand on to the visitor. */
  readonly setCookies: readonly string[];
  /** The gate was passed: show the page under its own address, without the form. */
  readonly passed: boolean;
  readonly asked: 'sent' | 'failed' | null;
  /** Address typed into the form, to show again. */
  readonly email: string;
}

export async function visitShare(api: ApiClient, token: string, request: Request): Promise<ShareVisit> {
  const seen = async (more: Partial<ShareVisit> = {}): Promise<ShareVisit> => ({
    answer: await api.share(token),
    setCookies: [],
    passed: false,
    asked: null,
    email: '',
    ...more,
  });
  if (request.method !== 'POST') return seen();
  const form = await request.formData();
  const email = text(form, 'email');
  if (text(form, 'intent') === 'ask') {
    const kind = text(form, 'kind') === 'item' ? 'item' : 'extension';
    const sent = await api.ask(token, {
      kind,
      email,
      reason: text(form, 'reason'),
      item: text(form, 'item') || null,
    });
    return seen({ asked: sent.ok ? 'sent' : 'failed', email });
  }
  const input = gateInput(form, email);
  if (input === null) return seen();
  const answer = await api.passGate(token, input);
  if (!answer.ok) return seen({ email });
  const isWaiting = answer.data.kind === 'gate' && (answer.data.error !== null || answer.data.codeSent);
  return { answer, setCookies: answer.setCookies, passed: !isWaiting, asked: null, email };
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
