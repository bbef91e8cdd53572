/** Asking for files: what, from whom, until when; limits, details, releases and consent behind "More". Also changes a request. */
import { ChevronRight } from 'lucide-preact';
import { useState } from 'preact/hooks';
import type { AssetKind, DetailField, Portal, UploadRequest } from '../../../shared/contract/index.ts';
import { ASSET_KINDS, DETAIL_FIELDS } from '../../../shared/contract/index.ts';
import { Button } from '../../components/Button.tsx';
import { CopyButton } from '../../components/CopyButton.tsx';
import { ActionDialog, Dialog } from '../../components/Dialog.tsx';
import { CheckField, SelectField, TextAreaField, TextField } from '../../components/Field.tsx';
import { Icon } from '../../components/Icon.tsx';
import { ZonedDateTimeField } from '../../components/ZonedDateTimeField.tsx';
import { listPortals } from '../../operations/portals.ts';
import { createRequest, updateRequest } from '../../operations/requests.ts';
import { now } from '../../state/clock.ts';
import { locale, timeZone, tr } from '../../state/locale.ts';
import { notify } from '../../state/notices.ts';
import { pagesChanged } from '../../state/pages.ts';
import { invalidate, useResource } from '../../state/resource.ts';
import { isCountUpTo } from '../shares/form.ts';
import { AskedFields } from './AskedFields.tsx';
import {
  COUNT_MAX,
  formOf,
  inputOf,
  invitedOf,
  isDays,
  isFormValid,
  type RequestForm,
} from './request-form.ts';

/** What a new request begins with, where it is asked for from somewhere else. */
export interface RequestProposal {
  readonly title: string;
  readonly brief: string;
}

export interface RequestDialogProps {
  readonly request?: UploadRequest;
  readonly proposal?: RequestProposal;
  readonly onClose: () => void;
  readonly onMade?: () => void;
}

export function RequestDialog({ request, proposal, onClose, onMade }: RequestDialogProps) {
  const [form, setForm] = useState(() => ({
    ...formOf(request, now.value, timeZone.value, locale.value),
    ...proposal,
  }));
  const [made, setMade] = useState<UploadRequest | null>(null);
  const change = (part: Partial<RequestForm>) => setForm((was) => ({ ...was, ...part }));
  if (made) return <MadeDialog request={made} onClose={onClose} />;
  const { deadline } = form;
  return (
    <ActionDialog
      title={tr(request ? 'console.requests.edit' : 'console.requests.new')}
      action={tr(request ? 'console.share.save' : 'console.requests.create')}
      size="medium"
      isDisabled={!isFormValid(form)}
      onClose={onClose}
      onAction={async () => {
        if (deadline === null) return;
        const input = inputOf(form, deadline);
        const answer = request
          ? await updateRequest(request.id, input)
          : await createRequest({ ...input, invite: invitedOf(form) });
        pagesChanged('requests');
        invalidate('overview');
        if (request) {
          notify(tr('console.share.changed', { name: answer.title }));
          return;
        }
        onMade?.();
        setMade(answer);
        return 'stay';
      }}
    >
      <TextField
        label={tr('console.requests.title')}
        hint={tr('console.requests.title_hint')}
        required
        autofocus
        maxLength={200}
        value={form.title}
        onValue={(title) => change({ title })}
      />
      <TextAreaField
        label={tr('console.requests.brief')}
        hint={tr('console.requests.brief_hint')}
        maxLength={10_000}
        value={form.brief}
        onValue={(brief) => change({ brief })}
      />
      {!request && (
        <AskedFields
          legend={tr('console.requests.who')}
          people={form.invite}
          onPeople={(invite) => change({ invite })}
        />
      )}
      <ZonedDateTimeField
        label={tr('console.requests.deadline')}
        value={deadline}
        zone={form.timeZone}
        defaultTime="18:00"
        onValue={(value) => change({ deadline: value })}
        onZone={(zone) => change({ timeZone: zone })}
      />
      <details class="more-options">
        <summary>
          <Icon of={ChevronRight} />
          {tr('console.share.more')}
          <span class="muted">{tr('console.requests.more_hint')}</span>
        </summary>
        <div class="more-fields">
          <Wanted form={form} onForm={change} />
          <Limits form={form} onForm={change} />
          <Manner form={form} onForm={change} />
        </div>
      </details>
    </ActionDialog>
  );
}

interface PartProps {
  readonly form: RequestForm;
  readonly onForm: (part: Partial<RequestForm>) => void;
}

interface TogglesProps<T extends string> {
  readonly label: string;
  readonly hint: string;
  readonly values: readonly T[];
  readonly chosen: readonly T[];
  readonly nameOf: (value: T) => string;
  readonly onChosen: (chosen: readonly T[]) => void;
}

