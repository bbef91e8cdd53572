/** How long an edge may remember rights, and how fast the last withdrawals really were. */
import { useState } from 'preact/hooks';
import type { Overview } from '../../../shared/contract/index.ts';
import { Field } from '../../components/Field.tsx';
import { SavedMark, useSaving } from '../../components/InlineField.tsx';
import { showMoment, showNumber, tr } from '../../state/locale.ts';
import { withdrawalDelays } from './withdrawal-delays.ts';

const TTL_MAX_SECONDS = 15;

export function PolicyTtl({ value, onSave }: { value: number; onSave: (ms: number) => Promise<void> }) {
  const { state, error, save } = useSaving();
  const [seconds, setSeconds] = useState(value / 1000);
  return (
    <Field
      label={tr('console.settings.ttl', { seconds: showNumber(seconds) })}
      hint={tr('console.settings.ttl_hint')}
      error={error}
    >
      {(control) => (
        <div class="ttl">
          <input
            {...control}
            type="range"
            min={0}
            max={TTL_MAX_SECONDS}
            step={1}
            value={seconds}
            onInput={(event) => setSeconds(Number(event.currentTarget.value))}
            onChange={(event) => {
              const next = Number(event.currentTarget.value) * 1000;
              void save(() => onSave(next));
            }}
          />
          <SavedMark state={state} />
        </div>
      )}
    </Field>
  );
}

const showSeconds = (ms: number): string => showNumber(Math.round(ms / 100) / 10);

export interface WithdrawalDelaysProps {
  readonly withdrawals: Overview['withdrawals'];
}

/** Numbers first, then a bar for each, against the bound nothing may exceed. */
export function WithdrawalDelays({ withdrawals }: WithdrawalDelaysProps) {
  const { measured, median, worst, unasked, boundMs } = withdrawalDelays(withdrawals);
  if (withdrawals.length === 0) return <p class="muted">{tr('console.withdrawals.none')}</p>;
  return (
    <div class="stack-s">
      <p>
        {median === null || worst === null
          ? tr('console.withdrawals.unmeasured')
          : tr('console.withdrawals.sentence', {
              count: measured.length,
              median: showSeconds(median),
              worst: showSeconds(worst),
            })}
        {median !== null && unasked > 0 && ` ${tr('console.withdrawals.unasked', { count: unasked })}`}
      </p>
      {measured.length > 0 && (
        <>
          <ol class="delays">
            {measured.map(({ assetId, title, at, goneAfterMs }) => (
              <li key={`${assetId} ${at}`}>
                <a class="truncate" href={`/admin/assets/${assetId}`}>
                  {title}
                </a>
                <span class="delay-track" aria-hidden="true">
                  <span class="delay" style={{ '--share': String(Math.min(1, goneAfterMs / boundMs)) }} />
                </span>
                <span class="numeric">
                  {tr('console.withdrawals.after', { seconds: showSeconds(goneAfterMs) })}
                </span>
                <span class="muted small numeric delay-when">{showMoment(at)}</span>
              </li>
            ))}
          </ol>
          <p class="field-hint">{tr('console.withdrawals.scale', { seconds: showNumber(boundMs / 1000) })}</p>
        </>
      )}
    </div>
  );
}
