/**
 * A visit to a share link's page: reading it, or posting one of its forms. Opening a link (GET, HEAD) changes nothing; a form
 * that was taken sends the visitor back to the page, so that reloading it sends nothing again.
 */
import type { ShareView } from '../../shared/contract/share-visits.ts';
import type { Answer, ApiClient, GateInput } from '../api/client.ts';
import { ASKED_MARK, type Asked, askedBefore, askInput, notAsked, text } from './asking.ts';
import { formOf, turnOf } from './share-ticks.ts';

export interface ShareVisit {
  readonly answer: Answer<ShareView>;
  /** Cookies to hand on to the visitor. */
  readonly setCookies: readonly string[];
  /** The form was taken: the address to show, without it. */
  readonly goTo: string | null;
  readonly asked: Asked | null;
  /** Address typed into the form, to show again. */
  readonly email: string;
  /** Ids that are ticked, where the page was turned without script; and whether everything that is shown is to be. */
  readonly ticked: readonly string[];
  readonly isAllChosen: boolean;
}

export async function visitShare(api: ApiClient, token: string, request: Request): Promise<ShareVisit> {
  const { pathname, searchParams } = new URL(request.url);
  const seen = async (more: Partial<ShareVisit> = {}, query = searchParams): Promise<ShareVisit> => {
    const answer = await api.share(token, query);
    return {
      answer,
      // What was passed and that this is one visit, for as long as the page is in use.
      setCookies: answer.ok ? answer.setCookies : [],
      goTo: null,
      asked: askedBefore(searchParams),
      email: '',
      ticked: [],
      isAllChosen: query.get('select') === 'all',
      ...more,
    };
  };
  if (request.method !== 'POST') return seen();
  const form = await formOf(request);
  if (form === null) return seen();
  const turn = turnOf(form);
  if (turn !== null) return seen({ ticked: turn.ticked }, turn.query);
  const email = text(form, 'email');
  if (text(form, 'intent') === 'ask') {
    const sent = await api.ask(token, askInput(form));
    return seen(sent.ok ? { goTo: `${pathname}${ASKED_MARK}` } : { asked: notAsked(sent, form) });
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
    ticked: [],
    isAllChosen: false,
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
