/** Who is asked: a row for each person, with the language they are written to in. */
import { Plus, X } from 'lucide-preact';
import { Button, IconButton } from '../../components/Button.tsx';
import { FieldError, SelectField, TextField } from '../../components/Field.tsx';
import { tr } from '../../state/locale.ts';
import { type Asked, isAsked } from './request-form.ts';

const LANGUAGES = ['en', 'de'] as const;

export interface AskedFieldsProps {
  readonly legend: string;
  readonly people: readonly Asked[];
  readonly onPeople: (people: readonly Asked[]) => void;
}

export function AskedFields({ legend, people, onPeople }: AskedFieldsProps) {
  const change = (at: number, part: Partial<Asked>) =>
    onPeople(people.map((person, index) => (index === at ? { ...person, ...part } : person)));
  const last = people.at(-1);
  return (
    <fieldset class="field asked">
      <legend class="field-label">{legend}</legend>
      {people.map((person, index) => {
        const isUnfinished = (person.name.trim() !== '' || person.email.trim() !== '') && !isAsked(person);
        return (
          // Rows have no identity of their own; they are only ever added at the end.
          <div key={index} class="asked-row">
            <TextField
              label={tr('console.requests.person')}
              maxLength={200}
              value={person.name}
              onValue={(name) => change(index, { name })}
            />
            <TextField
              label={tr('console.requests.email')}
              type="email"
              maxLength={200}
              value={person.email}
              onValue={(email) => change(index, { email })}
            />
            <SelectField
              label={tr('console.requests.language')}
              value={person.locale}
              options={LANGUAGES.map((value) => ({ value, label: tr(`console.requests.language.${value}`) }))}
              onValue={(locale) => change(index, { locale })}
            />
            <IconButton
              icon={X}
              label={tr('console.requests.person_remove', { name: person.name || String(index + 1) })}
              onClick={() => onPeople(people.filter((_, other) => other !== index))}
            />
            {isUnfinished && <FieldError error={tr('console.requests.person_shape')} />}
          </div>
        );
      })}
      <div>
        <Button
          icon={Plus}
          tone="quiet"
          onClick={() => onPeople([...people, { name: '', email: '', locale: last?.locale ?? 'en' }])}
        >
          {tr('console.requests.person_add')}
        </Button>
      </div>
      <div class="field-hint">{tr('console.requests.who_hint')}</div>
    </fieldset>
  );
}
