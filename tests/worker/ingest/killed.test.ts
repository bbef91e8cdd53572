/** `kill -9` of the whole runtime during uploads: after a restart on the same folder no acknowledged byte is missing. */
import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, describe, expect, it } from 'vitest';
import type { SubmittedFile, UploadRequest } from '../../../shared/contract/requests.ts';
import { UPLOAD_PART_BYTES, type UploadStatus } from '../../../shared/contract/uploads.ts';
import { JOB_LEASE_MS } from '../../../worker/jobs/run.ts';
import { cookieOf } from '../../harness/answers.ts';
import { sha256 } from '../../harness/bytes.ts';
import { administratorInput } from '../../harness/people.ts';
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

/** The first administrator's cookie. */
async function setUp(origin: string): Promise<string> {
  const setup = await fetch(`${origin}/api/admin/setup`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ ...administratorInput, code: testSecrets.SETUP_CODE }),
  });
  expect(setup.status).toBe(201);
  return cookieOf(setup);
}

/** Who sends, to which collection of uploads. */
interface Sender {
  readonly endpoint: string;
  readonly cookie: string;
}

async function uploader(origin: string, admin: string): Promise<Sender> {
  const json = { 'content-type': 'application/json' };
  const asked = await fetch(`${origin}/api/admin/requests`, {
    method: 'POST',
    headers: { ...json, cookie: admin },
    body: JSON.stringify({ title: 'Finals', deadline: Date.now() + 86_400_000, timeZone: 'UTC' }),
  });
  expect(asked.status).toBe(201);
  const { url } = (await asked.json()) as UploadRequest;
  const token = new URL(url).pathname.split('/').at(-1);
  const introduced = await fetch(`${origin}/api/request/${token}/uploader`, {
    method: 'POST',
    headers: json,
    body: JSON.stringify({ name: 'Kim', email: 'kim@agency.example' }),
  });
  expect(introduced.status).toBe(204);
  return { endpoint: `/u/${token}/uploads`, cookie: cookieOf(introduced) };
}

/**
 * Uploads `file` while the runtime dies: after the creation, inside a part, between parts and at the last byte, or only inside
 * a part and at the last byte.
 */
async function sendThroughKills(
  first: string,
  sender: Sender,
  file: Buffer,
  moments: 'all' | 'last',
): Promise<string> {
  let origin = first;
  const { cookie, endpoint } = sender;
  const again = async () => {
    await kill();
    origin = await start();
  };
  const created = await fetch(origin + endpoint, {
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
  // Created and acknowledged, not a byte sent.
  if (moments === 'all') await again();

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

  expect(await offsetNow()).toBe(0);
  let acknowledged = (await send(0, 1_000_000, null)) ?? 0;
  expect(acknowledged).toBe(1_000_000);
  if (moments === 'all') {
    // Below a part: what stands is a tail.
    await again();
    expect(await offsetNow()).toBe(acknowledged);
    acknowledged = (await send(acknowledged, UPLOAD_PART_BYTES - acknowledged, null)) ?? 0;
    expect(acknowledged).toBe(UPLOAD_PART_BYTES);
    // Exactly between two parts.
    await again();
    expect(await offsetNow()).toBe(acknowledged);
  }
  // In the middle of a part, and while the last bytes complete the object; every step is killed in tests/unit/ingest.
  for (const killAfter of [5_000_000, Number.MAX_SAFE_INTEGER]) {
    const offset = await offsetNow();
    expect(offset).toBeGreaterThanOrEqual(acknowledged);
    if (offset === file.length) break;
    const remaining = file.length - offset;
    acknowledged = Math.max(offset, (await send(offset, remaining, Math.min(killAfter, remaining))) ?? 0);
    await again();
  }
  for (let offset = await offsetNow(); offset < file.length; offset = await offsetNow()) {
    expect(offset).toBeGreaterThanOrEqual(acknowledged);
    acknowledged = (await send(offset, UPLOAD_PART_BYTES, null)) ?? offset;
  }
  // Complete, and perhaps not yet a job, or a job that has begun: finalising starts again.
  await again();
  expect(await offsetNow()).toBe(file.length);
  return origin;
}

/**
 * Rings every 300 ms until `read` finds something. The job may have died with the runtime, and is taken up when its lease has
 * ended: the cron's clock is that far ahead.
 */
async function settled<T>(read: () => Promise<T | undefined>): Promise<T> {
  const deadline = Date.now() + 60_000;
  for (;;) {
    running?.send(JOB_LEASE_MS + 1000);
    await new Promise((resolve) => setTimeout(resolve, 300));
    const found = await read();
    if (found !== undefined) return found;
    if (Date.now() > deadline) throw new Error('the upload was not processed');
  }
}

describe('an upload through kills', () => {
  const file = randomBytes(3 * UPLOAD_PART_BYTES + 345_678);
  // The same writer takes it; what differs is what becomes of it at the end.
  const handedIn = randomBytes(UPLOAD_PART_BYTES + 345_678);
  let admin = '';

  it('resumes each time and ends with equal bytes, made into an asset', { timeout: 240_000 }, async () => {
    const first = await start();
    admin = await setUp(first);
    const origin = await sendThroughKills(first, { endpoint: '/uploads', cookie: admin }, file, 'all');
    const status = await settled(async () => {
      const list = await fetch(`${origin}/api/admin/uploads`, { headers: { cookie: admin } });
      const [newest] = ((await list.json()) as { items: UploadStatus[] }).items;
      return newest?.state === 'done' ? newest : undefined;
    });
    expect(status).toMatchObject({ outcome: 'new', sizeBytes: file.length });
    const detail = await fetch(`${origin}/api/admin/assets/${status.asset?.id}`, {
      headers: { cookie: admin },
    });
    const { versions } = (await detail.json()) as { versions: { sha256: string }[] };
    expect(versions[0]?.sha256).toBe(sha256(file));
    await kill();
  });

  it('loses nothing that is handed in under a request either', { timeout: 240_000 }, async () => {
    const first = await start();
    const sender = await uploader(first, admin);
    const origin = await sendThroughKills(first, sender, handedIn, 'last');
    const submitted = await settled(async () => {
      const list = await fetch(`${origin}/api/admin/requests/submissions`, { headers: { cookie: admin } });
      return ((await list.json()) as { items: SubmittedFile[] }).items[0];
    });
    expect(submitted).toMatchObject({
      fileName: 'film.bin',
      sizeBytes: handedIn.length,
      sha256: sha256(handedIn),
    });
    const original = await fetch(`${origin}/api/admin/requests/submissions/${submitted.id}/original`, {
      headers: { cookie: admin },
    });
    const bytes = Buffer.from(await original.arrayBuffer());
    expect(sha256(bytes)).toBe(sha256(handedIn));
  });
});
