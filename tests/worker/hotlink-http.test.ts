/** Hot-links as HTTP: validators, ranges, negotiation, what scripts may read, and problems. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { changeAsset, hotlinkPath, startForgetful } from '../harness/hotlinks.ts';
import { addCleared, assetDetail, license, picture, upload } from '../harness/library.ts';
import type { Person } from '../harness/people.ts';
import type { TestServer } from '../harness/server.ts';

let server: TestServer;
let admin: Person;
let id: string;
beforeAll(async () => {
  ({ server, admin } = await startForgetful());
  id = await addCleared(admin);
  await new Promise((resolve) => setTimeout(resolve, 2100));
});
afterAll(() => server?.close());

const SECOND = 1000;
const ask = (path: string, headers: Record<string, string> = {}, method = 'GET') =>
  server.fetch(path, { method, headers });

describe('addresses', () => {
  it('of a preset have one canonical spelling, without what the preset says itself', async () => {
    const canonical = async (transformation: string) =>
      (await ask(hotlinkPath(id, transformation))).headers.get('link');
    const plain = await canonical('social-square');
    expect(plain).toContain('/social-square/');
    expect(await canonical('F=JPG,social-square')).toBe(plain);
    expect(await canonical('card,dpr=1,f=auto')).toBe(await canonical('card'));
    expect(await canonical('card,dpr=2')).toContain('/card,dpr=2/');
  });

  it('that name no asset are of no picture, and scripts may read so', async () => {
    for (const asset of [id.toUpperCase(), 'ast_1', 'picture']) {
      const response = await ask(hotlinkPath(asset));
      expect(response.status, asset).toBe(404);
      expect(response.headers.get('access-control-allow-origin'), asset).toBe('*');
    }
  });
});

describe('validators', () => {
  it('are strong, and hold after the decision: If-None-Match, If-Modified-Since, If-Match, If-Unmodified-Since', async () => {
    // Within the second of a change no date is given.
    const later = { 'x-test-clock-offset': String(3 * SECOND) };
    const whole = await ask(hotlinkPath(id), later);
    const etag = whole.headers.get('etag') ?? '';
    expect(etag).toMatch(/^"[^"]+"$/);
    const changed = whole.headers.get('last-modified') ?? '';
    const before = new Date(Date.parse(changed) - SECOND).toUTCString();
    const status = async (headers: Record<string, string>, method = 'GET') =>
      (await ask(hotlinkPath(id), { ...later, ...headers }, method)).status;
    expect(await status({ 'if-none-match': etag })).toBe(304);
    expect(await status({ 'if-none-match': etag }, 'HEAD')).toBe(304);
    expect(await status({ 'if-none-match': `"other", W/${etag}` })).toBe(304);
    expect(await status({ 'if-none-match': '*' })).toBe(304);
    expect(await status({ 'if-none-match': '"other"' })).toBe(200);
    expect(await status({ 'if-modified-since': changed })).toBe(304);
    expect(await status({ 'if-modified-since': before })).toBe(200);
    // If-None-Match overrules the date (RFC 9110, section 13.1.3).
    expect(await status({ 'if-none-match': '"other"', 'if-modified-since': changed })).toBe(200);
    expect(await status({ 'if-match': '"other"' })).toBe(412);
    expect(await status({ 'if-match': etag })).toBe(200);
    expect(await status({ 'if-match': `W/${etag}` })).toBe(412);
    expect(await status({ 'if-unmodified-since': before })).toBe(412);
  });

  it('know a change of the picture that is none of the file, by tag and by date', async () => {
    const asset = await addCleared(admin);
    const at = (seconds: number) => ({ 'x-test-clock-offset': String(seconds * SECOND) });
    const wish = hotlinkPath(asset, 'w=320,h=320,fit=cover,g=focal');
    const first = await ask(wish, at(5));
    const since = { 'if-modified-since': first.headers.get('last-modified') ?? '' };
    expect((await ask(wish, { ...at(6), ...since })).status).toBe(304);
    for (const change of [{ focalPoint: { x: 0.9, y: 0.9 } }, { creditLine: 'Photo: Somebody else' }]) {
      const { headers } = await ask(wish, at(7));
      await new Promise((resolve) => setTimeout(resolve, 1100));
      await changeAsset(admin, asset, change);
      const changed = await ask(wish, { ...at(10), 'if-modified-since': headers.get('last-modified') ?? '' });
      expect(changed.status, JSON.stringify(change)).toBe(200);
      expect(changed.headers.get('etag')).not.toBe(headers.get('etag'));
    }
  });

  it('know by tag and by date that another license, with terms of its own, has followed', async () => {
    const seam = Date.now() + 3600 * SECOND;
    const asset = await addCleared(admin, { endsAt: seam, usageTerms: 'Terms of the first' });
    await license(admin, asset, { startsAt: seam, usageTerms: 'Terms of the second' });
    const at = (seconds: number) => ({ 'x-test-clock-offset': `@${seam + (seconds - 3600) * SECOND}` });
    const first = await ask(hotlinkPath(asset), at(3500));
    const date = first.headers.get('last-modified') ?? '';
    expect(date).not.toBe('');
    expect((await ask(hotlinkPath(asset), { ...at(3510), 'if-modified-since': date })).status).toBe(304);
    const second = await ask(hotlinkPath(asset), { ...at(3610), 'if-modified-since': date });
    expect(second.status).toBe(200);
    expect(second.headers.get('etag')).not.toBe(first.headers.get('etag'));
    const part = await ask(hotlinkPath(asset), { ...at(3610), range: 'bytes=0-9', 'if-range': date });
    expect(part.status).toBe(200);
  });

  it('tell an original that was put back from the newer one it took the place of', async () => {
    const asset = await addCleared(admin);
    const original = `/api/admin/assets/${asset}/original`;
    const detail = await assetDetail(admin, asset);
    await upload(admin, await picture(990, 900, 600), 'newer.jpg', { assetId: asset });
    const at = (seconds: number) => ({ 'x-test-clock-offset': String(seconds * SECOND) });
    const newer = await admin.fetch(original, { headers: at(60) });
    const restored = await admin.fetch(
      `/api/admin/assets/${asset}/versions/${detail.versions[0]?.id}/restore`,
      { method: 'POST', headers: at(120) },
    );
    expect(restored.status).toBe(200);
    const since = { 'if-modified-since': newer.headers.get('last-modified') ?? '' };
    const back = await admin.fetch(original, { headers: { ...at(180), ...since } });
    expect(back.status).toBe(200);
    expect(back.headers.get('etag')).not.toBe(newer.headers.get('etag'));
  });

  it('bring a 304 with what a cache needs and nothing that describes a body', async () => {
    const whole = await ask(hotlinkPath(id), { accept: 'image/webp,*/*' });
    const etag = whole.headers.get('etag') ?? '';
    const same = await ask(hotlinkPath(id), { accept: 'image/webp,*/*', 'if-none-match': etag });
    expect(same.status).toBe(304);
    for (const name of ['etag', 'cache-control', 'vary']) {
      expect(same.headers.get(name), name).toBe(whole.headers.get(name));
    }
    for (const name of ['content-type', 'content-length', 'content-disposition', 'last-modified']) {
      expect(same.headers.get(name), name).toBeNull();
    }
  });

  it('come to nothing once the rights have ended', async () => {
    const ended = await addCleared(admin, { endsAt: Date.now() + 3600 * SECOND });
    const whole = await ask(hotlinkPath(ended));
    const late = { 'x-test-clock-offset': String(3601 * SECOND) };
    for (const headers of [
      { 'if-none-match': whole.headers.get('etag') ?? '' },
      { 'if-none-match': '*' },
      { 'if-modified-since': new Date().toUTCString() },
      { 'if-match': '"other"' },
      { range: 'bytes=0-9' },
    ]) {
      expect((await ask(hotlinkPath(ended), { ...headers, ...late } as Record<string, string>)).status).toBe(
        410,
      );
    }
  });
});

