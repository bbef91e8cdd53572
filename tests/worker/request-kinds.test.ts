/** Kinds that a request does not take, refused before and with the first bytes; and what one person sees of the others. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { picture } from '../harness/library.ts';
import { mailsTo } from '../harness/mail.ts';
import { createAdministrator, type Person } from '../harness/people.ts';
import { ask, handedIn, introduce } from '../harness/request.ts';
import { projectRoot, startServer, type TestServer } from '../harness/server.ts';

const FILM = new Uint8Array(readFileSync(join(projectRoot, 'demo/brand/nattvik-blue-hour.mp4')));
const FILM_BYTES = 15_000_000_000;
const MINUTE_MS = 60_000;

let server: TestServer;
let admin: Person;
beforeAll(async () => {
  server = await startServer();
  admin = await createAdministrator(server);
});
afterEach(() => server.setClockOffset(0));
afterAll(() => server.close());

describe('a request for pictures only', () => {
  it('refuses a film by its name before a byte is sent, and holds no place for it', async () => {
    const request = await ask(admin, { kinds: ['image'], maxFiles: 1 });
    const ann = await introduce(server, request.url, 'Ann');
    const bob = await introduce(server, request.url, 'Bob');
    const refused = await ann.create(FILM_BYTES, { filename: 'film.mov' });
    expect(refused.status).toBe(415);
    expect(await refused.json()).toMatchObject({ code: 'unsupported_media', context: { limit: 'kinds' } });
    expect((await bob.page()).state).toBe('open');
    expect((await bob.handIn(await picture(3), 'photo.jpg')).status).toBe(204);
  });

  it('refuses it by its first bytes whatever it is called, and gives its place back', async () => {
    const request = await ask(admin, { kinds: ['image'], maxFiles: 1 });
    const ann = await introduce(server, request.url, 'Ann');
    const bob = await introduce(server, request.url, 'Bob');
    for (const filename of ['holiday', 'photo.jpg']) {
      const created = await ann.create(FILM_BYTES, { filename });
      expect(created.status).toBe(201);
      const path = created.headers.get('location') ?? '';
      expect((await bob.page()).state).toBe('full');
      const answer = await ann.append(path, 0, FILM.subarray(0, 6_000_000));
      expect(answer.status).toBe(415);
      expect(await answer.json()).toMatchObject({ context: { limit: 'kinds' } });
      expect((await ann.head(path)).status).toBe(404);
      expect((await bob.page()).state).toBe('open');
    }
    // In pieces that are too short to tell by, the whole tells.
    const [created, photo] = [await bob.create(900_000, { filename: 'photo' }), await picture(5)];
    const path = created.headers.get('location') ?? '';
    expect((await bob.append(path, 0, photo.subarray(0, 100))).status).toBe(204);
    expect((await bob.head(path)).headers.get('upload-offset')).toBe('100');
  });

  it('tells by mail what it did not take after it had arrived, once, and why', async () => {
    const request = await ask(admin, { title: 'Pictures', kinds: ['image'] });
    const ida = await introduce(server, request.url, 'Ida');
    // Small enough to be looked at in the end only.
    for (const name of ['one.jpg', 'two.jpg'])
      expect((await ida.handIn(new TextEncoder().encode(`%PDF-1.7 ${name}`), name)).status).toBe(204);
    await expect
      .poll(async () => (await ida.page()).files.map(({ state }) => state))
      .toEqual(['failed', 'failed']);
    for (const minutes of [31, 32, 50]) {
      server.setClockOffset(minutes * MINUTE_MS);
      await server.tick();
    }
    const mails = (await mailsTo(admin, 'ida@agency.example')).filter(({ subject }) =>
      subject.startsWith('Not taken'),
    );
    const told = mails.map(({ text }) => text).join('\n');
    for (const name of ['one.jpg', 'two.jpg'])
      expect(told.split(`${name}: This kind of file was not asked for.`)).toHaveLength(2);
    expect(told).toMatch(/\/u\/H[\w-]+/);
  });

  it('takes every byte of a picture that it has looked at', async () => {
    const request = await ask(admin, { kinds: ['image'] });
    const kim = await introduce(server, request.url, 'Kim');
    const photo = await picture(9);
    // Longer than what is looked at, in two pieces.
    const long = new Uint8Array(1_500_000);
    long.set(photo);
    const created = await kim.create(long.length, { filename: 'long' });
    const path = created.headers.get('location') ?? '';
    expect((await kim.append(path, 0, long.subarray(0, 700_000))).status).toBe(204);
    expect((await kim.append(path, 700_000, long.subarray(700_000))).status).toBe(204);
    const [file] = await handedIn(admin, request, 1);
    const { createHash } = await import('node:crypto');
    expect(file?.sha256).toBe(createHash('sha256').update(long).digest('hex'));
  });
});

describe('somebody who sees only their own', () => {
  it('reads the names they sent and their own limits', async () => {
    const request = await ask(admin, { maxFiles: 4 });
    const ann = await introduce(server, request.url, 'Anke');
    const bob = await introduce(server, request.url, 'Bodo');
    expect((await ann.handIn(await picture(1), 'logo.jpg')).status).toBe(204);
    await handedIn(admin, request, 1);
    expect((await bob.handIn(await picture(2), 'logo.jpg')).status).toBe(204);
    const files = await handedIn(admin, request, 2);
    expect(files.map(({ fileName }) => fileName)).toEqual(['logo.jpg', 'logo (2).jpg']);
    const page = await bob.page();
    expect(page.files.map(({ fileName }) => fileName)).toEqual(['logo.jpg']);
    expect(page.remainingFiles).toBe(3);
    server.setClockOffset(2 * MINUTE_MS);
    await server.tick();
    await server.tick();
    const [receipt] = await mailsTo(admin, 'bodo@agency.example');
    expect(`${receipt?.subject} ${receipt?.text}`).toContain('logo.jpg');
    expect(`${receipt?.subject} ${receipt?.text}`).not.toContain('(2)');
    // Where everybody sees all names, the room is that of all.
    const open = await ask(admin, { maxFiles: 4, showNames: true });
    const cy = await introduce(server, open.url, 'Cy');
    const di = await introduce(server, open.url, 'Di');
    expect((await cy.handIn(await picture(3), 'one.jpg')).status).toBe(204);
    expect((await di.page()).remainingFiles).toBe(3);
  }, 60_000);

  it('has names of one line, without characters that turn what is read', async () => {
    const request = await ask(admin, { title: 'Plain names' });
    const eve = await introduce(server, request.url, 'Eve', { name: 'Eve\r\nfrom the studio\u202e' });
    expect((await eve.handIn(new TextEncoder().encode('x'), '\u202egpj.exe')).status).toBe(204);
    const [file] = await handedIn(admin, request, 1);
    expect(file?.fileName).toBe('gpj.exe');
    // Names that look alike are numbered, whatever they are made of; one that nobody sees has another.
    for (const name of ['caf\u00e9.txt', 'cafe\u0301.txt', '\u200b'])
      expect((await eve.handIn(new TextEncoder().encode(name), name)).status).toBe(204);
    const names = (await handedIn(admin, request, 4)).map(({ fileName }) => fileName);
    expect(names).toEqual(['gpj.exe', 'caf\u00e9.txt', 'caf\u00e9 (2).txt', 'unnamed']);
    expect((await eve.page()).uploader?.name).toBe('Eve from the studio');
    const asked = await eve.call(`/api/request/${eve.token}/inquiries`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: server.origin },
      body: JSON.stringify({
        kind: 'question',
        name: 'Eve\r\n\r\nYour account is locked',
        email: 'eve@agency.example',
        reason: 'More time?',
      }),
    });
    expect(asked.ok).toBe(true);
    const { items } = (await (await admin.fetch('/api/admin/requests/inquiries')).json()) as {
      items: { name: string }[];
    };
    expect(items[0]?.name).toBe('Eve Your account is locked');
  }, 60_000);
});
