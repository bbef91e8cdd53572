/** First run, sign-in and sign-out. */
import type { z } from 'zod';
import type { Me, setupInput, signInInput, updateMeInput } from '../../shared/contract/index.ts';
import { api, read } from '../api.ts';

export const readSession = (): Promise<Me> => read(api.me.$get());
export const signIn = (json: z.input<typeof signInInput>): Promise<Me> => read(api.session.$post({ json }));
export const signOut = (): Promise<unknown> => read(api.session.$delete());
export const setUp = (json: z.input<typeof setupInput>): Promise<Me> => read(api.setup.$post({ json }));
export const updateMe = (json: z.input<typeof updateMeInput>): Promise<Me> => read(api.me.$patch({ json }));
