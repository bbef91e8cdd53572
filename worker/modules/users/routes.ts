import { Hono } from 'hono';
import { z } from 'zod';
import {
  createUserInput,
  setupInput,
  signInInput,
  updateMeInput,
  updateUserInput,
} from '../../../shared/contract/users.ts';
import type { AppEnv } from '../../http/app-env.ts';
import { fail } from '../../http/errors.ts';
import { may, signedIn } from '../../http/guards.ts';
import { valid } from '../../http/validate.ts';

/** First run, sign-in and sign-out: the only routes of the console open to strangers. */
export const sessionRoutes = new Hono<AppEnv>()
  .get('/setup', async (c) => c.json(await c.get('services').users.setupState()))
  .post('/setup', valid('json', setupInput), async (c) => {
    const { me, cookies } = await c.get('services').users.setUp(c.get('caller'), c.req.valid('json'));
    for (const cookie of cookies) c.header('set-cookie', cookie, { append: true });
    return c.json(me, 201);
  })
  .post('/session', valid('json', signInInput), async (c) => {
    const { me, cookies } = await c
      .get('services')
      .users.signIn(c.get('caller'), c.req.valid('json'), c.req.header('cookie') ?? '');
    for (const cookie of cookies) c.header('set-cookie', cookie, { append: true });
    return c.json(me);
  })
  .delete('/session', async (c) => {
    const cookies = await c.get('services').users.signOut(c.req.raw.headers);
    for (const cookie of cookies) c.header('set-cookie', cookie, { append: true });
    return c.json({ ok: true });
  })
  .get('/me', signedIn, async (c) => {
    const { actor } = c.get('caller');
    if (actor.id === null) fail('sign_in_required');
    return c.json(await c.get('services').users.me(actor.id));
  })
  .patch('/me', signedIn, valid('json', updateMeInput), async (c) =>
    c.json(await c.get('services').users.updateMe(c.get('caller'), c.req.valid('json'))),
  );

export const userRoutes = new Hono<AppEnv>()
  .get('/', may('user:manage'), async (c) => c.json(await c.get('services').users.list()))
  .post('/', may('user:manage'), valid('json', createUserInput), async (c) =>
    c.json(await c.get('services').users.create(c.get('caller'), c.req.valid('json')), 201),
  )
  .patch(
    '/:id',
    may('user:manage'),
    valid('param', z.object({ id: z.string().max(64) })),
    valid('json', updateUserInput),
    async (c) =>
      c.json(
        await c.get('services').users.update(c.get('caller'), c.req.valid('param').id, c.req.valid('json')),
      ),
  );
