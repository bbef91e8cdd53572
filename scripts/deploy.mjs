/**
 * `npm run deploy`: builds, applies the migrations to the remote database and deploys the image engine, then the
 * gateway. Needs deploy.json and a signed-in wrangler; see "Deploy to Cloudflare" in README.md.
 */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { fail, requireModernNode, root } from './preflight.mjs';

requireModernNode();

const { build } = await import('./build.mjs');
const { writeDeployConfig } = await import('./deployment.mjs');

function wrangler(...args) {
  const result = spawnSync(join(root, 'node_modules/.bin/wrangler'), args, { cwd: root, stdio: 'inherit' });
  if (result.status !== 0) fail(`wrangler ${args.slice(0, 3).join(' ')} failed; nothing after it was done.`);
}

try {
  await build({ onProgress: (line) => console.log(`· ${line}`) });
  const { configPath } = writeDeployConfig({ useExample: false });
  wrangler('d1', 'migrations', 'apply', 'DB', '--remote', '--config', configPath);
  wrangler('deploy', '--config', 'imaging/wrangler.toml');
  wrangler('deploy', '--config', configPath);
} catch (error) {
  fail(error instanceof Error ? error.message : String(error));
}
