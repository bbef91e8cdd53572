/** The credit inside renditions: creators one by one, terms that are longer than a file takes, and what readers make of both. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildCreditPackets, embedCredit } from '../../shared/metadata/embed.ts';
import { creditRecordOf, emptyMetadata, metadataLimits } from '../../shared/metadata/fields.ts';
import { clear, license, picture, upload } from '../harness/library.ts';
import { createAdministrator, type Person } from '../harness/people.ts';
import { startServer, type TestServer } from '../harness/server.ts';

const hasExiftool = spawnSync('exiftool', ['-ver']).status === 0;
if (!hasExiftool) console.warn('exiftool is not installed: reading credit back with it is skipped');

const LONG_NAME = 'Владимир Александрович Константинопольский';
const CREATORS = ['Ada Brandt', LONG_NAME];

let server: TestServer;
let admin: Person;
let id: string;
const folder = mkdtempSync(join(tmpdir(), 'vitrine-credit-'));
beforeAll(async () => {
  server = await startServer();
  admin = await createAdministrator(server);
  await admin.fetch('/api/admin/settings', { method: 'PATCH', json: { policyTtlMs: 0 } });
  const credit = {
    ...creditRecordOf(emptyMetadata()),
    creator: CREATORS,
    creditLine: `${LONG_NAME} / Agentur`,
  };
  const bytes = embedCredit(new Uint8Array(await picture(91)), 'jpeg', buildCreditPackets(credit));
  const status = await upload(admin, bytes, 'two.jpg');
  id = status.asset?.id ?? '';
  await clear(admin, id);
  await new Promise((resolve) => setTimeout(resolve, 2200));
}, 120_000);
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  await server?.close();
});

const describeAsset = async (json: object) => {
  expect((await admin.fetch(`/api/admin/assets/${id}`, { method: 'PATCH', json })).status).toBe(200);
};
async function rendition(format: string): Promise<Buffer> {
  const response = await server.fetch(`/i/${id}/w=320,f=${format}/x.jpg`);
  expect(response.status).toBe(200);
  return Buffer.from(await response.arrayBuffer());
}
/** Raw values by tag; `arguments` choose them. */
function exiftool(bytes: Uint8Array, format: string, wanted: readonly string[]): Record<string, unknown> {
  const path = join(folder, `x.${format}`);
  writeFileSync(path, bytes);
  const run = spawnSync('exiftool', ['-json', '-struct', '-charset', 'iptc=utf8', ...wanted, path]);
  return (JSON.parse(run.stdout.toString('utf8')) as Record<string, unknown>[])[0] ?? {};
}

describe.runIf(hasExiftool)('two creators', () => {
  it('stay two, from the file that was handed in to every rendition of it', async () => {
    for (const format of ['jpeg', 'png', 'webp', 'avif']) {
      const read = exiftool(await rendition(format), format, ['-XMP-dc:Creator']);
      expect(read.Creator, format).toEqual(CREATORS);
    }
    const jpeg = await rendition('jpeg');
    // IIM takes 32 bytes of a name: cut at a character, a Cyrillic one has two.
    const cut = LONG_NAME.slice(0, 16);
    expect(exiftool(jpeg, 'jpeg', ['-IPTC:By-line'])['By-line']).toEqual(['Ada Brandt', cut]);
    expect(exiftool(jpeg, 'jpeg', ['-IPTC:Credit']).Credit).toBe(cut);
    // Readers that follow the Metadata Working Group see the whole names.
    expect(exiftool(jpeg, 'jpeg', ['-use', 'MWG', '-MWG:Creator']).Creator).toEqual(CREATORS);
  });

  it('are who is typed instead, and semicolons part them', async () => {
    await describeAsset({ creator: 'Brandt, Ada; Åsa Öberg' });
    const read = exiftool(await rendition('webp'), 'webp', ['-XMP-dc:Creator']);
    expect(read.Creator).toEqual(['Brandt, Ada', 'Åsa Öberg']);
    await describeAsset({ creator: null });
    expect(exiftool(await rendition('webp'), 'webp', ['-XMP-dc:Creator']).Creator).toBeUndefined();
  });
});

describe('terms of asset and licence', () => {
  it('that are together longer than a file takes are cut at a word, and the picture is sent', async () => {
    await license(admin, id, {
      name: 'Longer',
      usageTerms: 'licence '.repeat(500).trim(),
      maxPixels: null,
      licensor: 'L',
    });
    await describeAsset({ usageTerms: 'terms '.repeat(665) });
    for (const segment of ['w=320,f=webp', 'thumb', 'card']) {
      const response = await server.fetch(`/i/${id}/${segment}/x.jpg`);
      expect([segment, response.status]).toEqual([segment, 200]);
      const text = Buffer.from(await response.arrayBuffer()).toString('utf8');
      const told = /<xmpRights:UsageTerms>[\s\S]*?<rdf:li[^>]*>([\s\S]*?)<\/rdf:li>/.exec(text)?.[1] ?? '';
      expect(told.length).toBeLessThanOrEqual(metadataLimits.paragraph + 200);
      if (told.includes('licence')) expect(told).toMatch(/ licence…$/);
    }
  });
});
