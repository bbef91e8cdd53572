/**
 * Rows that anybody may have made, without an account: archives of a portal, people who hand in, terms that are agreed to. Each
 * is counted by network; whoever is known, and whoever comes from elsewhere, goes on.
 */
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { addPicture, clear } from '../harness/library.ts';
import { createAdministrator, type Person } from '../harness/people.ts';
import { portalOf, pressZip } from '../harness/portal.ts';
import { ask, visitRequest } from '../harness/request.ts';
import { startServer, type TestServer, untilEarlyInTheHour } from '../harness/server.ts';
import { issue, tokenOf, visit } from '../harness/share.ts';

const HOUR_MS = 3_600_000;
const HOUR_S = 3600;
let server: TestServer;
let admin: Person;
let asset: string;
/** Networks have another name every day, and are counted by it. */
const early = untilEarlyInTheHour();

beforeAll(async () => {
  server = await startServer();
  admin = await createAdministrator(server);
  asset = (await addPicture(admin, { title: 'Red chair' })).id;
  await clear(admin, asset);
  server.setClockOffset(early);
});
afterEach(() => server.setClockOffset(early));
afterAll(() => server.close());

const from = (network: string) => ({ 'cf-connecting-ip': network });
/** What a browser without script sends. */
const browser = { accept: 'text/html,application/xhtml+xml' };

async function rowsOf(table: string): Promise<number> {
  const { DB } = await server.env();
  const row = await DB.prepare(`SELECT count(*) AS total FROM ${table}`).first<{ total: number }>();
  return row?.total ?? 0;
}
async function statuses(count: number, once: (index: number) => Promise<Response>): Promise<number[]> {
  const seen: number[] = [];
  for (let index = 0; index < count; index++) {
    const answer = await once(index);
    await answer.arrayBuffer();
    seen.push(answer.status);
  }
  return seen;
}
function expectWait(answer: Response): void {
  const seconds = Number(answer.headers.get('retry-after'));
  expect(seconds).toBeGreaterThan(0);
  expect(seconds).toBeLessThanOrEqual(HOUR_S);
}

describe('archives of a portal', () => {
  const press = (headers: Record<string, string>) =>
    pressZip(server, { portal: 'limits', assets: [asset], headers });

  beforeAll(async () => {
    await portalOf(admin, 'limits', [asset], { name: 'Limits' });
  }, 60_000);

  it('are bounded by network, and say so to programs and to browsers without script', async () => {
    const crowd = from('203.0.113.1');
    expect(new Set(await statuses(120, () => press(crowd)))).toEqual(new Set([303]));
    const kept = await rowsOf('outbox');
    const refused = await press({ ...crowd, 'accept-language': 'de' });
    expect(refused.status).toBe(429);
    expect(refused.headers.get('content-type')).toContain('application/problem+json');
    expectWait(refused);
    expect(await refused.json()).toMatchObject({
      code: 'too_many_attempts',
      detail: expect.stringContaining('Aus Ihrem Netz'),
    });

    const page = await press({ ...crowd, ...browser });
    expect(page.status).toBe(429);
    expect(page.headers.get('content-type')).toContain('text/html');
    expectWait(page);
    expect(page.headers.get('cache-control')).toContain('no-store');
    const html = await page.text();
    expect(html).toContain('Too many downloads at once');
    expect(html).toContain('href="/p/limits"');
    expect(await rowsOf('outbox')).toBe(kept);

    // Elsewhere, and signed in from the very same network.
    expect((await press(from('203.0.113.2'))).status).toBe(303);
    const own = await admin.fetch('/p/limits/zip', {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded', ...crowd },
      body: new URLSearchParams({ asset }),
    });
    expect(own.status).toBe(303);
    server.setClockOffset(early + HOUR_MS + 60_000);
    expect((await press(crowd)).status).toBe(303);
  }, 120_000);

  it('have no page to look at', async () => {
    expect((await server.fetch('/p/limits/zip', { headers: browser })).status).toBe(404);
  });
});

