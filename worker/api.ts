import { Hono } from 'hono';
import type { Env } from './env.ts';

/** The whole route table and middleware order. Pages are mounted after it by worker/index.ts. */
export function createApi() {
  const app = new Hono<{ Bindings: Env }>();
  app.get('/healthz', (c) => c.json({ ok: true }));
  return app;
}
