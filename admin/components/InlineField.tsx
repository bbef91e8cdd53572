/**
 * A value edited in place: it saves by itself when it is left (or on Enter in a single line) and says so. Escape puts
 * the old value back.
 */
import { Check, CircleAlert } from 'lucide-preact';
import type { ComponentChildren } from 'preact';
import { useEffect, useId, useRef, useState } from 'preact/hooks';
import { tr } from '../state/locale.ts';
import { describeError, notifyFailure, whileChanging } from '../state/notices.ts';
import { toApiError } from '../state/resource.ts';
import { FieldError } from './Field.tsx';
import { Icon } from './Icon.tsx';

export type SaveState = 'idle' | 'saving' | 'saved' | 'failed';
const SAVED_SHOWN_MS = 2_500;

/** Runs saves and remembers what to show about the last one. */
export function useSaving(): {
  state: SaveState;
  error: string | null;
  save: (run: () => Promise<void>) => Promise<boolean>;
} {
  const [state, setState] = useState<SaveState>('idle');
  const [error, setError] = useState<string | null>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>();
  useEffect(() => () => clearTimeout(timer.current), []);
  return {
    state,
    error,
    save: async (run) => {
      clearTimeout(timer.current);
      setState('saving');
      setError(null);
      try {
        await whileChanging(run());
        setState('saved');
        timer.current = setTimeout(() => setState('idle'), SAVED_SHOWN_MS);
        return true;
      } catch (failure) {
        setState('failed');
        setError(describeError(toApiError(failure)));
        return false;
      }
    },
  };
}

/** "Saved", "Saving…" or "Not saved", announced politely. */
export function SavedMark({ state }: { state: SaveState }) {
  return (
    <span class="saved-mark" data-state={state} role="status">
      {state === 'saved' && (
        <>
          <Icon of={Check} />
          {tr('console.saved')}
        </>
      )}
      {state === 'saving' && tr('console.saving')}
      {state === 'failed' && (
        <>
          <Icon of={CircleAlert} />
          {tr('console.not_saved')}
        </>
      )}
    </span>
  );
}

export interface InlineFieldProps {
  readonly label: string;
  readonly value: string;
  readonly placeholder?: string;
  readonly hint?: ComponentChildren;
  readonly isMultiline?: boolean;
  readonly isReadOnly?: boolean;
  readonly maxLength?: number;
  /** Refuses a value before it is sent; null accepts. */
  readonly check?: (value: string) => string | null;
  readonly onSave: (value: string) => Promise<void>;
}

export function InlineField(props: InlineFieldProps) {
  const { label, value, placeholder, hint, isMultiline, isReadOnly, maxLength, check, onSave } = props;
  const id = useId();
  const [draft, setDraft] = useState(value);
  const [refused, setRefused] = useState<string | null>(null);
  const { state, error, save } = useSaving();
  const isDirty = useRef(false);
  // What the server says wins unless somebody is typing here.
  useEffect(() => {
    if (!isDirty.current) setDraft(value);
  }, [value]);

  const commit = async () => {
    const text = draft.trim();
    if (text === value) {
      isDirty.current = false;
      setDraft(value);
      setRefused(null);
      return;
    }
    const objection = check?.(text) ?? null;
    setRefused(objection);
    if (objection !== null) return;
    if (await save(() => onSave(text))) isDirty.current = false;
  };
  // A field that leaves the screen in the middle of typing saves what was typed.
  const unsaved = useRef<(() => Promise<void>) | null>(null);
  unsaved.current =
    isDirty.current && draft.trim() !== value && (check?.(draft.trim()) ?? null) === null
      ? () => onSave(draft.trim())
      : null;
  useEffect(
    () => () => {
      const run = unsaved.current;
      if (run)
        whileChanging(run()).catch((failure: unknown) => notifyFailure(failure, tr('console.not_saved')));
    },
    [],
  );
  const control = {
    id,
    class: 'input',
    value: draft,
    placeholder,
    readOnly: isReadOnly,
    maxLength,
    'aria-describedby': hint ? `${id}-hint` : undefined,
    'aria-invalid': (refused ?? error) ? ('true' as const) : undefined,
    onInput: (event: { currentTarget: { value: string } }) => {
      isDirty.current = true;
      setDraft(event.currentTarget.value);
    },
    onBlur: () => void commit(),
    onKeyDown: (event: KeyboardEvent) => {
      if (event.key === 'Enter' && (!isMultiline || event.metaKey || event.ctrlKey)) {
        event.preventDefault();
        void commit();
      }
      if (event.key === 'Escape' && isDirty.current) {
        event.stopPropagation();
        event.preventDefault();
        isDirty.current = false;
        setDraft(value);
        setRefused(null);
      }
    },
  };
  return (
    <div class="inline-field">
      <label class="field-label" for={id}>
        {label}
      </label>
      <SavedMark state={state} />
      {isMultiline ? <textarea rows={1} {...control} /> : <input type="text" {...control} />}
      {hint && (
        <div class="field-hint" id={`${id}-hint`}>
          {hint}
        </div>
      )}
      <FieldError error={refused ?? error} />
    </div>
  );
}
