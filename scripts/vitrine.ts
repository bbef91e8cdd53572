/**
 * The command line:
 *
 *     npx vitrine sign /i/ast_…/w=333,fit=cover/picture.jpg --expires 2027-01-01T00:00:00Z
 *     npx vitrine signing-key
 *     npx vitrine master ast_… huge.tif --origin https://brand.example
 *
 * The root secret is read from ROOT_SECRET, otherwise from the local start's `.vitrine/secrets.json`.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import {
  acceptsText,
  canonicalPath,
  encodeBase64Url,
  importSigningKey,
  parseTransformation,
  signUrl,
} from '../shared/delivery/index.ts';
import { parseInstant } from '../shared/time/zoned.ts';
import { createSigner } from '../worker/platform/jose/jose-signer.ts';

const USAGE = `vitrine sign PATH [--expires ISO-8601] [--origin URL]   sign a hot-link
vitrine signing-key                                      the key id and key for signers of your own (docs/signing.md)
vitrine master ASSET FILE --origin URL                   make the picture of a file the engine refuses, with sharp, and hand it in;
                                                         signs in with VITRINE_EMAIL and VITRINE_PASSWORD`;

function rootSecrets(): string[] {
  const fromEnvironment = process.env.ROOT_SECRET;
  if (fromEnvironment) return fromEnvironment.split(',').map((secret) => secret.trim());
  const file = join(process.env.VITRINE_STATE || '.vitrine', 'secrets.json');
  try {
    const { rootSecret } = JSON.parse(readFileSync(file, 'utf8')) as { rootSecret: string };
    return [rootSecret];
  } catch {
    throw new Error(`no root secret: set ROOT_SECRET, or run this where ${file} is`);
  }
}

/** Signs `path` (`/i/{asset}/{transformation}/{name}`). @throws Error naming what is wrong with it */
export async function signHotlink(
  secrets: readonly string[],
  path: string,
  expiresAt: number | null,
): Promise<string> {
  const match = /^\/i\/(ast_[0-9a-z]+)\/([^/?]+)\/([^/?]+)$/.exec(path);
  if (match === null) throw new Error('a hot-link looks like /i/ast_…/w=333,fit=cover/picture.jpg');
  const [, asset = '', segment = '', tail = ''] = match;
  const parsed = parseTransformation(decodeURIComponent(segment));
  if (!parsed.ok) {
    throw new Error(
      parsed.problems
        .map((problem) => `${problem.parameter}: ${acceptsText('en', problem.accepts)}`)
        .join('; '),
    );
  }
  const [newest] = await createSigner(secrets).keys('url');
  if (newest === undefined) throw new Error('no signing key');
  const key = await importSigningKey(encodeBase64Url(newest.bytes));
  return signUrl({ kid: newest.kid, key }, canonicalPath(asset, parsed.value), tail, expiresAt);
}

/** A time without a zone would be another one on every machine. @throws Error for one, and for an end that has passed */
export function endOf(text: string, now: number): number {
  const instant = parseInstant(text);
  if (instant === null) {
    throw new Error(
      '--expires is a time with its zone, such as 2027-01-01T00:00:00Z or 2027-01-01T00:00:00+01:00',
    );
  }
  if (instant <= now) throw new Error(`--expires ${text} has passed`);
  return instant;
}

/** @returns the exit code. */
export async function run(args: string[]): Promise<number> {
  try {
    const { values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      options: { expires: { type: 'string' }, origin: { type: 'string' }, help: { type: 'boolean' } },
    });
    const [command, path, file] = positionals;
    if (values.help || command === undefined) {
      console.log(USAGE);
      return command === undefined && !values.help ? 1 : 0;
    }
    switch (command) {
      case 'sign': {
        const origin = (values.origin ?? '').replace(/\/$/, '');
        const expiresAt = values.expires === undefined ? null : endOf(values.expires, Date.now());
        console.log(origin + (await signHotlink(rootSecrets(), path ?? '', expiresAt)));
        return 0;
      }
      case 'signing-key': {
        const [newest] = await createSigner(rootSecrets()).keys('url');
        if (newest === undefined) throw new Error('no signing key');
        console.log(`kid  ${newest.kid}\nkey  ${encodeBase64Url(newest.bytes)}`);
        return 0;
      }
      case 'master': {
        const { VITRINE_EMAIL: email, VITRINE_PASSWORD: password } = process.env;
        if (path === undefined || file === undefined || values.origin === undefined) throw new Error(USAGE);
        if (!email || !password) throw new Error('set VITRINE_EMAIL and VITRINE_PASSWORD');
        // Only this command needs sharp, which a signer's machine may lack.
        const { sendMaster } = await import('./master.ts');
        const origin = values.origin.replace(/\/$/, '');
        const asset = await sendMaster({ origin, email, password, assetId: path, file });
        console.log(`${asset.id} has a picture now`);
        return 0;
      }
      default:
        console.error(`there is no command “${command}”\n\n${USAGE}`);
        return 1;
    }
  } catch (error) {
    console.error(error instanceof Error ? error.message : String(error));
    return 1;
  }
}
