/** What was handed in, before its reviewers: pictures in quarantine, what the library knows, and bytes it did not take in. */
import sharp from 'sharp';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { bytesOf, sha256 } from '../harness/bytes.ts';
import { assetDetail, picture, upload } from '../harness/library.ts';
import { createAdministrator, type Person } from '../harness/people.ts';
import { ask, handedIn, introduce, review, submissions } from '../harness/request.ts';
import { startServer, type TestServer } from '../harness/server.ts';

const DAY_MS = 86_400_000;

let server: TestServer;
let admin: Person;
beforeAll(async () => {
  server = await startServer();
  admin = await createAdministrator(server);
});
afterEach(() => server.setClockOffset(0));
afterAll(() => server.close());

async function overview(): Promise<{ requests: { waiting: number } }> {
  return (await (await admin.fetch('/api/admin/overview')).json()) as { requests: { waiting: number } };
}

describe('quarantine', () => {
  it('shows pictures made anew to reviewers, and nothing of it to anybody else', async () => {
    const request = await ask(admin);
    const kim = await introduce(server, request.url, 'Kim');
    const bytes = await picture(31);
    await kim.handIn(bytes, 'finished.jpg');
    const [file] = await handedIn(admin, request, 1);
    const base = `/api/admin/requests/submissions/${file?.id}`;
    await expect
      .poll(async () => (await admin.fetch(`${base}/preview/small`)).status, { timeout: 20_000 })
      .toBe(200);
    const preview = await admin.fetch(`${base}/preview/small`);
    expect(preview.headers.get('cache-control')).toBe('private, no-store');
    expect(preview.headers.get('content-security-policy')).toContain('sandbox');
    const shown = Buffer.from(await preview.arrayBuffer());
    expect((await sharp(shown).metadata()).width).toBe(640);
    const original = await admin.fetch(`${base}/original`);
    expect(original.headers.get('content-type')).toBe('application/octet-stream');
    expect(original.headers.get('content-disposition')).toContain('attachment');
    expect(sha256(new Uint8Array(await original.arrayBuffer()))).toBe(sha256(bytes));
    const paths = [`${base}/preview/small`, `${base}/preview/large`, `${base}/original`];
    const tail = file?.id.slice(4);
    for (const path of [...paths, `/api/admin/assets/ast_${tail}`, `/i/ast_${tail}/w=320/x.jpg`]) {
      expect((await server.fetch(path)).status, path).toBeGreaterThanOrEqual(401);
      expect((await kim.call(path)).status, path).toBeGreaterThanOrEqual(401);
    }
    expect(await (await admin.fetch('/api/admin/assets')).json()).toMatchObject({ items: [] });
    const { DB } = await server.env();
    const { results } = await DB.prepare('SELECT event FROM audit_events WHERE target_id = ?1')
      .bind(file?.id)
      .all<{ event: string }>();
    expect(results.map(({ event }) => event)).toEqual(
      expect.arrayContaining(['submission.received', 'submission.opened']),
    );
  }, 60_000);

  it('counts what waits for review, and only that', async () => {
    const before = (await overview()).requests.waiting;
    const request = await ask(admin, { requiredFields: ['caption'] });
    const kim = await introduce(server, request.url, 'Kim');
    await kim.handIn(bytesOf('no caption'), 'text.txt');
    const [file] = await handedIn(admin, request, 1);
    expect((await overview()).requests.waiting).toBe(before);
    expect(await submissions(admin, { requestId: request.id, state: 'quarantined' })).toEqual([]);
    await kim.describe(file?.id ?? '', { caption: 'A text' });
    expect((await overview()).requests.waiting).toBe(before + 1);
    expect((await submissions(admin, { requestId: request.id, state: 'quarantined' })).length).toBe(1);
  }, 60_000);
});

describe('what the library knows', () => {
  it('flags duplicates and suggests what a file may be a new version of', async () => {
    // With shapes of its own, as photographs have: of flat fields a perceptual hash says little.
    const noise = Uint8Array.from({ length: 24 * 16 }, (_, at) => (at * at * 137 + at * 59) % 251);
    const original = await sharp(noise, { raw: { width: 24, height: 16, channels: 1 } })
      .resize(1200, 800, { kernel: 'cubic' })
      .jpeg({ quality: 90 })
      .toBuffer();
    const { asset } = await upload(admin, original, 'poster.jpg');
    const other = await upload(admin, bytesOf('notes, first state'), 'notes.txt');
    // A perceptual hash is measured after the asset is there.
    await expect
      .poll(async () => (await assetDetail(admin, asset?.id)).thumbHash, { timeout: 20_000 })
      .not.toBeNull();
    const request = await ask(admin);
    const kim = await introduce(server, request.url, 'Kim');
    await kim.handIn(original, 'same bytes.jpg');
    await kim.handIn(await sharp(original).resize(900).jpeg({ quality: 60 }).toBuffer(), 'smaller.jpg');
    await kim.handIn(bytesOf('notes, second state'), 'notes.txt');
    await kim.handIn(bytesOf('notes, second state'), 'notes copy.txt');
    await handedIn(admin, request, 4);
    await expect
      .poll(async () => (await handedIn(admin, request, 4))[1]?.alike.length, { timeout: 20_000 })
      .toBe(1);
    const [same, smaller, notes, copy] = await handedIn(admin, request, 4);
    expect(same?.duplicateOf?.id).toBe(asset?.id);
    expect(smaller?.alike.map(({ reason, asset: { id } }) => [reason, id])).toEqual([
      ['looks_alike', asset?.id],
    ]);
    expect(notes?.alike.map(({ reason, asset: { id } }) => [reason, id])).toEqual([
      ['same_name', other.asset?.id],
    ]);
    expect([notes?.twin, copy?.twin]).toEqual([null, 'notes.txt']);
  }, 90_000);
});

