/** Who is signed in. `undefined` until the server has answered, null when nobody is. */
import { signal } from '@preact/signals';
import type { Me, Permission } from '../../shared/contract/index.ts';
import { ApiError, whenSignedOut } from '../api.ts';
import { readSession, signIn as requestSignIn, signOut as requestSignOut } from '../operations/session.ts';
import { adoptProfile } from './locale.ts';
import { forgetResources } from './resource.ts';

export const me = signal<Me | null | undefined>(undefined);
/** Why the sign-in page is shown, if it was not asked for. */
export const signedOutBecause = signal<'expired' | 'left' | null>(null);
/** Set when the first question could not be answered. */
export const sessionError = signal<ApiError | null>(null);

whenSignedOut(() => {
  if (me.peek()) {
    signedOutBecause.value = 'expired';
    me.value = null;
  }
});

/** Asks the server once at start. */
export async function loadSession(): Promise<void> {
  sessionError.value = null;
  try {
    adopt(await readSession());
  } catch (error) {
    if (error instanceof ApiError && error.status === 401) me.value = null;
    else sessionError.value = error instanceof ApiError ? error : new ApiError(0, null);
  }
}

export async function signIn(email: string, password: string): Promise<void> {
  adopt(await requestSignIn({ email, password }));
}

export function adopt(person: Me): void {
  forgetResources();
  adoptProfile(person);
  signedOutBecause.value = null;
  me.value = person;
}

export async function signOut(): Promise<void> {
  await requestSignOut();
  forgetResources();
  signedOutBecause.value = 'left';
  me.value = null;
}

/** Whether the signed-in person may; the server decides again on every request. */
export function may(permission: Permission): boolean {
  return me.value?.permissions.includes(permission) ?? false;
}
