/**
 * A share link on one screen: what, for whom, until when, what they may do; everything else behind "More". The line at
 * the foot says what would not go out, and mends it in place. Makes a link, or edits one.
 */
import { ChevronRight } from 'lucide-preact';
import { useState } from 'preact/hooks';
import type { PreflightFinding, ShareLink } from '../../../shared/contract/index.ts';
import { PERMISSION_LEVELS } from '../../../shared/contract/index.ts';
import { AUDIENCES } from '../../../shared/rights/types.ts';
import { Button } from '../../components/Button.tsx';
import { CopyButton } from '../../components/CopyButton.tsx';
import { ActionDialog, Dialog } from '../../components/Dialog.tsx';
import { SelectField, TextField } from '../../components/Field.tsx';
import { Icon } from '../../components/Icon.tsx';
import { TagsField } from '../../components/TagsField.tsx';
import { ZonedDateTimeField } from '../../components/ZonedDateTimeField.tsx';
import { readSettings } from '../../operations/settings.ts';
import { inviteRecipients, issueShareLink, revokeShare, updateShare } from '../../operations/shares.ts';
import { now } from '../../state/clock.ts';
import { locale, timeZone, tr } from '../../state/locale.ts';
import { notify, notifyFailure } from '../../state/notices.ts';
import { useResource } from '../../state/resource.ts';
import { RequestDialog } from '../requests/RequestDialog.tsx';
import { sharesChanged } from './changes.ts';
import { countMore, endInDays, faultsOf, formOf, inputOf, newForm, patchOf, type ShareForm } from './form.ts';
import { LANGUAGES } from './languages.ts';
import { MoreOptions } from './MoreOptions.tsx';
import { type ShareRequest, type ShareSource, shareRequest } from './open-share-dialog.ts';
import { PreflightLine, type PreflightSource, usePreflight } from './PreflightLine.tsx';
import { WhatLine } from './WhatLine.tsx';

export { openShareDialog } from './open-share-dialog.ts';

const FALLBACK_DAYS = 30;
const END_CHOICES_DAYS = [7, 30, 90];

/** What `openShareDialog` asked for; nothing while it is closed. */
export function ShareDialogHost() {
  const request = shareRequest.value;
  if (!request) return null;
  return (
    <ShareDialog
      request={request}
      onClose={() => {
        shareRequest.value = null;
      }}
    />
  );
}

export interface ShareDialogProps {
  readonly request: ShareRequest;
  readonly onClose: () => void;
}

export function ShareDialog({ request, onClose }: ShareDialogProps) {
  const [made, setMade] = useState<ShareLink | null>(null);
  const [source, setSource] = useState(request.source);
  const settings = useResource('settings', readSettings);
  if (made) return <IssuedDialog link={made} onClose={onClose} />;
  // The default end is the brand's: the form begins when it is known.
  if (!settings.data && !settings.error) return null;
  return (
    <FormDialog
      title={tr('console.share.new')}
      action={tr('console.share.action')}
      start={newForm(
        request.name ?? '',
        now.value,
        settings.data?.shareDefaultDays ?? FALLBACK_DAYS,
        timeZone.value,
        locale.value,
      )}
      maximumDays={settings.data?.shareMaximumDays ?? null}
      source={source}
      onSource={setSource}
      onClose={onClose}
      onSend={async (form) => {
        const link = await issueShareLink(inputOf(form, source));
        sharesChanged();
        notify(tr('console.share.done', { name: link.name }), {
          quiet: true,
          undo: async () => {
            await revokeShare(link.id);
            sharesChanged();
          },
        });
        if (form.invited.length > 0) {
          try {
            await inviteRecipients(
              link.id,
              form.invited.map((email) => ({ email, locale: form.invitedLocale })),
            );
            notify(tr('console.share.invited', { count: form.invited.length }), { tone: 'good' });
          } catch (error) {
            notifyFailure(error, tr('console.share.invite_failed'));
          }
        }
        setMade(link);
        return 'stay';
      }}
    />
  );
}

/** The same form over an existing link. The set it shares stays; what is left out of it may change. */
export function EditShareDialog({ link, onClose }: { link: ShareLink; onClose: () => void }) {
  const settings = useResource('settings', readSettings);
  if (!settings.data && !settings.error) return null;
  return (
    <FormDialog
      title={tr('console.share.edit', { name: link.name })}
      action={tr('console.share.save')}
      start={formOf(link)}
      maximumDays={settings.data?.shareMaximumDays ?? null}
      link={link}
      source={{ kind: 'link', shareLinkId: link.id }}
      onClose={onClose}
      onSend={async (form) => {
        const before = patchOf(formOf(link), link);
        await updateShare(link.id, patchOf(form, link));
        sharesChanged();
        const isLetGo = link.pinned && !form.pinned;
        notify(tr('console.share.changed', { name: form.name }), {
          // Versions that were let go of are not held again as they were.
          ...(!isLetGo && {
            undo: async () => {
              await updateShare(link.id, before);
              sharesChanged();
            },
          }),
        });
      }}
    />
  );
}

interface FormDialogProps {
  readonly title: string;
  readonly action: string;
  readonly start: ShareForm;
  readonly maximumDays: number | null;
  readonly source: PreflightSource;
  readonly link?: ShareLink;
  readonly onSource?: (source: ShareSource) => void;
  readonly onClose: () => void;
  readonly onSend: (form: ShareForm) => Promise<unknown>;
}

