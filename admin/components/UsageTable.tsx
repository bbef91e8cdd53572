/** Requests by site, page or asset, in numbers; the longest list opens on demand. */
import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import { showNumber, tr } from '../state/locale.ts';

const ROWS_SHOWN = 8;

export interface UsageRow {
  readonly key: string;
  readonly label: ComponentChildren;
  readonly served: number;
  readonly refused: number;
  readonly reported: number;
  /** Beside the numbers: something to do about this row. */
  readonly action?: ComponentChildren;
}

export interface UsageTableProps {
  readonly title: string;
  readonly hint?: string;
  readonly rows: readonly UsageRow[];
}

export function UsageTable({ title, hint, rows }: UsageTableProps) {
  const [isAll, setAll] = useState(false);
  const shown = isAll ? rows : rows.slice(0, ROWS_SHOWN);
  const hasRefused = rows.some(({ refused }) => refused > 0);
  const hasReported = rows.some(({ reported }) => reported > 0);
  const hasAction = rows.some(({ action }) => action !== undefined);
  const count = (value: number) => (value === 0 ? '–' : showNumber(value));
  return (
    <div class="stack-s">
      <table class="plain-table usage-table">
        <caption class="visually-hidden">{title}</caption>
        <thead>
          <tr>
            <th scope="col">{title}</th>
            <th scope="col" data-align="end">
              {tr('console.usage.served')}
            </th>
            {hasReported && (
              <th scope="col" data-align="end">
                {tr('console.usage.reported_short')}
              </th>
            )}
            {hasRefused && (
              <th scope="col" data-align="end">
                {tr('console.usage.refused_short')}
              </th>
            )}
            {hasAction && (
              <th scope="col">
                <span class="visually-hidden">{tr('console.usage.act')}</span>
              </th>
            )}
          </tr>
        </thead>
        <tbody>
          {shown.map((row) => (
            <tr key={row.key}>
              <td class="break">{row.label}</td>
              <td data-align="end">{count(row.served)}</td>
              {hasReported && <td data-align="end">{count(row.reported)}</td>}
              {hasRefused && <td data-align="end">{count(row.refused)}</td>}
              {hasAction && <td data-align="end">{row.action}</td>}
            </tr>
          ))}
        </tbody>
      </table>
      {rows.length > ROWS_SHOWN && (
        <button type="button" class="link-button" onClick={() => setAll(!isAll)}>
          {isAll ? tr('console.usage.fewer') : tr('console.usage.all', { count: rows.length })}
        </button>
      )}
      {hint && <p class="field-hint">{hint}</p>}
    </div>
  );
}
