/** docs/third-party.md names every package that is shipped, under the licence it declares. */
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

const text = (path: string): string => readFileSync(new URL(`../../../${path}`, import.meta.url), 'utf8');

it('lists every dependency under its licence, and nothing else', () => {
  const { dependencies } = JSON.parse(text('package.json')) as { dependencies: Record<string, string> };
  const listed = new Map<string, string>();
  for (const line of text('docs/third-party.md').split('\n')) {
    const [, licence = '', packages = ''] = line.split('|').map((cell) => cell.trim());
    for (const [, name = ''] of packages.matchAll(/`([^`]+)`/g)) listed.set(name, licence);
  }
  expect([...listed.keys()].sort()).toEqual(Object.keys(dependencies).sort());
  for (const [name, licence] of listed) {
    const declared = (JSON.parse(text(`node_modules/${name}/package.json`)) as { license?: string }).license;
    if (declared !== undefined) expect(declared, name).toBe(licence);
  }
});
