/** Watermarks as they arrive: in the pixels, of the brand's settings, and never left out where the rights demand one. */
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { signHotlink } from '../../scripts/vitrine.ts';
import type { Problem } from '../../shared/contract/problem.ts';
import { addFile, approve, clear, setStatus } from '../harness/library.ts';
import { createAdministrator, type Person, signInOverHttp } from '../harness/people.ts';
import { startServer, type TestServer, testSecrets } from '../harness/server.ts';
import { issue, visit } from '../harness/share.ts';

let server: TestServer;
let admin: Person;
/** A flat blue picture, and a red logo. */
let id: string;
let logo: string;

const flat = (background: string, width: number, height: number) =>
  sharp({ create: { width, height, channels: 3, background } });
const marks = (assetId: string) => [
  { kind: 'text', text: 'PROOF', name: 'proof', position: 'center', opacity: 1, tiled: false, scale: 0.6 },
  { kind: 'image', assetId, name: 'logo', position: 'northwest', opacity: 1, tiled: false, scale: 0.25 },
];
async function configure(settings: object): Promise<void> {
  const response = await admin.fetch('/api/admin/settings', { method: 'PATCH', json: settings });
  if (!response.ok) throw new Error(`settings answered ${response.status}: ${await response.text()}`);
  // The settings are remembered in the isolate for two seconds.
  await new Promise((resolve) => setTimeout(resolve, 2200));
}
async function added(bytes: Buffer, name: string): Promise<string> {
  const id = await addFile(admin, bytes, name);
  await clear(admin, id);
  return id;
}

beforeAll(async () => {
  server = await startServer();
  admin = await createAdministrator(server);
  id = await added(await flat('#2040c0', 1200, 800).jpeg({ quality: 95 }).toBuffer(), 'flat.jpg');
  logo = await added(await flat('#e01010', 300, 150).png().toBuffer(), 'logo.png');
  await configure({ policyTtlMs: 0, watermarks: marks(logo) });
});
afterAll(() => server?.close());

interface Look {
  /** Share of pixels that are not the flat blue. */
  readonly marked: number;
  /** Share of pixels that are the logo's red. */
  readonly red: number;
  readonly at: (x: number, y: number) => readonly number[];
}
async function look(response: Response): Promise<Look> {
  expect(response.status).toBe(200);
  const { data, info } = await sharp(Buffer.from(await response.arrayBuffer()))
    .removeAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  let marked = 0;
  let red = 0;
  const pixel = (i: number) => [data[i] ?? 0, data[i + 1] ?? 0, data[i + 2] ?? 0] as const;
  for (let i = 0; i < data.length; i += 3) {
    const [r, g, b] = pixel(i);
    if (Math.abs(r - 32) + Math.abs(g - 64) + Math.abs(b - 192) > 40) marked += 1;
    if (r > 180 && g < 70 && b < 70) red += 1;
  }
  const total = data.length / 3;
  return {
    marked: marked / total,
    red: red / total,
    at: (x, y) => pixel((Math.round(y * info.height) * info.width + Math.round(x * info.width)) * 3),
  };
}
const signed = async (transformation: string) =>
  server.fetch(await signHotlink([testSecrets.ROOT_SECRET], `/i/${id}/${transformation}/x.png`, null), {
    headers: { accept: 'image/png' },
  });

describe('a named watermark', () => {
  it('is not there without being asked for', async () => {
    const plain = await look(await signed('w=640,f=png'));
    expect(plain.marked).toBeLessThan(0.001);
  });

  it('of text is in the middle of a hot-link that names it', async () => {
    const text = await look(await signed('w=640,f=png,wm=proof'));
    expect(text.marked).toBeGreaterThan(0.01);
    expect(text.marked).toBeLessThan(0.4);
    for (const [x, y] of [
      [0.02, 0.02],
      [0.98, 0.98],
      [0.98, 0.02],
    ] as const) {
      const [r = 0, g = 0, b = 0] = text.at(x, y);
      expect(Math.abs(r - 32) + Math.abs(g - 64) + Math.abs(b - 192)).toBeLessThan(30);
    }
  });

  it('of a picture is that picture, where and as large as the brand said', async () => {
    const { red, at } = await look(await signed('w=640,f=png,wm=logo'));
    // A quarter of 640 × 427 wide and half as high, less rounding and margins.
    expect(red).toBeGreaterThan((0.25 * 0.125 * 640) / 427 / 2);
    expect(red).toBeLessThan(0.08);
    expect(at(0.12, 0.1)[0]).toBeGreaterThan(180);
    expect(at(0.9, 0.9)[2]).toBeGreaterThan(150);
  });

  it('needs a signature, is unknown by another name, and has its own ETag', async () => {
    expect((await server.fetch(`/i/${id}/w=640,wm=logo/x.png`)).status).toBe(400);
    const unknown = await signed('w=640,wm=nobody');
    expect(unknown.status).toBe(400);
    expect(await unknown.text()).toContain('wm');
    const etags = new Set<string | null>();
    for (const wm of ['', ',wm=proof', ',wm=logo'])
      etags.add((await signed(`w=640${wm}`)).headers.get('etag'));
    expect(etags.size).toBe(3);
  });
});

