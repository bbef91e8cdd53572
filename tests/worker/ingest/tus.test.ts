/** The tus protocol at `/uploads`, case by case, and tus-js-client unmodified. */
import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { UPLOAD_PART_BYTES, UPLOAD_SIZE_MAX } from '../../../shared/contract/uploads.ts';
import { sha256 } from '../../harness/bytes.ts';
import { signInAdministrator, type Uploader } from '../../harness/console.ts';
import { signInOverHttp } from '../../harness/people.ts';
import { startServer, type TestServer } from '../../harness/server.ts';

let server: TestServer;
let person: Uploader;
beforeAll(async () => {
  server = await startServer();
  person = await signInAdministrator(server);
});
afterAll(() => server?.close());

const tus = { 'tus-resumable': '1.0.0' };
const octets = { ...tus, 'content-type': 'application/offset+octet-stream' };
const base64 = (text: string) => Buffer.from(text).toString('base64');
const named = (name: string) => `filename ${base64(name)}`;

function create(length: number, headers: Record<string, string> = {}, body?: Uint8Array) {
  return person.fetch('/uploads', {
    method: 'POST',
    headers: { ...tus, 'upload-length': String(length), 'upload-metadata': named('notes.txt'), ...headers },
    body: body as BodyInit,
  });
}
async function created(length: number): Promise<string> {
  const response = await create(length);
  expect(response.status).toBe(201);
  return response.headers.get('location') ?? '';
}
const patch = (path: string, offset: number, body: Uint8Array, headers: Record<string, string> = {}) =>
  person.fetch(path, {
    method: 'PATCH',
    headers: { ...octets, 'upload-offset': String(offset), ...headers },
    body: body as BodyInit,
  });
const head = (path: string) => person.fetch(path, { method: 'HEAD', headers: tus });
async function offsetOf(path: string): Promise<number> {
  return Number((await head(path)).headers.get('upload-offset'));
}
async function storedDigest(path: string): Promise<string> {
  const { BUCKET } = await server.env();
  const object = await BUCKET.get(`originals/${path.split('/').at(-1)}`);
  if (object === null) throw new Error('not stored');
  return sha256(await object.arrayBuffer());
}

describe('discovery and refusals', () => {
  it('names version, extensions and the largest size', async () => {
    const response = await server.fetch('/uploads', { method: 'OPTIONS' });
    expect(response.status).toBe(204);
    expect(response.headers.get('tus-version')).toBe('1.0.0');
    expect(response.headers.get('tus-extension')).toBe(
      'creation,creation-with-upload,termination,expiration',
    );
    expect(Number(response.headers.get('tus-max-size'))).toBe(UPLOAD_SIZE_MAX);
  });

  it('takes nothing from strangers or from other sites', async () => {
    const stranger = await server.fetch('/uploads', {
      method: 'POST',
      headers: { ...tus, 'upload-length': '3' },
    });
    expect(stranger.status).toBe(401);
    const foreign = await create(3, { origin: 'https://elsewhere.example' });
    expect(foreign.status).toBe(403);
  });

  it('answers 412 to another version, with the versions it speaks', async () => {
    const path = await created(3);
    for (const version of ['0.2.2', '']) {
      const response = await person.fetch(path, {
        method: 'HEAD',
        headers: version ? { 'tus-resumable': version } : {},
      });
      expect(response.status).toBe(412);
      expect(response.headers.get('tus-version')).toBe('1.0.0');
    }
  });

  it.each([
    ['no length', { 'upload-length': '' }, 400],
    ['a negative length', { 'upload-length': '-1' }, 400],
    ['a deferred length', { 'upload-length': '', 'upload-defer-length': '1' }, 400],
    ['more than may be uploaded', { 'upload-length': String(UPLOAD_SIZE_MAX + 1) }, 413],
    ['metadata that is not Base64', { 'upload-metadata': 'filename !!!' }, 400],
    ['metadata without a name', { 'upload-metadata': 'type dGV4dA==' }, 400],
    [
      'an asset that does not exist',
      { 'upload-metadata': `${named('a.jpg')},assetId ${base64(`ast_${'0'.repeat(26)}`)}` },
      404,
    ],
  ])('refuses to create with %s', async (_what, headers, status) => {
    const response = await create(3, headers);
    expect(response.status).toBe(status);
    expect(response.headers.get('tus-resumable')).toBe('1.0.0');
  });

  it('knows neither made-up uploads nor those of somebody else', async () => {
    expect((await head(`/uploads/upl_${'0'.repeat(26)}`)).status).toBe(404);
    const path = await created(3);
    const invited = await person.fetch('/api/admin/users', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        name: 'Cora',
        email: 'cora@brand.example',
        password: 'correct horse battery',
        role: 'curator',
      }),
    });
    expect(invited.status).toBe(201);
    const cora = await signInOverHttp(server, 'cora@brand.example', 'correct horse battery');
    expect((await cora.fetch(path, { method: 'HEAD', headers: tus })).status).toBe(404);
  });
});

