/** Name, contact, zone, links and rights. Each field saves by itself; ⌘Z puts the former value back. */
import { useState } from 'preact/hooks';
import type { Settings } from '../../../shared/contract/index.ts';
import { isTimeZone } from '../../../shared/time/index.ts';
import { Field, SelectField } from '../../components/Field.tsx';
import { InlineField, SavedMark, useSaving } from '../../components/InlineField.tsx';
import { Loaded } from '../../components/States.tsx';
import { ZonePicker } from '../../components/ZonedDateTimeField.tsx';
import { readSettings, updateSettings } from '../../operations/settings.ts';
import { showNumber, tr } from '../../state/locale.ts';
import { notify, notifyFailure } from '../../state/notices.ts';
import { invalidate, patchResource, useResource } from '../../state/resource.ts';

type Save = (change: Partial<Settings>) => Promise<void>;

export function BrandSettings() {
  const settings = useResource('settings', readSettings);
  const adopt = (next: Settings) => {
    patchResource<Settings>('settings', () => next);
    invalidate('overview');
  };
  return (
    <Loaded of={settings}>
      {(present) => {
        const save: Save = async (change) => {
          const before = Object.fromEntries(
            Object.keys(change).map((name) => [name, present[name as keyof Settings]]),
          ) as Partial<Settings>;
          adopt(await updateSettings(change));
          notify(tr('console.saved'), {
            quiet: true,
            undo: async () => adopt(await updateSettings(before)),
          });
        };
        return <Form settings={present} save={save} />;
      }}
    </Loaded>
  );
}

function Form({ settings, save }: { settings: Settings; save: Save }) {
  const { state, save: track } = useSaving();
  const trySave = (change: Partial<Settings>) =>
    void track(() => save(change)).then((isDone) => {
      if (!isDone) notifyFailure(new Error('refused'), tr('console.not_saved'));
    });
  return (
    <div class="settings">
      <section aria-label={tr('console.settings.brand')}>
        <div class="spread">
          <h2 class="section-title">{tr('console.settings.brand')}</h2>
          <SavedMark state={state} />
        </div>
        <InlineField
          label={tr('console.setup.organisation')}
          hint={tr('console.setup.organisation_hint')}
          value={settings.organisation}
          maxLength={100}
          check={(text) => (text === '' ? tr('console.settings.name_needed') : null)}
          onSave={(organisation) => save({ organisation })}
        />
        <Field label={tr('console.settings.zone')} hint={tr('console.settings.zone_hint')}>
          {() => (
            <ZonePicker
              value={settings.timeZone}
              onChoose={(timeZone) => {
                if (isTimeZone(timeZone)) trySave({ timeZone });
              }}
            />
          )}
        </Field>
        <SelectField
          label={tr('console.settings.language')}
          hint={tr('console.settings.language_hint')}
          value={settings.locale}
          options={[
            { value: 'en', label: 'English' },
            { value: 'de', label: 'Deutsch' },
          ]}
          onValue={(locale) => trySave({ locale })}
        />
      </section>
      <Contact settings={settings} save={save} />
      <section aria-label={tr('console.settings.links')}>
        <h2 class="section-title">{tr('console.settings.links')}</h2>
        <DaysField
          label={tr('console.settings.default_days')}
          value={settings.shareDefaultDays}
          isValid={(value) => value <= settings.shareMaximumDays}
          onSave={(shareDefaultDays) => save({ shareDefaultDays })}
        />
        <DaysField
          label={tr('console.settings.maximum_days')}
          hint={tr('console.settings.maximum_hint')}
          value={settings.shareMaximumDays}
          isValid={(value) => value >= settings.shareDefaultDays}
          onSave={(shareMaximumDays) => save({ shareMaximumDays })}
        />
      </section>
      <section aria-label={tr('console.settings.rights')}>
        <h2 class="section-title">{tr('console.settings.rights')}</h2>
        <PolicyTtl value={settings.policyTtlMs} onSave={(policyTtlMs) => save({ policyTtlMs })} />
        <SelectField
          label={tr('console.settings.denial')}
          hint={tr('console.settings.denial_hint')}
          value={settings.denialPolicy}
          options={(['successor', 'placeholder', 'gone'] as const).map((value) => ({
            value,
            label: tr(`console.settings.denial.${value}`),
          }))}
          onValue={(denialPolicy) => trySave({ denialPolicy })}
        />
      </section>
    </div>
  );
}

const orNull = (text: string): string | null => (text === '' ? null : text);

function Contact({ settings, save }: { settings: Settings; save: Save }) {
  const contact = settings.contact ?? { name: '', role: null, email: null, phone: null };
  const change = (part: Partial<typeof contact>) => {
    const next = { ...contact, ...part };
    return save({ contact: next.name === '' ? null : next });
  };
  return (
    <section aria-label={tr('console.part.contact')}>
      <h2 class="section-title">{tr('console.part.contact')}</h2>
      <p class="muted small">{tr('console.settings.contact_hint')}</p>
      <InlineField
        label={tr('console.contact.name')}
        value={contact.name}
        placeholder={tr('console.field.empty')}
        maxLength={120}
        onSave={(name) => change({ name })}
      />
      {settings.contact && (
        <>
          <InlineField
            label={tr('console.contact.role')}
            value={contact.role ?? ''}
            placeholder={tr('console.field.empty')}
            maxLength={120}
            onSave={(role) => change({ role: orNull(role) })}
          />
          <InlineField
            label={tr('console.contact.email')}
            value={contact.email ?? ''}
            placeholder={tr('console.field.empty')}
            maxLength={200}
            onSave={(email) => change({ email: orNull(email) })}
          />
          <InlineField
            label={tr('console.contact.phone')}
            value={contact.phone ?? ''}
            placeholder={tr('console.field.empty')}
            maxLength={40}
            onSave={(phone) => change({ phone: orNull(phone) })}
          />
        </>
      )}
    </section>
  );
}

interface DaysFieldProps {
  readonly label: string;
  readonly hint?: string;
  readonly value: number;
  readonly isValid: (value: number) => boolean;
  readonly onSave: (value: number) => Promise<void>;
}

function DaysField({ label, hint, value, isValid, onSave }: DaysFieldProps) {
  return (
    <InlineField
      label={label}
      hint={hint}
      value={String(value)}
      maxLength={4}
      check={(text) =>
        /^[1-9]\d{0,3}$/.test(text) && Number(text) <= 3650 && isValid(Number(text))
          ? null
          : tr('console.settings.days_shape')
      }
      onSave={(text) => onSave(Number(text))}
    />
  );
}

const TTL_MAX_SECONDS = 15;

/** How long an edge may remember rights: what a withdrawal takes at most. */
function PolicyTtl({ value, onSave }: { value: number; onSave: (ms: number) => Promise<void> }) {
  const { state, error, save } = useSaving();
  const [seconds, setSeconds] = useState(value / 1000);
  return (
    <Field
      label={tr('console.settings.ttl', { seconds: showNumber(seconds) })}
      hint={tr('console.settings.ttl_hint')}
      error={error}
    >
      {(control) => (
        <div class="ttl">
          <input
            {...control}
            type="range"
            min={0}
            max={TTL_MAX_SECONDS}
            step={1}
            value={seconds}
            onInput={(event) => setSeconds(Number(event.currentTarget.value))}
            onChange={(event) => {
              const next = Number(event.currentTarget.value) * 1000;
              void save(() => onSave(next));
            }}
          />
          <SavedMark state={state} />
        </div>
      )}
    </Field>
  );
}
