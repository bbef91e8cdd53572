/** Real and known-difficult files (SAMPLES_DIR): each ends with a clear verdict and harms nothing. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { signInAdministrator, type Uploader } from '../../harness/console.ts';
import { projectRoot, startServer, type TestServer } from '../../harness/server.ts';

const folder = resolve(projectRoot, process.env.SAMPLES_DIR ?? '../shared/samples');
const files = existsSync(folder) ? readdirSync(folder).filter((name) => name !== 'README.md') : [];

describe.skipIf(files.length === 0)('the sample files', () => {
  let server: TestServer;
  let person: Uploader;
  beforeAll(async () => {
    server = await startServer();
    person = await signInAdministrator(server);
  });
  afterAll(() => server?.close());

  const take = async (name: string) => {
    const upload = await person.upload(new Uint8Array(readFileSync(join(folder, name))), { filename: name });
    const status = await person.outcome(upload);
    return { status, asset: await person.asset(status.asset?.id ?? '') };
  };

  /** What is not plainly `ok`; every other file is, with a web master. */
  const verdicts: Readonly<Record<string, string>> = {
    'corrupt-header.jpg': 'damaged',
    'corrupted.jpg': 'damaged',
    'truncated.jpg': 'damaged',
    'pixel-bomb-65536x65536.png': 'too_large',
  };

  it.each(files)('%s', { timeout: 120_000 }, async (name) => {
    const { status, asset } = await take(name);
    expect(status).toMatchObject({ state: 'done', outcome: 'new', verdict: verdicts[name] ?? 'ok' });
    const expected = verdicts[name] ?? 'ok';
    expect(asset.verdict).toBe(expected);
    if (expected === 'ok') {
      expect(asset.thumbHash).not.toBeNull();
      expect(asset.palette.length).toBeGreaterThan(0);
    } else {
      expect(asset.versions[0]?.verdictCause?.code).toMatch(
        expected === 'damaged' ? /damaged/ : /pixels|memory|bytes/,
      );
      expect(asset.thumbHash).toBeNull();
    }
    expect(asset.suggestions.every((suggestion) => suggestion.state === 'pending')).toBe(true);
  });

  it('describes the press photo from its embedded record', async () => {
    const { status } = await take('press-photo-iptc.jpg');
    expect(status).toMatchObject({ state: 'done', outcome: 'duplicate' });
    const asset = await person.asset(status.asset?.id ?? '');
    expect(asset.fields).toMatchObject({
      title: 'Spring campaign – wisteria',
      headline: 'Blühender Blauregen vor dem Werk in Gdańsk',
      creator: 'Zoë Łukaszewicz',
      creditLine: 'Zoë Łukaszewicz / Acme Foto',
      copyrightNotice: '© 2026 Acme Foto GmbH',
      usageTerms: 'Editorial use in DE, AT, CH only. Not for advertising. Until 2027-03-31.',
      city: 'Gdańsk',
      countryCode: 'POL',
    });
    expect(asset.keywords.toSorted()).toEqual(['campaign 2026', 'spring', 'wisteria']);
    expect(asset.sensitive.map((row) => row.label)).toEqual(expect.arrayContaining(['GPS', 'Serial Number']));
  });
});
