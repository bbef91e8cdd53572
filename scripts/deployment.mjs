/**
 * The configuration a deployment runs: what `npm run build` wrote, merged with the deployment's own deploy.json (see
 * deploy.example.json). Bindings that have no local emulation (AI) or that a deployment opts into (IMAGES, EMAIL) are
 * added here and nowhere else.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './preflight.mjs';

const keyOf = (item) => item?.binding ?? item?.name ?? item?.pattern;

/** Objects merge by key, lists of bindings by their binding's name, anything else is replaced. */
function merge(base, override) {
  if (Array.isArray(base) && Array.isArray(override)) {
    const merged = base.map((item) => {
      const match = override.find((other) => keyOf(other) !== undefined && keyOf(other) === keyOf(item));
      return match ? merge(item, match) : item;
    });
    return [...merged, ...override.filter((item) => !base.some((other) => keyOf(other) === keyOf(item)))];
  }
  if (base && override && typeof base === 'object' && typeof override === 'object') {
    const result = { ...base };
    for (const [key, value] of Object.entries(override))
      result[key] = key in base ? merge(base[key], value) : value;
    return result;
  }
  return override;
}

/**
 * Writes dist/server/wrangler.deploy.json. `useExample` falls back on deploy.example.json, so that the check covers
 * every optional binding on a machine that deploys nothing.
 * @returns {{ configPath: string, config: Record<string, any>, source: string }}
 */
export function writeDeployConfig({ useExample }) {
  const base = JSON.parse(readFileSync(join(root, 'dist/server/wrangler.json'), 'utf8'));
  const own = join(root, 'deploy.json');
  const example = join(root, 'deploy.example.json');
  const source = existsSync(own) ? own : useExample ? example : null;
  if (!source) throw new Error('deploy.json is missing: copy deploy.example.json and fill it in.');
  const config = merge(base, JSON.parse(readFileSync(source, 'utf8')));
  const configPath = join(root, 'dist/server/wrangler.deploy.json');
  writeFileSync(configPath, `${JSON.stringify(config, null, 2)}\n`);
  return { configPath, config, source };
}

/** Names of the secrets a deployment must set, from .dev.vars.example. */
export function secretNames() {
  return readFileSync(join(root, '.dev.vars.example'), 'utf8')
    .split('\n')
    .map((line) => /^([A-Z][A-Z0-9_]*)=/.exec(line)?.[1])
    .filter((name) => name !== undefined);
}
