/**
 * Entry of the gateway Worker: fetch, queue, scheduled and the Durable Object classes. The only file that knows
 * Astro; nothing imports it.
 *
 * Pages and the API share one Hono app, so every middleware of `createApi()` (request id, security headers, session)
 * also wraps pages and static files. What a page needs from the request is handed over in `Astro.locals`
 * (`App.Locals`, declared in portal/env.d.ts); pages read data through `locals.fetchApi`, which runs the same app in
 * process, so rights are enforced behind one door.
 */
import { cf } from '@astrojs/cloudflare/hono';
import { astro, getFetchState } from 'astro/hono';
import type { Context } from 'hono';
import { createApi } from './api.ts';
import type { Env, JobMessage } from './env.ts';
import { territoryOf } from './http/request-context.ts';
import { createServices } from './services.ts';

export { UploadSession } from './platform/durable-objects/upload-session.ts';

const app = createApi();

function pageLocals(c: Context): App.Locals {
  return {
    fetchApi: async (request) => {
      const inner = new Request(request, c.req.raw.cf ? { cf: c.req.raw.cf } : undefined);
      if (c.env.TEST_CLOCK) {
        c.req.raw.headers.forEach((value, name) => {
          if (name.startsWith('x-test-')) inner.headers.set(name, value);
        });
      }
      return app.fetch(inner, c.env, c.executionCtx);
    },
  };
}

app.use('*', async (c, next) => {
  // Astro's state for this request must exist before `cf()` runs, because that is where it takes `locals` from.
  Object.assign(getFetchState(c).locals, pageLocals(c));
  await next();
});
app.use('*', cf());
app.use('*', astro());

/** Built scripts and styles: named by their content, the same for everyone, so no session is looked up for them. */
async function serveBuiltFile(request: Request, env: Env): Promise<Response> {
  const stored = await env.ASSETS.fetch(request);
  const response = new Response(stored.body, stored);
  response.headers.set('x-content-type-options', 'nosniff');
  response.headers.set('cross-origin-resource-policy', 'same-origin');
  return response;
}

/** A hot-link that was answered moments ago, decided anew; null sends it through the whole table of routes. */
function answerWarm(request: Request, env: Env): Response | null {
  const offset = env.TEST_CLOCK === undefined ? null : request.headers.get('x-test-clock-offset');
  const { hotLane, clock } = createServices(env, offset);
  return hotLane.answer(request, () => territoryOf(request, env), clock());
}

export default {
  fetch(request, env, context) {
    // Only a hint: what is remembered is found by its whole address.
    if (request.url.includes('/i/')) {
      const warm = answerWarm(request, env);
      if (warm !== null) return warm;
    }
    const { pathname } = new URL(request.url);
    return pathname.startsWith('/_astro/') ? serveBuiltFile(request, env) : app.fetch(request, env, context);
  },
  async queue(_batch, env) {
    // The messages only ring; one round serves them all, and a failing job is tried again from its row.
    await createServices(env).jobs.runDue();
  },
  async scheduled(controller, env) {
    const offset = env.TEST_CLOCK ? String(controller.scheduledTime - Date.now()) : null;
    const services = createServices(env, offset);
    try {
      await services.jobs.runDue();
    } finally {
      // What ends by itself ends in its minute, whatever became of the jobs.
      await services.sweep(services.clock());
    }
  },
} satisfies ExportedHandler<Env, JobMessage>;
