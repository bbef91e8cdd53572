import type { z } from 'zod';
import type { Page } from '../../../shared/contract/page.ts';
import type {
  Preflight,
  preflightInput,
  Recipient,
  recipientsInput,
  ShareLink,
  ShareLinkInput,
  ShareLinkPatch,
  ShareView,
  shareListQuery,
} from '../../../shared/contract/shares.ts';
import type { Caller } from '../../http/app-env.ts';

export interface ShareService {
  list(caller: Caller, query: z.infer<typeof shareListQuery>): Promise<Page<ShareLink>>;
  get(caller: Caller, id: string): Promise<ShareLink>;
  issue(caller: Caller, input: ShareLinkInput): Promise<ShareLink>;
  update(caller: Caller, id: string, input: ShareLinkPatch): Promise<ShareLink>;
  setState(caller: Caller, id: string, state: 'active' | 'off' | 'revoked'): Promise<ShareLink>;
  revokeMany(caller: Caller, ids: readonly string[]): Promise<{ revoked: string[] }>;
  duplicate(caller: Caller, id: string): Promise<ShareLink>;
  preflight(caller: Caller, input: z.infer<typeof preflightInput>): Promise<Preflight>;
  invite(
    caller: Caller,
    id: string,
    invited: z.infer<typeof recipientsInput>['recipients'],
  ): Promise<Recipient[]>;
  changeRecipient(
    caller: Caller,
    id: string,
    recipientId: string,
    action: 'revoke' | 'resend' | 'restore',
  ): Promise<Recipient>;
  /** The page behind a token in any of its forms; never changes anything. */
  view(
    caller: Caller,
    token: string,
    cookies: string,
  ): Promise<{ view: ShareView; status: 200 | 401 | 403 | 404 | 410 | 451 }>;
}
