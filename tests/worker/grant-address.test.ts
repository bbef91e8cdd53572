/** The address of one download, opened later or by somebody else: people get the page of the link, programs get the refusal. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addPicture, approve, license, setStatus } from '../harness/library.ts';
import { createAdministrator, type Person } from '../harness/people.ts';
import { startServer, type TestServer } from '../harness/server.ts';
import { issue, visit } from '../harness/share.ts';

const HOUR_MS = 3_600_000;
const PAGE = { accept: 'text/html,application/xhtml+xml', 'sec-fetch-dest': 'document' };

let server: TestServer;
let admin: Person;
let photo: string;

beforeAll(async () => {
  server = await startServer();
  admin = await createAdministrator(server);
  photo = (await addPicture(admin, { title: 'Red chair' })).id;
  await license(admin, photo);
  await approve(admin, photo);
}, 60_000);
afterAll(() => server.close());

/** What the page says, without its markup. */
const wordsOf = async (response: Response): Promise<string> =>
  (await response.text()).replaceAll(/<(script|style)[\s\S]*?<\/\1>|<[^>]+>/g, ' ').replaceAll(/\s+/g, ' ');

describe('the address of a download', () => {
  it('leads to the page of the link when its time is over, and refuses what resumes', async () => {
    const link = await issue(admin, { assetIds: [photo] });
    const kim = visit(server, link.url);
    const address = (await kim.press(photo, 'original')).headers.get('location') ?? '';
    server.setClockOffset(HOUR_MS);
    try {
      const stranger = visit(server, link.url);
      const opened = await stranger.fetch(address, { headers: PAGE });
      expect([opened.status, opened.headers.get('location')]).toEqual([303, `${kim.base}?refused=no_longer`]);
      const page = await stranger.fetch(opened.headers.get('location') ?? '', { headers: PAGE });
      expect(page.status).toBe(200);
      expect(await wordsOf(page)).toContain('That download is over.');
      for (const headers of [{}, { ...PAGE, range: 'bytes=10-' }, { accept: PAGE.accept }]) {
        const refused = await stranger.fetch(address, { headers });
        expect(refused.status).toBe(410);
        expect(await refused.json()).toMatchObject({
          code: 'no_longer',
          detail: expect.stringContaining('The time of this download is over.'),
        });
      }
    } finally {
      server.setClockOffset(0);
    }
    await admin.fetch(`/api/admin/shares/${link.id}/state`, { json: { state: 'off' } });
    const closed = await visit(server, link.url).fetch(address);
    expect(await closed.json()).toMatchObject({ detail: expect.stringContaining('switched it off') });
  });

  it('says that nothing can be had, and why, where all files of a link were withdrawn', async () => {
    const other = (await addPicture(admin, { title: 'Green chair' })).id;
    await license(admin, other);
    await approve(admin, other);
    const link = await issue(admin, { assetIds: [other] });
    await setStatus(admin, other, 'withdrawn');
    const view = await visit(server, link.url).view();
    expect(view).toMatchObject({
      kind: 'open',
      page: { total: 0, summary: expect.stringMatching(/^None of its files can be had at the moment\./) },
    });
    const page = await visit(server, link.url).fetch(`/s/${link.url.split('/').at(-1)}`, { headers: PAGE });
    const words = await wordsOf(page);
    expect(words).toContain('None of the files of this link is available to you now.');
    expect(words).not.toContain('look at these files');
  });
});