describe('a mark that nobody has saved', () => {
  const [text, picture] = marks('').map(({ name, ...look }) => look);
  const trial = (mark: unknown, person = admin) =>
    person.fetch(`/api/admin/assets/${id}/marked?mark=${encodeURIComponent(JSON.stringify(mark))}`);
  /** Renditions that are written down with this many bytes, with what lies under their key. */
  const keptOf = async (size: number) => {
    const { BUCKET, DB } = await server.env();
    const sql = 'SELECT key FROM renditions WHERE size_bytes = ?';
    const { results } = await DB.prepare(sql).bind(size).all<{ key: string }>();
    const { objects } = await BUCKET.list({ prefix: 'renditions/' });
    return { rows: results.length, objects: objects.filter((object) => object.size === size).length };
  };
  const pixelsOf = async (response: Response) => {
    expect(response.status).toBe(200);
    return sharp(Buffer.from(await response.arrayBuffer()))
      .removeAlpha()
      .raw()
      .toBuffer({ resolveWithObject: true });
  };

  it('is drawn as its rendition will be, pixel for pixel, and kept by nobody', async () => {
    const sizes: number[] = [];
    for (const mark of [text, { ...picture, assetId: logo }]) {
      const answer = await trial({ ...mark, scale: 0.5 });
      expect(answer.headers.get('cache-control')).toBe('private, no-store');
      expect(answer.headers.get('content-type')).toBe('image/webp');
      sizes.push(Number(answer.headers.get('content-length')));
      const { red, marked } = await look(answer.clone());
      expect(marked).toBeGreaterThan(0.01);
      if (mark === text) expect(red).toBe(0);
      else expect(red).toBeGreaterThan(0);
      const { info } = await pixelsOf(answer);
      expect([info.width, info.height]).toEqual([640, 427]);
    }
    const same = await pixelsOf(await trial(text));
    const kept = await signed('w=640,h=640,fit=contain,f=webp,wm=proof');
    const size = Number(kept.headers.get('content-length'));
    expect(same.data.equals((await pixelsOf(kept)).data)).toBe(true);
    // That one is kept, and nothing that was on trial before it.
    await expect.poll(() => keptOf(size)).toEqual({ rows: 1, objects: 1 });
    for (const tried of sizes) {
      expect(tried).not.toBe(size);
      expect(await keptOf(tried)).toEqual({ rows: 0, objects: 0 });
    }
  });

  it('is for administrators only', async () => {
    expect((await server.fetch(`/api/admin/assets/${id}/marked?mark=${JSON.stringify(text)}`)).status).toBe(
      401,
    );
    for (const role of ['curator', 'viewer']) {
      const json = { name: role, email: `${role}@example.com`, password: 'a long enough password', role };
      expect((await admin.fetch('/api/admin/users', { json })).ok).toBe(true);
      const someone = await signInOverHttp(server, json.email, json.password);
      expect((await trial(text, someone)).status, role).toBe(403);
    }
  });

  it('is refused with what is wrong: letters, the rights in its picture, its shape', async () => {
    const letters = await trial({ ...text, text: 'Muster 見本' });
    expect(letters.status).toBe(400);
    expect(((await letters.json()) as Problem).detail).toContain('No font here has 見 本.');
    expect((await trial({ ...text, opacity: 0 })).status).toBe(400);
    expect((await trial({ ...picture, assetId: 'ast_00000000000000000000000000' })).status).toBe(403);
    expect((await admin.fetch(`/api/admin/assets/${id}/marked?mark={`)).status).toBe(400);

    await setStatus(admin, logo, 'withdrawn');
    const ended = await trial({ ...picture, assetId: logo, opacity: 0.3 });
    expect(ended.status).toBe(403);
    expect(((await ended.json()) as Problem).detail).toContain(
      'The picture of this watermark may not be used',
    );
    await approve(admin, logo);
    await expect
      .poll(async () => (await trial({ ...picture, assetId: logo, opacity: 0.3 })).status)
      .toBe(200);
  });
});

