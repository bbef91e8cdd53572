/** Upload requests as those who are asked meet them: handing in, limits, time, names, and what is still to be said. */
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { bytesOf, sha256 } from '../harness/bytes.ts';
import { picture } from '../harness/library.ts';
import { mailsTo } from '../harness/mail.ts';
import { createAdministrator, type Person } from '../harness/people.ts';
import { ask, handedIn, introduce, OCTETS, review, TUS, visitRequest } from '../harness/request.ts';
import { startServer, type TestServer } from '../harness/server.ts';
import { tokenOf } from '../harness/share.ts';

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

let server: TestServer;
let admin: Person;
beforeAll(async () => {
  server = await startServer();
  admin = await createAdministrator(server);
});
afterEach(() => server.setClockOffset(0));
afterAll(() => server.close());

describe('handing in', () => {
  it('takes files into quarantine and gives a receipt with every name, size and SHA-256', async () => {
    const request = await ask(admin);
    const kim = await introduce(server, request.url, 'Kim');
    const [one, two] = [await picture(7), await picture(8)];
    expect((await kim.handIn(one, 'poster.jpg')).status).toBe(204);
    expect((await kim.handIn(two, 'poster.jpg', { relativePath: 'finals/../wide/poster.jpg' })).status).toBe(
      204,
    );
    const files = await handedIn(admin, request, 2);
    expect(files.map(({ fileName }) => fileName)).toEqual(['poster.jpg', 'poster (2).jpg']);
    expect(files.map(({ relativePath }) => relativePath)).toEqual([null, 'finals/wide/poster.jpg']);
    expect(files.map(({ mediaType }) => mediaType)).toEqual(['image/jpeg', 'image/jpeg']);
    expect((await mailsTo(admin, 'kim@agency.example')).length).toBe(0);
    server.setClockOffset(2 * MINUTE_MS);
    await server.tick();
    await server.tick();
    const receipts = await mailsTo(admin, 'kim@agency.example');
    expect(receipts.length).toBe(1);
    expect(receipts[0]?.subject).toBe('Received: 2 files for “Final artwork”');
    for (const [name, bytes] of [
      ['poster.jpg', one],
      ['poster (2).jpg', two],
    ] as const) {
      expect(receipts[0]?.text).toContain(name);
      expect(receipts[0]?.text).toContain(`SHA-256: ${sha256(bytes)}`);
    }
    const page = await kim.page();
    expect(page.files.map(({ sha256: digest }) => digest).toSorted()).toEqual(
      [sha256(one), sha256(two)].toSorted(),
    );
  }, 60_000);

  it('writes to people in their language', async () => {
    const request = await ask(admin);
    const uwe = visitRequest(server, request.url, { 'accept-language': 'de' });
    await uwe.introduce('Uwe');
    await uwe.handIn(bytesOf('Hallo'), 'hallo.txt');
    const [file] = await handedIn(admin, request, 1);
    await review(admin, [file?.id ?? ''], 'return', { message: 'Bitte als PDF.' });
    server.setClockOffset(2 * MINUTE_MS);
    await server.tick();
    const subjects = (await mailsTo(admin, 'uwe@agency.example')).map(({ subject }) => subject);
    expect(subjects.toSorted()).toEqual(['Erhalten: hallo.txt', 'Zurück an Sie: „Final artwork“']);
  }, 60_000);

  it('keeps many files of one name that finish at once apart', async () => {
    const request = await ask(admin);
    const kim = await introduce(server, request.url, 'Kim');
    await Promise.all(
      Array.from({ length: 6 }, (_, index) => kim.handIn(bytesOf(`report ${index}`), 'report.pdf')),
    );
    const files = await handedIn(admin, request, 6);
    expect(files.map(({ fileName }) => fileName).toSorted()).toEqual(
      ['report.pdf', ...[2, 3, 4, 5, 6].map((copy) => `report (${copy}).pdf`)].toSorted(),
    );
  }, 60_000);

  it('asks for what is still to be said, and waits with the review until it is', async () => {
    const request = await ask(admin, { requiredFields: ['creditLine', 'caption'], askReleases: true });
    const refused = await visitRequest(server, request.url).introduce('Kim');
    expect(refused.status).toBe(400);
    const kim = await introduce(server, request.url, 'Kim', { details: { creditLine: 'Kim / Studio' } });
    await kim.handIn(await picture(9), 'people.jpg');
    const [before] = await handedIn(admin, request, 1);
    expect(before).toMatchObject({ state: 'incomplete', missing: ['caption', 'people'] });
    expect(before?.details.creditLine).toBe('Kim / Studio');
    const id = before?.id ?? '';
    expect((await kim.describe(id, { caption: 'Two at work', people: 'document' })).status).toBe(204);
    expect((await kim.page()).files[0]).toMatchObject({ state: 'incomplete', missing: ['releaseDocument'] });
    await kim.handIn(bytesOf('%PDF-1.4 signed by both'), 'release.pdf', { releaseFor: id });
    await expect
      .poll(async () => (await kim.page()).files[0]?.state, { timeout: 20_000 })
      .toBe('quarantined');
    const [after, ...others] = await handedIn(admin, request, 1);
    expect(others).toEqual([]);
    expect(after?.releases.map(({ fileName }) => fileName)).toEqual(['release.pdf']);
    const lee = await introduce(server, request.url, 'Lee', { details: { creditLine: 'Lee' } });
    expect((await lee.describe(id, { caption: 'Mine' })).status).toBe(404);
    expect((await lee.handIn(bytesOf('x'), 'x.pdf', { releaseFor: id })).status).toBe(404);
  }, 60_000);

  it('takes a file handed in again, linked to the one that was returned', async () => {
    const request = await ask(admin, { maxFiles: 1 });
    const kim = await introduce(server, request.url, 'Kim');
    await kim.handIn(bytesOf('first'), 'text.txt');
    const [first] = await handedIn(admin, request, 1);
    expect((await kim.page()).state).toBe('full');
    expect((await kim.handIn(bytesOf('again'), 'text.txt', { replaces: first?.id ?? '' })).status).toBe(404);
    await review(admin, [first?.id ?? ''], 'return', { message: 'Please without the frame.' });
    const page = await kim.page();
    expect(page.files[0]).toMatchObject({ state: 'returned', message: 'Please without the frame.' });
    expect(page.state).toBe('open');
    expect((await kim.handIn(bytesOf('second'), 'text.txt', { replaces: first?.id ?? '' })).status).toBe(204);
    const files = await handedIn(admin, request, 2);
    expect(files[1]?.replaces).toMatchObject({ id: first?.id, message: 'Please without the frame.' });
    expect((await kim.page()).files.find(({ submissionId }) => submissionId === first?.id)?.isReplaced).toBe(
      true,
    );
    const mail = (await mailsTo(admin, 'kim@agency.example')).find(({ subject }) =>
      subject.startsWith('Returned'),
    );
    expect(mail?.text).toContain('Please without the frame.');
    // An address that stands for this uploader.
    expect(mail?.text).toContain(`${server.origin}/u/H`);
  }, 60_000);

  it('lets nobody see another’s files, and everybody the names where the request says so', async () => {
    const blind = await ask(admin);
    const kim = await introduce(server, blind.url, 'Kim');
    const created = await kim.create(4, { filename: 'secret.txt' });
    const path = created.headers.get('location') ?? '';
    const lee = await introduce(server, blind.url, 'Lee');
    const asLee = (method: string, headers: Record<string, string> = {}) =>
      lee.call(path, { method, headers: { ...TUS, ...headers } });
    expect((await asLee('HEAD')).status).toBe(404);
    expect((await asLee('DELETE')).status).toBe(404);
    expect((await lee.append(path, 0, bytesOf('mine'))).status).toBe(404);
    expect((await kim.head(path)).headers.get('upload-offset')).toBe('0');
    await kim.append(path, 0, bytesOf('mine'));
    await handedIn(admin, blind, 1);
    expect(await lee.page()).toMatchObject({ files: [], names: null });
    const open = await ask(admin, { showNames: true });
    const mo = await introduce(server, open.url, 'Mo');
    await mo.handIn(bytesOf('one'), 'seen.txt');
    await handedIn(admin, open, 1);
    const other = await introduce(server, open.url, 'Lee');
    expect(await other.page()).toMatchObject({ files: [], names: ['seen.txt'] });
  }, 60_000);
});