describe('bytes that the library did not take in', () => {
  it('go 30 days after the decision or the deadline, however late that was moved; the rest stays', async () => {
    const known = await upload(admin, bytesOf('known to the library'), 'known.txt');
    const request = await ask(admin, { deadline: Date.now() + DAY_MS });
    const kim = await introduce(server, request.url, 'Kim');
    await kim.handIn(bytesOf('known to the library'), 'twin.txt');
    await kim.handIn(bytesOf('taken in'), 'taken.txt');
    await kim.handIn(await picture(77), 'returned.jpg');
    const [twin, taken, returned] = await handedIn(admin, request, 3);
    const preview = `/api/admin/requests/submissions/${returned?.id}/preview/small`;
    await expect.poll(async () => (await admin.fetch(preview)).status, { timeout: 20_000 }).toBe(200);
    const [accepted] = await review(admin, [twin?.id ?? ''], 'accept');
    expect(accepted?.assetId).toBe(known.asset?.id);
    expect((await review(admin, [taken?.id ?? ''], 'accept'))[0]?.discardAt).toBeNull();
    await review(admin, [returned?.id ?? ''], 'return', { message: 'Too small.' });
    const deadline = Date.now() + 5 * DAY_MS;
    expect(
      (await admin.fetch(`/api/admin/requests/${request.id}`, { method: 'PATCH', json: { deadline } }))
        .status,
    ).toBe(200);

    const { BUCKET, DB } = await server.env();
    const { results } = await DB.prepare(
      'SELECT file_name, storage_key, preview_key FROM submissions WHERE upload_request_id = ?1',
    )
      .bind(request.id)
      .all<{ file_name: string; storage_key: string; preview_key: string | null }>();
    const rowOf = (name: string) => results.find((row) => row.file_name === name);
    /** Which of the three are still there, `days` from now: the sweep owes the deletion, the next minute does it. */
    const left = async (days: number) => {
      server.setClockOffset(days * DAY_MS + 60_000);
      await server.tick();
      await server.tick();
      const names: string[] = [];
      for (const row of results) if (await BUCKET.head(row.storage_key)) names.push(row.file_name);
      return names.toSorted();
    };
    const previews = `${rowOf('returned.jpg')?.preview_key}/`;
    expect((await BUCKET.list({ prefix: previews })).objects.length).toBe(2);
    expect(await left(29)).toEqual(['returned.jpg', 'taken.txt', 'twin.txt']);
    expect(await left(30)).toEqual(['returned.jpg', 'taken.txt']);
    expect(await left(34)).toEqual(['returned.jpg', 'taken.txt']);
    expect(await left(35)).toEqual(['taken.txt']);
    expect((await BUCKET.list({ prefix: previews })).objects).toEqual([]);
    expect((await admin.fetch(`/api/admin/requests/submissions/${returned?.id}/original`)).status).toBe(404);
    const after = await handedIn(admin, request, 3);
    expect(after.map(({ isDiscarded, sha256: digest }) => [isDiscarded, digest.length])).toEqual([
      [true, 64],
      [false, 64],
      [true, 64],
    ]);
    const text = await admin.fetch(`/api/admin/assets/${known.asset?.id}/original`);
    expect(await text.text()).toBe('known to the library');
    const audited = await DB.prepare(
      "SELECT target_label FROM audit_events WHERE event = 'submission.discarded' AND target_id IN (?1, ?2, ?3) ORDER BY at",
    )
      .bind(twin?.id, taken?.id, returned?.id)
      .all<{ target_label: string }>();
    expect(audited.results.map((row) => row.target_label)).toEqual(['twin.txt', 'returned.jpg']);
  }, 90_000);
});

describe('an upload of the console', () => {
  it('is offered as a new version of what it resembles, and becomes one at a word', async () => {
    const first = await upload(admin, bytesOf('list, first state'), 'list.txt');
    const second = await upload(admin, bytesOf('list, second state'), 'list.txt');
    expect(second).toMatchObject({
      outcome: 'new',
      versionOf: { assetId: first.asset?.id, reason: 'same_name' },
    });
    const take = () => admin.fetch(`/api/admin/uploads/${second.id}/version`, { method: 'POST' });
    await expect.poll(async () => (await take()).status, { timeout: 20_000 }).toBe(200);
    const asset = await assetDetail(admin, first.asset?.id);
    expect(asset.versions.map(({ number, isCurrent }) => [number, isCurrent])).toEqual([
      [2, true],
      [1, false],
    ]);
    expect((await admin.fetch(`/api/admin/assets/${second.asset?.id}`)).status).toBe(404);
    const found = (await (await admin.fetch('/api/admin/assets?q=list.txt')).json()) as {
      items: { id: string }[];
    };
    expect(found.items.map(({ id }) => id)).toEqual([first.asset?.id]);
    expect((await take()).status).toBe(409);
  }, 60_000);

  it('stays an asset of its own once somebody has worked with it', async () => {
    await upload(admin, bytesOf('page, first state'), 'page.txt');
    const second = await upload(admin, bytesOf('page, second state'), 'page.txt');
    await admin.fetch(`/api/admin/assets/${second.asset?.id}/status`, {
      json: { status: 'approved', reason: null },
    });
    await expect
      .poll(
        async () => {
          const answer = await admin.fetch(`/api/admin/uploads/${second.id}/version`, { method: 'POST' });
          return ((await answer.json()) as { detail?: string }).detail;
        },
        { timeout: 20_000 },
      )
      .toContain('Somebody has already worked');
    expect((await assetDetail(admin, second.asset?.id)).versions.length).toBe(1);
  }, 60_000);
});
