/** `Server-Timing` (W3C): which steps an answer took, and for how long where that was measured. */

/**
 * What happened on the way to an answer, in order: `parse` and `signature` of the address, `rights` read, `decide`, then where the
 * bytes came from (`memory`, `cache`, `store`, or `transform` and `credit`) and `keep`, which happens after the answer. `lowered` is
 * no step: it says that the picture was written at a lower quality than was asked for.
 */
export type StepName =
  | 'parse'
  | 'signature'
  | 'rights'
  | 'decide'
  | 'memory'
  | 'cache'
  | 'store'
  | 'queue'
  | 'transform'
  | 'credit'
  | 'keep'
  | 'lowered';

export interface Step {
  readonly name: StepName;
  /** Milliseconds; absent where nothing was waited for. */
  readonly ms?: number;
  /** A word without quotes or backslashes. */
  readonly note?: string;
}

export function serverTiming(steps: readonly Step[]): string {
  return steps
    .map(({ name, ms, note }) => {
      const description = note === undefined ? '' : `;desc="${note.replace(/[^\w .,/-]/g, '')}"`;
      return `${name}${description}${ms === undefined ? '' : `;dur=${Math.max(0, Math.round(ms))}`}`;
    })
    .join(', ');
}
