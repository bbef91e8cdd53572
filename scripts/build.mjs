/**
 * Builds what everything else runs: dist/server and dist/client (the gateway: Astro, the console, the API) and
 * dist/imaging (the image engine). A part whose sources have not changed since its last build is left as it is;
 * `--force` builds both.
 *
 * Exports `build()` for `npm start` and `npm test`. Plain JavaScript, because it also runs before anything is checked.
 */
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../', import.meta.url));
const bin = join(root, 'node_modules', '.bin');

/** @type {{ name: string, outDir: string, proof: string, sources: string[], command: string[] }[]} */
const parts = [
  {
    name: 'gateway',
    outDir: 'dist/server',
    proof: 'dist/server/wrangler.json',
    sources: [
      'shared',
      'worker',
      'browser',
      'portal',
      'admin',
      'astro.config.ts',
      'wrangler.toml',
      'package-lock.json',
      'tsconfig.json',
    ],
    command: ['astro', 'build'],
  },
  {
    name: 'image engine',
    outDir: 'dist/imaging',
    proof: 'dist/imaging/index.js',
    sources: ['shared', 'imaging', 'package-lock.json', 'tsconfig.json'],
    // The output directory must be absolute: a relative one is resolved against the configuration's folder.
    command: [
      'wrangler',
      'deploy',
      '--dry-run',
      '--config',
      'imaging/wrangler.toml',
      '--outdir',
      join(root, 'dist/imaging'),
    ],
  },
];

/** A digest over path, size and modification time of every source file. */
async function fingerprint(sources) {
  const hash = createHash('sha256');
  const visit = async (path) => {
    const info = await stat(join(root, path)).catch(() => null);
    if (!info) return;
    if (!info.isDirectory()) {
      hash.update(`${path}\0${info.size}\0${info.mtimeMs}\n`);
      return;
    }
    const names = await readdir(join(root, path));
    for (const name of names.sort()) {
      if (name !== 'node_modules' && name !== '.wrangler' && !name.startsWith('.astro'))
        await visit(join(path, name));
    }
  };
  for (const source of sources) await visit(source);
  return hash.digest('hex');
}

function run(command, verbose) {
  return new Promise((resolve, reject) => {
    const child = spawn(join(bin, command[0]), command.slice(1), {
      cwd: root,
      stdio: verbose ? 'inherit' : ['ignore', 'pipe', 'pipe'],
      env: {
        ...process.env,
        PATH: `${bin}:${process.env.PATH}`,
        ASTRO_TELEMETRY_DISABLED: '1',
        WRANGLER_SEND_METRICS: 'false',
        CI: '1',
      },
    });
    let output = '';
    child.stdout?.on('data', (chunk) => (output += chunk));
    child.stderr?.on('data', (chunk) => (output += chunk));
    child.on('error', reject);
    child.on('close', (code) => {
      if (code === 0) resolve(output);
      else reject(new Error(`${command[0]} ${command[1]} failed (exit code ${code})\n${output}`));
    });
  });
}

/**
 * Builds the parts whose sources changed. Rejects with the failing command's whole output.
 * @param {{ force?: boolean, verbose?: boolean, onProgress?: (line: string) => void }} options
 */
export async function build({ force = false, verbose = false, onProgress = () => {} } = {}) {
  const stampFolder = join(root, 'dist', '.stamps');
  for (const part of parts) {
    const stampFile = join(stampFolder, `${part.name.replace(' ', '-')}.txt`);
    const current = await fingerprint(part.sources);
    const previous = await readFile(stampFile, 'utf8').catch(() => '');
    const built = await stat(join(root, part.proof)).catch(() => null);
    if (!force && built && previous === current) continue;
    onProgress(`building the ${part.name}`);
    const startedAt = Date.now();
    await rm(join(root, part.outDir), { recursive: true, force: true });
    if (part.name === 'gateway') await rm(join(root, 'dist/client'), { recursive: true, force: true });
    await rm(stampFile, { force: true });
    await run(part.command, verbose);
    await mkdir(stampFolder, { recursive: true });
    await writeFile(stampFile, current);
    onProgress(`built the ${part.name} in ${((Date.now() - startedAt) / 1000).toFixed(1)} s`);
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  try {
    await build({
      force: process.argv.includes('--force'),
      verbose: true,
      onProgress: (line) => console.log(line),
    });
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exit(1);
  }
}
