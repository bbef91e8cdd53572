/** Writing a license, or changing one. A change takes effect at once on every asset that has it. */
import { CircleAlert } from 'lucide-preact';
import { useState } from 'preact/hooks';
import { type License, type LicenseInput, licenseInput } from '../../../shared/contract/index.ts';
import { usableZone } from '../../../shared/time/index.ts';
import { AudiencePicker, ChannelPicker } from '../../components/ChannelPicker.tsx';
import { ActionDialog } from '../../components/Dialog.tsx';
import { SelectField, TextAreaField, TextField } from '../../components/Field.tsx';
import { Icon } from '../../components/Icon.tsx';
import { TerritoryPicker } from '../../components/TerritoryPicker.tsx';
import { ZonedDateTimeField } from '../../components/ZonedDateTimeField.tsx';
import { createLicense, deleteLicense, updateLicense } from '../../operations/rights.ts';
import { listsChanged } from '../../state/asset-list.ts';
import { timeZone, tr } from '../../state/locale.ts';
import { notify } from '../../state/notices.ts';
import { pagesChanged } from '../../state/pages.ts';
import { invalidate } from '../../state/resource.ts';

export interface LicenseEditorProps {
  /** Null: a new one. */
  readonly license: License | null;
  readonly onClose: () => void;
  readonly onCreated?: (license: License) => void;
}

const inputOf = (license: License): LicenseInput =>
  licenseInput.parse({ ...license, timeZone: usableZone(license.timeZone) });

function licensesChanged(): void {
  pagesChanged('licenses');
  invalidate('asset:', 'overview');
  listsChanged();
}

export function LicenseEditor({ license, onClose, onCreated }: LicenseEditorProps) {
  const [draft, setDraft] = useState<LicenseInput>(() =>
    license
      ? inputOf(license)
      : {
          name: '',
          licensor: null,
          effect: 'permit',
          startsAt: null,
          endsAt: null,
          timeZone: timeZone.value,
          territories: { include: null, exclude: [] },
          channels: null,
          audiences: null,
          maxPixels: null,
          usageTerms: null,
        },
  );
  const change = (part: Partial<LicenseInput>) => setDraft((was) => ({ ...was, ...part }));
  const isBackwards = draft.startsAt !== null && draft.endsAt !== null && draft.startsAt >= draft.endsAt;
  const isNowhere = draft.territories.include?.length === 0;
  const save = async () => {
    if (license) {
      const former = inputOf(license);
      await updateLicense(license.id, draft);
      licensesChanged();
      notify(tr('console.license.saved', { name: draft.name, count: license.assetCount }), {
        undo: async () => {
          await updateLicense(license.id, former);
          licensesChanged();
        },
      });
      return;
    }
    const created = await createLicense(draft);
    licensesChanged();
    notify(tr('console.license.created', { name: created.name }), {
      undo: async () => {
        await deleteLicense(created.id);
        licensesChanged();
      },
    });
    onCreated?.(created);
  };
  return (
    <ActionDialog
      title={license ? tr('console.license.edit_named', { name: license.name }) : tr('console.license.new')}
      size="wide"
      onClose={onClose}
      action={license ? tr('console.license.save') : tr('console.license.create')}
      isDisabled={draft.name.trim() === '' || isBackwards || isNowhere}
      onAction={save}
    >
      {license && license.assetCount > 0 && (
        <div class="banner" data-tone="warn">
          <Icon of={CircleAlert} />
          {tr('console.license.affects', { count: license.assetCount })}
        </div>
      )}
      <div class="form-grid">
        <TextField
          label={tr('console.license.name')}
          required
          maxLength={200}
          value={draft.name}
          onValue={(name) => change({ name })}
        />
        <TextField
          label={tr('console.license.licensor')}
          maxLength={200}
          value={draft.licensor ?? ''}
          onValue={(licensor) => change({ licensor: licensor === '' ? null : licensor })}
        />
      </div>
      <SelectField
        label={tr('console.license.effect')}
        hint={draft.effect === 'prohibit' ? tr('console.license.prohibit_hint') : undefined}
        value={draft.effect}
        options={[
          { value: 'permit', label: tr('console.license.permits_long') },
          { value: 'prohibit', label: tr('console.license.prohibits_long') },
        ]}
        onValue={(effect) => change({ effect })}
      />
      <div class="form-grid">
        <ZonedDateTimeField
          label={tr('console.license.starts')}
          value={draft.startsAt}
          zone={draft.timeZone}
          emptyLabel={tr('console.no_start')}
          onValue={(startsAt) => change({ startsAt })}
          onZone={(zone) => change({ timeZone: zone })}
        />
        <ZonedDateTimeField
          label={tr('console.license.ends')}
          value={draft.endsAt}
          zone={draft.timeZone}
          emptyLabel={tr('console.no_end')}
          error={isBackwards ? tr('console.license.backwards') : null}
          onValue={(endsAt) => change({ endsAt })}
        />
      </div>
      <TerritoryPicker
        label={tr('console.license.territories')}
        value={draft.territories}
        onValue={(territories) => change({ territories })}
      />
      <ChannelPicker value={draft.channels} onValue={(channels) => change({ channels })} />
      <AudiencePicker value={draft.audiences} onValue={(audiences) => change({ audiences })} />
      <div class="form-grid">
        <TextField
          label={tr('console.license.max_pixels')}
          hint={tr('console.license.max_pixels_hint')}
          type="number"
          min={1}
          max={100_000}
          value={draft.maxPixels === null ? '' : String(draft.maxPixels)}
          onValue={(text) => change({ maxPixels: text === '' ? null : Math.trunc(Number(text)) })}
        />
      </div>
      <TextAreaField
        label={tr('console.license.terms')}
        hint={tr('console.license.terms_hint')}
        maxLength={4000}
        value={draft.usageTerms ?? ''}
        onValue={(terms) => change({ usageTerms: terms === '' ? null : terms })}
      />
    </ActionDialog>
  );
}