describe('limits', () => {
  it('lets exactly as many files in as there is room for, however many begin at once', async () => {
    const request = await ask(admin, { maxFiles: 5 });
    const people = await Promise.all(
      ['Ann', 'Ben', 'Cem'].map((name) => introduce(server, request.url, name)),
    );
    const answers = await Promise.all(
      people.flatMap((person, index) =>
        Array.from({ length: 10 }, (_, at) => person.create(10, { filename: `${index}-${at}.txt` })),
      ),
    );
    const statuses = answers.map(({ status }) => status);
    expect(statuses.filter((status) => status === 201).length).toBe(5);
    expect(statuses.filter((status) => status === 413).length).toBe(25);
  }, 60_000);

  it('counts bytes of the request and of the person, exactly', async () => {
    const request = await ask(admin, { maxTotalBytes: 100, maxPersonBytes: 60, maxFileBytes: 50 });
    const [ann, ben] = await Promise.all(['Ann', 'Ben'].map((name) => introduce(server, request.url, name)));
    const sizes = async (person: typeof ann, bytes: number, times: number) =>
      Promise.all(Array.from({ length: times }, (_, at) => person?.create(bytes, { filename: `${at}.bin` })));
    const large = await ann?.create(51, { filename: 'large.bin' });
    expect(large?.status).toBe(413);
    expect(await large?.json()).toMatchObject({ context: { limit: 'maxFileBytes' } });
    const mine = await sizes(ann, 20, 8);
    expect(mine.filter((answer) => answer?.status === 201).length).toBe(3);
    const theirs = await sizes(ben, 20, 8);
    expect(theirs.filter((answer) => answer?.status === 201).length).toBe(2);
    const path = mine.find((answer) => answer?.status === 201)?.headers.get('location') ?? '';
    expect((await ann?.call(path, { method: 'DELETE', headers: TUS }))?.status).toBe(204);
    expect((await ben?.create(20, { filename: 'freed.bin' }))?.status).toBe(201);
  }, 60_000);

  it('asks the request once more when a file is complete', async () => {
    const request = await ask(admin, { maxFiles: 3 });
    const change = (json: Record<string, unknown>) =>
      admin.fetch(`/api/admin/requests/${request.id}`, { method: 'PATCH', json });
    const kim = await introduce(server, request.url, 'Kim');
    const outcomeAfter = async (name: string, json: Record<string, unknown>) => {
      const created = await kim.create(4, { filename: name });
      expect((await change(json)).status).toBe(200);
      await kim.append(created.headers.get('location') ?? '', 0, bytesOf('text'));
      await expect
        .poll(async () => (await kim.page()).files.find(({ fileName }) => fileName === name)?.state, {
          timeout: 20_000,
        })
        .toBe('failed');
      return (await kim.page()).files.find(({ fileName }) => fileName === name)?.message;
    };
    expect(await outcomeAfter('kind.txt', { kinds: ['image'] })).toBe('This kind of file was not asked for.');
    // By now a text is refused before it is created.
    expect((await change({ kinds: [] })).status).toBe(200);
    expect(await outcomeAfter('large.txt', { maxFileBytes: 3 })).toBe(
      'The file is larger than this request takes.',
    );
    await change({ maxFileBytes: 1000 });
    expect(await outcomeAfter('room.txt', { maxTotalBytes: 3 })).toBe(
      'There is not enough room left under this upload request.',
    );
    expect((await change({ maxTotalBytes: 1000 })).status).toBe(200);
    expect(await outcomeAfter('person.txt', { maxPersonBytes: 3 })).toBe(
      'There is not enough room left under this upload request.',
    );
    expect((await change({ maxPersonBytes: 1000 })).status).toBe(200);
    const listed = (await (await admin.fetch('/api/admin/requests')).json()) as { items: unknown[] };
    expect(listed.items[0]).toMatchObject({
      maxFiles: 3,
      consentText: 'You may publish this.',
    });
    expect((await kim.handIn(bytesOf('kept'), 'kept.txt')).status).toBe(204);
    await handedIn(admin, request, 1);
    expect(await outcomeAfter('full.txt', { maxFiles: 1 })).toBe('This upload request takes no more files.');
  }, 60_000);

  it('takes nothing after the deadline or the closing, and keeps what had arrived before', async () => {
    const request = await ask(admin);
    const kim = await introduce(server, request.url, 'Kim');
    const late = await kim.create(4, { filename: 'late.txt' });
    server.setClockOffset(2 * DAY_MS);
    expect((await kim.append(late.headers.get('location') ?? '', 0, bytesOf('late'))).status).toBe(410);
    expect((await kim.create(4, { filename: 'c.txt' })).status).toBe(410);
    expect((await kim.page()).state).toBe('past_deadline');
    server.setClockOffset(0);
    const { DB } = await server.env();
    const intime = await kim.create(4, { filename: 'intime.txt' });
    const path = intime.headers.get('location') ?? '';
    await kim.append(path, 0, bytesOf('time'));
    await handedIn(admin, request, 1);
    // Looked at only after the closing: what had arrived by then is kept.
    await DB.prepare('DELETE FROM submissions WHERE upload_id = ?1').bind(path.split('/').at(-1)).run();
    await DB.prepare("UPDATE uploads SET state = 'processing' WHERE id = ?1")
      .bind(path.split('/').at(-1))
      .run();
    await admin.fetch(`/api/admin/requests/${request.id}/state`, { json: { closed: true } });
    await DB.prepare(
      "UPDATE outbox SET state = 'waiting', available_at = 0 WHERE kind = 'upload.process' AND payload LIKE ?1",
    )
      .bind(`%${path.split('/').at(-1)}%`)
      .run();
    await server.tick();
    expect((await handedIn(admin, request, 1))[0]?.fileName).toBe('intime.txt');
    expect((await kim.create(4, { filename: 'd.txt' })).status).toBe(410);
    expect((await kim.page()).state).toBe('closed');
  }, 60_000);
});