function FormDialog(props: FormDialogProps) {
  const { title, action, start, maximumDays, source, link, onSource, onClose, onSend } = props;
  const [form, setForm] = useState(start);
  const [missing, setMissing] = useState<PreflightFinding | null>(null);
  const change = (part: Partial<ShareForm>) => setForm((was) => ({ ...was, ...part }));
  const faults = faultsOf(form, now.value, maximumDays);
  const { preflight, askAgain } = usePreflight(source, form);
  const more = countMore(form);
  const endError = faults.includes('order')
    ? tr('console.share.end_order')
    : faults.includes('maximum')
      ? tr('console.share.end_maximum', { days: maximumDays ?? 0 })
      : null;
  return (
    <>
      <ActionDialog
        title={title}
        onClose={onClose}
        size="medium"
        action={action}
        isDisabled={faults.length > 0}
        onAction={() => onSend(form)}
        footNote={
          <PreflightLine
            preflight={preflight}
            form={form}
            source={source}
            onForm={change}
            onSource={onSource}
            onRelease={setMissing}
            onMended={askAgain}
          />
        }
      >
        <WhatLine
          source={source.kind === 'link' ? null : source}
          link={link}
          total={preflight?.total ?? null}
          leftOut={form.leftOut.length}
          onPutBack={() => change({ leftOut: [] })}
        />
        <div class="pair">
          <TextField
            label={tr('console.share.name')}
            hint={tr('console.share.name_hint')}
            required
            autofocus
            maxLength={200}
            value={form.name}
            onValue={(name) => change({ name })}
          />
          <SelectField
            label={tr('console.share.audience')}
            value={form.audience}
            options={AUDIENCES.map((value) => ({ value, label: tr(`rights.audience_name.${value}`) }))}
            onValue={(audience) => change({ audience })}
          />
        </div>
        {!link && (
          <div class="invite-line" data-many={form.invited.length > 0 ? '' : undefined}>
            <TagsField
              label={tr('console.share.invite')}
              placeholder={tr('console.share.invite_placeholder')}
              value={form.invited}
              onValue={(invited) =>
                change({ invited: invited.filter((email) => /^\S+@\S+\.\S+$/.test(email)) })
              }
            />
            {form.invited.length > 0 && (
              <SelectField
                label={tr('console.recipients.language')}
                value={form.invitedLocale}
                options={LANGUAGES}
                onValue={(invitedLocale) => change({ invitedLocale })}
              />
            )}
          </div>
        )}
        <div class="stack-s">
          <ZonedDateTimeField
            label={tr('console.share.until')}
            value={form.endsAt}
            zone={form.timeZone}
            defaultTime="18:00"
            error={endError}
            onValue={(endsAt) => change({ endsAt })}
            onZone={(zone) => change({ timeZone: zone })}
          />
          <div class="line-up">
            {END_CHOICES_DAYS.filter((days) => maximumDays === null || days <= maximumDays).map((days) => (
              <button
                key={days}
                type="button"
                class="quick-choice"
                onClick={() => change({ endsAt: endInDays(now.value, days, form.timeZone) })}
              >
                {tr('console.share.days', { days })}
              </button>
            ))}
          </div>
        </div>
        <fieldset class="field">
          <legend class="field-label">{tr('console.share.permission')}</legend>
          <div class="level-choices">
            {PERMISSION_LEVELS.map((level) => (
              <label key={level} class="level-choice">
                <input
                  type="radio"
                  name="permission"
                  checked={form.permission === level}
                  onChange={() => change({ permission: level })}
                />
                <span>{tr(`console.level.${level}`)}</span>
              </label>
            ))}
          </div>
          {(form.permission === 'download_renditions' || form.permission === 'download_watermarked') && (
            <div class="field-hint">{tr('console.share.sizes_of_pictures')}</div>
          )}
        </fieldset>
        <details
          class="more-options"
          open={link !== undefined && more > 0}
          onToggle={(event) => {
            if (event.currentTarget.open) bringToTop(event.currentTarget);
          }}
        >
          <summary>
            <Icon of={ChevronRight} />
            {tr('console.share.more')}
            <span class="muted">
              {more > 0 ? tr('console.share.more_set', { count: more }) : tr('console.share.more_hint')}
            </span>
          </summary>
          <MoreOptions
            form={form}
            faults={faults}
            linkId={link?.id}
            isPinned={link?.pinned === true}
            maximumDays={maximumDays}
            onForm={change}
          />
        </details>
      </ActionDialog>
      {missing && (
        <RequestDialog
          proposal={{
            title: tr('console.share.release_title', { name: missing.asset.title }),
            brief: tr('console.share.release_brief', { name: missing.asset.title }),
          }}
          onClose={() => setMissing(null)}
        />
      )}
    </>
  );
}

/** Scrolls the dialog's content alone: `scrollIntoView` would push the head of the dialog out of it as well. */
function bringToTop(element: HTMLElement): void {
  const body = element.closest('.dialog-body');
  if (body === null) return;
  body.scrollTop += element.getBoundingClientRect().top - body.getBoundingClientRect().top;
}

function IssuedDialog({ link, onClose }: { link: ShareLink; onClose: () => void }) {
  return (
    <Dialog
      title={tr('console.share.done', { name: link.name })}
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>{tr('console.close')}</Button>
          <CopyButton tone="primary" text={link.vanityUrl ?? link.url} label={tr('console.share.copy')} />
        </>
      }
    >
      <TextField
        label={tr('console.share.link')}
        readOnly
        value={link.vanityUrl ?? link.url}
        onValue={() => {}}
        onFocus={(event) => event.currentTarget.select()}
      />
      <p class="muted">
        <a href={`/admin/shares/${link.id}`} onClick={onClose}>
          {tr('console.share.open_register')}
        </a>
      </p>
    </Dialog>
  );
}
