/** Minting and verifying the tokens in addresses: a forged or mistyped one is refused before any read. */
import {
  formatToken,
  isUsableTokenId,
  macText,
  parseToken,
  TOKEN_ID_BYTES,
  type TokenForm,
} from '../../../shared/shares/tokens.ts';
import type { Identifiers } from '../../ports/identifiers.ts';
import type { Signer } from '../../ports/signer.ts';

export interface TokenDeps {
  readonly identifiers: Identifiers;
  readonly signer: Signer;
}

/** A new opaque id. */
export function mintTokenId({ identifiers }: TokenDeps): string {
  let id = identifiers.token(TOKEN_ID_BYTES);
  while (!isUsableTokenId(id)) id = identifiers.token(TOKEN_ID_BYTES);
  return id;
}

/** The token as it stands in an address. */
export async function tokenFor(
  { signer }: Pick<TokenDeps, 'signer'>,
  kind: 'link' | 'recipient' | 'request',
  id: string,
): Promise<string> {
  return formatToken(kind, id, await signer.mac('link', macText(kind, id)));
}

/** The form of a share link's token, or null for what nobody issued. A vanity name is not secret and needs a read. */
export async function readShareToken(
  { signer }: Pick<TokenDeps, 'signer'>,
  text: string,
): Promise<TokenForm | null> {
  const form = parseToken(text);
  if (form === null || form.kind === 'vanity') return form;
  return (await signer.verifyMac('link', macText(form.kind, form.id), form.mac)) ? form : null;
}

/** The opaque id of an upload request's token, or null. */
export async function readRequestToken(
  { signer }: Pick<TokenDeps, 'signer'>,
  text: string,
): Promise<string | null> {
  const form = parseToken(text);
  if (form === null || form.kind !== 'link') return null;
  return (await signer.verifyMac('link', macText('request', form.id), form.mac)) ? form.id : null;
}
