// biome-ignore-all lint/a11y/noLabelWithoutControl: the machine ties the label to its input
/** A list of short words: typed with Enter or comma, pasted as a list, removed with Backspace. */
import { normalizeProps, useMachine } from '@zag-js/preact';
import * as tagsInput from '@zag-js/tags-input';
import { X } from 'lucide-preact';
import type { ComponentChildren } from 'preact';
import { useId } from 'preact/hooks';
import { tr } from '../state/locale.ts';
import { Icon } from './Icon.tsx';

export interface TagsFieldProps {
  readonly label: string;
  readonly value: readonly string[];
  readonly onValue: (value: string[]) => void;
  readonly placeholder?: string;
  readonly hint?: ComponentChildren;
  readonly error?: string | null;
  readonly isReadOnly?: boolean;
  /** Beside the label, such as a saved mark. */
  readonly aside?: ComponentChildren;
}

export function TagsField(props: TagsFieldProps) {
  const { label, value, onValue, placeholder, hint, error, isReadOnly, aside } = props;
  const service = useMachine(tagsInput.machine, {
    id: useId(),
    value: [...value],
    editable: false,
    addOnPaste: true,
    blurBehavior: 'add',
    delimiter: /[,;\n]/,
    max: 200,
    maxLength: 100,
    ...(isReadOnly === undefined ? {} : { readOnly: isReadOnly }),
    ...(placeholder === undefined ? {} : { placeholder }),
    validate: ({ inputValue, value: present }) =>
      inputValue.trim() !== '' && !present.includes(inputValue.trim()),
    onValueChange: (details) => onValue(details.value.map((tag) => tag.trim())),
    translations: { deleteTagTriggerLabel: (tag) => tr('console.remove_named', { name: tag }) },
  });
  const api = tagsInput.connect(service, normalizeProps);
  return (
    <div {...api.getRootProps()} class="field">
      <div class="spread">
        <label {...api.getLabelProps()} class="field-label">
          {label}
        </label>
        {aside}
      </div>
      <div {...api.getControlProps()} class="tags-control">
        {api.value.map((tag, index) => (
          <span key={tag} {...api.getItemProps({ index, value: tag })}>
            <span {...api.getItemPreviewProps({ index, value: tag })} class="chip">
              <span {...api.getItemTextProps({ index, value: tag })} class="truncate">
                {tag}
              </span>
              {!isReadOnly && (
                <button {...api.getItemDeleteTriggerProps({ index, value: tag })} class="chip-remove">
                  <Icon of={X} />
                </button>
              )}
            </span>
          </span>
        ))}
        <input {...api.getInputProps()} />
      </div>
      {error ? (
        <div class="field-error" role="alert">
          {error}
        </div>
      ) : (
        hint && <div class="field-hint">{hint}</div>
      )}
    </div>
  );
}