describe('people who hand in', () => {
  it('are bounded by network; whoever is known or invited goes on', async () => {
    const request = await ask(admin, {
      invite: [{ name: 'Ida', email: 'ida@agency.example' }],
    });
    const crowd = from('203.0.113.11');
    const known = visitRequest(server, request.url, crowd);
    expect((await known.introduce('Kim')).status).toBe(204);
    const made = await statuses(41, (index) =>
      visitRequest(server, request.url, crowd).introduce(`Stranger${index}`),
    );
    expect(made).toEqual([...Array<number>(39).fill(204), 429, 429]);
    const kept = [await rowsOf('uploaders'), await rowsOf('audit_events')];
    const refused = await visitRequest(server, request.url, crowd).introduce('Stranger');
    expect(refused.status).toBe(429);
    expect(refused.headers.get('content-type')).toContain('application/problem+json');
    expectWait(refused);

    const form = { intent: 'introduce', name: 'Stranger', email: 'stranger@agency.example', consent: '1' };
    const page = await server.fetch(`/u/${tokenOf(request.url)}`, {
      method: 'POST',
      headers: {
        'content-type': 'application/x-www-form-urlencoded',
        origin: server.origin,
        'accept-language': 'de',
        ...browser,
        ...crowd,
      },
      body: new URLSearchParams(form),
    });
    expect(page.status).toBe(429);
    expectWait(page);
    const html = await page.text();
    expect(html).toContain('sehr oft aus Ihrem Netz');
    // What was typed is still there.
    expect(html).toContain('stranger@agency.example');
    expect([await rowsOf('uploaders'), await rowsOf('audit_events')]).toEqual(kept);

    expect((await known.introduce('Kim')).status).toBe(204);
    expect((await visitRequest(server, request.url, from('203.0.113.12')).introduce('Lee')).status).toBe(204);
    const [ida] = request.invitees;
    expect((await visitRequest(server, ida?.url ?? '', crowd).introduce('Ida')).status).toBe(204);
    // Each of them has a count, too.
    const own = await statuses(20, () => known.introduce('Kim'));
    expect(own.at(-1)).toBe(429);
    server.setClockOffset(early + HOUR_MS + 60_000);
    expect((await visitRequest(server, request.url, crowd).introduce('Late')).status).toBe(204);
  }, 120_000);
});

describe('terms of a link', () => {
  it('are agreed to a bounded number of times from one network; recipients go on', async () => {
    const link = await issue(admin, { assetIds: [asset], termsText: 'For the press only.' });
    const answer = await admin.fetch(`/api/admin/shares/${link.id}/recipients`, {
      json: { recipients: [{ name: 'Kim', email: 'kim@agency.example' }] },
    });
    const [kim] = (await answer.json()) as { url: string }[];
    const crowd = from('203.0.113.21');
    const agree = (url: string, network = crowd) =>
      visit(server, url, network).gate({ gate: 'terms', accept: true });
    for (let index = 0; index < 60; index++) expect((await agree(link.url)).status).toBe(200);
    const kept = [await rowsOf('terms_acceptances'), await rowsOf('audit_events')];
    const refused = await agree(link.url);
    expect(refused).toMatchObject({ status: 429, view: { kind: 'gate', gate: 'terms', error: 'locked' } });

    const page = await visit(server, link.url, { ...crowd, ...browser, 'accept-language': 'de' }).fetch(
      `/s/${tokenOf(link.url)}`,
      {
        method: 'POST',
        headers: { 'content-type': 'application/x-www-form-urlencoded', origin: server.origin },
        body: new URLSearchParams({ intent: 'terms', accept: '1' }),
      },
    );
    expect(page.status).toBe(429);
    expectWait(page);
    expect(await page.text()).toContain('Aus Ihrem Netz');
    expect([await rowsOf('terms_acceptances'), await rowsOf('audit_events')]).toEqual(kept);

    expect((await agree(link.url, from('203.0.113.22'))).status).toBe(200);
    expect((await agree(kim?.url ?? '')).status).toBe(200);
    server.setClockOffset(early + HOUR_MS + 60_000);
    expect((await agree(link.url)).status).toBe(200);
  }, 120_000);

  it('say on the page that they have to be accepted', async () => {
    const link = await issue(admin, { assetIds: [asset], termsText: 'For the press only.' });
    const page = await visit(server, link.url).fetch(`/s/${tokenOf(link.url)}`, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded', origin: server.origin, ...browser },
      body: new URLSearchParams({ intent: 'terms' }),
    });
    expect(page.status).toBe(401);
    expect(await page.text()).toContain('Tick the box to accept the terms.');
  });
});

