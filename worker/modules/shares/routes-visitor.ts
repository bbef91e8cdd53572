/**
 * What the holder of a link reaches. `{token}` is the long token, a vanity name or a recipient's token: all behave alike.
 *
 *   GET  /api/share/{token}                 ShareView; ?q ?kind ?after show a part of the files
 *   POST /api/share/{token}/gate            shareGateInput → ShareView, sets the gate's cookie
 *   POST /api/share/{token}/requests        shareAskInput → 204
 *   GET  /api/share/{token}/extension       ShareExtension: what the address in a mail would do
 *   POST /api/share/{token}/extension       does it
 *   GET  /s/{token}                         for a forged token only: the page that says so
 *   GET  /s/{token}/logo                    the logo of the link's pages
 *   GET  /s/{token}/r/{asset}/{segment}     preview bytes
 *   GET  /s/{token}/m/{asset}               a film or a recording, played on the page; Range, If-Range, HEAD
 *   POST /s/{token}/download                asset, preset (form fields or query) → 303 to the file; with `play` to the page
 *                                           that plays it, /s/{token}/d/{grant}/play
 *   GET  /api/share/{token}/plays/{grant}   what that page shows
 *   GET  /s/{token}/d/{grant}               the file; Range, If-Range, HEAD
 *   POST /s/{token}/zip                     asset (repeated; none, or `all`: everything), preset ('' or none: best of each),
 *                                           size[{kind}] (a preset, '' or none), part (2, size-2) → 303
 *   GET  /s/{token}/z/{grant}               the archive; Range, If-Range, HEAD
 *   GET  /api/share/{token}/archives/{grant}  how far an archive is that is being prepared; /s/{token}/z/{grant}/preparing
 *
 * Forms are urlencoded and need no script. `press` in them makes pressing twice one download. A browser whose form is
 * refused is sent back to the page, which says why; a program gets the problem.
 */
import { Hono } from 'hono';
import { z } from 'zod';
import { ASSET_KINDS } from '../../../shared/contract/assets.ts';
import { idOf } from '../../../shared/contract/identifiers.ts';
import { PROBLEMS } from '../../../shared/contract/problem.ts';
import {
  shareAskInput,
  shareExtensionInput,
  shareGateInput,
  sharePageQuery,
} from '../../../shared/contract/share-visits.ts';
import { BEST_SIZE, sizeField } from '../../../shared/shares/choice.ts';
import { parsePartWish } from '../../../shared/shares/parts.ts';
import type { AppContext, AppEnv } from '../../http/app-env.ts';
import { Failure, fail } from '../../http/errors.ts';
import { fieldsOf } from '../../http/forms.ts';
import { valid } from '../../http/validate.ts';
import { isBot } from '../delivery/index.ts';
import { retryAfterOf } from '../users/index.ts';
import type { ShareAnswer } from './visits.ts';

const token = z.string().min(1).max(200);
const byToken = valid('param', z.object({ token }));
const byGrant = valid('param', z.object({ token, grant: z.string().length(30) }));

const cookiesOf = (c: AppContext): string => c.req.header('cookie') ?? '';

function answerWith(c: AppContext, answer: ShareAnswer) {
  for (const cookie of answer.cookies) c.header('set-cookie', cookie, { append: true });
  c.header('cache-control', 'no-store');
  if (answer.status === 429) c.header('retry-after', String(retryAfterOf(answer.waitMs ?? 0)));
  return c.json(answer.view, answer.status);
}

/**
 * Whether nobody sees the answer: HEAD, and what a browser fetches before anybody has asked for it. A page that is drawn
 * beforehand may be shown without another request, so it counts.
 */
const isUnseen = ({ method, headers }: Request): boolean =>
  method === 'HEAD' || /^prefetch(?!.*prerender)/i.test(headers.get('sec-purpose') ?? '');

