import type { z } from 'zod';
import type {
  createUserInput,
  Me,
  setupInput,
  signInInput,
  UserRow,
  updateMeInput,
  updateUserInput,
} from '../../../shared/contract/users.ts';
import type { Caller } from '../../http/app-env.ts';

export interface UserService {
  /** Whether the first administrator still has to be created. */
  setupState(): Promise<{ needed: boolean }>;
  setUp(caller: Caller, input: z.infer<typeof setupInput>): Promise<{ me: Me; cookies: string[] }>;
  signIn(caller: Caller, input: z.infer<typeof signInInput>): Promise<{ me: Me; cookies: string[] }>;
  signOut(headers: Headers): Promise<string[]>;
  /** The signed-in person behind a request's cookies, or null. */
  authenticate(headers: Headers): Promise<Me | null>;
  me(userId: string): Promise<Me>;
  updateMe(caller: Caller, input: z.infer<typeof updateMeInput>): Promise<Me>;
  list(): Promise<UserRow[]>;
  create(caller: Caller, input: z.infer<typeof createUserInput>): Promise<UserRow>;
  update(caller: Caller, id: string, input: z.infer<typeof updateUserInput>): Promise<UserRow>;
}
