/** Name, contact, zone and links. Each field saves by itself; ⌘Z puts the former value back. */
import type { Settings } from '../../../shared/contract/index.ts';
import { isTimeZone } from '../../../shared/time/index.ts';
import { Field, SelectField } from '../../components/Field.tsx';
import { InlineField, SavedMark, useSaving } from '../../components/InlineField.tsx';
import { ZonePicker } from '../../components/ZonedDateTimeField.tsx';
import { tr } from '../../state/locale.ts';
import { notifyFailure } from '../../state/notices.ts';
import { LoadedSettings, type SaveSettings } from './LoadedSettings.tsx';

export function BrandSettings() {
  return <LoadedSettings>{(settings, save) => <Form settings={settings} save={save} />}</LoadedSettings>;
}

function Form({ settings, save }: { settings: Settings; save: SaveSettings }) {
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
    </div>
  );
}

const orNull = (text: string): string | null => (text === '' ? null : text);

function Contact({ settings, save }: { settings: Settings; save: SaveSettings }) {
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
