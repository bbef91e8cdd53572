/** Where: everywhere, or chosen countries and groups, minus exceptions. Says how many countries that is. */
import { X } from 'lucide-preact';
import { useMemo } from 'preact/hooks';
import {
  COUNTRY_CODES,
  expandTerritories,
  TERRITORY_GROUPS,
  type TerritoryList,
} from '../../shared/rights/index.ts';
import { listTerritories, territoryName } from '../../shared/rights/territory-names.ts';
import { locale, tr } from '../state/locale.ts';
import { type Choice, Combobox } from './Combobox.tsx';
import { Icon } from './Icon.tsx';

/** Countries and groups to choose from, groups first. */
export function useTerritoryChoices(): Choice[] {
  return useMemo(() => {
    const sizes = new Map(TERRITORY_GROUPS.map(({ code, members }) => [code, members.length]));
    return listTerritories(locale.value).map(({ code, name, kind }) => ({
      value: code,
      label: name,
      note: kind === 'group' ? tr('console.territory.group', { code, count: sizes.get(code) ?? 0 }) : code,
    }));
  }, [locale.value]);
}

export interface TerritoryPickerProps {
  readonly label: string;
  readonly value: TerritoryList;
  readonly onValue: (value: { include: string[] | null; exclude: string[] }) => void;
}

export function TerritoryPicker({ label, value, onValue }: TerritoryPickerProps) {
  const choices = useTerritoryChoices();
  const include = value.include === null ? null : [...value.include];
  const exclude = [...value.exclude];
  const count = countCountries(value);
  return (
    <fieldset class="field">
      <legend class="field-label">{label}</legend>
      <div class="line-up radio-row">
        <label class="check">
          <input
            type="radio"
            checked={include === null}
            onChange={() => onValue({ include: null, exclude })}
          />
          {tr('console.territory.everywhere')}
        </label>
        <label class="check">
          <input
            type="radio"
            checked={include !== null}
            onChange={() => onValue({ include: include ?? [], exclude })}
          />
          {tr('console.territory.only')}
        </label>
      </div>
      {include !== null && (
        <CodeList
          label={tr('console.territory.add')}
          codes={include}
          choices={choices}
          onCodes={(codes) => onValue({ include: codes, exclude })}
        />
      )}
      <CodeList
        label={tr('console.territory.except')}
        codes={exclude}
        choices={choices}
        onCodes={(codes) => onValue({ include, exclude: codes })}
      />
      <div class="field-hint">{tr('console.territory.count', { count })}</div>
    </fieldset>
  );
}

function countCountries({ include, exclude }: TerritoryList): number {
  const excluded = new Set(expandTerritories(exclude));
  const included = include === null ? COUNTRY_CODES : expandTerritories(include);
  return included.filter((code) => !excluded.has(code)).length;
}

interface CodeListProps {
  readonly label: string;
  readonly codes: readonly string[];
  readonly choices: readonly Choice[];
  readonly onCodes: (codes: string[]) => void;
}

function CodeList({ label, codes, choices, onCodes }: CodeListProps) {
  const left = useMemo(() => choices.filter((choice) => !codes.includes(choice.value)), [choices, codes]);
  return (
    <div class="stack-s">
      {codes.length > 0 && (
        <ul class="line-up">
          {codes.map((code) => (
            <li key={code} class="chip">
              {territoryName(locale.value, code)}
              <button
                type="button"
                class="chip-remove"
                aria-label={tr('console.remove_named', { name: territoryName(locale.value, code) })}
                onClick={() => onCodes(codes.filter((other) => other !== code))}
              >
                <Icon of={X} />
              </button>
            </li>
          ))}
        </ul>
      )}
      <Combobox
        label={label}
        isLabelHidden
        placeholder={label}
        choices={left}
        onChoose={(code) => onCodes([...codes, code])}
      />
    </div>
  );
}