describe('appending', () => {
  it('counts what is durable, resumes there, and is never cached', async () => {
    const path = await created(6);
    const first = await patch(path, 0, Buffer.from('abc'));
    expect(first.status).toBe(204);
    expect(first.headers.get('upload-offset')).toBe('3');
    expect(Date.parse(first.headers.get('upload-expires') ?? '')).toBeGreaterThan(Date.now());
    const state = await head(path);
    expect(state.status).toBe(200);
    expect(state.headers.get('cache-control')).toBe('no-store');
    expect(state.headers.get('upload-offset')).toBe('3');
    expect(state.headers.get('upload-length')).toBe('6');
    const last = await patch(path, 3, Buffer.from('def'));
    expect(last.headers.get('upload-offset')).toBe('6');
    expect(await offsetOf(path)).toBe(6);
  });

  it('answers 409 to a wrong offset and changes nothing', async () => {
    const path = await created(6);
    await patch(path, 0, Buffer.from('abc'));
    for (const offset of [0, 2, 4, 6]) {
      expect((await patch(path, offset, Buffer.from('xyz').subarray(0, 6 - offset))).status).toBe(409);
    }
    expect(await offsetOf(path)).toBe(3);
  });

  it('answers 415 without the media type, 400 without an offset, 413 to more bytes than declared', async () => {
    const path = await created(3);
    expect((await patch(path, 0, Buffer.from('abc'), { 'content-type': 'text/plain' })).status).toBe(415);
    expect((await patch(path, 0, Buffer.from('abc'), { 'upload-offset': 'one' })).status).toBe(400);
    expect((await patch(path, 0, Buffer.from('abcd'))).status).toBe(413);
    const chunked = await fetch(new URL(path, server.origin), {
      method: 'PATCH',
      headers: { ...octets, cookie: person.cookie, 'upload-offset': '0' },
      body: new ReadableStream({
        start(controller) {
          controller.enqueue(Buffer.from('abcd'));
          controller.close();
        },
      }),
      duplex: 'half',
    } as RequestInit);
    expect(chunked.status).toBe(413);
    expect(await offsetOf(path)).toBe(0);
  });

  it('lets one of two concurrent requests win', async () => {
    const body = randomBytes(UPLOAD_PART_BYTES + 1000);
    const path = await created(body.length);
    const answers = await Promise.all([patch(path, 0, body), patch(path, 0, body), patch(path, 0, body)]);
    const statuses = answers.map((answer) => answer.status).toSorted();
    expect(statuses[0]).toBe(204);
    expect(statuses.slice(1).every((status) => status === 409 || status === 423)).toBe(true);
    expect(await storedDigest(path)).toBe(sha256(body));
  });

  it('takes bytes with the creation, and an empty file at once', async () => {
    const response = await create(3, { 'content-type': octets['content-type'] }, Buffer.from('abc'));
    expect(response.status).toBe(201);
    expect(response.headers.get('upload-offset')).toBe('3');
    const empty = await create(0);
    expect(empty.headers.get('upload-offset')).toBe('0');
    const status = await person.outcome((empty.headers.get('location') ?? '').split('/').at(-1) ?? '');
    expect(status).toMatchObject({ state: 'failed', detail: 'The file is empty.' });
  });

  it('obeys X-HTTP-Method-Override', async () => {
    const path = await created(3);
    const response = await person.fetch(path, {
      method: 'POST',
      headers: { ...octets, 'x-http-method-override': 'PATCH', 'upload-offset': '0' },
      body: 'abc',
    });
    expect(response.status).toBe(204);
  });

  it('puts pieces of every size together again, across parts', async () => {
    const body = randomBytes(2 * UPLOAD_PART_BYTES + 123_457);
    const path = await created(body.length);
    const pieces = [1, 70_000, UPLOAD_PART_BYTES - 70_001, 5, UPLOAD_PART_BYTES, 100_000];
    let offset = 0;
    for (const size of [...pieces, body.length]) {
      const piece = body.subarray(offset, Math.min(body.length, offset + size));
      const response = await patch(path, offset, piece);
      expect(response.status).toBe(204);
      offset += piece.length;
      expect(Number(response.headers.get('upload-offset'))).toBe(offset);
    }
    expect(await storedDigest(path)).toBe(sha256(body));
  });

  it('keeps what arrived before the line broke', async () => {
    const body = randomBytes(UPLOAD_PART_BYTES + 500_000);
    const path = await created(body.length);
    const stop = new AbortController();
    let sent = 0;
    const broken = fetch(new URL(path, server.origin), {
      method: 'PATCH',
      headers: { ...octets, cookie: person.cookie, 'upload-offset': '0' },
      body: new ReadableStream({
        async pull(controller) {
          if (sent >= UPLOAD_PART_BYTES + 200_000) return stop.abort();
          controller.enqueue(body.subarray(sent, sent + 100_000));
          sent += 100_000;
        },
      }),
      duplex: 'half',
      signal: stop.signal,
    } as RequestInit);
    await expect(broken).rejects.toThrow();
    // Until all that was sent is taken in: to ask for the offset would end that, and another piece is told to wait.
    await expect.poll(async () => (await patch(path, body.length, Buffer.alloc(0))).status).toBe(409);
    const offset = await offsetOf(path);
    expect(offset).toBeGreaterThanOrEqual(UPLOAD_PART_BYTES);
    expect((await patch(path, offset, body.subarray(offset))).status).toBe(204);
    expect(await storedDigest(path)).toBe(sha256(body));
  });
});