describe('the credit inside', () => {
  it('names the terms and the licensor of the license that the picture is shown under', async () => {
    const licensed = await addCleared(admin, {
      usageTerms: 'Editorial use until May',
      licensor: 'Agence Lumière',
    });
    for (const format of ['jpeg', 'webp']) {
      const answer = await ask(hotlinkPath(licensed, `w=320,f=${format}`));
      const file = Buffer.from(await answer.arrayBuffer()).toString('utf8');
      expect(file, format).toContain('Editorial use until May');
      expect(file, format).toContain('Agence Lumière');
    }
    // Another license, other words: the same address has another tag.
    const address = hotlinkPath(licensed, 'w=320,f=jpeg');
    const before = (await ask(address)).headers.get('etag');
    const { id: second } = await license(admin, licensed, { usageTerms: 'House terms', endsAt: null });
    expect(second).toMatch(/^lic_/);
    const after = await ask(address);
    const text = Buffer.from(await after.arrayBuffer()).toString('utf8');
    const isSecond = text.includes('House terms');
    expect(text.includes('Editorial use until May')).toBe(!isSecond);
    expect(after.headers.get('etag') === before).toBe(!isSecond);
  });
});

describe('what the file says of machines', () => {
  it('is chosen in the library, travels inside, and is told in the audit', async () => {
    const asset = await addCleared(admin);
    await changeAsset(admin, asset, { dataMining: 'DMI-PROHIBITED-GENAIMLTRAINING' });
    for (const format of ['jpeg', 'png', 'webp']) {
      const file = await (await ask(hotlinkPath(asset, `w=320,f=${format}`))).arrayBuffer();
      expect(Buffer.from(file).toString('latin1'), format).toContain('DMI-PROHIBITED-GENAIMLTRAINING');
    }
    const audit = await (
      await admin.fetch(`/api/admin/audit?targetId=${asset}&event=asset.described`)
    ).json();
    expect(JSON.stringify(audit)).toContain('DMI-PROHIBITED-GENAIMLTRAINING');
    const refused = await admin.fetch(`/api/admin/assets/${asset}`, {
      method: 'PATCH',
      json: { dataMining: 'DMI-MAYBE' },
    });
    expect(refused.status).toBe(400);
  });
});

