/** Asking somebody for files: what, from whom, until when; limits and consent behind "More". Also changes a request. */
import { ChevronRight } from 'lucide-preact';
import { useState } from 'preact/hooks';
import type { AssetKind, UploadRequest } from '../../../shared/contract/index.ts';
import { ASSET_KINDS, UPLOAD_SIZE_MAX } from '../../../shared/contract/index.ts';
import { Button } from '../../components/Button.tsx';
import { CopyButton } from '../../components/CopyButton.tsx';
import { ActionDialog, Dialog } from '../../components/Dialog.tsx';
import { CheckField, TextAreaField, TextField } from '../../components/Field.tsx';
import { Icon } from '../../components/Icon.tsx';
import { ZonedDateTimeField } from '../../components/ZonedDateTimeField.tsx';
import { createRequest, updateRequest } from '../../operations/requests.ts';
import { now } from '../../state/clock.ts';
import { timeZone, tr } from '../../state/locale.ts';
import { notify } from '../../state/notices.ts';
import { pagesChanged } from '../../state/pages.ts';
import { invalidate } from '../../state/resource.ts';
import { endInDays } from '../shares/form.ts';

const DEFAULT_DAYS = 14;
const MB = 1_000_000;
const isCount = (text: string) => /^[1-9]\d{0,5}$/.test(text);

interface Form {
  readonly title: string;
  readonly brief: string;
  readonly askedName: string;
  readonly askedEmail: string;
  readonly timeZone: string;
  readonly deadline: number | null;
  readonly kinds: readonly AssetKind[];
  readonly maxFiles: string;
  readonly maxMegabytes: string;
  readonly consentText: string;
  readonly requireCredit: boolean;
}

function formOf(request: UploadRequest | undefined): Form {
  return {
    title: request?.title ?? '',
    brief: request?.brief ?? '',
    askedName: request?.askedName ?? '',
    askedEmail: request?.askedEmail ?? '',
    timeZone: request?.timeZone ?? timeZone.value,
    deadline: request?.deadline ?? endInDays(now.value, DEFAULT_DAYS, timeZone.value),
    kinds: request?.kinds ?? [],
    maxFiles: String(request?.maxFiles ?? 200),
    maxMegabytes: String(Math.floor((request?.maxFileBytes ?? UPLOAD_SIZE_MAX) / MB)),
    consentText: request?.consentText ?? '',
    requireCredit: request?.requireCredit ?? true,
  };
}

export interface RequestDialogProps {
  readonly request?: UploadRequest;
  readonly onClose: () => void;
  readonly onMade?: () => void;
}

export function RequestDialog({ request, onClose, onMade }: RequestDialogProps) {
  const [form, setForm] = useState(() => formOf(request));
  const [made, setMade] = useState<UploadRequest | null>(null);
  const change = (part: Partial<Form>) => setForm((was) => ({ ...was, ...part }));
  if (made) return <MadeDialog request={made} onClose={onClose} />;
  const { deadline } = form;
  const isValid =
    form.title.trim() !== '' && deadline !== null && isCount(form.maxFiles) && isCount(form.maxMegabytes);
  return (
    <ActionDialog
      title={tr(request ? 'console.requests.edit' : 'console.requests.new')}
      action={tr(request ? 'console.share.save' : 'console.requests.create')}
      size="medium"
      isDisabled={!isValid}
      onClose={onClose}
      onAction={async () => {
        if (deadline === null) return;
        const input = {
          title: form.title.trim(),
          brief: form.brief.trim(),
          deadline,
          timeZone: form.timeZone,
          askedName: form.askedName.trim(),
          askedEmail: form.askedEmail.trim() === '' ? null : form.askedEmail.trim(),
          kinds: [...form.kinds],
          maxFiles: Number(form.maxFiles),
          maxFileBytes: Math.min(Number(form.maxMegabytes) * MB, UPLOAD_SIZE_MAX),
          consentText: form.consentText.trim() === '' ? null : form.consentText.trim(),
          requireCredit: form.requireCredit,
        };
        const answer = request ? await updateRequest(request.id, input) : await createRequest(input);
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
      <div class="pair">
        <TextField
          label={tr('console.requests.who')}
          maxLength={200}
          value={form.askedName}
          onValue={(askedName) => change({ askedName })}
        />
        <TextField
          label={tr('console.requests.email')}
          hint={tr('console.requests.email_hint')}
          type="email"
          maxLength={200}
          value={form.askedEmail}
          onValue={(askedEmail) => change({ askedEmail })}
        />
      </div>
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
        <Limits form={form} onForm={change} />
      </details>
    </ActionDialog>
  );
}

function Limits({ form, onForm }: { form: Form; onForm: (part: Partial<Form>) => void }) {
  const toggle = (kind: AssetKind, isOn: boolean) =>
    onForm({ kinds: isOn ? [...form.kinds, kind] : form.kinds.filter((other) => other !== kind) });
  return (
    <div class="more-fields">
      <fieldset class="field">
        <legend class="field-label">{tr('console.requests.kinds')}</legend>
        <div class="line-up toggles">
          {ASSET_KINDS.map((kind) => (
            <label key={kind} class="toggle">
              <input
                type="checkbox"
                checked={form.kinds.includes(kind)}
                onChange={(event) => toggle(kind, event.currentTarget.checked)}
              />
              <span>{tr(`console.kind.${kind}`)}</span>
            </label>
          ))}
        </div>
        {form.kinds.length === 0 && <div class="field-hint">{tr('console.requests.kinds_all')}</div>}
      </fieldset>
      <div class="pair">
        <TextField
          label={tr('console.requests.max_files')}
          inputMode="numeric"
          error={isCount(form.maxFiles) ? null : tr('console.share.limit_shape')}
          value={form.maxFiles}
          onValue={(maxFiles) => onForm({ maxFiles })}
        />
        <TextField
          label={tr('console.requests.max_size')}
          inputMode="numeric"
          error={isCount(form.maxMegabytes) ? null : tr('console.share.limit_shape')}
          value={form.maxMegabytes}
          onValue={(maxMegabytes) => onForm({ maxMegabytes })}
        />
      </div>
      <CheckField
        label={tr('console.requests.credit')}
        checked={form.requireCredit}
        onValue={(requireCredit) => onForm({ requireCredit })}
      />
      <TextAreaField
        label={tr('console.requests.consent')}
        hint={tr('console.requests.consent_hint')}
        maxLength={20_000}
        value={form.consentText}
        onValue={(consentText) => onForm({ consentText })}
      />
    </div>
  );
}

function MadeDialog({ request, onClose }: { request: UploadRequest; onClose: () => void }) {
  return (
    <Dialog
      title={tr('console.requests.made', { title: request.title })}
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>{tr('console.close')}</Button>
          <CopyButton tone="primary" text={request.url} label={tr('console.share.copy')} />
        </>
      }
    >
      <TextField
        label={tr('console.share.link')}
        readOnly
        value={request.url}
        onValue={() => {}}
        onFocus={(event) => event.currentTarget.select()}
      />
      {request.askedEmail && (
        <p class="muted">{tr('console.requests.mailed', { email: request.askedEmail })}</p>
      )}
    </Dialog>
  );
}
