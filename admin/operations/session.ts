/** First run, sign-in and sign-out. */
import type { z } from 'zod';
import type { Me, setupInput, signInInput, updateMeInput } from '../../shared/contract/index.ts';
import { call } from '../api.ts';

export const readSession = (): Promise<Me> => call('GET', '/session');
export const signIn = (input: z.input<typeof signInInput>): Promise<Me> =>
  call('POST', '/session', { json: input });
export const signOut = (): Promise<void> => call('DELETE', '/session');
export const setUp = (input: z.input<typeof setupInput>): Promise<Me> =>
  call('POST', '/setup', { json: input });
export const updateMe = (input: z.input<typeof updateMeInput>): Promise<Me> =>
  call('PATCH', '/me', { json: input });
