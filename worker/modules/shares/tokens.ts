/** Minting and verifying the tokens in addresses: a forged or mistyped one is refused before any read. */
import {
  formatToken,
  isUsableTokenId,
  macText,
  parseToken,
  TOKEN_ID_BYTES,
  type TokenForm,
  tokenInAddress,
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

/** What an address that somebody looks for names; a token that nobody issued names nothing. */
export type Named =
  | { readonly kind: 'link' | 'recipient' | 'request'; readonly token: string }
  | { readonly kind: 'vanity'; readonly slug: string }
  /** Who handed something in under a request's common address. */
  | { readonly kind: 'uploader'; readonly id: string }
  | { readonly kind: 'nothing' };

/** What a pasted address or a bare token names; null where `text` is neither. */
export async function readAddress(deps: Pick<TokenDeps, 'signer'>, text: string): Promise<Named | null> {
  const pasted = text.trim();
  const address = tokenInAddress(pasted);
  const token = address?.token ?? pasted;
  if (address?.surface !== 'u') {
    const form = await readShareToken(deps, token);
    if (form !== null && form.kind !== 'vanity') return { kind: form.kind, token: form.id };
    // A bare slug is a word to look for.
    if (form !== null && address !== null) return { kind: 'vanity', slug: form.slug };
  }
  if (address?.surface !== 's') {
    const id = await readRequestToken(deps, token);
    if (id !== null) return { kind: 'request', token: id };
    const uploader = await readUploaderToken(deps, token);
    if (uploader !== null) return { kind: 'uploader', id: uploader.id };
  }
  return address === null ? null : { kind: 'nothing' };
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

/**
 * The address of one uploader of a request's common address, as their mail carries it: `H`, their id, a MAC over it, and a tag of
 * their mail address, so that it stops where the row has become somebody else's.
 */
const UPLOADER_TOKEN = /^H([\w-]{22})([\w-]{14})([\w-]{8})$/;
const TAG_LENGTH = 8;

interface UploaderIdentity {
  readonly id: string;
  readonly email: string;
}

async function uploaderTag({ signer }: Pick<TokenDeps, 'signer'>, { id, email }: UploaderIdentity) {
  return (await signer.mac('link', `uploader-mail:${id}:${email}`)).slice(0, TAG_LENGTH);
}

export async function uploaderTokenFor(
  deps: Pick<TokenDeps, 'signer'>,
  uploader: UploaderIdentity,
): Promise<string> {
  const mac = await deps.signer.mac('link', `uploader:${uploader.id}`);
  return `H${uploader.id}${mac}${await uploaderTag(deps, uploader)}`;
}

/** The uploader's id in such an address, and whether it is that of a person; null for what nobody issued. */
export async function readUploaderToken(
  deps: Pick<TokenDeps, 'signer'>,
  text: string,
): Promise<{ id: string; isOf: (uploader: UploaderIdentity) => Promise<boolean> } | null> {
  const [, id = '', mac = '', tag] = UPLOADER_TOKEN.exec(text) ?? [];
  if (tag === undefined || !(await deps.signer.verifyMac('link', `uploader:${id}`, mac))) return null;
  return { id, isOf: async (uploader) => (await uploaderTag(deps, uploader)) === tag };
}
