/** Share links, their recipients, and what would not go out. */
import type { z } from 'zod';
import type {
  Page,
  Preflight,
  preflightInput,
  Recipient,
  RegisterRow,
  recipientsInput,
  ShareLink,
  shareChangesInput,
  shareLinkInput,
  shareLinkPatch,
  shareListQuery,
  TermsAcceptance,
  VanityAnswer,
} from '../../shared/contract/index.ts';
import { PAGE_SIZE_MAX } from '../../shared/contract/index.ts';
import { abortable, api, read, toQuery } from '../api.ts';

export type ShareQuery = Partial<z.infer<typeof shareListQuery>>;

/** Links and upload requests. */
export const listRegister = (query: ShareQuery, signal?: AbortSignal): Promise<Page<RegisterRow>> =>
  read(api.shares.register.$get({ query: toQuery({ limit: PAGE_SIZE_MAX, ...query }) }, abortable(signal)));

/** Address of the whole filtered register as a CSV file. */
export function registerFile(query: ShareQuery): string {
  return `/api/admin/shares/register.csv?${new URLSearchParams(toQuery(query))}`;
}

export const listOwners = (signal?: AbortSignal): Promise<{ id: string; name: string }[]> =>
  read(api.shares.owners.$get({}, abortable(signal)));

export const checkVanity = (
  name: string,
  except: string | undefined,
  signal?: AbortSignal,
): Promise<VanityAnswer> =>
  read(api.shares.vanity.$get({ query: { name, ...(except ? { except } : {}) } }, abortable(signal)));

export const listAcceptances = (
  id: string,
  cursor?: string,
  signal?: AbortSignal,
): Promise<Page<TermsAcceptance>> =>
  read(api.shares[':id'].acceptances.$get({ param: { id }, query: toQuery({ cursor }) }, abortable(signal)));

/** New ends or owners for many links, all of them or none. */
export const changeShares = (
  changes: z.input<typeof shareChangesInput>['changes'],
): Promise<{ changed: string[] }> => read(api.shares.change.$post({ json: { changes } }));

export const readShare = (id: string, signal?: AbortSignal): Promise<ShareLink> =>
  read(api.shares[':id'].$get({ param: { id } }, abortable(signal)));

export const issueShareLink = (json: z.input<typeof shareLinkInput>): Promise<ShareLink> =>
  read(api.shares.$post({ json }));

export const updateShare = (id: string, json: z.input<typeof shareLinkPatch>): Promise<ShareLink> =>
  read(api.shares[':id'].$patch({ param: { id }, json }));

export const preflightShare = (json: z.input<typeof preflightInput>): Promise<Preflight> =>
  read(api.shares.preflight.$post({ json }));

export const setShareState = (id: string, state: 'active' | 'off' | 'revoked'): Promise<ShareLink> =>
  read(api.shares[':id'].state.$post({ param: { id }, json: { state } }));

export const revokeShare = (id: string): Promise<ShareLink> => setShareState(id, 'revoked');

export const revokeShares = (shareLinkIds: string[]): Promise<{ revoked: string[] }> =>
  read(api.shares.revoke.$post({ json: { shareLinkIds } }));

export const duplicateShare = (id: string): Promise<ShareLink> =>
  read(api.shares[':id'].duplicate.$post({ param: { id } }));

export const inviteRecipients = (
  id: string,
  recipients: z.input<typeof recipientsInput>['recipients'],
): Promise<Recipient[]> => read(api.shares[':id'].recipients.$post({ param: { id }, json: { recipients } }));

export const changeRecipient = (
  id: string,
  recipientId: string,
  action: 'revoke' | 'resend' | 'restore',
): Promise<Recipient> =>
  read(api.shares[':id'].recipients[':recipientId'][':action'].$post({ param: { id, recipientId, action } }));
