import { Hono } from 'hono';
import { z } from 'zod';
import { idOf, slugSchema } from '../../../shared/contract/identifiers.ts';
import { portalInput, portalPatch, portalSearchQuery } from '../../../shared/contract/portals.ts';
import type { AppContext, AppEnv } from '../../http/app-env.ts';
import { Failure, fail } from '../../http/errors.ts';
import { fieldsOf } from '../../http/forms.ts';
import { may } from '../../http/guards.ts';
import { valid } from '../../http/validate.ts';
import { ARCHIVE_FILES_MAX } from './archive.ts';
import type { PublicAnswer } from './pages.ts';

const byId = valid('param', z.object({ id: idOf('portal') }));

/** Portals in the console. */
export const portalRoutes = new Hono<AppEnv>()
  .get('/', may('asset:read'), async (c) => c.json(await c.get('services').portals.list(c.get('caller'))))
  .post('/', may('portal:write'), valid('json', portalInput), async (c) =>
    c.json(await c.get('services').portals.create(c.get('caller'), c.req.valid('json')), 201),
  )
  .get('/:id', may('asset:read'), byId, async (c) =>
    c.json(await c.get('services').portals.get(c.get('caller'), c.req.valid('param').id)),
  )
  .patch('/:id', may('portal:write'), byId, valid('json', portalPatch), async (c) =>
    c.json(
      await c.get('services').portals.update(c.get('caller'), c.req.valid('param').id, c.req.valid('json')),
    ),
  )
  .post('/:id/publish', may('portal:publish'), byId, async (c) =>
    c.json(await c.get('services').portals.publish(c.get('caller'), c.req.valid('param').id)),
  )
  .post('/:id/state', may('portal:publish'), byId, valid('json', z.object({ off: z.boolean() })), async (c) =>
    c.json(
      await c
        .get('services')
        .portals.setOff(c.get('caller'), c.req.valid('param').id, c.req.valid('json').off),
    ),
  )
  .delete('/:id', may('portal:publish'), byId, async (c) =>
    c.json(await c.get('services').portals.remove(c.get('caller'), c.req.valid('param').id)),
  );

/**
 * How the console looks at a portal as somebody else, and at its draft. Ignored for everyone without `portal:write`.
 * `at` is Unix milliseconds.
 */
const viewQuery = z.object({
  draft: z.literal('1').optional(),
  territory: z.string().max(2).optional(),
  at: z.coerce.number().int().optional(),
});
const bySlug = valid('param', z.object({ portal: slugSchema }));

/** The page, or a problem whose `context.denial` is the `DenialView`, so that what stands in its place can explain itself. */
function pageOf<View>(answer: PublicAnswer<View>): View {
  if (answer.ok) return answer.view;
  return fail(answer.denial.answer, { context: { denial: answer.denial } });
}

/** Nothing here outlives the decision it was made by. */
const UNKEPT = { 'cache-control': 'private, no-store' };

/** What visitors read. */
export const publicPortalRoutes = new Hono<AppEnv>()
  .use('*', async (c, next) => {
    await next();
    c.header('cache-control', UNKEPT['cache-control']);
  })
  .get('/', async (c) => c.json(await c.get('services').portals.front(c.get('caller'))))
  .get('/:portal', bySlug, valid('query', viewQuery), async (c) => {
    const answer = await c
      .get('services')
      .portals.home(c.get('caller'), c.req.valid('param').portal, c.req.valid('query'));
    return c.json(pageOf(answer));
  })
  .get('/:portal/search', bySlug, valid('query', portalSearchQuery.extend(viewQuery.shape)), async (c) => {
    const answer = await c
      .get('services')
      .portals.search(c.get('caller'), c.req.valid('param').portal, c.req.valid('query'));
    return c.json(pageOf(answer));
  })
  .get(
    '/:portal/collections/:collection',
    valid('param', z.object({ portal: slugSchema, collection: slugSchema })),
    valid(
      'query',
      viewQuery.extend({
        cursor: z.string().max(400).optional(),
        limit: z.coerce.number().int().min(1).max(60).default(40),
      }),
    ),
    async (c) => {
      const { portal, collection } = c.req.valid('param');
      const answer = await c
        .get('services')
        .portals.collection(c.get('caller'), portal, collection, c.req.valid('query'));
      return c.json(pageOf(answer));
    },
  )
  .get(
    '/:portal/assets/:id',
    valid('param', z.object({ portal: slugSchema, id: idOf('asset') })),
    valid('query', viewQuery.extend({ collection: slugSchema.optional() })),
    async (c) => {
      const { portal, id } = c.req.valid('param');
      const answer = await c.get('services').portals.asset(c.get('caller'), portal, id, c.req.valid('query'));
      return c.json(pageOf(answer));
    },
  )
  .get(
    '/:portal/guidelines/:slug',
    valid('param', z.object({ portal: slugSchema, slug: slugSchema })),
    valid('query', viewQuery),
    async (c) => {
      const { portal, slug } = c.req.valid('param');
      const answer = await c
        .get('services')
        .portals.guideline(c.get('caller'), portal, slug, c.req.valid('query'));
      return c.json(pageOf(answer));
    },
  );

