import { createMiddleware } from 'hono/factory';
import { negotiateLocale } from '../../shared/messages/index.ts';
import { toTerritory } from '../../shared/rights/index.ts';
import { createServices } from '../services.ts';
import type { AppEnv, Caller } from './app-env.ts';

const VISITOR = { kind: 'visitor', id: null, name: 'Visitor' } as const;

/** Builds the services, the caller and the request id; sets the headers every answer carries. */
export const requestContext = createMiddleware<AppEnv>(async (c, next) => {
  const services = createServices(c.env, c.req.header('x-test-clock-offset') ?? null);
  c.set('services', services);
  const url = new URL(c.req.url);
  const testCountry = c.env.TEST_CLOCK === undefined ? undefined : c.req.header('x-test-country');
  const edgeCountry = (c.req.raw as { cf?: { country?: string } }).cf?.country;
  const country = testCountry ?? edgeCountry ?? c.env.LOCAL_COUNTRY ?? null;
  const visitor: Caller = {
    actor: VISITOR,
    role: null,
    locale: negotiateLocale(c.req.header('accept-language') ?? null),
    timeZone: 'UTC',
    territory: toTerritory(country),
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
  c.header('referrer-policy', 'strict-origin-when-cross-origin');
});
