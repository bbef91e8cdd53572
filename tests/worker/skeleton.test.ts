import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TestServer } from '../harness/server.ts';
import { startServer } from '../harness/server.ts';

describe('the built Workers', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startServer();
  });
  afterAll(() => server?.close());

  it('answers its liveness address', async () => {
    const response = await server.fetch('/healthz');
    expect(response.status).toBe(200);
  });

  it('renders the front door with a strict content security policy', async () => {
    const response = await server.fetch('/');
    expect(response.status).toBe(200);
    expect(await response.text()).toContain('<h1');
    const policy = response.headers.get('content-security-policy') ?? '';
    expect(policy).toContain("object-src 'none'");
    expect(policy).not.toContain('unsafe-inline');
  });

  it('answers every console address with the shell, and the shell loads its script', async () => {
    const response = await server.fetch('/admin/assets/ast_1');
    expect(response.status).toBe(200);
    const script = /src="(\/_astro\/[^"]+\.js)"/.exec(await response.text())?.[1];
    expect(script).toBeDefined();
    const bundle = await server.fetch(script ?? '');
    expect(bundle.status).toBe(200);
    expect(bundle.headers.get('content-type')).toContain('javascript');
    expect(bundle.headers.get('cache-control')).toContain('immutable');
    expect(bundle.headers.get('x-content-type-options')).toBe('nosniff');
  });

  it('reaches the database, the bucket, the queue, the upload object and the image engine', async () => {
    const env = await server.env();
    expect(await env.DB.prepare('SELECT 1 AS one').first('one')).toBe(1);
    await env.BUCKET.put('skeleton', 'bytes');
    expect(await (await env.BUCKET.get('skeleton'))?.text()).toBe('bytes');
    await env.JOBS.send({ kind: 'outbox' });
    const health = (await (await server.fetch('/healthz')).json()) as { ok: boolean; bindings: object };
    expect(health).toMatchObject({
      ok: true,
      bindings: { database: 'ok', objects: 'ok', engine: 'ok', queue: 'ok', uploads: 'ok' },
    });
    await server.tick();
  });
});