/** What the page of a link reads and posts. */
export const publicShareRoutes = new Hono<AppEnv>()
  .get('/:token', byToken, valid('query', sharePageQuery), async (c) =>
    answerWith(
      c,
      await c.get('services').shareVisits.view(c.get('caller'), c.req.valid('param').token, cookiesOf(c), {
        isBot: isBot(c.req.raw) || isUnseen(c.req.raw),
        query: c.req.valid('query'),
      }),
    ),
  )
  .post('/:token/gate', byToken, valid('json', shareGateInput), async (c) =>
    answerWith(
      c,
      await c
        .get('services')
        .shareVisits.passGate(c.get('caller'), c.req.valid('param').token, cookiesOf(c), c.req.valid('json')),
    ),
  )
  .get('/:token/extension', byToken, valid('query', shareExtensionInput), async (c) => {
    c.header('cache-control', 'no-store');
    return c.json(
      await c
        .get('services')
        .shareVisits.extension(c.get('caller'), c.req.valid('param').token, c.req.valid('query').proof),
    );
  })
  .post('/:token/extension', byToken, valid('json', shareExtensionInput), async (c) => {
    c.header('cache-control', 'no-store');
    return c.json(
      await c
        .get('services')
        .shareVisits.extend(c.get('caller'), c.req.valid('param').token, c.req.valid('json').proof),
    );
  })
  .get('/:token/archives/:grant', byGrant, async (c) => {
    c.header('cache-control', 'no-store');
    return c.json(await c.get('services').shareVisits.zipProgress(c.get('caller'), c.req.valid('param')));
  })
  .get('/:token/plays/:grant', byGrant, async (c) => {
    c.header('cache-control', 'no-store');
    return c.json(await c.get('services').shareVisits.play(c.get('caller'), c.req.valid('param')));
  })
  .post('/:token/requests', byToken, valid('json', shareAskInput), async (c) => {
    await c.get('services').shareVisits.ask(c.get('caller'), c.req.valid('param').token, c.req.valid('json'));
    return c.body(null, 204);
  });

/** Most fields a form may repeat. */
const SELECTION_MAX = 10_000;

const press = z
  .string()
  .regex(/^[\w-]{8,40}$/)
  .nullable();
const downloadForm = z.object({
  asset: idOf('asset'),
  preset: z.string().min(1).max(60),
  press,
});
const zipForm = z.object({
  assets: z.array(idOf('asset')).max(SELECTION_MAX),
  preset: z.string().max(60),
  byKind: z.partialRecord(z.enum(ASSET_KINDS), z.string().max(60)),
  part: z.string().transform((text, context) => {
    const part = parsePartWish(text);
    if (part === null) context.addIssue({ code: 'custom', message: 'no part' });
    return part ?? z.NEVER;
  }),
  press,
});

function parsed<Schema extends z.ZodType>(schema: Schema, value: unknown): z.output<Schema> {
  const result = schema.safeParse(value);
  return result.success ? result.data : fail('bad_request');
}

const isBrowser = (c: AppContext): boolean => (c.req.header('accept') ?? '').includes('text/html');

/** Sends a browser on to `reserve`'s address, or back to the page, which says why it was refused. */
async function sendOn(c: AppContext, base: string, reserve: () => Promise<string>): Promise<Response> {
  c.header('cache-control', 'no-store');
  try {
    return c.redirect(await reserve(), 303);
  } catch (error) {
    if (!isBrowser(c) || !(error instanceof Failure) || error.code === 'busy') throw error;
    return c.redirect(`${base}?refused=${error.code}`, 303);
  }
}

/**
 * Answers a file's address. Somebody who opens it in a browser when its time is over, or who was sent it by whoever pressed,
 * is led to the page of the link, which says why, whom to ask and where to press. Only where the browser says that it opens a
 * page: its download list, resuming, has to meet the refusal itself, else it keeps the page as the file.
 */
