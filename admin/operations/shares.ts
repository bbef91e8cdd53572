/** Share links, as far as the library needs them. */
import type { z } from 'zod';
import type { Preflight, preflightInput, ShareLink, shareLinkInput } from '../../shared/contract/index.ts';
import { api, read } from '../api.ts';

export const issueShareLink = (json: z.input<typeof shareLinkInput>): Promise<ShareLink> =>
  read(api.shares.$post({ json }));

export const preflightShare = (json: z.input<typeof preflightInput>): Promise<Preflight> =>
  read(api.shares.preflight.$post({ json }));

export const revokeShare = (id: string): Promise<ShareLink> =>
  read(api.shares[':id'].state.$post({ param: { id }, json: { state: 'revoked' } }));
