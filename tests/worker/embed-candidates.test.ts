/** Embed code as browsers follow it: every address in it is a picture of the type that stands beside it, of any shape. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AssetSnippets } from '../../shared/contract/delivery.ts';
import type { Problem } from '../../shared/contract/problem.ts';
import { addFile, clear } from '../harness/library.ts';
import { createAdministrator, type Person } from '../harness/people.ts';
import { startServer, type TestServer } from '../harness/server.ts';

let server: TestServer;
let admin: Person;
beforeAll(async () => {
  server = await startServer();
  admin = await createAdministrator(server);
});
afterAll(() => server.close());

const SAMPLES = process.env.SAMPLES_DIR ?? '/work/shared/samples';
const DIALECTS = ['img', 'picture', 'css', 'markdown', 'bbcode', 'url'] as const;
const BROWSER = 'image/avif,image/webp,image/apng,image/svg+xml,image/*,*/*;q=0.8';

async function cleared(bytes: Uint8Array, name: string): Promise<string> {
  const id = await addFile(admin, bytes, name);
  await clear(admin, id);
  return id;
}

async function snippetsOf(id: string, query = 'width=2560'): Promise<AssetSnippets> {
  const response = await admin.fetch(`/api/admin/assets/${id}/snippets?${query}`);
  return (await response.json()) as AssetSnippets;
}

const addressesIn = (code: string): string[] => code.match(/http[^\s"()[\]<,]+\/i\/[^\s"()[\]<]+/g) ?? [];

async function drawing(width: number, height: number): Promise<Buffer> {
  const bar = (index: number) =>
    `<rect x="${index * 90}" width="60" height="${height}" fill="hsl(${index * 20} 70% 50%)"/>`;
  const bars = Array.from({ length: Math.ceil(width / 90) }, (_, index) => bar(index)).join('');
  return sharp(
    Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">${bars}</svg>`),
  )
    .flatten({ background: '#fff' })
    .png()
    .toBuffer();
}

describe('every candidate of every snippet', () => {
  it.each<[string, () => Promise<Buffer> | Buffer]>([
    ['a photograph', () => readFileSync(join(SAMPLES, 'photo-2725x2225.jpg'))],
    ['a drawing in 4:3', () => drawing(2560, 1920)],
    [
      'a portrait',
      async () =>
        sharp(await drawing(1900, 3200))
          .jpeg()
          .toBuffer(),
    ],
    ['transparency', () => readFileSync(join(SAMPLES, 'alpha-2048x1536.png'))],
  ])('of %s is a picture', { timeout: 240_000 }, async (name, make) => {
    const id = await cleared(await make(), `${name}.png`);
    for (const query of ['width=2560', 'width=2560&ratio=1:1']) {
      const snippets = await snippetsOf(id, query);
      const addresses = new Set(DIALECTS.flatMap((dialect) => addressesIn(snippets[dialect])));
      expect(addresses.size).toBeGreaterThan(8);
      const failed: string[] = [];
      for (const address of addresses) {
        const response = await fetch(address, { headers: { accept: BROWSER } });
        const stated = /f=(\w+)/.exec(address)?.[1];
        const type = response.headers.get('content-type') ?? '';
        await response.arrayBuffer();
        if (response.status !== 200 || (stated !== undefined && type !== `image/${stated}`)) {
          failed.push(`${address}: ${response.status} ${type}`);
        }
      }
      expect(failed).toEqual([]);
    }
  });
});

describe('AVIF above what the engine writes', () => {
  it('is refused by its size where it is asked for, and WebP for good where it is not', async () => {
    const id = await cleared(await drawing(2560, 1920), 'large.png');
    const asked = await server.fetch(`/i/${id}/w=2048,f=avif/x.avif`, { headers: { accept: BROWSER } });
    expect(asked.status).toBe(400);
    const problem = (await asked.json()) as Problem;
    expect(problem.detail).toBe(
      'As AVIF a picture of 2,048 × 1,536 pixels cannot be written; the most is 2.6 megapixels.',
    );
    const steps: string[] = [];
    for (let again = 0; again < 3; again++) {
      const response = await server.fetch(`/i/${id}/w=2048/x.jpg`, { headers: { accept: BROWSER } });
      expect([response.status, response.headers.get('content-type')]).toEqual([200, 'image/webp']);
      steps.push(response.headers.get('server-timing') ?? '');
      await response.arrayBuffer();
    }
    // Parsing from memory: the short way of answers that stay as they are.
    expect(steps.slice(1)).toEqual([
      expect.stringContaining('parse;desc="memory"'),
      expect.stringContaining('parse;desc="memory"'),
    ]);
  });
});
