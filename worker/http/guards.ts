/** Guards in front of routes: cross-site requests, signed-in people, permissions. */
import { createMiddleware } from 'hono/factory';
import type { Permission } from '../../shared/contract/users.ts';
import { roleAllows } from '../../shared/contract/users.ts';
import type { AppEnv } from './app-env.ts';
import { fail } from './errors.ts';

const SAFE_METHODS = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * Refuses state-changing requests from other sites: `Sec-Fetch-Site` where the browser sends it, otherwise the exact
 * `Origin`. A request with neither comes from a program, which holds no ambient cookies of ours unless it sends them itself.
 */
export const sameOriginWrites = createMiddleware<AppEnv>(async (c, next) => {
  if (!SAFE_METHODS.has(c.req.method)) {
    const site = c.req.header('sec-fetch-site');
    const origin = c.req.header('origin');
    const ownOrigin = c.get('caller').origin;
    // Pages under `no-referrer` post with the origin `null`; there the secret address itself shows where the form came from.
    const isCapability = origin === 'null' && /^\/[su]\//.test(c.req.path);
    const refused =
      site !== undefined
        ? site !== 'same-origin' && site !== 'none'
        : origin !== undefined && origin !== ownOrigin && !isCapability;
    if (refused) fail('origin_refused');
  }
  await next();
});

/** What a person sees is kept by no cache, not even their browser's after they have signed out. */
export const unkept = createMiddleware<AppEnv>(async (c, next) => {
  await next();
  if (!c.res.headers.has('cache-control')) c.header('cache-control', 'private, no-store');
});

/** Only signed-in people. */
export const signedIn = createMiddleware<AppEnv>(async (c, next) => {
  if (c.get('caller').role === null) fail('sign_in_required');
  await next();
});

/** Only people whose role grants `permission` (the one map in shared/contract/users.ts). */
export const may = (permission: Permission) =>
  createMiddleware<AppEnv>(async (c, next) => {
    const { role } = c.get('caller');
    if (role === null) fail('sign_in_required');
    if (!roleAllows(role, permission)) fail('permission_denied');
    await next();
  });
