import { createMiddleware } from 'hono/factory';
import { networkOf } from '../../shared/access/networks.ts';
import { negotiateLocale } from '../../shared/messages/index.ts';
import { toTerritory } from '../../shared/rights/index.ts';
import type { Env } from '../env.ts';
import { createServices } from '../services.ts';
import type { AppEnv } from './app-env.ts';
import type { Caller } from './caller.ts';

const VISITOR = { kind: 'visitor', id: null, name: 'Visitor' } as const;

/** Where a request comes from, ISO 3166-1 alpha-2, or null when unknown. */
export function territoryOf(request: Request, env: Env): string | null {
  const test = env.TEST_CLOCK === undefined ? null : request.headers.get('x-test-country');
  const edge = (request as { cf?: { country?: string } }).cf?.country;
  return toTerritory(test ?? edge ?? env.LOCAL_COUNTRY ?? null);
}

/** Builds the services, the caller and the request id; sets the headers every answer carries. */
export const requestContext = createMiddleware<AppEnv>(async (c, next) => {
  const services = createServices(c.env, c.req.header('x-test-clock-offset') ?? null);
  c.set('services', services);
  const url = new URL(c.req.url);
  const visitor: Caller = {
    actor: VISITOR,
    role: null,
    locale: negotiateLocale(c.req.header('accept-language') ?? null),
    timeZone: 'UTC',
    territory: territoryOf(c.req.raw, c.env),
    source: networkOf(c.req.header('cf-connecting-ip') ?? null),
    requestId: services.identifiers.next('request'),
    origin: c.env.PUBLIC_ORIGIN === '' ? url.origin : c.env.PUBLIC_ORIGIN,
    now: services.clock(),
  };
  const me = !(c.req.header('cookie') ?? '').includes('vitrine.session')
    ? null
    : await services.users.authenticate(c.req.raw.headers);
  c.set(
    'caller',
    me === null
      ? visitor
      : {
          ...visitor,
          actor: { kind: 'user', id: me.id, name: me.name },
          role: me.role,
          locale: me.locale === 'de' ? 'de' : 'en',
          timeZone: me.timeZone,
        },
  );
  await next();
  c.header('x-request-id', visitor.requestId);
  c.header('x-content-type-options', 'nosniff');
  // The address of a share link or an upload request is its key: no page tells it to another.
  const isCapability = /^\/[su]\//.test(url.pathname);
  c.header('referrer-policy', isCapability ? 'no-referrer' : 'strict-origin-when-cross-origin');
  if (isCapability) c.header('x-robots-tag', 'noindex, nofollow');
});