describe('ends', () => {
  it('removes an upload that is terminated, and nothing of it stays', async () => {
    const path = await created(UPLOAD_PART_BYTES * 2);
    await patch(path, 0, randomBytes(UPLOAD_PART_BYTES + 10));
    expect((await person.fetch(path, { method: 'DELETE', headers: tus })).status).toBe(204);
    expect((await head(path)).status).toBe(404);
    const { BUCKET } = await server.env();
    expect((await BUCKET.list({ prefix: `uploads/${path.split('/').at(-1)}` })).objects).toEqual([]);
  });

  it('answers 410 after the end, and the sweep removes the rest', async () => {
    const path = await created(6);
    await patch(path, 0, Buffer.from('abc'));
    const { DB, BUCKET } = await server.env();
    await DB.prepare('UPDATE uploads SET expires_at = ? WHERE id = ?')
      .bind(Date.now() - 1, path.split('/').at(-1))
      .run();
    expect((await head(path)).status).toBe(410);
    expect((await patch(path, 3, Buffer.from('def'))).status).toBe(410);
    await server.tick();
    expect((await head(path)).status).toBe(404);
    expect((await BUCKET.list({ prefix: `uploads/${path.split('/').at(-1)}` })).objects).toEqual([]);
  });
});

describe('tus-js-client', () => {
  it('uploads in chunks, and the same file again is known', async () => {
    const body = randomBytes(3 * 1024 * 1024 + 17);
    const id = await person.upload(
      body,
      { filename: 'band.bin', relativePath: 'null' },
      { chunkSize: 1024 * 1024 },
    );
    const status = await person.outcome(id);
    expect(status).toMatchObject({ state: 'done', outcome: 'new', kind: 'other', verdict: 'no_preview' });
    expect(await storedDigest(`/uploads/${id}`)).toBe(sha256(body));
    const again = await person.outcome(await person.upload(body, { filename: 'copy.bin' }));
    expect(again).toMatchObject({ state: 'done', outcome: 'duplicate' });
    expect(again.asset?.id).toBe(status.asset?.id);
    const { BUCKET } = await server.env();
    expect(await BUCKET.head(`originals/${again.id}`)).toBeNull();
  });

  it('makes one asset of the same bytes uploaded twice at once', async () => {
    const body = randomBytes(50_000);
    const ids = await Promise.all([
      person.upload(body, { filename: 'one.bin' }),
      person.upload(body, { filename: 'two.bin' }),
      person.upload(body, { filename: 'three.bin' }),
    ]);
    const outcomes: unknown[] = [];
    for (const id of ids) outcomes.push((await person.outcome(id)).outcome);
    expect(outcomes.toSorted()).toEqual(['duplicate', 'duplicate', 'new']);
  });

  it('makes a version of the asset it is told', async () => {
    const first = await person.outcome(await person.upload(randomBytes(1000), { filename: 'plan.bin' }));
    const assetId = first.asset?.id ?? '';
    const second = await person.outcome(
      await person.upload(randomBytes(1200), { filename: 'plan-2.bin', assetId }),
    );
    expect(second).toMatchObject({ outcome: 'version', asset: { id: assetId } });
    const asset = await person.asset(assetId);
    expect(asset.versions.map((version) => [version.number, version.sizeBytes, version.isCurrent])).toEqual(
      expect.arrayContaining([
        [1, 1000, false],
        [2, 1200, true],
      ]),
    );
    const audit = await (await server.env()).DB.prepare(
      'SELECT event FROM audit_events WHERE target_id = ? ORDER BY at, id',
    )
      .bind(assetId)
      .all<{ event: string }>();
    expect(audit.results.map((row) => row.event)).toEqual(
      expect.arrayContaining(['asset.ingested', 'asset.version_added']),
    );
  });
});
