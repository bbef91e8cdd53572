import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { endOf } from '../../../scripts/vitrine.ts';
import { canonicalPath } from '../../../shared/delivery/canonical.ts';
import { LADDER_DPRS, LADDER_RATIOS, LADDER_WIDTHS } from '../../../shared/delivery/ladder.ts';
import { parseTransformation } from '../../../shared/delivery/parse.ts';
import {
  decodeBase64Url,
  encodeBase64Url,
  importSigningKey,
  signaturePayload,
  signUrl,
  verifyUrl,
} from '../../../shared/delivery/signature.ts';
import { findProgram } from '../../harness/programs.ts';

const NOW = Date.UTC(2026, 10, 21);
const page = readFileSync(fileURLToPath(new URL('../../../docs/signing.md', import.meta.url)), 'utf8');

interface Vector {
  kid: string;
  secret: string;
  path: string;
  name: string;
  exp: number | null;
  query: string;
}

/** The table at the end of the page. */
const vectors: Vector[] = page
  .slice(page.indexOf('## Test vectors'))
  .split('\n')
  .filter((line) => line.startsWith('| `'))
  .map((line) => {
    const [kid = '', secret = '', path = '', name = '', exp = '', query = ''] = line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim().replace(/^`|`$/g, ''));
    return { kid, secret, path, name, exp: exp === 'none' ? null : Number(exp), query };
  });

function signer(language: string): string {
  const code = new RegExp(`\`\`\`${language}\n([^]*?)\`\`\``).exec(page)?.[1];
  if (code === undefined) throw new Error(`No ${language} signer on the page`);
  return code;
}

const expected = vectors.map((vector) => `${vector.path}/${vector.name}?${vector.query}`);
const cases = JSON.stringify(
  vectors.map(({ secret, kid, path, name, exp }) => [secret, kid, path, name, exp]),
);

describe('docs/signing.md', () => {
  it('lists vectors that the verifier accepts and the signer makes', async () => {
    expect(vectors).toHaveLength(4);
    for (const vector of vectors) {
      const key = await importSigningKey(vector.secret);
      const expiresAt = vector.exp === null ? null : vector.exp * 1000;
      expect(await signUrl({ kid: vector.kid, key }, vector.path, vector.name, expiresAt)).toBe(
        `${vector.path}/${vector.name}?${vector.query}`,
      );
      const verdict = await verifyUrl(
        (kid) => (kid === vector.kid ? key : undefined),
        vector.path,
        new URLSearchParams(vector.query),
        NOW,
      );
      expect(verdict).toEqual(
        vector.exp === 0
          ? { kind: 'refused', reason: 'expired' }
          : { kind: 'valid', kid: vector.kid, expiresAt },
      );
      const [, , asset = '', transformation = ''] = vector.path.split('/');
      const parsed = parseTransformation(transformation);
      expect(parsed.ok && canonicalPath(asset, parsed.value)).toBe(vector.path);
    }
  });

  it('publishes the ladder that is served', () => {
    expect(page).toContain(`: ${LADDER_WIDTHS.join(' ')}\n`);
    expect(page).toContain(`: ${LADDER_RATIOS.map((ratio) => `${ratio.w}:${ratio.h}`).join(' ')}\n`);
    expect(page).toContain(`\`dpr\` ${LADDER_DPRS.join(', ')} `);
  });

  it('has a JavaScript signer that works', async () => {
    const module = (await import(
      /* @vite-ignore */ `data:text/javascript,${encodeURIComponent(signer('js'))}`
    )) as { sign: (...values: unknown[]) => string };
    expect((JSON.parse(cases) as unknown[][]).map((values) => module.sign(...values))).toEqual(expected);
  });

  it.skipIf(findProgram('python3') === null)('has a Python signer that works', () => {
    const script = `${signer('python')}
import json, sys
print(json.dumps([sign(*values) for values in json.load(sys.stdin)]))`;
    const result = spawnSync('python3', ['-c', script], { input: cases, encoding: 'utf8' });
    expect(result.stderr).toBe('');
    expect(JSON.parse(result.stdout)).toEqual(expected);
  });

  it.skipIf(findProgram('php') === null)('has a PHP signer that works', () => {
    const script = `${signer('php')}
echo json_encode(array_map(fn($values) => sign(...$values), json_decode(file_get_contents('php://stdin'))));`;
    const result = spawnSync('php', ['-r', script], { input: cases, encoding: 'utf8' });
    expect(result.stderr).toBe('');
    expect(JSON.parse(result.stdout)).toEqual(expected);
  });
});

