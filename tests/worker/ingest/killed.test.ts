/** `kill -9` of the whole runtime during uploads: after a restart on the same folder no acknowledged byte is missing. */
import { type ChildProcess, spawn } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, describe, expect, it } from 'vitest';
import { UPLOAD_PART_BYTES, type UploadStatus } from '../../../shared/contract/uploads.ts';
import { projectRoot, testSecrets } from '../../harness/server.ts';

const folder = mkdtempSync(join(tmpdir(), 'vitrine-killed-'));
let running: ChildProcess | null = null;

async function start(): Promise<string> {
  const child = spawn(
    process.execPath,
    [
      '--disable-warning=ExperimentalWarning',
      join(projectRoot, 'tests/fixtures/ingest/runtime-process.ts'),
      folder,
    ],
    // A process group of its own, so that the runtime's children die with it.
    { detached: true, stdio: ['ignore', 'pipe', 'inherit', 'ipc'] },
  );
  running = child;
  for await (const line of createInterface({ input: child.stdout as NodeJS.ReadableStream })) {
    const origin = /^origin (\S+)$/.exec(line)?.[1];
    if (origin !== undefined) return origin;
  }
  throw new Error('the runtime did not start');
}

async function kill(): Promise<void> {
  const child = running;
  running = null;
  if (child?.pid === undefined) return;
  const gone = once(child, 'exit');
  process.kill(-child.pid, 'SIGKILL');
  await gone;
}

afterAll(async () => {
  await kill();
  rmSync(folder, { recursive: true, force: true });
});

const tus = { 'tus-resumable': '1.0.0' };

describe('an upload through kills', () => {
  it('resumes each time and ends with equal bytes, made into an asset', { timeout: 240_000 }, async () => {
    const file = randomBytes(3 * UPLOAD_PART_BYTES + 345_678);
    let origin = await start();
    const setup = await fetch(`${origin}/api/admin/setup`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        name: 'Ada Brandt',
        email: 'ada@brand.example',
        password: 'correct horse battery',
        organisation: 'Brand',
        code: testSecrets.SETUP_CODE,
      }),
    });
    expect(setup.status).toBe(201);
    const cookie = setup.headers
      .getSetCookie()
      .map((entry) => entry.split(';')[0])
      .join('; ');
    const created = await fetch(`${origin}/uploads`, {
      method: 'POST',
      headers: {
        ...tus,
        cookie,
        'upload-length': String(file.length),
        'upload-metadata': `filename ${Buffer.from('film.bin').toString('base64')}`,
      },
    });
    expect(created.status).toBe(201);
    const path = created.headers.get('location') ?? '';

    const offsetNow = async (): Promise<number> => {
      const response = await fetch(origin + path, { method: 'HEAD', headers: { ...tus, cookie } });
      expect(response.status).toBe(200);
      return Number(response.headers.get('upload-offset'));
    };
    /** Sends from `offset`; the runtime is killed once `killAfter` bytes were handed to the socket. */
    const send = async (offset: number, length: number, killAfter: number | null): Promise<number | null> => {
      const body = file.subarray(offset, offset + length);
      let at = 0;
      let killing: Promise<void> | null = null;
      const request = fetch(origin + path, {
        method: 'PATCH',
        headers: {
          ...tus,
          cookie,
          'content-type': 'application/offset+octet-stream',
          'upload-offset': String(offset),
        },
        body: new ReadableStream({
          async pull(controller) {
            if (killAfter !== null && at >= killAfter && killing === null) killing = kill();
            if (at >= body.length) return controller.close();
            controller.enqueue(body.subarray(at, at + 65_536));
            at += 65_536;
          },
        }),
        duplex: 'half',
      } as RequestInit);
      const answer = await request.catch(() => null);
      await killing;
      if (answer === null || answer.status !== 204) return null;
      return Number(answer.headers.get('upload-offset'));
    };

    let acknowledged = (await send(0, 1_000_000, null)) ?? 0;
    expect(acknowledged).toBe(1_000_000);
    // In the middle of a part, and while the last bytes complete the object; every step is killed in tests/unit/ingest.
    for (const killAfter of [12_000_000, Number.MAX_SAFE_INTEGER]) {
      const offset = await offsetNow();
      expect(offset).toBeGreaterThanOrEqual(acknowledged);
      if (offset === file.length) break;
      const remaining = file.length - offset;
      acknowledged = Math.max(offset, (await send(offset, remaining, Math.min(killAfter, remaining))) ?? 0);
      await kill();
      origin = await start();
    }
    for (let offset = await offsetNow(); offset < file.length; offset = await offsetNow()) {
      expect(offset).toBeGreaterThanOrEqual(acknowledged);
      acknowledged = (await send(offset, UPLOAD_PART_BYTES, null)) ?? offset;
    }

    // The job may have died with its runtime; the sweep of the next minute takes it up when its lease has ended.
    const deadline = Date.now() + 60_000;
    let status: UploadStatus | undefined;
    do {
      running?.send('tick');
      await new Promise((resolve) => setTimeout(resolve, 300));
      const list = await fetch(`${origin}/api/admin/uploads`, { headers: { cookie } });
      [status] = ((await list.json()) as { items: UploadStatus[] }).items;
    } while (status?.state !== 'done' && Date.now() < deadline);
    expect(status).toMatchObject({ state: 'done', outcome: 'new', sizeBytes: file.length });
    const detail = await fetch(`${origin}/api/admin/assets/${status?.asset?.id}`, { headers: { cookie } });
    const { versions } = (await detail.json()) as { versions: { sha256: string }[] };
    expect(versions[0]?.sha256).toBe(createHash('sha256').update(file).digest('hex'));
  });
});
