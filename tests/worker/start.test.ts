import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { freePort } from '../harness/free-port.ts';
import { projectRoot } from '../harness/server.ts';

interface Run {
  child: ChildProcess;
  output: () => string;
  /** Resolves when the output contains `text`, rejects with the output if the process ends first. */
  says: (text: string) => Promise<void>;
  ended: Promise<number | null>;
}

function start(state: string, port: number): Run {
  const child = spawn(process.execPath, ['scripts/start.mjs'], {
    cwd: projectRoot,
    env: { ...process.env, VITRINE_STATE: state, VITRINE_SEED: '0', PORT: String(port) },
  });
  let output = '';
  const listeners = new Set<() => void>();
  const collect = (chunk: Buffer) => {
    output += chunk;
    for (const listener of listeners) listener();
  };
  child.stdout.on('data', collect);
  child.stderr.on('data', collect);
  const ended = new Promise<number | null>((done) => child.on('close', done));
  return {
    child,
    output: () => output,
    says: (text) =>
      new Promise((done, refuse) => {
        const look = () => output.includes(text) && done();
        listeners.add(look);
        look();
        void ended.then(() => refuse(new Error(`ended without saying "${text}":\n${output}`)));
      }),
    ended,
  };
}

describe('npm start', () => {
  const cleanUps: (() => Promise<unknown>)[] = [];
  afterEach(async () => {
    for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp();
  });
  async function emptyState(): Promise<string> {
    const folder = await mkdtemp(join(tmpdir(), 'vitrine-start-'));
    cleanUps.push(() => rm(folder, { recursive: true, force: true }));
    return join(folder, 'state');
  }
  function started(state: string, port: number): Run {
    const run = start(state, port);
    cleanUps.push(async () => {
      run.child.kill('SIGINT');
      await run.ended;
    });
    return run;
  }

  it('serves, stops on Ctrl-C, and keeps secrets and data for the next start', async () => {
    const state = await emptyState();
    const port = await freePort();
    const first = started(state, port);
    await first.says('Ctrl-C stops');
    expect(first.output()).toContain(`http://127.0.0.1:${port}/admin`);
    expect((await fetch(`http://127.0.0.1:${port}/healthz`)).status).toBe(200);
    // Miniflare's own endpoints would hand out every local object.
    const local = await fetch(`http://127.0.0.1:${port}/cdn-cgi/local/r2/public/vitrine/anything`);
    expect(local.status).toBe(404);
    const secrets = await readFile(join(state, 'secrets.json'), 'utf8');
    expect((await stat(join(state, 'secrets.json'))).mode & 0o777).toBe(0o600);
    first.child.kill('SIGINT');
    expect(await first.ended).toBe(0);

    const second = started(state, port);
    await second.says('Ctrl-C stops');
    expect(await readFile(join(state, 'secrets.json'), 'utf8')).toBe(secrets);
  }, 60_000);

  it('says in one line that the port is taken', async () => {
    const holder = createServer();
    await new Promise<void>((done) => holder.listen(0, '127.0.0.1', done));
    cleanUps.push(() => new Promise((done) => holder.close(done)));
    const address = holder.address();
    if (address === null || typeof address === 'string') throw new Error('no port');
    const run = start(await emptyState(), address.port);
    expect(await run.ended).toBe(1);
    const lines = run
      .output()
      .trim()
      .split('\n')
      .filter((line) => line.trim() !== '');
    expect(lines).toHaveLength(2);
    expect(lines[1]).toContain(`Port ${address.port} is taken`);
  });

  it('says in one line that its folder cannot be written', async () => {
    const state = await emptyState();
    // A file where a folder should be is as unwritable for root as for anybody.
    await writeFile(state, '');
    const run = start(join(state, 'below'), await freePort());
    expect(await run.ended).toBe(1);
    expect(run.output()).toContain('Cannot write to');
    expect(run.output()).not.toContain('    at ');
  });
});
