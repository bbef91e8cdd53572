/** Memory of the runtimes that this process has started, read from /proc. */
import { readdirSync, readFileSync } from 'node:fs';

function parentOf(pid: string): number | null {
  try {
    // The name in parentheses may hold spaces.
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
  } catch {
    // It ended while we looked.
    return null;
  }
}

/** Processes whose parent is this one. */
export function childProcesses(): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && parentOf(name) === process.pid)
    .map(Number);
}

/** Resident set of these processes in MiB; what has ended counts nothing. */
export function residentMiB(pids: readonly number[]): number {
  let kib = 0;
  for (const pid of pids) {
    try {
      kib += Number(/^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0);
    } catch {
      // Ended.
    }
  }
  return kib / 1024;
}

/** The largest resident set while `work` runs, looked at every 50 ms. */
export async function peakWhile<T>(
  pids: readonly number[],
  work: () => Promise<T>,
): Promise<{ result: T; peakMiB: number }> {
  let peakMiB = residentMiB(pids);
  const timer = setInterval(() => {
    peakMiB = Math.max(peakMiB, residentMiB(pids));
  }, 50);
  try {
    return { result: await work(), peakMiB };
  } finally {
    clearInterval(timer);
  }
}
