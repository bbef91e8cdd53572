/**
 * `npm start`: builds what changed, runs the built Workers on one loopback port with their state in .vitrine/, seeds
 * the demo brand on the first start and prints the addresses once they answer.
 *
 *   PORT=8787            the loopback port
 *   VITRINE_STATE=path   where data and secrets live (default .vitrine)
 *   VITRINE_SEED=0       first start without the demo brand
 *   VITRINE_COUNTRY=DE   the country visitors appear to come from
 */
import { randomBytes } from 'node:crypto';
import { appendFileSync, chmodSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { fail, requireModernNode, requireWritable, root } from './preflight.mjs';

requireModernNode();

const startedAt = Date.now();
const port = Number(process.env.PORT || 8787);
if (!Number.isInteger(port) || port < 0 || port > 65535)
  fail(`PORT must be a number from 0 to 65535, not "${process.env.PORT}".`);
const stateFolder = resolve(root, process.env.VITRINE_STATE || '.vitrine');
const storesFolder = join(stateFolder, 'stores');
const secretsFile = join(stateFolder, 'secrets.json');
const unfinishedMark = join(stateFolder, 'seeding');
const logFile = join(stateFolder, 'worker.log');

function progress(line) {
  console.log(`  ${((Date.now() - startedAt) / 1000).toFixed(1).padStart(5)} s  ${line}`);
}

/** Ends with one line if another program has the port. @returns the port; a free one for 0 */
function requireFreePort() {
  return new Promise((done) => {
    const probe = createServer();
    probe.once('error', (error) => {
      const reason =
        error.code === 'EADDRINUSE' ? 'is taken by another program' : `cannot be used (${error.code})`;
      fail(`Port ${port} ${reason}. Stop it, or choose another port: PORT=${port + 1} npm start`);
    });
    probe.listen(port, '127.0.0.1', () => {
      const { port: free } = probe.address();
      probe.close(() => done(free));
    });
  });
}

const base64url = (bytes) => randomBytes(bytes).toString('base64url');

/** Made once, readable by this user only. `admin` is the demo brand's first administrator. */
function loadSecrets() {
  if (existsSync(secretsFile)) {
    try {
      return JSON.parse(readFileSync(secretsFile, 'utf8'));
    } catch {
      fail(`${secretsFile} is damaged. Restore it, or delete ${stateFolder} to begin again.`);
    }
  }
  if (existsSync(storesFolder))
    fail(
      `${secretsFile} is missing but ${storesFolder} exists. Restore the file, or delete ${stateFolder} to begin again.`,
    );
  const secrets = {
    rootSecret: base64url(32),
    setupCode: base64url(9),
    admin: { email: 'admin@example.com', password: base64url(12) },
  };
  writeFileSync(secretsFile, `${JSON.stringify(secrets, null, 2)}\n`, { mode: 0o600 });
  chmodSync(secretsFile, 0o600);
  return secrets;
}

/** Waits until `url` answers without a server error. */
async function answers(url) {
  for (let attempt = 0; ; attempt++) {
    try {
      // Says that it is a program: the demo's link has been opened by nobody yet.
      const response = await fetch(url, {
        redirect: 'manual',
        headers: { 'user-agent': 'vitrine-start (monitor)' },
      });
      await response.body?.cancel();
      if (response.status < 500) return response.status;
      if (attempt >= 20) throw new Error(`${url} answers with ${response.status}; see ${logFile}`);
    } catch (error) {
      if (attempt >= 20) throw error;
    }
    await new Promise((done) => setTimeout(done, 250));
  }
}

async function main() {
  console.log('\n  Vitrine\n');
  requireWritable(stateFolder, 'its data');
  requireWritable(join(root, 'dist'), 'what it builds');
  const freePort = await requireFreePort();

  const { build } = await import('./build.mjs');
  await build({ onProgress: progress });

  // A first start that was cut while seeding never announced itself: begin again from nothing.
  if (existsSync(unfinishedMark)) {
    progress('the last first start was interrupted; beginning again');
    rmSync(storesFolder, { recursive: true, force: true });
    rmSync(secretsFile, { force: true });
  }
  const isFirstStart = !existsSync(secretsFile);
  if (isFirstStart) writeFileSync(unfinishedMark, '');
  const secrets = loadSecrets();

  writeFileSync(logFile, '', { mode: 0o600 });
  const { startRuntime } = await import('./runtime.ts');
  const runtime = await startRuntime({
    port: freePort,
    stateFolder: storesFolder,
    vars: {
      ENVIRONMENT: 'development',
      // Mail that the minute writes has to know it; no request tells.
      PUBLIC_ORIGIN: `http://127.0.0.1:${freePort}`,
      LOCAL_COUNTRY: process.env.VITRINE_COUNTRY || 'DE',
    },
    secrets: { ROOT_SECRET: secrets.rootSecret, SETUP_CODE: secrets.setupCode },
    onLog: (level, message) => appendFileSync(logFile, `${level} ${message}\n`),
  });
  progress('the Workers run');

  let isClosing = false;
  const close = async () => {
    if (isClosing) process.exit(1);
    isClosing = true;
    console.log('\n  Stopping; everything is kept in', stateFolder);
    await runtime.close();
    process.exit(0);
  };
  // The runtime's own handlers end the process at once, before its stores are closed in order.
  for (const signal of ['SIGINT', 'SIGTERM']) {
    process.removeAllListeners(signal);
    process.on(signal, close);
  }

  let addresses = {};
  const addressesFile = join(stateFolder, 'addresses.json');
  await answers(`${runtime.origin}/healthz`);
  if (isFirstStart) {
    const seedModule = join(root, 'scripts', 'seed.ts');
    if (process.env.VITRINE_SEED !== '0' && existsSync(seedModule)) {
      progress('seeding the demo brand');
      const { seedDemo } = await import(pathToFileURL(seedModule).href);
      addresses =
        (await seedDemo({
          origin: runtime.origin,
          setupCode: secrets.setupCode,
          admin: secrets.admin,
          onProgress: progress,
          tick: () => runtime.tick(),
        })) ?? {};
      writeFileSync(addressesFile, `${JSON.stringify(addresses, null, 2)}\n`);
    }
    rmSync(unfinishedMark);
  } else if (existsSync(addressesFile)) {
    addresses = JSON.parse(readFileSync(addressesFile, 'utf8'));
  }

  const rows = [
    ['Portal', new URL(addresses.portal ?? '/', runtime.origin).href],
    ['Console', new URL('/admin', runtime.origin).href],
    ...(addresses.shareLink ? [['Share link', new URL(addresses.shareLink, runtime.origin).href]] : []),
    ...(addresses.uploadRequest
      ? [['Upload request', new URL(addresses.uploadRequest, runtime.origin).href]]
      : []),
    ...(addresses.hotLink ? [['Hot-link', new URL(addresses.hotLink, runtime.origin).href]] : []),
  ];
  for (const [, url] of rows) await answers(url);
  progress('ready\n');
  for (const [label, url] of rows) {
    console.log(`  ${label.padEnd(15)} ${url}`);
    if (label !== 'Console') continue;
    if (addresses.portal)
      console.log(`  ${''.padEnd(15)} sign in: ${secrets.admin.email}   password: ${secrets.admin.password}`);
    else console.log(`  ${''.padEnd(15)} first run: set-up code ${secrets.setupCode}`);
  }
  console.log(`\n  Data is kept in ${stateFolder}; Worker logs in ${logFile}. Ctrl-C stops.\n`);

  let isTicking = false;
  setInterval(async () => {
    if (isTicking || isClosing) return;
    isTicking = true;
    try {
      await runtime.tick();
    } catch (error) {
      appendFileSync(logFile, `error cron: ${error instanceof Error ? error.message : error}\n`);
    } finally {
      isTicking = false;
    }
  }, 60_000);
}

try {
  await main();
} catch (error) {
  fail(error instanceof Error ? (process.env.DEBUG ? error.stack : error.message) : String(error));
}