async function orToPage(
  c: AppContext,
  path: { token: string; grant: string },
  answer: () => Promise<Response>,
): Promise<Response> {
  try {
    return await answer();
  } catch (error) {
    const isOpened = c.req.header('sec-fetch-dest') === 'document' && c.req.header('range') === undefined;
    // What passes is answered as such: the same address may have the file in a moment.
    if (!isOpened || !isBrowser(c) || !(error instanceof Failure) || PROBLEMS[error.code] >= 500) throw error;
    c.header('cache-control', 'no-store');
    return c.redirect(`/s/${encodeURIComponent(path.token)}?refused=${error.code}`, 303);
  }
}

/** Bytes of a link, and the page of a token nobody issued; every other page is made further on. */
export const shareByteRoutes = new Hono<AppEnv>()
  .get('/:token', async (c, next) => {
    const { refusals } = c.get('services').shareVisits;
    const isPlain = c.req.header('cookie') === undefined && !c.req.url.includes('?');
    if (!isPlain || !(await refusals.isForged(c.req.param('token')))) return next();
    const page = refusals.recall(c.get('caller'));
    if (page !== null) return page;
    await next();
    if (c.res.status === 404 && c.req.raw.method === 'GET') await refusals.keep(c.get('caller'), c.res);
  })
  .get('/:token/logo', byToken, (c) =>
    c.get('services').shareVisits.logo(c.get('caller'), c.req.raw, c.req.valid('param').token),
  )
  .get(
    '/:token/r/:asset/:segment',
    valid('param', z.object({ token, asset: idOf('asset'), segment: z.string().min(1).max(256) })),
    (c) =>
      c.get('services').shareVisits.preview(c.get('caller'), c.req.raw, c.req.valid('param'), cookiesOf(c)),
  )
  .get('/:token/m/:asset', valid('param', z.object({ token, asset: idOf('asset') })), (c) =>
    c.get('services').shareVisits.media(c.get('caller'), c.req.raw, c.req.valid('param'), cookiesOf(c)),
  )
  .post('/:token/download', byToken, (c) => {
    const path = c.req.valid('param');
    return sendOn(c, `/s/${encodeURIComponent(path.token)}`, async () => {
      const fields = await fieldsOf(c);
      const form = parsed(downloadForm, {
        asset: fields.get('asset'),
        preset: fields.get('preset') ?? (fields.has('play') ? 'original' : null),
        press: fields.get('press'),
      });
      return c
        .get('services')
        .shareVisits.reserve(
          c.get('caller'),
          { token: path.token, plays: fields.has('play'), ...form },
          cookiesOf(c),
        );
    });
  })
  .get('/:token/d/:grant', byGrant, (c) =>
    orToPage(c, c.req.valid('param'), () =>
      c.get('services').shareVisits.file(c.get('caller'), c.req.raw, c.req.valid('param')),
    ),
  )
  .post('/:token/zip', byToken, (c) => {
    const path = c.req.valid('param');
    return sendOn(c, `/s/${encodeURIComponent(path.token)}`, async () => {
      const fields = await fieldsOf(c);
      const { assets, preset, byKind, part, ...form } = parsed(zipForm, {
        // Everything, whatever is ticked.
        assets: fields.has('all') ? [] : [...fields.getAll('asset'), ...fields.getAll('assets[]')],
        preset: fields.get('preset') ?? fields.get('size') ?? BEST_SIZE,
        byKind: Object.fromEntries(
          ASSET_KINDS.flatMap((kind) => {
            const wish = fields.get(sizeField(kind));
            return wish === null ? [] : [[kind, wish]];
          }),
        ),
        part: fields.get('part') ?? '1',
        press: fields.get('press'),
      });
      return c.get('services').shareVisits.reserveZip(
        c.get('caller'),
        {
          token: path.token,
          wish: { assets, sizes: { every: preset, byKind }, part },
          press: form.press,
          isBrowser: isBrowser(c),
        },
        cookiesOf(c),
      );
    });
  })
  .get('/:token/z/:grant', byGrant, (c) =>
    orToPage(c, c.req.valid('param'), () =>
      c.get('services').shareVisits.zip(c.get('caller'), c.req.raw, c.req.valid('param')),
    ),
  );
