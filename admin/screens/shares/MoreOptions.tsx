/** Everything of a share link that most links do not need, in four groups. */
import type { ComponentChildren } from 'preact';
import { SHARE_DOWNLOADS_MAX } from '../../../shared/contract/index.ts';
import { CHANNELS } from '../../../shared/rights/types.ts';
import { CheckField, SelectField, TextAreaField, TextField } from '../../components/Field.tsx';
import { TagsField } from '../../components/TagsField.tsx';
import { TerritoryPicker } from '../../components/TerritoryPicker.tsx';
import { ZonedDateTimeField } from '../../components/ZonedDateTimeField.tsx';
import { tr } from '../../state/locale.ts';
import type { FormFault, ShareForm } from './form.ts';
import { LogoField } from './LogoField.tsx';
import { PasswordField } from './PasswordField.tsx';
import { SizesField } from './SizesField.tsx';
import { VanityField } from './VanityField.tsx';

const NOTIFY = ['digest', 'immediate', 'none'] as const;

export interface MoreOptionsProps {
  readonly form: ShareForm;
  readonly faults: readonly FormFault[];
  /** The link that is edited. */
  readonly linkId: string | undefined;
  /** Whether it holds its versions now. */
  readonly isPinned: boolean;
  /** The administrator's. */
  readonly maximumDays: number | null;
  readonly onForm: (part: Partial<ShareForm>) => void;
}

export function MoreOptions({ form, faults, linkId, isPinned, maximumDays, onForm }: MoreOptionsProps) {
  const isEditing = linkId !== undefined;
  return (
    <div class="more-fields">
      <Group title={tr('console.share.group.page')}>
        <TextAreaField
          label={tr('console.share.message')}
          hint={tr('console.share.message_hint')}
          maxLength={4000}
          value={form.message}
          onValue={(message) => onForm({ message })}
        />
        <div class="pair">
          <VanityField value={form.vanity} linkId={linkId} onValue={(vanity) => onForm({ vanity })} />
          <LogoField value={form.logo} onValue={(logo) => onForm({ logo })} />
        </div>
      </Group>
      <Group title={tr('console.share.group.gates')}>
        <PasswordField
          value={form.password}
          isKept={isEditing && form.hasPassword}
          isShort={faults.includes('password')}
          onValue={(password) => onForm({ password })}
        />
        {isEditing && form.hasPassword && (
          <CheckField
            label={tr('console.share.password_remove')}
            checked={false}
            onValue={() => onForm({ hasPassword: false, password: '' })}
          />
        )}
        <CheckField
          label={tr('console.share.code')}
          hint={tr('console.share.code_hint')}
          checked={form.requireEmailCode}
          onValue={(requireEmailCode) => onForm({ requireEmailCode })}
        />
        {form.requireEmailCode && (
          <TagsField
            label={tr('console.share.allowed')}
            hint={tr('console.share.allowed_hint')}
            error={faults.includes('allowed') ? tr('console.share.allowed_shape') : null}
            placeholder="example.com"
            value={form.allowedEmails}
            onValue={(allowedEmails) =>
              onForm({ allowedEmails: allowedEmails.map((one) => one.toLowerCase()) })
            }
          />
        )}
        <TextAreaField
          label={tr('console.share.terms')}
          hint={tr('console.share.terms_hint')}
          maxLength={20_000}
          value={form.termsText}
          onValue={(termsText) => onForm({ termsText })}
        />
        <TerritoryPicker
          label={tr('console.share.territory')}
          value={form.territories}
          onValue={(territories) => onForm({ territories })}
        />
      </Group>
      <Group title={tr('console.share.group.files')}>
        <div class="pair">
          <TextField
            label={tr('console.share.limit')}
            hint={tr('console.share.limit_hint')}
            inputMode="numeric"
            error={
              faults.includes('limit') ? tr('console.share.limit_shape', { max: SHARE_DOWNLOADS_MAX }) : null
            }
            value={form.maxDownloads}
            onValue={(maxDownloads) => onForm({ maxDownloads: maxDownloads.trim() })}
          />
          <SelectField
            label={tr('console.share.channel')}
            hint={tr('console.share.channel_hint')}
            value={form.channel}
            options={CHANNELS.map((value) => ({ value, label: tr(`rights.channel_name.${value}`) }))}
            onValue={(channel) => onForm({ channel })}
          />
        </div>
        {form.permission !== 'view' && (
          <SizesField
            presets={form.presets}
            byKind={form.presetsByKind}
            hasOriginals={form.permission === 'download_originals'}
            onValue={onForm}
          />
        )}
        <CheckField
          label={tr(isPinned ? 'console.share.pin_kept' : 'console.share.pin')}
          hint={tr(isPinned && !form.pinned ? 'console.share.pin_let_go' : 'console.share.pin_hint')}
          checked={form.pinned}
          onValue={(pinned) => onForm({ pinned })}
        />
      </Group>
      <Group title={tr('console.share.group.time')}>
        <ZonedDateTimeField
          label={tr('console.share.from')}
          value={form.startsAt}
          zone={form.timeZone}
          emptyLabel={tr('console.collection.at_once')}
          error={
            faults.includes('start') ? tr('console.share.start_maximum', { days: maximumDays ?? 0 }) : null
          }
          defaultTime="09:00"
          onValue={(startsAt) => onForm({ startsAt })}
        />
        <SelectField
          label={tr('console.share.notify')}
          hint={tr('console.share.notify_hint')}
          value={form.notify}
          options={NOTIFY.map((value) => ({ value, label: tr(`console.share.notify.${value}`) }))}
          onValue={(notify) => onForm({ notify })}
        />
      </Group>
    </div>
  );
}

function Group({ title, children }: { title: string; children: ComponentChildren }) {
  return (
    <section class="more-group" aria-label={title}>
      <h3 class="more-title">{title}</h3>
      {children}
    </section>
  );
}
