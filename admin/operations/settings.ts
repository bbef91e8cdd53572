/** The brand's settings, the people, and the mails that were kept instead of sent. */
import type { z } from 'zod';
import type {
  createUserInput,
  KeptMail,
  Page,
  Settings,
  UserRow,
  updateUserInput,
} from '../../shared/contract/index.ts';
import { abortable, api, read, toQuery } from '../api.ts';

export const readSettings = (signal?: AbortSignal): Promise<Settings> =>
  // JSON has no undefined: what is not there is absent.
  read(api.settings.$get({}, abortable(signal))) as Promise<Settings>;

export const updateSettings = (json: Partial<Settings>): Promise<Settings> =>
  read(api.settings.$patch({ json })) as Promise<Settings>;

export const listUsers = (signal?: AbortSignal): Promise<UserRow[]> =>
  read(api.users.$get({}, abortable(signal)));

export const createUser = (json: z.input<typeof createUserInput>): Promise<UserRow> =>
  read(api.users.$post({ json }));

export const updateUser = (id: string, json: z.input<typeof updateUserInput>): Promise<UserRow> =>
  read(api.users[':id'].$patch({ param: { id }, json }));

export const listMails = (cursor?: string, signal?: AbortSignal): Promise<Page<KeptMail>> =>
  read(api.mails.$get({ query: toQuery({ cursor }) }, abortable(signal)));
