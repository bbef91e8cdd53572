/**
 * Random access to a file that may be far larger than memory. The caller supplies the reading (an R2 range, an array); the
 * parsers in this folder and in `worker/platform/metadata` decide what to read, within a budget.
 */

export interface ByteSource {
  /** Bytes in the whole file. */
  readonly size: number;
  /** The bytes in `[offset, offset + length)`, cut at the end of the file. */
  read(offset: number, length: number): Promise<Uint8Array>;
}

/** An array as a source. */
export function byteSourceOf(bytes: Uint8Array): ByteSource {
  return {
    size: bytes.length,
    read: async (offset, length) => bytes.subarray(Math.max(0, offset), Math.max(0, offset + length)),
  };
}

/** Thrown when a file makes its reader jump around more than the budget allows. */
export class ReadBudgetSpent extends Error {}

export interface ReadBudget {
  readonly pageBytes: number;
  readonly maxReads: number;
  readonly maxBytes: number;
}

const defaultBudget: ReadBudget = { pageBytes: 128 * 1024, maxReads: 48, maxBytes: 24 * 1024 * 1024 };

/**
 * A source that turns many small reads into few large ones and refuses to go on for ever: reads are whole pages, the last
 * page is remembered.
 * @throws ReadBudgetSpent from `read`
 */
export function budgetedSource(source: ByteSource, budget: ReadBudget = defaultBudget): ByteSource {
  let page: { start: number; bytes: Uint8Array } = { start: 0, bytes: new Uint8Array() };
  let [reads, total] = [0, 0];
  return {
    size: source.size,
    async read(offset, length) {
      if (offset < 0 || offset >= source.size || length <= 0) return new Uint8Array();
      const end = Math.min(offset + length, source.size);
      if (offset < page.start || end > page.start + page.bytes.length) {
        const wanted = Math.min(Math.max(end - offset, budget.pageBytes), source.size - offset);
        reads++;
        total += wanted;
        if (reads > budget.maxReads || total > budget.maxBytes)
          throw new ReadBudgetSpent('read budget spent');
        page = { start: offset, bytes: await source.read(offset, wanted) };
      }
      return page.bytes.subarray(offset - page.start, end - page.start);
    },
  };
}
