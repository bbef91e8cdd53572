/** Which download sizes are offered. */
import { BUILT_IN_PRESETS } from '../../../shared/delivery/presets.ts';
import { isMessageKey, translate } from '../../../shared/messages/index.ts';
import { CheckField } from '../../components/Field.tsx';
import { locale, tr } from '../../state/locale.ts';

/** Sizes that are made for downloading. */
export const OFFERED_PRESETS = BUILT_IN_PRESETS.filter(
  ({ name }) => !['thumb', 'card', 'square', 'preview', 'motion', 'hero', 'original'].includes(name),
).map(({ name }) => name);

/** A preset's name as people read it. */
export function presetName(name: string): string {
  const key = `delivery.preset.${name}`;
  return isMessageKey(key) ? translate(locale.value, key) : name;
}

/** Download sizes: chosen ones, or the brand's defaults where none is chosen. */
export function PresetField({
  value,
  onValue,
}: {
  value: readonly string[];
  onValue: (presets: string[]) => void;
}) {
  return (
    <fieldset class="field">
      <legend class="field-label">{tr('console.presets.label')}</legend>
      {[...new Set([...OFFERED_PRESETS, ...value])].map((name) => (
        <CheckField
          key={name}
          label={presetName(name)}
          checked={value.includes(name)}
          onValue={(isOn) => onValue(isOn ? [...value, name] : value.filter((other) => other !== name))}
        />
      ))}
      {value.length === 0 && <div class="field-hint">{tr('console.presets.none')}</div>}
    </fieldset>
  );
}
