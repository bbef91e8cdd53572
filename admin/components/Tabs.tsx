/** Tabs: one panel at a time, arrows move between them. */
import { normalizeProps, useMachine } from '@zag-js/preact';
import * as tabs from '@zag-js/tabs';
import type { ComponentChildren } from 'preact';
import { useId } from 'preact/hooks';
import { showNumber } from '../state/locale.ts';

export interface TabsProps<T extends string> {
  readonly label: string;
  readonly value: T;
  readonly onValue: (value: T) => void;
  readonly tabs: readonly {
    readonly value: T;
    readonly label: ComponentChildren;
    /** How many things the panel holds, where that is worth knowing. */
    readonly count?: number;
  }[];
  readonly children: ComponentChildren;
}

export function Tabs<T extends string>({ label, value, onValue, tabs: entries, children }: TabsProps<T>) {
  const service = useMachine(tabs.machine, {
    id: useId(),
    value,
    translations: { listLabel: label },
    onValueChange: (details) => {
      const chosen = entries.find((entry) => entry.value === details.value);
      if (chosen) onValue(chosen.value);
    },
  });
  const api = tabs.connect(service, normalizeProps);
  return (
    <div {...api.getRootProps()} class="stack">
      <div {...api.getListProps()} class="tab-list">
        {entries.map((entry) => (
          <button key={entry.value} {...api.getTriggerProps({ value: entry.value })} class="tab">
            {entry.label}
            {entry.count !== undefined && (
              <>
                {' '}
                <span class="tab-count">{showNumber(entry.count)}</span>
              </>
            )}
          </button>
        ))}
      </div>
      <div {...api.getContentProps({ value })}>{children}</div>
    </div>
  );
}
