/** What Hono carries through a request: bindings, services, who asks, and the session. */
import type { Context } from 'hono';
import type { Env } from '../env.ts';
import type { Services } from '../services.ts';
import type { Caller } from './caller.ts';

export interface AppEnv {
  Bindings: Env;
  Variables: { services: Services; caller: Caller; sessionToken: string | null };
}
export type AppContext = Context<AppEnv>;