describe('downloads of a link', () => {
  /** So many of these as are still to be had within the hour. */
  async function useUp(subject: string, leave: number, max: number): Promise<void> {
    const { DB } = await server.env();
    await DB.prepare('UPDATE throttles SET failures = ?1 WHERE subject LIKE ?2')
      .bind(max - leave, `${subject}:%`)
      .run();
  }
  const form = { 'content-type': 'application/x-www-form-urlencoded' };
  const press = (url: string, what: 'download' | 'zip', headers: Record<string, string>, number?: string) =>
    server.fetch(`${new URL(url).pathname}/${what}`, {
      method: 'POST',
      headers: { ...form, origin: server.origin, ...headers },
      body: new URLSearchParams({ asset, preset: 'original', ...(number ? { press: number } : {}) }),
    });

  it('are bounded by network, generously; the form that was given one before finds it; elsewhere they go on', async () => {
    const link = await issue(admin, { assetIds: [asset], permission: 'download_originals' });
    const agency = from('203.0.113.60');
    expect(new Set(await statuses(200, () => press(link.url, 'download', agency)))).toEqual(new Set([303]));
    const own = await press(link.url, 'download', agency, 'one-showing-1');
    await useUp('grant-source', 2, 1500);
    expect(await statuses(4, () => press(link.url, 'download', agency))).toEqual([303, 303, 429, 429]);
    const kept = await rowsOf('download_grants');
    const refused = await press(link.url, 'download', { ...agency, 'accept-language': 'de' });
    expect(refused.status).toBe(429);
    expectWait(refused);
    expect(await refused.json()).toMatchObject({
      code: 'too_many_attempts',
      detail: expect.stringContaining('aus Ihrem Netz'),
    });
    expect(await rowsOf('download_grants')).toBe(kept);
    const again = await press(link.url, 'download', agency, 'one-showing-1');
    expect(again.headers.get('location')).toBe(own.headers.get('location'));
    // A browser goes back to the page, which says so, with script and without.
    const sent = await press(link.url, 'download', { ...agency, ...browser });
    expect(sent.status).toBe(303);
    const page = await server.fetch(sent.headers.get('location') ?? '', { headers: browser });
    expect(await page.text()).toContain('It works again within the hour.');

    const other = await issue(admin, { assetIds: [asset], permission: 'download_originals' });
    expect((await press(other.url, 'download', from('203.0.113.61'))).status).toBe(303);
    const invited = await admin.fetch(`/api/admin/shares/${link.id}/recipients`, {
      json: { recipients: [{ name: 'Kim', email: 'kim@agency.example' }] },
    });
    const [kim] = (await invited.json()) as { url: string }[];
    expect((await press(kim?.url ?? '', 'download', agency)).status).toBe(303);
    server.setClockOffset(early + HOUR_MS + 60_000);
    expect((await press(link.url, 'download', agency)).status).toBe(303);
  }, 120_000);

  it('are fewer where they are archives, and a refused one leaves no plan and no job', async () => {
    const link = await issue(admin, { assetIds: [asset], permission: 'download_originals' });
    const crowd = from('203.0.113.62');
    expect((await press(link.url, 'zip', crowd)).status).toBe(303);
    await useUp('grant-zip-source', 2, 120);
    expect(await statuses(3, () => press(link.url, 'zip', crowd))).toEqual([303, 303, 429]);
    const [jobs, grants] = [await rowsOf('outbox'), await rowsOf('download_grants')];
    const refused = await press(link.url, 'zip', crowd);
    expect(refused.status).toBe(429);
    expectWait(refused);
    expect([await rowsOf('outbox'), await rowsOf('download_grants')]).toEqual([jobs, grants]);
    // Each file can still be had by itself.
    expect((await press(link.url, 'download', crowd)).status).toBe(303);
  }, 60_000);
});
