/**
 * Programs that tests use as independent readers where they are installed.
 */
import { spawnSync } from 'node:child_process';

const found = new Map<string, string | null>();

/** Path of a program, or `null` with one printed line that says what is missing. */
export function findProgram(name: string): string | null {
  const known = found.get(name);
  if (known !== undefined) return known;
  const result = spawnSync('sh', ['-c', `command -v ${name}`], { encoding: 'utf8' });
  const path = result.status === 0 ? result.stdout.trim() : null;
  if (path === null) console.warn(`skipped: ${name} is not installed`);
  found.set(name, path);
  return path;
}

/** Whether `program` succeeds with `args`; prints one line with `what` is missing if not. */
export function canRun(program: string, args: readonly string[], what: string): boolean {
  const works = findProgram(program) !== null && spawnSync(program, args).status === 0;
  if (!works && findProgram(program) !== null) console.warn(`skipped: ${what} is not installed`);
  return works;
}
