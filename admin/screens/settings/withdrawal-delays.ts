/** What the measured withdrawals say. Pure. */
import type { Overview } from '../../../shared/contract/index.ts';

/** Nothing that obeys our headers shows a withdrawn picture for longer. */
export const WITHDRAWAL_BOUND_MS = 15_000;

type Withdrawal = Overview['withdrawals'][number];
export interface MeasuredWithdrawal extends Withdrawal {
  readonly goneAfterMs: number;
}

export interface WithdrawalDelays {
  /** Newest first. */
  readonly measured: readonly MeasuredWithdrawal[];
  readonly median: number | null;
  readonly worst: number | null;
  /** Withdrawals that nobody asked for while a memory could still hold them: the first denial came later and measures nothing. */
  readonly unasked: number;
  readonly boundMs: number;
}

export function withdrawalDelays(withdrawals: readonly Withdrawal[]): WithdrawalDelays {
  const measured = withdrawals.filter(
    (entry): entry is MeasuredWithdrawal =>
      entry.goneAfterMs !== null && entry.goneAfterMs <= WITHDRAWAL_BOUND_MS,
  );
  const sorted = measured.map(({ goneAfterMs }) => goneAfterMs).sort((one, other) => one - other);
  return {
    measured,
    median: sorted[Math.floor((sorted.length - 1) / 2)] ?? null,
    worst: sorted.at(-1) ?? null,
    unasked: withdrawals.length - measured.length,
    boundMs: WITHDRAWAL_BOUND_MS,
  };
}
