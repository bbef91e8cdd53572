/**
 * Holds the shape of the code (docs/architecture.md): who may import whom, read from the source itself. Type-only
 * imports count too, except where a rule says otherwise.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join, posix, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseSync } from 'vite';
import { describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('../', import.meta.url));
const layers = [
  'shared',
  'worker',
  'imaging',
  'browser',
  'portal',
  'admin',
  'demo',
  'scripts',
  'bench',
  'tests',
] as const;
const sourceFile = /\.(?:tsx?|mts|mjs|js|astro)$/;

interface Import {
  /** Importing file, relative to the project. */
  from: string;
  /** Imported file relative to the project, or a package specifier as written. */
  to: string;
  isPackage: boolean;
  isTypeOnly: boolean;
}

function filesOf(folder: string): string[] {
  const entries = readdirSync(join(root, folder), { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile() && sourceFile.test(entry.name))
    .map((entry) => relative(root, join(entry.parentPath, entry.name)).replaceAll('\\', '/'))
    .filter((path) => !path.includes('node_modules/') && !path.includes('.wrangler/'))
    .sort();
}

/** The script parts of a source file: an .astro file's frontmatter and its <script> blocks, else the whole text. */
function scriptsOf(path: string, text: string): { name: string; code: string }[] {
  if (!path.endsWith('.astro')) return [{ name: path, code: text }];
  const frontmatter = /^\s*---\r?\n([\s\S]*?)\r?\n---/.exec(text)?.[1] ?? '';
  const blocks = [...text.matchAll(/<script(?![^>]*\b(?:is:inline|src=|type=))[^>]*>([\s\S]*?)<\/script>/g)];
  const codes = [frontmatter, ...blocks.map((block) => block[1] ?? '')];
  return codes.map((code, index) => ({ name: `${path}.${index}.tsx`, code }));
}

function importsOf(path: string): Import[] {
  const text = readFileSync(join(root, path), 'utf8');
  return scriptsOf(path, text).flatMap(({ name, code }) => {
    const { module, errors } = parseSync(name, code);
    if (errors.length > 0 && !path.endsWith('.astro')) throw new Error(`${path}: ${errors[0]?.message}`);
    const found: { specifier: string; isTypeOnly: boolean }[] = [];
    for (const { moduleRequest, entries } of module.staticImports) {
      const isTypeOnly = entries.length > 0 && entries.every((entry) => entry.isType);
      found.push({ specifier: moduleRequest.value, isTypeOnly });
    }
    for (const { entries } of module.staticExports) {
      for (const { moduleRequest, isType } of entries) {
        if (moduleRequest) found.push({ specifier: moduleRequest.value, isTypeOnly: isType });
      }
    }
    for (const { moduleRequest } of module.dynamicImports) {
      const literal = /^['"`]([^'"`$]+)['"`]$/.exec(
        code.slice(moduleRequest.start, moduleRequest.end).trim(),
      );
      if (literal?.[1]) found.push({ specifier: literal[1], isTypeOnly: false });
    }
    return found.map(({ specifier, isTypeOnly }) => {
      const isPackage = !specifier.startsWith('.');
      const to = isPackage
        ? specifier
        : posix.normalize(posix.join(dirname(path), specifier.replace(/\?.*$/, '')));
      return { from: path, to, isPackage, isTypeOnly };
    });
  });
}

const present = new Set(readdirSync(root));
const files = layers.filter((layer) => present.has(layer)).flatMap(filesOf);
const imports = files.flatMap(importsOf);

const within = (path: string, ...folders: string[]) =>
  folders.some((folder) => path.startsWith(`${folder}/`));
const packageName = (specifier: string) =>
  specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');
const moduleOf = (path: string) => /^worker\/modules\/([^/]+)\//.exec(path)?.[1];
const isPart = (path: string, part: string) =>
  new RegExp(`^${part}(?:-[a-z0-9-]+)?\\.ts$`).test(basename(path));

/** One line per import that `isAllowed` refuses among those that `applies` selects. */
function refused(applies: (item: Import) => boolean, isAllowed: (item: Import) => boolean): string[] {
  return imports
    .filter((item) => applies(item) && !isAllowed(item))
    .map(({ from, to }) => `${from} imports ${to}`);
}

describe('who may import whom', () => {
  it('finds the code it judges', () => {
    expect(files.length).toBeGreaterThan(20);
    expect(imports.length).toBeGreaterThan(50);
  });

  it('shared imports only shared and pure libraries', () => {
    const pureLibraries = ['zod', 'temporal-polyfill', 'culori', 'intl-messageformat', 'thumbhash'];
    expect(
      refused(
        ({ from }) => within(from, 'shared'),
        ({ to, isPackage }) => (isPackage ? pureLibraries.includes(packageName(to)) : within(to, 'shared')),
      ),
    ).toEqual([]);
  });

  it('shared reads no clock, no randomness and does no I/O', () => {
    const impure =
      /\bDate\.now\(|\bnew Date\(\)|\bMath\.random\(|\bperformance\.now\(|(?<![.\w])fetch\(|\bprocess\.|\bTemporal\.Now\b|\bcrypto\.(?:getRandomValues|randomUUID)\(/;
    const lines = files
      .filter((path) => within(path, 'shared'))
      .flatMap((path) =>
        readFileSync(join(root, path), 'utf8')
          .split('\n')
          .map((line, index) => ({
            line: line.replace(/\/\/.*$|^\s*\*.*$|\/\*.*?\*\//g, ''),
            at: `${path}:${index + 1}`,
          }))
          .filter(({ line }) => impure.test(line))
          .map(({ line, at }) => `${at} ${line.trim()}`),
      );
    expect(lines).toEqual([]);
  });

  it('routes never touch the database or the platform', () => {
    expect(
      refused(
        ({ from }) => moduleOf(from) !== undefined && isPart(from, 'routes'),
        ({ to, isPackage }) =>
          isPackage
            ? packageName(to) !== 'drizzle-orm' && !to.startsWith('cloudflare:')
            : !within(to, 'worker/platform', 'worker/db') && !isPart(to, 'repository'),
      ),
    ).toEqual([]);
  });

  it('services see their own repository, the ports, shared and other modules through index.ts', () => {
    expect(
      refused(
        ({ from }) => moduleOf(from) !== undefined && isPart(from, 'service'),
        ({ from, to, isPackage }) => {
          if (isPackage) return packageName(to) !== 'drizzle-orm' && !to.startsWith('cloudflare:');
          if (within(to, 'worker/platform')) return false;
          return moduleOf(to) === undefined || moduleOf(to) === moduleOf(from) || basename(to) === 'index.ts';
        },
      ),
    ).toEqual([]);
  });

  it('a module is seen from outside only through its index.ts', () => {
    expect(
      refused(
        ({ from, to }) =>
          !within(from, 'tests', 'bench') && moduleOf(to) !== undefined && moduleOf(to) !== moduleOf(from),
        // The route table and the composition root put the modules together.
        ({ from, to }) =>
          basename(to) === 'index.ts' ||
          (from === 'worker/api.ts' && isPart(to, 'routes')) ||
          (from === 'worker/services.ts' && (isPart(to, 'service') || isPart(to, 'repository'))),
      ),
    ).toEqual([]);
  });

  it('only repositories, the schema and the composition root know drizzle', () => {
    expect(
      refused(
        ({ to, isPackage }) => isPackage && packageName(to) === 'drizzle-orm',
        ({ from }) =>
          within(from, 'worker/db', 'tests', 'scripts') ||
          (moduleOf(from) !== undefined && isPart(from, 'repository')) ||
          from === 'worker/services.ts',
      ),
    ).toEqual([]);
  });

  it('only routes, middleware and the entry know what a request carries', () => {
    expect(
      refused(
        ({ to }) => to === 'worker/http/app-env.ts' || to === 'worker/services.ts',
        ({ from }) =>
          within(from, 'worker/http', 'tests', 'bench') ||
          (moduleOf(from) !== undefined && isPart(from, 'routes')) ||
          from === 'worker/api.ts' ||
          from === 'worker/index.ts',
      ),
    ).toEqual([]);
  });

  it('platform adapters see only ports, shared and their bindings', () => {
    expect(
      refused(
        ({ from, isPackage }) => within(from, 'worker/platform') && !isPackage,
        ({ to }) =>
          within(to, 'worker/ports', 'worker/platform', 'shared') ||
          to === 'worker/env.ts' ||
          to === 'worker/log.ts',
      ),
    ).toEqual([]);
  });

  it('only the composition root and the entry choose adapters', () => {
    expect(
      refused(
        ({ from, to }) =>
          within(to, 'worker/platform') && !within(from, 'worker/platform', 'tests', 'bench', 'scripts'),
        ({ from }) => from === 'worker/services.ts' || from === 'worker/index.ts',
      ),
    ).toEqual([]);
  });

  it('ports see only shared and each other', () => {
    expect(
      refused(
        ({ from, isPackage }) => within(from, 'worker/ports') && !isPackage,
        ({ to }) => within(to, 'worker/ports', 'shared'),
      ),
    ).toEqual([]);
  });

  it('portal and console see shared, themselves and the types of the API', () => {
    expect(
      refused(
        ({ from, isPackage }) => within(from, 'portal', 'admin') && !isPackage,
        ({ from, to, isTypeOnly }) =>
          within(to, 'shared', 'browser', from.split('/')[0] ?? '') ||
          (isTypeOnly && to === 'worker/api.ts') ||
          // Written for developers, in the repository and on the page alike.
          (within(from, 'portal/pages/docs') && to === 'docs/signing.md'),
      ),
    ).toEqual([]);
    // What both do in the browser knows neither of them.
    expect(
      refused(
        ({ from, isPackage }) => within(from, 'browser') && !isPackage,
        ({ to }) => within(to, 'shared', 'browser'),
      ),
    ).toEqual([]);
    expect(
      refused(
        ({ from, isPackage }) => within(from, 'browser', 'portal', 'admin') && isPackage,
        ({ to }) =>
          !['drizzle-orm', 'miniflare', 'wrangler'].includes(packageName(to)) &&
          !/^(?:node|cloudflare):/.test(to),
      ),
    ).toEqual([]);
  });

  it('the image engine sees only itself, shared and the port it implements', () => {
    expect(
      refused(
        ({ from, isPackage }) => within(from, 'imaging') && !isPackage,
        ({ to }) => within(to, 'imaging', 'shared') || to === 'worker/ports/image-transformer.ts',
      ),
    ).toEqual([]);
  });

  it('the product never imports scripts, demo, tests or bench, nor the entry', () => {
    expect(
      refused(
        ({ from }) => within(from, 'shared', 'worker', 'imaging', 'browser', 'portal', 'admin'),
        ({ to, isPackage }) => isPackage || !within(to, 'scripts', 'demo', 'tests', 'bench'),
      ),
    ).toEqual([]);
    expect(
      refused(
        ({ to }) => to === 'worker/index.ts',
        () => false,
      ),
    ).toEqual([]);
  });

  it('only the entry knows Astro', () => {
    expect(
      refused(
        ({ from, to, isPackage }) => within(from, 'worker') && isPackage && /^(?:astro|@astrojs\/)/.test(to),
        ({ from }) => from === 'worker/index.ts',
      ),
    ).toEqual([]);
  });

  it('nothing imports in a circle', () => {
    const edges = new Map<string, string[]>();
    for (const { from, to, isPackage } of imports) {
      if (isPackage) continue;
      edges.set(from, [...(edges.get(from) ?? []), to]);
    }
    const done = new Set<string>();
    const circles: string[] = [];
    const visit = (file: string, path: string[]) => {
      if (path.includes(file)) {
        circles.push([...path.slice(path.indexOf(file)), file].join(' → '));
        return;
      }
      if (done.has(file)) return;
      for (const next of edges.get(file) ?? []) visit(next, [...path, file]);
      done.add(file);
    };
    for (const file of edges.keys()) visit(file, []);
    expect(circles).toEqual([]);
  });
});

describe('files and folders', () => {
  it('has no drawer for things without a home', () => {
    expect(
      files.filter((path) => /(?:^|\/)(?:utils?|helpers?|common|misc|lib)(?:\/|\.[a-z]+$)/.test(path)),
    ).toEqual([]);
  });

  it('names files in kebab case, components in Pascal case', () => {
    const kebab = /^\[?\.{0,3}[a-z0-9]+(?:-[a-z0-9]+)*\]?(?:\.[a-z0-9-]+)*$/;
    const pascal = /^[A-Z][A-Za-z0-9]*\.(?:tsx|astro|test\.tsx)$/;
    expect(files.filter((path) => !kebab.test(basename(path)) && !pascal.test(basename(path)))).toEqual([]);
  });

  it('keeps files short enough to read', () => {
    const lengths = files
      .map((path) => ({ path, lines: readFileSync(join(root, path), 'utf8').split('\n').length }))
      .sort((a, b) => b.lines - a.lines);
    const long = lengths.filter(({ lines }) => lines > 450);
    if (long.length > 0)
      console.warn(`over 450 lines:\n${long.map(({ path, lines }) => `  ${lines}  ${path}`).join('\n')}`);
    expect(long.filter(({ lines }) => lines > 800)).toEqual([]);
  });

  it('gives every module of the Worker its service', () => {
    const modules = new Set(files.map(moduleOf).filter((name) => name !== undefined));
    const missing = [...modules].filter((name) => !files.includes(`worker/modules/${name}/service.ts`));
    expect(missing).toEqual([]);
  });
});
