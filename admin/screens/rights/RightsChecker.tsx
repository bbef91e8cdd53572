/** "As press, from the US, next Monday": the decision every surface would take, with its reasons. */
import { CircleCheck, CircleX } from 'lucide-preact';
import { useState } from 'preact/hooks';
import type { AssetRights } from '../../../shared/contract/index.ts';
import { COUNTRY_CODES } from '../../../shared/rights/index.ts';
import { AUDIENCES, CHANNELS } from '../../../shared/rights/types.ts';
import { Combobox } from '../../components/Combobox.tsx';
import { SelectField } from '../../components/Field.tsx';
import { Icon } from '../../components/Icon.tsx';
import { ZonedDateTimeField } from '../../components/ZonedDateTimeField.tsx';
import { now } from '../../state/clock.ts';
import { countryName, timeZone, tr } from '../../state/locale.ts';
import { explain, type Question } from './uses.ts';

export interface RightsCheckerProps {
  readonly rights: AssetRights;
  readonly question: Question;
  readonly onQuestion: (question: Question) => void;
}

export function RightsChecker({ rights, question, onQuestion }: RightsCheckerProps) {
  const [at, setAt] = useState<number | null>(null);
  const [zone, setZone] = useState(timeZone.value);
  const { allowed, summary, sentences } = explain(rights.snapshot, question, at ?? now.value);
  return (
    <div class="stack">
      <div class="checker-row">
        <SelectField
          label={tr('console.checker.as')}
          value={question.audience}
          options={AUDIENCES.map((value) => ({ value, label: tr(`rights.audience_name.${value}`) }))}
          onValue={(audience) => onQuestion({ ...question, audience })}
        />
        <SelectField
          label={tr('console.checker.for')}
          value={question.channel}
          options={CHANNELS.map((value) => ({ value, label: tr(`rights.channel_name.${value}`) }))}
          onValue={(channel) => onQuestion({ ...question, channel })}
        />
      </div>
      <Combobox
        label={tr('console.checker.from')}
        value={question.territory ?? 'unknown'}
        choices={[
          { value: 'unknown', label: tr('console.checker.unknown') },
          ...COUNTRY_CODES.map((code) => ({ value: code, label: countryName(code), note: code })),
        ]}
        onChoose={(code) => onQuestion({ ...question, territory: code === 'unknown' ? null : code })}
      />
      <ZonedDateTimeField
        label={tr('console.checker.when')}
        value={at}
        zone={zone}
        emptyLabel={tr('console.checker.now')}
        onValue={setAt}
        onZone={setZone}
        defaultTime="09:00"
      />
      <div class="banner" data-tone={allowed ? 'good' : 'bad'} role="status">
        <Icon of={allowed ? CircleCheck : CircleX} />
        <div class="stack-s">
          <strong>{summary}</strong>
          {sentences.map((sentence) => (
            <span key={sentence}>{sentence}</span>
          ))}
        </div>
      </div>
    </div>
  );
}
