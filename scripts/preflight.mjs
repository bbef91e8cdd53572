/**
 * Checks what every script needs before anything modern is loaded, so that an old Node or a missing install gives one
 * clear line instead of a stack trace. Plain JavaScript without recent syntax.
 */
import { spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../', import.meta.url));
const oldestNode = [22, 18];

/** Prints one line and ends the process. */
export function fail(line) {
  console.error(`\n  ${line}\n`);
  process.exit(1);
}

/**
 * Ends the process with one line unless packages are installed and Node can run TypeScript. The project brings its own
 * Node as a package; where npm did not put it first on the PATH, the script is run again under it.
 */
export function requireModernNode() {
  if (!existsSync(join(root, 'node_modules', 'wrangler')))
    fail('The packages are not installed yet. Run: npm ci');
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major > oldestNode[0] || (major === oldestNode[0] && minor >= oldestNode[1])) return;
  const own = join(root, 'node_modules', 'node', 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
  if (existsSync(own) && process.env.VITRINE_NODE_TRIED !== '1') {
    const child = spawnSync(own, process.argv.slice(1), {
      stdio: 'inherit',
      env: { ...process.env, VITRINE_NODE_TRIED: '1' },
    });
    process.exit(child.status === null ? 1 : child.status);
  }
  fail(
    `Node ${process.versions.node} is too old: Vitrine needs ${oldestNode.join('.')} or newer. Run "npm ci" with install scripts allowed (it brings Node 24), or install Node 24.`,
  );
}

/** Ends the process with one line unless files can be made in `folder`, which is created if it is missing. */
export function requireWritable(folder, what) {
  const probe = join(folder, `.write-probe-${process.pid}`);
  try {
    mkdirSync(folder, { recursive: true });
    accessSync(folder, constants.W_OK);
    writeFileSync(probe, '');
    rmSync(probe);
  } catch (error) {
    fail(
      `Cannot write to ${folder} (${error.code}), where Vitrine keeps ${what}. Is the folder read-only or someone else's?`,
    );
  }
}