describe('ranges', () => {
  /** A rendition and an original, each with an address that gives it whole. */
  const originals = `/api/admin/assets/`;
  it('are single, on renditions and originals; several are answered with the whole', async () => {
    for (const [path, person] of [
      [hotlinkPath(id), null],
      [`${originals}${id}/original`, admin],
    ] as const) {
      const get = (headers: Record<string, string> = {}, method = 'GET') =>
        person === null ? ask(path, headers, method) : person.fetch(path, { headers, method });
      const whole = await get();
      const bytes = Buffer.from(await whole.arrayBuffer());
      const etag = whole.headers.get('etag') ?? '';
      expect(whole.headers.get('accept-ranges')).toBe('bytes');
      const part = async (range: string, more: Record<string, string> = {}) => {
        const answer = await get({ range, ...more });
        return { answer, body: Buffer.from(await answer.arrayBuffer()) };
      };
      const first = await part('bytes=10-19');
      expect(first.answer.status).toBe(206);
      expect(first.answer.headers.get('content-range')).toBe(`bytes 10-19/${bytes.length}`);
      expect(first.body.equals(bytes.subarray(10, 20))).toBe(true);
      expect((await part('bytes=-7')).body.equals(bytes.subarray(-7))).toBe(true);
      for (const several of ['bytes=0-1,5-9', 'bytes=0-,0-', 'bytes=0-0,-1']) {
        const { answer, body } = await part(several);
        expect([answer.status, body.equals(bytes)]).toEqual([200, true]);
        expect(answer.headers.get('content-type')).not.toMatch(/multipart/);
      }
      const beyond = await part(`bytes=${bytes.length}-`);
      expect(beyond.answer.status).toBe(416);
      expect(beyond.answer.headers.get('content-range')).toBe(`bytes */${bytes.length}`);
      expect(beyond.answer.headers.get('content-type') ?? '').not.toMatch(/^image/);
      // A cache that hands ranges and conditions on must not answer others with what came of them.
      const unmatched = await get({ 'if-match': '"other"' });
      expect(unmatched.status).toBe(412);
      for (const { headers } of [beyond.answer, unmatched]) {
        expect(headers.get('cache-control')).toMatch(/(^|, )no-store$/);
        expect(headers.get('cache-control')).not.toMatch(/max-age|public/);
      }
      expect((await part('bytes=0-4', { 'if-range': etag })).answer.status).toBe(206);
      expect((await part('bytes=0-4', { 'if-range': '"other"' })).answer.status).toBe(200);
      const head = await get({ range: 'bytes=0-4' }, 'HEAD');
      expect([head.status, head.headers.get('content-length')]).toEqual([200, String(bytes.length)]);
    }
  });
});

