/** `docs/conformance.md` says which test proves what: the files it names are there, and so are the tests it quotes. */
import { globSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const document = readFileSync(`${root}docs/conformance.md`, 'utf8');

/** A path in backticks below `tests/`, and the names in curved quotes that follow it. */
const REFERENCE = /`((?:unit|worker|contracts|e2e|architecture)[^`]*)`((?:,? *“[^”]*”)*)/g;
const references = [...document.matchAll(REFERENCE)].map(([, path = '', quoted = '']) => ({
  path,
  // Cut short, or whole.
  names: [...quoted.matchAll(/“([^”]*?)…?”/g)].map(([, name = '']) => name),
}));

describe('the document of proofs', () => {
  it('names files that are there', () => {
    expect(references.length).toBeGreaterThan(100);
    const missing = references.filter(({ path }) => globSync(`tests/${path}`, { cwd: root }).length === 0);
    expect(missing.map(({ path }) => path)).toEqual([]);
  });

  it('quotes names that stand in them', () => {
    const quoting = references.filter(({ names }) => names.length > 0);
    expect(quoting.length).toBeGreaterThan(30);
    const missing = quoting.flatMap(({ path, names }) => {
      const text = globSync(`tests/${path}`, { cwd: root })
        .map((file) => readFileSync(`${root}${file}`, 'utf8').replaceAll("\\'", "'"))
        .join('\n');
      return names.filter((name) => !text.includes(name)).map((name) => `${path}: ${name}`);
    });
    expect(missing).toEqual([]);
  });
});