describe('verifyUrl', async () => {
  const key = await importSigningKey('secret');
  const other = await importSigningKey('another');
  const keys = (kid: string): CryptoKey | undefined => ({ k1: key, k2: other })[kid];
  const path = '/i/ast_1/h=301,w=401';
  const verify = (query: string, at = NOW, of = path) => verifyUrl(keys, of, new URLSearchParams(query), at);
  const sign = async (expiresAt: number | null): Promise<string> =>
    (await signUrl({ kid: 'k1', key }, path, 'x.jpg', expiresAt)).split('?')[1] ?? '';

  it('is absent without sig, whatever else is there', async () => {
    expect(await verify('')).toEqual({ kind: 'absent' });
    expect(await verify('kid=k1&utm_source=x')).toEqual({ kind: 'absent' });
  });

  it('accepts until the second, and not at it', async () => {
    const query = await sign(NOW + 60_999);
    expect(query).toContain(`exp=${(NOW + 60_000) / 1000}`);
    expect(await verify(query, NOW + 59_999)).toMatchObject({ kind: 'valid', expiresAt: NOW + 60_000 });
    expect(await verify(query, NOW + 60_000)).toEqual({ kind: 'refused', reason: 'expired' });
  });

  it('refuses any change', async () => {
    const query = await sign(NOW + 60_000);
    const mismatch = { kind: 'refused', reason: 'mismatch' };
    expect(await verify(query, NOW, '/i/ast_1/h=301,w=402')).toEqual(mismatch);
    expect(await verify(query, NOW, '/i/ast_2/h=301,w=401')).toEqual(mismatch);
    expect(await verify(query.replace('kid=k1', 'kid=k2'))).toEqual(mismatch);
    expect(await verify(query.replace('kid=k1', 'kid=k3'))).toEqual({
      kind: 'refused',
      reason: 'unknown-key',
    });
    expect(await verify(query.replace(/exp=\d+&/, ''))).toEqual(mismatch);
    expect(await verify(query.replace(/exp=\d+/, 'exp=9999999999'))).toEqual(mismatch);
    const sig = /sig=(.*)$/.exec(query)?.[1] ?? '';
    for (let index = 0; index < sig.length; index++) {
      const swapped = `${sig.slice(0, index)}${sig[index] === 'A' ? 'B' : 'A'}${sig.slice(index + 1)}`;
      expect((await verify(query.replace(sig, swapped))).kind, String(index)).toBe('refused');
    }
  });

  it.each([
    'sig=',
    'sig=x',
    'kid=k1&sig=x',
    `kid=k1&sig=${'A'.repeat(42)}B`,
    `kid=k1&sig=${'A'.repeat(43)}=`,
    `kid=k1&kid=k1&sig=${'A'.repeat(43)}`,
    `kid=k1&sig=${'A'.repeat(43)}&sig=${'A'.repeat(43)}`,
    `kid=../x&sig=${'A'.repeat(43)}`,
    `kid=k1&exp=1e9&sig=${'A'.repeat(43)}`,
    `kid=k1&exp=01&sig=${'A'.repeat(43)}`,
    `kid=k1&exp=-1&sig=${'A'.repeat(43)}`,
    `kid=k1&exp=&sig=${'A'.repeat(43)}`,
    `kid=k1&exp=999999999999&sig=${'A'.repeat(43)}`,
    `sig=${'A'.repeat(43)}`,
  ])('takes %s for malformed', async (query) => {
    expect(await verify(query)).toEqual({ kind: 'refused', reason: 'malformed' });
  });

  it('refuses to sign under a key id that could forge a line', async () => {
    await expect(signUrl({ kid: 'a\nb', key }, path, 'x', null)).rejects.toThrow(RangeError);
  });

  it('holds for every spelling of one transformation', async () => {
    const query = await sign(null);
    for (const spelling of ['w=401,h=301', 'HEIGHT_301,Width=401', 'w=401,h=301,dpr=1,q=auto']) {
      const parsed = parseTransformation(spelling);
      if (!parsed.ok) throw new Error(spelling);
      expect((await verify(query, NOW, canonicalPath('ast_1', parsed.value))).kind).toBe('valid');
    }
  });

  it('signs different texts for different requests', () => {
    expect(signaturePayload('k', '/i/a/w=1', null)).toBe('vitrine-url-v1\nk\n/i/a/w=1\n');
    expect(signaturePayload('k', '/i/a/w=1', 1999)).toBe('vitrine-url-v1\nk\n/i/a/w=1\n1');
  });
});

describe('base64url', () => {
  it('goes there and back, and has one spelling', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), (bytes) => {
        const text = encodeBase64Url(bytes);
        expect(text).toBe(Buffer.from(bytes).toString('base64url'));
        expect(decodeBase64Url(text)).toEqual(Uint8Array.from(bytes));
        expect(decodeBase64Url(`${text}=`)).toBeNull();
      }),
    );
    expect(decodeBase64Url('AB')).toBeNull();
    expect(decodeBase64Url('AA')).toEqual(Uint8Array.of(0));
    expect(decodeBase64Url('+/')).toBeNull();
  });
});

describe('the end that the command line takes', () => {
  it('names its zone and lies ahead', () => {
    expect(endOf('2027-01-01T00:00:00Z', NOW)).toBe(Date.UTC(2027, 0, 1));
    expect(endOf('2027-01-01T00:00:00+05:45', NOW)).toBe(Date.UTC(2026, 11, 31, 18, 15));
    for (const text of ['2027-01-01', '2027-01-01T00:00:00', '1 Jan 2027', '2027-02-29T00:00:00Z', '']) {
      expect(() => endOf(text, NOW), text).toThrow(/with its zone/);
    }
    expect(() => endOf('2026-11-21T00:00:00Z', NOW)).toThrow(/has passed/);
  });
});
