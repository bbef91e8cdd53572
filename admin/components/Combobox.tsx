// biome-ignore-all lint/a11y/noLabelWithoutControl: the machine ties the label to its input
/** A text field with suggestions: choosing one of many by typing. */
import * as combobox from '@zag-js/combobox';
import { normalizeProps, useMachine } from '@zag-js/preact';
import { ChevronsUpDown } from 'lucide-preact';
import { useEffect, useId, useMemo, useState } from 'preact/hooks';
import { tr } from '../state/locale.ts';
import { Icon } from './Icon.tsx';

export interface Choice {
  readonly value: string;
  readonly label: string;
  /** Said quietly at the end of the line. */
  readonly note?: string;
  /** Further words it is found by. */
  readonly words?: string;
}

/** Choices of a list too long to be here as a whole: found elsewhere for what is typed, a page at a time. */
export interface FoundElsewhere {
  readonly onQuery: (query: string) => void;
  readonly isLoading: boolean;
  readonly hasMore: boolean;
  readonly loadMore: () => void;
}

export interface ComboboxProps {
  readonly label: string;
  readonly hint?: string | undefined;
  readonly choices: readonly Choice[];
  /** The chosen value; null for none. Left out, choosing clears the field (for adding to a list). */
  readonly value?: string | null;
  readonly placeholder?: string;
  readonly onChoose: (value: string) => void;
  readonly isLabelHidden?: boolean;
  /** `choices` are those that match already. */
  readonly found?: FoundElsewhere;
}

const MAX_SHOWN = 60;
/** More is fetched when the highlight, or the end of what is seen, is this near to the last choice. */
const NEAR_END = 5;
const NEAR_END_PX = 200;
const fold = (text: string): string =>
  text
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .toLowerCase();

/** Choices that contain every word of `query`, those that begin with it first. */
export function matchChoices(choices: readonly Choice[], query: string): Choice[] {
  const words = fold(query).split(/\s+/).filter(Boolean);
  const scored: { choice: Choice; score: number }[] = [];
  for (const choice of choices) {
    const label = fold(choice.label);
    const text = `${label} ${fold(choice.value)} ${fold(choice.words ?? '')}`;
    if (!words.every((word) => text.includes(word))) continue;
    const first = words[0] ?? '';
    scored.push({ choice, score: fold(choice.value) === first ? 0 : label.startsWith(first) ? 1 : 2 });
  }
  return scored.sort((one, other) => one.score - other.score).map(({ choice }) => choice);
}

export function Combobox(props: ComboboxProps) {
  const { label, hint, choices, value, placeholder, onChoose, isLabelHidden, found } = props;
  const isAdding = value === undefined;
  const [query, setQuery] = useState('');
  const isFound = found !== undefined;
  const shown = useMemo(
    () => (isFound ? choices : matchChoices(choices, query).slice(0, MAX_SHOWN)),
    [choices, query, isFound],
  );
  const all = useMemo(
    () =>
      combobox.collection({
        items: shown,
        itemToValue: (choice: Choice) => choice.value,
        itemToString: (choice: Choice) => choice.label,
      }),
    [shown],
  );
  const current = choices.find((choice) => choice.value === value);
  const service = useMachine(combobox.machine, {
    id: useId(),
    collection: all,
    value: value ? [value] : [],
    ...(current ? { defaultInputValue: current.label } : {}),
    ...(placeholder === undefined ? {} : { placeholder }),
    openOnClick: true,
    inputBehavior: 'autohighlight',
    selectionBehavior: isAdding ? 'clear' : 'replace',
    positioning: { placement: 'bottom-start', strategy: 'fixed', sameWidth: true, gutter: 4 },
    onInputValueChange: ({ inputValue, reason }) => {
      const typed = reason === 'input-change' ? inputValue : '';
      setQuery(typed);
      found?.onQuery(typed);
    },
    onHighlightChange: ({ highlightedValue }) => {
      const index = shown.findIndex((choice) => choice.value === highlightedValue);
      if (index >= shown.length - NEAR_END && found?.hasMore) found.loadMore();
    },
    onValueChange: ({ value: chosen }) => {
      const first = chosen[0];
      if (first !== undefined) onChoose(first);
    },
  });
  const api = combobox.connect(service, normalizeProps);
  useEffect(() => {
    const [first] = shown;
    const isHighlighted = shown.some((choice) => choice.value === api.highlightedValue);
    // What is found comes after the machine looked for something to highlight; Enter takes the first of it all the same.
    if (isFound && query !== '' && api.open && first !== undefined && !isHighlighted) {
      api.setHighlightValue(first.value);
    }
  }, [shown]);
  return (
    <div {...api.getRootProps()} class="field">
      <label {...api.getLabelProps()} class={isLabelHidden ? 'visually-hidden' : 'field-label'}>
        {label}
      </label>
      <div {...api.getControlProps()} class="combobox-control">
        <input {...api.getInputProps()} />
        <button {...api.getTriggerProps()} class="icon-button" aria-label={tr('console.show_choices')}>
          <Icon of={ChevronsUpDown} />
        </button>
      </div>
      {hint && <div class="field-hint">{hint}</div>}
      <div {...api.getPositionerProps()}>
        <div
          {...api.getContentProps()}
          class="combobox-list"
          onScroll={({ currentTarget: { scrollTop, clientHeight, scrollHeight } }) => {
            if (scrollTop + clientHeight > scrollHeight - NEAR_END_PX && found?.hasMore) found.loadMore();
          }}
        >
          {shown.length === 0 && (
            <div class="combobox-item muted">
              {tr(found?.isLoading ? 'console.loading' : 'console.no_matches')}
            </div>
          )}
          {shown.map((choice) => (
            <div key={choice.value} {...api.getItemProps({ item: choice })} class="combobox-item">
              <span class="truncate">{choice.label}</span>
              {choice.note && <span class="note">{choice.note}</span>}
            </div>
          ))}
          {shown.length > 0 && found?.hasMore && (
            <div class="combobox-item muted" aria-hidden="true">
              {tr('console.loading')}
            </div>
          )}
        </div>
      </div>
    </div>
  );
}
