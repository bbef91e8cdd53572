/**
 * Spelling of the tokens in addresses. A token is 12 random bytes and a MAC over them, both base64url: `id` (16 characters)
 * then `mac` (14). A recipient's token has `R` in front. A vanity name is a slug. The three
 * forms never overlap: a token always holds a character that no slug has.
 */
import { decodeBase64Url } from '../delivery/signature.ts';

export const TOKEN_ID_BYTES = 12;
const ID_LENGTH = 16;
const MAC_LENGTH = 14;
/** First character of a recipient's token; with it the token is one longer than a link's. */
export const RECIPIENT_MARK = 'R';

export type TokenForm =
  | { readonly kind: 'link' | 'recipient'; readonly id: string; readonly mac: string }
  | { readonly kind: 'vanity'; readonly slug: string };

/** Whether an opaque id can stand in a token: it must not make the whole look like a slug. */
export function isUsableTokenId(id: string): boolean {
  return id.length === ID_LENGTH && /[A-Z_]/.test(id);
}

/** Reads the form of a token; null for anything that nobody can have issued. Only the canonical spelling is read. */
export function parseToken(text: string): TokenForm | null {
  if (/^[a-z0-9]+(?:-[a-z0-9]+)*$/.test(text)) {
    return text.length >= 4 && text.length <= 80 ? { kind: 'vanity', slug: text } : null;
  }
  const isRecipient = text.length === 1 + ID_LENGTH + MAC_LENGTH && text.startsWith(RECIPIENT_MARK);
  if (!isRecipient && text.length !== ID_LENGTH + MAC_LENGTH) return null;
  const rest = isRecipient ? text.slice(1) : text;
  const id = rest.slice(0, ID_LENGTH);
  const mac = rest.slice(ID_LENGTH);
  if (decodeBase64Url(id) === null || decodeBase64Url(mac) === null || !isUsableTokenId(id)) return null;
  return { kind: isRecipient ? 'recipient' : 'link', id, mac };
}

/** The last segment of an address of a link or of an upload request, wherever in `text` it stands; else null. */
export function tokenInAddress(text: string): { surface: 's' | 'u'; token: string } | null {
  const [, surface, token] = /(?:^|[/\s])(s|u)\/([A-Za-z0-9_-]{4,80})(?=$|[/?#\s])/.exec(text) ?? [];
  return token === undefined ? null : { surface: surface === 'u' ? 'u' : 's', token };
}

/** The text whose MAC is in the token: one label per kind, so that a token of one kind is none of another. */
export function macText(kind: 'link' | 'recipient' | 'request', id: string): string {
  return `${kind}:${id}`;
}

export function formatToken(kind: 'link' | 'recipient' | 'request', id: string, mac: string): string {
  return `${kind === 'recipient' ? RECIPIENT_MARK : ''}${id}${mac}`;
}