describe('a text that cannot be drawn', () => {
  it('is not saved, with the letters named in the reader’s language', async () => {
    const save = (text: string, language: string) =>
      admin.fetch('/api/admin/settings', {
        method: 'PATCH',
        headers: { 'accept-language': language },
        json: { watermarks: [...marks(logo), { ...marks(logo)[0], name: 'other', text }] },
      });
    const refused = await save('Muster 見本 🔒', 'en');
    expect(refused.status).toBe(400);
    const problem = (await refused.json()) as Problem;
    expect(problem.detail).toContain('No font here has 見 本 🔒.');
    expect(problem.errors?.[0]?.path).toBe('watermarks.2.text');
    expect((await save('Образец Łódź Δείγμα', 'en')).status).toBe(200);
    await configure({ watermarks: marks(logo) });
  });
});

describe('a watermark that the rights demand', () => {
  it('is on every preview and download of a watermarked link, and wins over what an address names', async () => {
    await configure({ protectiveWatermark: 'logo' });
    const link = await issue(admin, { assetIds: [id], permission: 'download_watermarked' });
    const visitor = visit(server, link.url);
    const get = (segment: string) =>
      visitor.fetch(`${visitor.base}/r/${id}/${segment}`, { headers: { accept: 'image/png' } });
    for (const segment of ['w=640', 'web', 'thumb']) {
      expect((await look(await get(segment))).red, segment).toBeGreaterThan(0.015);
    }
    const downloaded = await visitor.download(id, 'web');
    expect((await look(downloaded)).red).toBeGreaterThan(0.015);
    // Whatever is asked for, nothing comes without it.
    for (const segment of ['w=640,wm=none', 'w=640,wm=proof']) {
      const answer = await get(segment);
      if (answer.status === 200) expect((await look(answer)).red, segment).toBeGreaterThan(0.015);
      else expect(answer.status, segment).toBe(400);
    }
    expect((await visitor.press(id, 'original')).status).toBe(403);
    const open = visit(server, (await issue(admin, { assetIds: [id] })).url);
    expect((await look(await open.fetch(`${open.base}/r/${id}/w=640`))).red).toBe(0);
  });

  it('is the organisation’s name where the brand has chosen none', async () => {
    await configure({ protectiveWatermark: null });
    const link = await issue(admin, { assetIds: [id], permission: 'download_watermarked' });
    const visitor = visit(server, link.url);
    const { marked, red } = await look(await visitor.fetch(`${visitor.base}/r/${id}/w=640`));
    expect(red).toBe(0);
    expect(marked).toBeGreaterThan(0.01);
  });

  it('is what can be drawn of that name, and signs where nothing can', async () => {
    const looks: number[] = [];
    for (const organisation of ['東京', '東京 Studio']) {
      await configure({ protectiveWatermark: null, organisation });
      const visitor = visit(
        server,
        (await issue(admin, { assetIds: [id], permission: 'download_watermarked' })).url,
      );
      looks.push((await look(await visitor.fetch(`${visitor.base}/r/${id}/w=560`))).marked);
    }
    expect(Math.min(...looks)).toBeGreaterThan(0.01);
    expect(looks[0]).not.toBe(looks[1]);
    await configure({ organisation: 'Vitrine' });
  });

  it('refuses the picture when the rights in the mark’s own picture have ended', async () => {
    await configure({ protectiveWatermark: 'logo' });
    const link = await issue(admin, { assetIds: [id], permission: 'download_watermarked' });
    const visitor = visit(server, link.url);
    expect((await visitor.fetch(`${visitor.base}/r/${id}/w=400`)).status).toBe(200);
    await setStatus(admin, logo, 'withdrawn');
    await configure({});
    expect((await visitor.fetch(`${visitor.base}/r/${id}/w=240`)).status).toBe(503);
    const named = await signed('w=240,wm=logo');
    expect(named.status).toBe(400);
    expect(await named.text()).toContain('no usable watermark');
    await approve(admin, logo);
    await configure({});
    expect((await look(await visitor.fetch(`${visitor.base}/r/${id}/w=240`))).red).toBeGreaterThan(0.015);
  });

  it('refuses the picture when the mark cannot be had, and serves nothing cleaner', async () => {
    await configure({ protectiveWatermark: 'logo' });
    const { BUCKET, DB } = await server.env();
    const row = await DB.prepare(
      'SELECT storage_key FROM versions JOIN assets ON assets.current_version_id = versions.id WHERE assets.id = ?',
    )
      .bind(logo)
      .first<{ storage_key: string }>();
    const key = row?.storage_key ?? '';
    const kept = await (await BUCKET.get(key))?.arrayBuffer();
    await BUCKET.delete(key);
    const link = await issue(admin, { assetIds: [id], permission: 'download_watermarked' });
    const visitor = visit(server, link.url);
    const answer = await visitor.fetch(`${visitor.base}/r/${id}/w=480`);
    expect(answer.status).toBe(503);
    expect(answer.headers.get('content-type')).not.toMatch(/^image/);
    const named = await signed('w=480,wm=logo');
    expect(named.status).toBe(503);
    await BUCKET.put(key, kept ?? new ArrayBuffer(0));
  });
});