describe('who may', () => {
  it('keeps what was complete when something died, however late and by whomever it is found', async () => {
    const request = await ask(admin, { deadline: Date.now() + 60 * MINUTE_MS, askReleases: false });
    const kim = await introduce(server, request.url, 'Kim');
    const { DB, BUCKET } = await server.env();
    /** Every byte is durable; that the file is complete is not written down. */
    const leaveBehind = async (name: string): Promise<string> => {
      const bytes = bytesOf(`everything of ${name}`);
      const path = (await kim.create(bytes.length, { filename: name })).headers.get('location') ?? '';
      await DB.prepare(
        "CREATE TRIGGER died BEFORE UPDATE ON uploads WHEN new.state = 'processing' BEGIN SELECT raise(ABORT, 'died'); END",
      ).run();
      expect((await kim.append(path, 0, bytes)).status).toBe(500);
      await DB.prepare('DROP TRIGGER died').run();
      return path;
    };
    await leaveBehind('swept.txt');
    const cancelled = await leaveBehind('cancelled.txt');
    // Whoever cancels now comes too late: the bytes were acknowledged, and stay.
    expect((await kim.call(cancelled, { method: 'DELETE', headers: TUS })).status).toBe(409);
    await handedIn(admin, request, 1);
    // Past the deadline, and past the time in which an upload can be resumed.
    server.setClockOffset(7 * DAY_MS);
    await server.tick();
    const files = await handedIn(admin, request, 2);
    expect(files.map(({ fileName }) => fileName).toSorted()).toEqual(['cancelled.txt', 'swept.txt']);
    const stored = await BUCKET.list({ prefix: 'originals/' });
    const { results } = await DB.prepare('SELECT storage_key AS key FROM submissions').all<{ key: string }>();
    const known = new Set(results.map(({ key }) => key));
    expect(stored.objects.map(({ key }) => key).filter((key) => !known.has(key))).toEqual([]);
  }, 60_000);

  it('asks once more about the person and the words when the last byte has come', async () => {
    const request = await ask(admin, {
      invite: [{ name: 'Una', email: 'una@agency.example', locale: 'en' }],
    });
    const [una] = request.invitees;
    const kim = await introduce(server, request.url, 'Kim');
    const invited = await introduce(server, una?.url ?? '', 'Una');
    /** Sends half, lets something happen, and sends the rest. */
    const interrupted = async (visitor: typeof kim, name: string, meanwhile: () => Promise<unknown>) => {
      const bytes = bytesOf(`${name} `.repeat(100));
      const path = (await visitor.create(bytes.length, { filename: name })).headers.get('location') ?? '';
      const half = bytes.length / 2;
      /** That it is being taken in: another one is told to wait. */
      const isUnderWay = async () => (await visitor.append(path, bytes.length, bytesOf(''))).status === 423;
      const body = new ReadableStream<Uint8Array>({
        async start(controller) {
          controller.enqueue(bytes.slice(0, half));
          await expect.poll(isUnderWay).toBe(true);
          await meanwhile();
          controller.enqueue(bytes.slice(half));
          controller.close();
        },
      });
      const init = {
        method: 'PATCH',
        headers: { ...TUS, ...OCTETS, 'upload-offset': '0' },
        body,
        duplex: 'half',
      };
      expect((await visitor.call(path, init as RequestInit)).status).toBe(204);
    };
    const outcome = async (visitor: typeof kim, name: string) =>
      (await visitor.page()).files.find(({ fileName }) => fileName === name);
    await interrupted(invited, 'una.txt', () =>
      admin.fetch(`/api/admin/requests/${request.id}/invitees/${una?.id}/revoke`, { json: {} }),
    );
    await expect
      .poll(async () => (await outcome(invited, 'una.txt'))?.state, { timeout: 20_000 })
      .toBe('failed');
    await interrupted(kim, 'words.txt', () =>
      admin.fetch(`/api/admin/requests/${request.id}`, {
        method: 'PATCH',
        json: { consentText: 'Other words.' },
      }),
    );
    await expect
      .poll(async () => (await outcome(kim, 'words.txt'))?.state, { timeout: 20_000 })
      .toBe('failed');
    expect((await outcome(kim, 'words.txt'))?.message).toBeTruthy();
  }, 60_000);

  it('takes nothing from strangers, and a token opens nothing else', async () => {
    const request = await ask(admin);
    const token = tokenOf(request.url);
    const stranger = visitRequest(server, request.url);
    expect((await stranger.create(4, { filename: 'a.txt' })).status).toBe(401);
    const mo = await introduce(server, (await ask(admin)).url, 'Mo');
    const foreign = await mo.call(`/u/${token}/uploads`, { method: 'POST', headers: TUS });
    expect(foreign.status).toBe(401);
    expect((await server.fetch(`/api/request/${token.slice(0, -1)}x`)).status).toBe(404);
    expect((await server.fetch(`/api/share/${token}`)).status).toBe(404);
    expect((await server.fetch(`/s/${token}`)).status).toBe(404);
    const kim = await introduce(server, request.url, 'Kim');
    for (const path of [
      '/api/admin/requests/submissions',
      '/api/admin/requests',
      '/api/admin/uploads',
      '/uploads',
    ]) {
      expect(
        (await kim.call(path, { method: path === '/uploads' ? 'POST' : 'GET', headers: TUS })).status,
      ).toBe(401);
    }
  }, 60_000);

  it('asks for consent, keeps its version with each hand-in, and asks again when the words change', async () => {
    const request = await ask(admin);
    const kim = visitRequest(server, request.url);
    expect((await kim.introduce('Kim', { consent: false })).status).toBe(400);
    await kim.introduce('Kim');
    await kim.handIn(bytesOf('under one'), 'one.txt');
    await admin.fetch(`/api/admin/requests/${request.id}`, {
      method: 'PATCH',
      json: { consentText: 'You may publish this for two years.' },
    });
    expect((await kim.page()).uploader?.isKnown).toBe(false);
    expect((await kim.handIn(bytesOf('under two'), 'two.txt')).status).toBe(401);
    await kim.introduce('Kim');
    expect((await kim.handIn(bytesOf('under two'), 'two.txt')).status).toBe(204);
    const files = await handedIn(admin, request, 2);
    expect(files.map(({ consentVersion, consentText }) => [consentVersion, consentText])).toEqual([
      [1, 'You may publish this.'],
      [2, 'You may publish this for two years.'],
    ]);
    expect((await kim.page()).files.length).toBe(2);
  }, 60_000);
});