describe('negotiation', () => {
  it('follows Accept with its weights, and a weight of nothing refuses', async () => {
    const type = async (accept: string) => {
      const response = await ask(hotlinkPath(id, 'w=240', 'x'), { accept });
      expect(response.headers.get('vary')).toContain('Accept');
      await response.arrayBuffer();
      return response.headers.get('content-type');
    };
    expect(await type('image/webp,*/*')).toBe('image/webp');
    expect(await type('image/webp;q=0,*/*')).toBe('image/jpeg');
    expect(await type('image/webp;q=0.2,image/jpeg;q=0.9')).toBe('image/jpeg');
    expect(await type('image/jpeg;q=0.2,image/webp;q=0.9')).toBe('image/webp');
    expect(await type('image/jpeg;q=0,image/*')).toBe('image/png');
    expect(await type('*/*')).toBe('image/jpeg');
    // AVIF is made after a first answer in the next best.
    expect(await type('image/avif,image/webp')).toBe('image/webp');
  });

  it('says nothing of Accept where the format is stated', async () => {
    const response = await ask(hotlinkPath(id, 'w=240,f=webp'), { accept: 'image/jpeg' });
    expect(response.headers.get('content-type')).toBe('image/webp');
    expect(response.headers.get('vary')).toBeNull();
  });
});

describe('what travels beside the bytes', () => {
  it('names the file as it is sent, its canonical address, its steps, and lets other sites show and time it', async () => {
    const response = await ask(hotlinkPath(id, 'H=240,fit=cover,W_320', 'Löwe im Gras.jpg'), {
      accept: 'image/webp,*/*',
    });
    const { headers } = response;
    expect(headers.get('content-disposition')).toBe(
      `inline; filename="Lowe im Gras.webp"; filename*=UTF-8''L%C3%B6we%20im%20Gras.webp`,
    );
    const link = headers.get('link') ?? '';
    expect(link).toMatch(/^<[^>]+>; rel="canonical"$/);
    const canonical = new URL(/<([^>]+)>/.exec(link)?.[1] ?? '');
    expect(canonical.pathname).toBe(`/i/${id}/h=240,w=320/L%C3%B6we%20im%20Gras.jpg`);
    const same = await ask(canonical.pathname, { accept: 'image/webp,*/*' });
    expect(same.headers.get('etag')).toBe(headers.get('etag'));
    expect(same.headers.get('link')).toBe(link);
    expect(headers.get('cross-origin-resource-policy')).toBe('cross-origin');
    expect(headers.get('access-control-allow-origin')).toBe('*');
    expect(headers.get('timing-allow-origin')).toBe('*');
    expect(headers.get('server-timing')).toMatch(
      /^parse, rights.*decide;desc="license".*(transform;dur=|memory)/,
    );
  });

  it('answers preflights for reading and nothing else', async () => {
    const preflight = await ask(hotlinkPath(id), { origin: 'https://a.example' }, 'OPTIONS');
    expect(preflight.status).toBe(204);
    expect(preflight.headers.get('access-control-allow-methods')).toBe('GET, HEAD');
  });

  it('says what is wrong as problem+json that scripts of other sites may read', async () => {
    for (const [path, status] of [
      [hotlinkPath(id, 'with=300'), 400],
      [hotlinkPath(id, 'w=333'), 400],
      [hotlinkPath('ast_00000000000000000000000000'), 404],
      [`${hotlinkPath(id, 'w=333')}?kid=abcd&sig=${'A'.repeat(43)}`, 403],
    ] as const) {
      const response = await ask(path, { accept: 'image/*', origin: 'https://a.example' });
      expect(response.status).toBe(status);
      expect(response.headers.get('content-type')).toMatch(/^application\/problem\+json/);
      expect(response.headers.get('cache-control')).toBe('no-store');
      expect(response.headers.get('access-control-allow-origin')).toBe('*');
      expect(await response.json()).toMatchObject({ status });
    }
  });
});
