import { Hono } from 'hono';
import type { AppContext, AppEnv } from '../../http/app-env.ts';
import { fail } from '../../http/errors.ts';
import { may } from '../../http/guards.ts';
import { tusCapabilities } from './tus/protocol.ts';

/** `/uploads`: tus 1.0 for people of the console. Upload requests answer under their own address. */
const BASE_PATH = '/uploads';

function receive(c: AppContext, uploadId: string | null): Promise<Response> {
  const caller = c.get('caller');
  if (caller.actor.id === null) fail('sign_in_required');
  return c.get('services').ingest.receive({
    request: c.req.raw,
    caller,
    owner: { kind: 'user', userId: caller.actor.id },
    basePath: BASE_PATH,
    uploadId,
  });
}

export const tusRoutes = new Hono<AppEnv>()
  .options('/', () => tusCapabilities())
  .options('/:id', () => tusCapabilities())
  .all('/', may('asset:write'), (c) => receive(c, null))
  .all('/:id', may('asset:write'), (c) => receive(c, c.req.param('id')));
