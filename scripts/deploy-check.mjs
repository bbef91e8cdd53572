/**
 * `npm run deploy:check`: a dry run of the production deployment. Bundles both Workers, measures them against the
 * platform's limit, and compares every binding and secret by name between worker/env.ts, the configuration and
 * .dev.vars.example. Needs no account and no network.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { requireModernNode, root } from './preflight.mjs';

requireModernNode();

/** Compressed size of one Worker on a paid plan. */
const limitBytes = 10 * 1024 * 1024;
const megabytes = (bytes) => `${(bytes / 1024 / 1024).toFixed(2)} MB`;
const problems = [];

const { build } = await import('./build.mjs');
const { writeDeployConfig, secretNames } = await import('./deployment.mjs');
await build({ onProgress: (line) => console.log(`· ${line}`) });
const { configPath, config, source } = writeDeployConfig({ useExample: true });
console.log(`· configuration: dist/server/wrangler.json with ${source.slice(root.length)}\n`);

/** Bundles as `wrangler deploy` would and returns the compressed size of what it would upload. */
function dryRun(name, wranglerConfig) {
  const folder = mkdtempSync(join(tmpdir(), 'vitrine-deploy-'));
  const result = spawnSync(
    join(root, 'node_modules/.bin/wrangler'),
    ['deploy', '--dry-run', '--config', wranglerConfig, '--outdir', folder],
    {
      cwd: root,
      encoding: 'utf8',
      env: { ...process.env, CI: '1', NO_COLOR: '1', WRANGLER_SEND_METRICS: 'false' },
    },
  );
  if (result.status !== 0) {
    problems.push(`${name}: the dry run failed`);
    console.error(result.stdout, result.stderr);
    return;
  }
  const modules = readdirSync(folder, { recursive: true, withFileTypes: true }).filter(
    (item) => item.isFile() && !['.map', '.md'].includes(extname(item.name)),
  );
  const bytes = modules.reduce(
    (sum, item) => sum + gzipSync(readFileSync(join(item.parentPath, item.name))).length,
    0,
  );
  rmSync(folder, { recursive: true, force: true });
  if (bytes === 0) problems.push(`${name}: the dry run produced nothing`);
  if (bytes > limitBytes)
    problems.push(`${name}: ${megabytes(bytes)} compressed is over ${megabytes(limitBytes)}`);
  console.log(
    `${name.padEnd(16)} ${megabytes(bytes)} compressed, ${modules.length} modules (limit ${megabytes(limitBytes)})`,
  );
}

dryRun('vitrine', configPath);
dryRun('vitrine-imaging', join(root, 'imaging/wrangler.toml'));

/** Members of the Env interface: name → whether it may be absent. */
function declaredMembers() {
  const text = readFileSync(join(root, 'worker/env.ts'), 'utf8');
  const body = /export interface Env \{([\s\S]*?)\n\}/.exec(text)?.[1] ?? '';
  return new Map(
    [...body.matchAll(/^ {2}([A-Z][A-Z0-9_]*)(\??):/gm)].map((match) => [match[1], match[2] === '?']),
  );
}

const configured = new Map();
const put = (kind, items, key = 'binding') => {
  for (const item of items ?? []) configured.set(item[key], kind);
};
put('D1 database', config.d1_databases);
put('R2 bucket', config.r2_buckets);
put('Queue', config.queues?.producers);
put('Durable Object', config.durable_objects?.bindings, 'name');
put('Service', config.services);
put('Send e-mail', config.send_email, 'name');
put('KV namespace', config.kv_namespaces);
put('Workers AI', config.ai ? [config.ai] : []);
put('Images', config.images ? [config.images] : []);
put('Static assets', config.assets ? [config.assets] : []);
for (const name of Object.keys(config.vars ?? {})) configured.set(name, 'Variable');
const secrets = secretNames();
for (const name of secrets) configured.set(name, 'Secret');

console.log('');
const declared = declaredMembers();
for (const [name, isOptional] of declared) {
  const kind = configured.get(name);
  if (kind) console.log(`${name.padEnd(16)} ${kind}${isOptional && kind !== 'Secret' ? ' (optional)' : ''}`);
  else if (isOptional) console.log(`${name.padEnd(16)} not set (optional)`);
  else problems.push(`${name} is declared in worker/env.ts but is no binding, variable or secret`);
}
for (const [name, kind] of configured) {
  if (!declared.has(name))
    problems.push(`${kind} ${name} is configured but worker/env.ts does not declare it`);
}
// Reminders, receipts and digests are written by the cron handler, which no request tells where the pages are.
const publicOrigin = config.vars?.PUBLIC_ORIGIN ?? '';
console.log(`${'public origin'.padEnd(16)} ${publicOrigin || 'not set'}`);
if (!/^https:\/\/[^/]+$/.test(publicOrigin))
  problems.push(
    `PUBLIC_ORIGIN must be an origin such as https://brand.example.com (vars in deploy.json), or mail that is written by the minute leads to whichever address the console was last used at`,
  );
if (declared.size === 0) problems.push('worker/env.ts declares no Env');
for (const consumer of config.queues?.consumers ?? []) {
  console.log(
    `${'queue consumer'.padEnd(16)} ${consumer.queue}, then ${consumer.dead_letter_queue ?? 'dropped'}`,
  );
}
for (const cron of config.triggers?.crons ?? []) console.log(`${'cron'.padEnd(16)} ${cron}`);

if (problems.length > 0) {
  console.error(`\n${problems.map((line) => `✗ ${line}`).join('\n')}`);
  process.exit(1);
}
console.log(
  `\nReady to deploy. Set each secret once: ${secrets.map((name) => `npx wrangler secret put ${name}`).join(' · ')}`,
);
