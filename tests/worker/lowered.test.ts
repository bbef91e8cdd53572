/**
 * A rendition for which the WebP encoder's memory does not hold, through the built Workers: written at a lower quality, and every
 * answer with its bytes says so.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { signHotlink } from '../../scripts/vitrine.ts';
import { loweredIn, loweredQuality } from '../../shared/delivery/index.ts';
import { approve, license, upload } from '../harness/library.ts';
import { createAdministrator } from '../harness/people.ts';
import { startServer, type TestServer, testSecrets } from '../harness/server.ts';

/** The smallest that was found: noise of 5 megapixels still fits at the highest quality. */
const SIDE = 2560;

let server: TestServer;
let stateFolder: string;
let path: string;

/** A tile of noise over and over: a small file whose pixels are as hard to encode as any noise. */
async function noise(): Promise<Buffer> {
  const tile = Buffer.alloc(256 * 256);
  let state = 1;
  for (let i = 0; i < tile.length; i++) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) | 0;
    tile[i] = state >>> 24;
  }
  const input = await sharp(tile, { raw: { width: 256, height: 256, channels: 1 } })
    .png()
    .toBuffer();
  return sharp({ create: { width: SIDE, height: SIDE, channels: 3, background: '#888' } })
    .composite([{ input, tile: true }])
    .png()
    .toBuffer();
}

beforeAll(async () => {
  stateFolder = await mkdtemp(join(tmpdir(), 'lowered-'));
  server = await startServer({ stateFolder });
  const admin = await createAdministrator(server);
  const { asset, detail } = await upload(admin, await noise(), 'noise.png');
  if (asset === null) throw new Error(`the noise was refused: ${detail}`);
  await license(admin, asset.id);
  await approve(admin, asset.id);
  path = await signHotlink(
    [testSecrets.ROOT_SECRET],
    `/i/${asset.id}/f=webp,q=100,w=${SIDE}/noise.webp`,
    null,
  );
}, 120_000);
afterAll(async () => {
  await server?.close();
  await rm(stateFolder, { recursive: true, force: true });
});

const ask = (headers: Record<string, string> = {}) =>
  server.fetch(path, { headers: { accept: 'image/webp,*/*', ...headers } });
const timingOf = (response: Response) => response.headers.get('server-timing') ?? '';

describe('a WebP for whose quality memory does not hold', () => {
  let bytes: Buffer;
  let etag: string;
  let quality: number;

  it('is written at a lower quality, and says which', async () => {
    const answer = await ask();
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toBe('image/webp');
    expect(timingOf(answer)).toMatch(/transform;dur=/);
    quality = loweredIn(timingOf(answer)) ?? 100;
    expect(quality).toBeLessThan(100);
    etag = answer.headers.get('etag') ?? '';
    bytes = Buffer.from(await answer.arrayBuffer());
    expect(answer.headers.get('content-length')).toBe(String(bytes.length));
    expect(loweredQuality(bytes)).toBe(quality);
    // The note inside is none of a reader's business.
    expect(bytes.readUInt32LE(4)).toBe(bytes.length - 8);
    expect(await sharp(bytes).metadata()).toMatchObject({ format: 'webp', width: SIDE, height: SIDE });
    const { channels } = await sharp(bytes).stats();
    expect(channels[0]?.stdev).toBeGreaterThan(40);
  }, 120_000);

  it('is kept with its note, once, and written down', async () => {
    const { BUCKET, DB } = await server.env();
    const rows = async () => {
      const sql = 'SELECT key, size_bytes AS size FROM renditions WHERE size_bytes = ?';
      return (await DB.prepare(sql).bind(bytes.length).all<{ key: string; size: number }>()).results;
    };
    await expect.poll(async () => (await rows()).length).toBe(1);
    const key = (await rows())[0]?.key ?? '';
    expect(key).toMatch(/^renditions\/.+\.webp$/);
    const kept = await BUCKET.get(key);
    expect(bytes.equals(Buffer.from((await kept?.arrayBuffer()) ?? new ArrayBuffer(0)))).toBe(true);
  });

  it('says so again when it is asked for again, whole and in part', async () => {
    const again = await ask();
    expect(again.headers.get('etag')).toBe(etag);
    expect(timingOf(again)).not.toContain('transform');
    expect(loweredIn(timingOf(again))).toBe(quality);
    expect(bytes.equals(Buffer.from(await again.arrayBuffer()))).toBe(true);

    const end = await ask({ range: 'bytes=-10' });
    expect(end.status).toBe(206);
    expect(loweredIn(timingOf(end))).toBe(quality);
    expect(Buffer.from(await end.arrayBuffer()).toString('latin1', 0, 4)).toBe('VTRQ');

    const spared = await ask({ 'if-none-match': etag });
    expect(spared.status).toBe(304);
    expect(spared.headers.get('server-timing')).toBeNull();
  });

  it('says so when its bytes come from the store, to Workers that never made it', async () => {
    await server.restart();
    const kept = await ask();
    expect(timingOf(kept)).toMatch(/(?:store|cache);[^,]*desc="hit"/);
    expect(timingOf(kept)).not.toContain('transform');
    expect(loweredIn(timingOf(kept))).toBe(quality);
    expect(kept.headers.get('etag')).toBe(etag);
    expect(bytes.equals(Buffer.from(await kept.arrayBuffer()))).toBe(true);
  }, 60_000);
});
