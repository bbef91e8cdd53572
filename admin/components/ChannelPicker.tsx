/** For what: every medium, or chosen ones. Also for audiences, which work the same way. */
import { AUDIENCES, type Audience, CHANNELS, type Channel } from '../../shared/rights/types.ts';
import { tr } from '../state/locale.ts';

interface WordPickerProps<T extends string> {
  readonly label: string;
  readonly allLabel: string;
  readonly words: readonly T[];
  readonly nameOf: (word: T) => string;
  /** Null: all. */
  readonly value: readonly T[] | null;
  readonly onValue: (value: T[] | null) => void;
}

function WordPicker<T extends string>({
  label,
  allLabel,
  words,
  nameOf,
  value,
  onValue,
}: WordPickerProps<T>) {
  const toggle = (word: T) => {
    const chosen = value ?? [];
    const next = chosen.includes(word) ? chosen.filter((other) => other !== word) : [...chosen, word];
    onValue(next.length === 0 ? null : next);
  };
  return (
    <fieldset class="field">
      <legend class="field-label">{label}</legend>
      <div class="line-up toggles">
        <label class="toggle">
          <input type="checkbox" checked={value === null} onChange={() => onValue(null)} />
          <span>{allLabel}</span>
        </label>
        {words.map((word) => (
          <label key={word} class="toggle">
            <input type="checkbox" checked={value?.includes(word) ?? false} onChange={() => toggle(word)} />
            <span>{nameOf(word)}</span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}

export function ChannelPicker({
  value,
  onValue,
}: {
  value: readonly Channel[] | null;
  onValue: (value: Channel[] | null) => void;
}) {
  return (
    <WordPicker
      label={tr('console.channel.label')}
      allLabel={tr('console.channel.any')}
      words={CHANNELS}
      nameOf={(channel) => tr(`rights.channel_name.${channel}`)}
      value={value}
      onValue={onValue}
    />
  );
}

export function AudiencePicker({
  value,
  onValue,
}: {
  value: readonly Audience[] | null;
  onValue: (value: Audience[] | null) => void;
}) {
  return (
    <WordPicker
      label={tr('console.audience.label')}
      allLabel={tr('console.audience.all')}
      words={AUDIENCES}
      nameOf={(audience) => tr(`rights.audience_name.${audience}`)}
      value={value}
      onValue={onValue}
    />
  );
}
