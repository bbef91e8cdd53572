/** What accepting and returning make of a file that was handed in. */
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { AssetRights } from '../../shared/contract/rights.ts';
import { bytesOf, sha256 } from '../harness/bytes.ts';
import { assetDetail, makeLicense, picture, upload } from '../harness/library.ts';
import { mailsTo } from '../harness/mail.ts';
import { createAdministrator, type Person } from '../harness/people.ts';
import { ask, handedIn, introduce, review } from '../harness/request.ts';
import { startServer, type TestServer } from '../harness/server.ts';

let server: TestServer;
let admin: Person;
beforeAll(async () => {
  server = await startServer();
  admin = await createAdministrator(server);
});
afterEach(() => server.setClockOffset(0));
afterAll(() => server.close());

describe('deciding', () => {
  it('accepts a file as an asset with everything the uploader said, and keeps where it came from', async () => {
    const request = await ask(admin, { askReleases: true, consentText: 'Two years, worldwide.' });
    const kim = await introduce(server, request.url, 'Kim', { details: { creditLine: 'Kim / Studio' } });
    const bytes = await picture(51);
    await kim.handIn(bytes, 'portrait.jpg');
    const [waiting] = await handedIn(admin, request, 1);
    await kim.describe(waiting?.id ?? '', {
      caption: 'Ida at work',
      location: 'Kiruna',
      dateCreated: '2026-11-20',
      usageTerms: 'Editorial only',
      people: 'document',
      releaseNote: 'Ida Holm',
    });
    await kim.handIn(bytesOf('%PDF-1.4 signed'), 'ida.pdf', { releaseFor: waiting?.id ?? '' });
    await expect
      .poll(async () => (await handedIn(admin, request, 1))[0]?.releases.length, { timeout: 20_000 })
      .toBe(1);
    const [accepted] = await review(admin, [waiting?.id ?? ''], 'accept');
    expect(accepted?.state).toBe('accepted');
    const asset = await assetDetail(admin, accepted?.assetId);
    expect(asset).toMatchObject({ status: 'draft', fileName: 'portrait.jpg' });
    expect(asset.fields).toMatchObject({
      creditLine: 'Kim / Studio',
      caption: 'Ida at work',
      city: 'Kiruna',
      dateCreated: '2026-11-20',
      usageTerms: 'Editorial only',
    });
    expect(asset.versions[0]).toMatchObject({
      sha256: sha256(bytes),
      provenance: {
        requestId: request.id,
        requestTitle: 'Final artwork',
        name: 'Kim',
        email: 'kim@agency.example',
        receivedAt: waiting?.receivedAt,
        consentVersion: 1,
        consentText: 'Two years, worldwide.',
      },
    });
    const rights = (await (await admin.fetch(`/api/admin/assets/${asset.id}/rights`)).json()) as AssetRights;
    expect(rights.releases).toEqual([
      expect.objectContaining({ kind: 'MR-UMR', name: 'ida.pdf', state: 'signed', required: true }),
    ]);
    const library = (await (await admin.fetch('/api/admin/assets?q=ida.pdf')).json()) as {
      items: { fileName: string; status: string }[];
    };
    expect(library.items).toEqual([expect.objectContaining({ fileName: 'ida.pdf', status: 'draft' })]);
    expect((await kim.page()).files[0]?.state).toBe('accepted');
    const told = (await mailsTo(admin, 'kim@agency.example')).filter(({ subject }) =>
      subject.startsWith('Accepted'),
    );
    expect(told.map(({ text }) => text.includes('portrait.jpg') && !text.includes('ida.pdf'))).toEqual([
      true,
    ]);
  }, 90_000);

  it('gives the release of a file that the library has already to the asset that is there', async () => {
    const bytes = await picture(552);
    const known = (await upload(admin, bytes, 'known.jpg')).asset?.id;
    const request = await ask(admin, { askReleases: true });
    const kim = await introduce(server, request.url, 'Kim');
    await kim.handIn(bytes, 'again.jpg');
    const [waiting] = await handedIn(admin, request, 1);
    await kim.describe(waiting?.id ?? '', { people: 'document' });
    await kim.handIn(bytesOf('%PDF-1.4 a release'), 'consent.pdf', { releaseFor: waiting?.id ?? '' });
    await kim.handIn(bytesOf('%PDF-1.4 a release'), 'consent-twice.pdf', { releaseFor: waiting?.id ?? '' });
    await expect
      .poll(async () => (await handedIn(admin, request, 1))[0]?.releases.length, { timeout: 20_000 })
      .toBe(2);
    const [accepted] = await review(admin, [waiting?.id ?? ''], 'accept');
    expect(accepted).toMatchObject({ state: 'accepted', assetId: known });
    const { DB } = await server.env();
    const { results } = await DB.prepare(
      'SELECT state, asset_id AS assetId FROM submissions WHERE release_for_id = ?1',
    )
      .bind(waiting?.id)
      .all<{ state: string; assetId: string | null }>();
    // Both are accepted, and are one asset: their bytes are the same.
    expect(results.map(({ state }) => state)).toEqual(['accepted', 'accepted']);
    expect(new Set(results.map(({ assetId }) => assetId)).size).toBe(1);
    expect(results[0]?.assetId).toMatch(/^ast_/);
    const rights = (await (await admin.fetch(`/api/admin/assets/${known}/rights`)).json()) as AssetRights;
    expect(rights.releases).toEqual([expect.objectContaining({ kind: 'MR-UMR', state: 'signed' })]);
  }, 90_000);

  it('makes one asset of equal bytes, however many accept them at once', async () => {
    const request = await ask(admin);
    const bytes = bytesOf('the very same words, handed in by several');
    const names = ['Ada', 'Kim', 'Lee', 'Jo'];
    for (const name of names) {
      const visitor = await introduce(server, request.url, name);
      await visitor.handIn(bytes, `${name}.txt`);
    }
    const files = await handedIn(admin, request, names.length);
    const answers = await Promise.all(files.map(({ id }) => review(admin, [id], 'accept')));
    const assets = answers.flat().map(({ state, assetId }) => [state, assetId]);
    const { DB } = await server.env();
    const made = await DB.prepare('SELECT asset_id AS assetId FROM versions WHERE sha256 = ?1')
      .bind(sha256(bytes))
      .all<{ assetId: string }>();
    expect(made.results).toHaveLength(1);
    expect(assets).toEqual(names.map(() => ['accepted', made.results[0]?.assetId]));
  }, 90_000);

  it('lets a mere declaration wait for somebody of the brand', async () => {
    const request = await ask(admin, { askReleases: true });
    const kim = await introduce(server, request.url, 'Kim');
    await kim.handIn(await picture(52), 'declared.jpg');
    const [file] = await handedIn(admin, request, 1);
    await kim.describe(file?.id ?? '', { people: 'declared' });
    const [accepted] = await review(admin, [file?.id ?? ''], 'accept');
    const rights = (await (
      await admin.fetch(`/api/admin/assets/${accepted?.assetId}/rights`)
    ).json()) as AssetRights;
    expect(rights.releases).toEqual([expect.objectContaining({ state: 'pending', required: true })]);
  }, 60_000);

  it('accepts a file as a new version of a chosen asset, and its URL goes on', async () => {
    const first = await upload(admin, bytesOf('plan, first state'), 'plan.txt');
    const request = await ask(admin);
    const kim = await introduce(server, request.url, 'Kim');
    await kim.handIn(bytesOf('plan, second state'), 'plan-final.txt');
    const [file] = await handedIn(admin, request, 1);
    const id = file?.id ?? '';
    const nowhere = await admin.fetch('/api/admin/requests/submissions/review', {
      json: {
        submissionIds: [id],
        decision: 'accept',
        versionOf: { [id]: `ast_${'0'.repeat(26)}` },
      },
    });
    expect(nowhere.status).toBe(404);
    expect((await handedIn(admin, request, 1))[0]?.state).toBe('quarantined');
    const [accepted] = await review(admin, [id], 'accept', { versionOf: { [id]: first.asset?.id } });
    expect(accepted?.assetId).toBe(first.asset?.id);
    const asset = await assetDetail(admin, first.asset?.id);
    expect(
      asset.versions.map(({ number, isCurrent, provenance }) => [number, isCurrent, provenance?.name]),
    ).toEqual([
      [2, true, 'Kim'],
      [1, false, undefined],
    ]);
    const original = await admin.fetch(`/api/admin/assets/${asset.id}/original`);
    expect(await original.text()).toBe('plan, second state');
  }, 60_000);

  it('puts a chosen license on new assets in the batch that makes them, and on nothing else', async () => {
    const terms = await makeLicense(admin, { name: 'Winter campaign', channels: ['web'] });
    const first = await upload(admin, bytesOf('sheet, first state'), 'sheet.txt');
    const request = await ask(admin);
    const kim = await introduce(server, request.url, 'Kim');
    for (const name of ['new.txt', 'sheet.txt', 'kept.txt']) await kim.handIn(bytesOf(`for ${name}`), name);
    await kim.handIn(bytesOf('sheet, first state'), 'twin.txt');
    const [fresh, version, kept, twin] = (await handedIn(admin, request, 4)).map(({ id }) => id);
    const licensesOf = async (id: string | null | undefined) => {
      const rights = (await (await admin.fetch(`/api/admin/assets/${id}/rights`)).json()) as AssetRights;
      return rights.licenses.map(({ name }) => name);
    };
    const refused = (json: Record<string, unknown>) =>
      admin.fetch('/api/admin/requests/submissions/review', { json: { submissionIds: [fresh], ...json } });
    const nowhere = { decision: 'accept', licenseId: `lic_${'0'.repeat(26)}` };
    expect((await refused(nowhere)).status).toBe(404);
    expect((await refused({ decision: 'return', message: 'No.', licenseId: terms.id })).status).toBe(400);
    expect((await handedIn(admin, request, 4)).every(({ state }) => state === 'quarantined')).toBe(true);

    const accepted = await review(admin, [fresh ?? '', version ?? '', twin ?? ''], 'accept', {
      versionOf: { [version ?? '']: first.asset?.id },
      licenseId: terms.id,
    });
    const assetOf = (id: string | undefined) => accepted.find((file) => file.id === id)?.assetId;
    expect(await licensesOf(assetOf(fresh))).toEqual(['Winter campaign']);
    expect([assetOf(version), assetOf(twin)]).toEqual([first.asset?.id, first.asset?.id]);
    expect(await licensesOf(first.asset?.id)).toEqual([]);
    const [without] = await review(admin, [kept ?? ''], 'accept');
    expect(await licensesOf(without?.assetId)).toEqual([]);

    const { DB } = await server.env();
    const audited = await DB.prepare(
      "SELECT json_extract(context, '$.assetIds') AS assets FROM audit_events WHERE event = 'license.assigned' AND target_id = ?1",
    )
      .bind(terms.id)
      .all<{ assets: string }>();
    expect(audited.results.map(({ assets }) => JSON.parse(assets))).toEqual([[assetOf(fresh)]]);
    const decided = await DB.prepare(
      "SELECT json_extract(context, '$.licenseId') AS license FROM audit_events WHERE event = 'submission.reviewed' AND target_id IN (?1, ?2, ?3, ?4) ORDER BY at, target_id",
    )
      .bind(fresh, version, twin, kept)
      .all<{ license: string | null }>();
    expect(decided.results.map(({ license }) => license).toSorted()).toEqual([terms.id, null, null, null]);
    // Approved, it goes out under that license at once.
    await admin.fetch(`/api/admin/assets/${assetOf(fresh)}/status`, {
      json: { status: 'approved', reason: null },
    });
    const rights = (await (
      await admin.fetch(`/api/admin/assets/${assetOf(fresh)}/rights`)
    ).json()) as AssetRights;
    expect(rights.now.state).toBe('cleared');
  }, 90_000);

  it('accepts and returns many at once, each once, whoever is first', async () => {
    const request = await ask(admin);
    const kim = await introduce(server, request.url, 'Kim');
    for (let index = 0; index < 6; index++) await kim.handIn(bytesOf(`text ${index}`), `${index}.txt`);
    const files = await handedIn(admin, request, 6);
    const ids = files.map(({ id }) => id);
    await Promise.all([
      review(admin, ids, 'accept'),
      review(admin, ids, 'return', { message: 'Too late' }),
      review(admin, ids, 'accept'),
    ]);
    const after = await handedIn(admin, request, 6);
    for (const file of after) {
      expect(file.state === 'accepted' ? file.assetId !== null : file.message === 'Too late').toBe(true);
    }
    const { DB } = await server.env();
    const accepted = after.filter(({ state }) => state === 'accepted').length;
    const made = await DB.prepare(
      "SELECT count(*) AS n FROM versions WHERE json_extract(provenance, '$.requestId') = ?1",
    )
      .bind(request.id)
      .first<{ n: number }>();
    expect(made?.n).toBe(accepted);
    const audited = await DB.prepare(
      "SELECT count(*) AS n FROM audit_events WHERE event = 'submission.reviewed' AND target_id IN (SELECT id FROM submissions WHERE upload_request_id = ?1)",
    )
      .bind(request.id)
      .first<{ n: number }>();
    expect(audited?.n).toBe(6);
  }, 90_000);
});