function Toggles<T extends string>({ label, hint, values, chosen, nameOf, onChosen }: TogglesProps<T>) {
  return (
    <fieldset class="field">
      <legend class="field-label">{label}</legend>
      <div class="line-up toggles">
        {values.map((value) => (
          <label key={value} class="toggle">
            <input
              type="checkbox"
              checked={chosen.includes(value)}
              onChange={(event) =>
                onChosen(
                  event.currentTarget.checked ? [...chosen, value] : chosen.filter((one) => one !== value),
                )
              }
            />
            <span>{nameOf(value)}</span>
          </label>
        ))}
      </div>
      <div class="field-hint">{hint}</div>
    </fieldset>
  );
}

/** What each file has to be, and to come with. */
function Wanted({ form, onForm }: PartProps) {
  return (
    <>
      <Toggles<AssetKind>
        label={tr('console.requests.kinds')}
        hint={tr('console.requests.kinds_all')}
        values={ASSET_KINDS}
        chosen={form.kinds}
        nameOf={(kind) => tr(`console.kind.${kind}`)}
        onChosen={(kinds) => onForm({ kinds })}
      />
      <Toggles<DetailField>
        label={tr('console.requests.fields')}
        hint={tr('console.requests.fields_hint')}
        values={DETAIL_FIELDS}
        chosen={form.requiredFields}
        nameOf={(field) => tr(`console.requests.field.${field}`)}
        onChosen={(requiredFields) => onForm({ requiredFields })}
      />
      <CheckField
        label={tr('console.requests.releases')}
        hint={tr('console.requests.releases_hint')}
        checked={form.askReleases}
        onValue={(askReleases) => onForm({ askReleases })}
      />
      <TextAreaField
        label={tr('console.requests.consent')}
        hint={tr('console.requests.consent_hint')}
        maxLength={20_000}
        value={form.consentText}
        onValue={(consentText) => onForm({ consentText })}
      />
    </>
  );
}

function Limits({ form, onForm }: PartProps) {
  const limits = [
    ['maxFiles', 'console.requests.max_files'],
    ['maxMegabytes', 'console.requests.max_size'],
    ['maxGigabytes', 'console.requests.max_total'],
    ['maxPersonGigabytes', 'console.requests.max_person'],
  ] as const;
  return (
    <div class="pair">
      {limits.map(([name, label]) => (
        <TextField
          key={name}
          label={tr(label)}
          inputMode="numeric"
          error={
            isCountUpTo(form[name], COUNT_MAX[name])
              ? null
              : tr('console.share.limit_shape', { max: COUNT_MAX[name] })
          }
          value={form[name]}
          onValue={(value) => onForm({ [name]: value })}
        />
      ))}
    </div>
  );
}

/** How people are asked and what they see of each other. */
function Manner({ form, onForm }: PartProps) {
  const portals = useResource<Portal[]>('portals', (signal) => listPortals(signal));
  return (
    <>
      <div class="pair">
        <SelectField
          label={tr('console.requests.look')}
          value={form.portalId}
          options={[
            { value: '', label: tr('console.requests.look_default') },
            ...(portals.data ?? []).map(({ id, name }) => ({ value: id, label: name })),
          ]}
          onValue={(portalId) => onForm({ portalId })}
        />
        <TextField
          label={tr('console.requests.reminder')}
          hint={tr('console.requests.reminder_hint')}
          inputMode="numeric"
          error={isDays(form.reminderDays) ? null : tr('console.requests.reminder_shape')}
          value={form.reminderDays}
          onValue={(reminderDays) => onForm({ reminderDays })}
        />
      </div>
      <CheckField
        label={tr('console.requests.invite_only')}
        hint={tr('console.requests.invite_only_hint')}
        checked={form.inviteOnly}
        onValue={(inviteOnly) => onForm({ inviteOnly })}
      />
      <CheckField
        label={tr('console.requests.show_names')}
        hint={tr('console.requests.show_names_hint')}
        checked={form.showNames}
        onValue={(showNames) => onForm({ showNames })}
      />
    </>
  );
}

function MadeDialog({ request, onClose }: { request: UploadRequest; onClose: () => void }) {
  const { invitees } = request;
  return (
    <Dialog
      title={tr('console.requests.made', { title: request.title })}
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>{tr('console.close')}</Button>
          {!request.inviteOnly && (
            <CopyButton tone="primary" text={request.url} label={tr('console.share.copy')} />
          )}
        </>
      }
    >
      {!request.inviteOnly && (
        <TextField
          label={tr('console.share.link')}
          hint={tr('console.requests.common_address')}
          readOnly
          value={request.url}
          onValue={() => {}}
          onFocus={(event) => event.currentTarget.select()}
        />
      )}
      {invitees.length > 0 && (
        <p class="muted">
          {tr('console.requests.mailed', {
            count: invitees.length,
            names: invitees.map(({ name }) => name).join(', '),
          })}
        </p>
      )}
    </Dialog>
  );
}
