/** Embargo, release and override of one asset. */
import { useState } from 'preact/hooks';
import type { AssetDetail, AssetRights } from '../../../shared/contract/index.ts';
import {
  RELEASE_KINDS,
  RELEASE_STATES,
  type ReleaseKind,
  type ReleaseState,
} from '../../../shared/rights/types.ts';
import { addCalendar, usableZone } from '../../../shared/time/index.ts';
import { ActionDialog } from '../../components/Dialog.tsx';
import { CheckField, SelectField, TextAreaField, TextField } from '../../components/Field.tsx';
import { TerritoryPicker } from '../../components/TerritoryPicker.tsx';
import { ZonedDateTimeField } from '../../components/ZonedDateTimeField.tsx';
import {
  addOverride,
  addRelease,
  removeOverride,
  removeRelease,
  setEmbargo,
} from '../../operations/rights.ts';
import { now } from '../../state/clock.ts';
import { showMoment, timeZone, tr } from '../../state/locale.ts';
import { notify } from '../../state/notices.ts';
import { adoptRights } from './changes.ts';

interface DialogProps {
  readonly asset: AssetDetail;
  readonly onClose: () => void;
}

export function EmbargoDialog({ asset, rights, onClose }: DialogProps & { rights: AssetRights }) {
  const former = {
    liftsAt: rights.snapshot.embargo?.liftsAt ?? null,
    timeZone: usableZone(rights.embargoTimeZone ?? timeZone.value),
  };
  const [liftsAt, setLiftsAt] = useState(former.liftsAt);
  const [zone, setZone] = useState(former.timeZone);
  return (
    <ActionDialog
      title={tr('console.rights.embargo_title')}
      onClose={onClose}
      action={liftsAt === null ? tr('console.rights.embargo_clear') : tr('console.rights.embargo_action')}
      isDisabled={liftsAt === former.liftsAt && zone === former.timeZone}
      onAction={async () => {
        adoptRights(asset.id, await setEmbargo(asset.id, { liftsAt, timeZone: zone }));
        notify(
          liftsAt === null
            ? tr('console.rights.embargo_cleared')
            : tr('console.rights.embargo_until', { when: showMoment(liftsAt, zone) }),
          { undo: async () => adoptRights(asset.id, await setEmbargo(asset.id, former)) },
        );
      }}
    >
      <p class="muted">{tr('console.rights.embargo_text')}</p>
      <ZonedDateTimeField
        label={tr('console.rights.embargo_lifts')}
        value={liftsAt}
        zone={zone}
        emptyLabel={tr('console.rights.embargo_none')}
        defaultTime="09:00"
        onValue={setLiftsAt}
        onZone={setZone}
      />
    </ActionDialog>
  );
}

export function ReleaseDialog({ asset, onClose }: DialogProps) {
  const [kind, setKind] = useState<ReleaseKind>('MR-LMR');
  const [name, setName] = useState('');
  const [state, setState] = useState<ReleaseState>('signed');
  const [isRequired, setRequired] = useState(true);
  const [endsAt, setEndsAt] = useState<number | null>(null);
  return (
    <ActionDialog
      title={tr('console.release.add_title')}
      onClose={onClose}
      action={tr('console.release.add')}
      isDisabled={name.trim() === ''}
      onAction={async () => {
        const rights = await addRelease(asset.id, {
          kind,
          name: name.trim(),
          state,
          required: isRequired,
          endsAt,
        });
        adoptRights(asset.id, rights);
        const added = rights.releases.at(-1);
        notify(tr('console.release.added'), {
          undo: added
            ? async () => adoptRights(asset.id, await removeRelease(asset.id, added.id))
            : undefined,
        });
      }}
    >
      <TextField
        label={tr('console.release.name')}
        hint={tr('console.release.name_hint')}
        required
        maxLength={200}
        value={name}
        onValue={setName}
      />
      <SelectField
        label={tr('console.release.kind')}
        value={kind}
        options={RELEASE_KINDS.map((value) => ({
          value,
          label: `${tr(`console.release.kind.${value}`)} (${value})`,
        }))}
        onValue={setKind}
      />
      <SelectField
        label={tr('console.release.state')}
        value={state}
        options={RELEASE_STATES.map((value) => ({ value, label: tr(`console.release.state.${value}`) }))}
        onValue={setState}
      />
      <ZonedDateTimeField
        label={tr('console.release.ends')}
        value={endsAt}
        zone={timeZone.value}
        emptyLabel={tr('console.no_end')}
        onValue={setEndsAt}
      />
      <CheckField
        label={tr('console.release.required')}
        hint={tr('console.release.required_hint')}
        checked={isRequired}
        onValue={setRequired}
      />
    </ActionDialog>
  );
}

const OVERRIDE_DAYS = 7;

export function OverrideDialog({ asset, onClose }: DialogProps) {
  const [effect, setEffect] = useState<'permit' | 'prohibit'>('prohibit');
  const [reason, setReason] = useState('');
  const [zone, setZone] = useState(timeZone.value);
  const [endsAt, setEndsAt] = useState<number | null>(() =>
    addCalendar(now.value, { days: OVERRIDE_DAYS }, zone),
  );
  const [territories, setTerritories] = useState<{ include: string[] | null; exclude: string[] }>({
    include: null,
    exclude: [],
  });
  return (
    <ActionDialog
      title={tr('console.override.add_title')}
      onClose={onClose}
      tone={effect === 'prohibit' ? 'danger' : 'primary'}
      action={tr(effect === 'prohibit' ? 'console.override.stop' : 'console.override.permit')}
      isDisabled={reason.trim().length < 5 || endsAt === null}
      onAction={async () => {
        if (endsAt === null) return;
        const rights = await addOverride(asset.id, { effect, endsAt, reason: reason.trim(), territories });
        adoptRights(asset.id, rights);
        const added = rights.overrides.at(-1);
        notify(tr('console.override.added'), {
          undo: added
            ? async () => adoptRights(asset.id, await removeOverride(asset.id, added.id))
            : undefined,
        });
      }}
    >
      <SelectField
        label={tr('console.override.effect')}
        hint={tr(effect === 'permit' ? 'console.override.permit_hint' : 'console.override.prohibit_hint')}
        value={effect}
        options={[
          { value: 'prohibit', label: tr('console.override.stop') },
          { value: 'permit', label: tr('console.override.permit') },
        ]}
        onValue={setEffect}
      />
      <ZonedDateTimeField
        label={tr('console.override.ends')}
        value={endsAt}
        zone={zone}
        onValue={setEndsAt}
        onZone={setZone}
      />
      <TextAreaField
        label={tr('console.override.reason')}
        hint={tr('console.override.reason_hint')}
        required
        maxLength={1000}
        value={reason}
        onValue={setReason}
      />
      <TerritoryPicker
        label={tr('console.license.territories')}
        value={territories}
        onValue={setTerritories}
      />
    </ActionDialog>
  );
}