/** Where a browser goes back to: the page it came from, when that is one of this portal's. */
function pageBefore(c: AppContext, portal: string): string {
  const home = `/p/${portal}`;
  const from = URL.parse(c.req.header('referer') ?? '');
  const isOurs =
    from !== null &&
    from.origin === c.get('caller').origin &&
    (from.pathname === home || from.pathname.startsWith(`${home}/`));
  return isOurs ? `${from.pathname}${from.search}` : home;
}

const archiveFields = z.object({
  assetIds: z.array(idOf('asset')).max(ARCHIVE_FILES_MAX),
  collection: slugSchema.nullable(),
  preset: z.string().max(40),
});

/**
 * Archives of a portal.
 *
 *   POST /p/{portal}/zip           asset (repeated, from the tray) or collection; preset or size ('' or none: best of each) → 303
 *   GET  /p/{portal}/zip/{grant}   the archive; Range, If-Range, HEAD
 *
 * The form is urlencoded and needs no script. A browser whose form is refused is sent back to the page it came from, or, where
 * its network has had its archives, gets the page that says so; a program gets the problem.
 */
export const portalArchiveRoutes = new Hono<AppEnv>()
  .post('/:portal/zip', bySlug, valid('query', viewQuery), async (c, next) => {
    c.header('cache-control', 'no-store');
    const { portal } = c.req.valid('param');
    try {
      const fields = await fieldsOf(c);
      const collection = fields.get('collection');
      const wish = archiveFields.safeParse({
        // What is no id names nothing, and is passed over like the id of nothing.
        assetIds: [...new Set(fields.getAll('asset'))].filter((id) => idOf('asset').safeParse(id).success),
        collection: collection === '' ? null : collection,
        preset: fields.get('preset') ?? fields.get('size') ?? '',
      });
      if (!wish.success) return fail('bad_request');
      const { portalArchives } = c.get('services');
      return c.redirect(
        await portalArchives.reserve(c.get('caller'), portal, wish.data, c.req.valid('query')),
        303,
      );
    } catch (error) {
      const isBrowser = (c.req.header('accept') ?? '').includes('text/html');
      if (!isBrowser || !(error instanceof Failure) || error.code === 'busy') throw error;
      if (error.code === 'too_many_attempts') {
        await next();
        for (const [name, value] of Object.entries(error.details.headers ?? {})) c.header(name, value);
        return c.res;
      }
      return c.redirect(pageBefore(c, portal), 303);
    }
  })
  .get(
    '/:portal/zip/:grant',
    valid('param', z.object({ portal: slugSchema, grant: z.string().max(2000) })),
    valid('query', viewQuery),
    (c) =>
      c
        .get('services')
        .portalArchives.archive(c.get('caller'), c.req.raw, c.req.valid('param'), c.req.valid('query')),
  );

/** What programs read about portals, at the addresses they look for it. */
export const portalFeedRoutes = new Hono<AppEnv>()
  .get('/p/:portal/feed.xml', bySlug, async (c) => {
    const feed = await c.get('services').portals.feed(c.get('caller'), c.req.valid('param').portal);
    if (feed === null) fail('not_found');
    return c.body(feed, 200, { 'content-type': 'application/atom+xml; charset=utf-8', ...UNKEPT });
  })
  .get('/sitemap.xml', async (c) =>
    c.body(await c.get('services').portals.sitemap(c.get('caller')), 200, {
      'content-type': 'application/xml; charset=utf-8',
      ...UNKEPT,
    }),
  )
  .get('/robots.txt', (c) => c.text(c.get('services').portals.robots(c.get('caller'))));
