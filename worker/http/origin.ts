import { createMiddleware } from 'hono/factory';
import type { AppEnv } from './app-env.ts';

/**
 * Notes where the console is reached, before something is made that mail will tell of when no request is at hand to say it.
 * Stands after `may`: only somebody who is signed in and may make it says where.
 */
export const noteOrigin = createMiddleware<AppEnv>(async (c, next) => {
  await c.get('services').settings.noteOrigin(c.get('caller'));
  await next();
});
