/** Everything of a share link that most links do not need. */
import { CHANNELS } from '../../../shared/rights/types.ts';
import { CheckField, SelectField, TextAreaField, TextField } from '../../components/Field.tsx';
import { TagsField } from '../../components/TagsField.tsx';
import { TerritoryPicker } from '../../components/TerritoryPicker.tsx';
import { ZonedDateTimeField } from '../../components/ZonedDateTimeField.tsx';
import { tr } from '../../state/locale.ts';
import { PresetField } from '../portals/PresetField.tsx';
import type { FormFault, ShareForm } from './form.ts';

const NOTIFY = ['none', 'immediate', 'digest'] as const;

export interface MoreOptionsProps {
  readonly form: ShareForm;
  readonly faults: readonly FormFault[];
  readonly isEditing: boolean;
  readonly onForm: (part: Partial<ShareForm>) => void;
}

export function MoreOptions({ form, faults, isEditing, onForm }: MoreOptionsProps) {
  return (
    <div class="more-fields">
      <TextAreaField
        label={tr('console.share.message')}
        hint={tr('console.share.message_hint')}
        maxLength={4000}
        value={form.message}
        onValue={(message) => onForm({ message })}
      />
      <div class="pair">
        <TextField
          label={tr('console.share.password')}
          hint={tr(
            isEditing && form.hasPassword ? 'console.share.password_keep' : 'console.share.password_hint',
          )}
          type="password"
          autocomplete="new-password"
          maxLength={200}
          value={form.password}
          onValue={(password) => onForm({ password })}
        />
        <TextField
          label={tr('console.share.limit')}
          hint={tr('console.share.limit_hint')}
          inputMode="numeric"
          error={faults.includes('limit') ? tr('console.share.limit_shape') : null}
          value={form.maxDownloads}
          onValue={(maxDownloads) => onForm({ maxDownloads: maxDownloads.trim() })}
        />
      </div>
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
      <ZonedDateTimeField
        label={tr('console.share.from')}
        value={form.startsAt}
        zone={form.timeZone}
        emptyLabel={tr('console.collection.at_once')}
        defaultTime="09:00"
        onValue={(startsAt) => onForm({ startsAt })}
      />
      <TerritoryPicker
        label={tr('console.share.territory')}
        value={form.territories}
        onValue={(territories) => onForm({ territories })}
      />
      <div class="pair">
        <TextField
          label={tr('console.share.vanity')}
          hint={`${location.host}/s/${form.vanity === '' ? '…' : form.vanity}`}
          maxLength={80}
          error={faults.includes('vanity') ? tr('console.share.vanity_shape') : null}
          value={form.vanity}
          onValue={(vanity) => onForm({ vanity: vanity.trim().toLowerCase() })}
        />
        <SelectField
          label={tr('console.share.notify')}
          value={form.notify}
          options={NOTIFY.map((value) => ({ value, label: tr(`console.share.notify.${value}`) }))}
          onValue={(notify) => onForm({ notify })}
        />
      </div>
      {!isEditing && (
        <SelectField
          label={tr('console.share.channel')}
          hint={tr('console.share.channel_hint')}
          value={form.channel}
          options={CHANNELS.map((value) => ({ value, label: tr(`rights.channel.${value}`) }))}
          onValue={(channel) => onForm({ channel })}
        />
      )}
      {form.permission !== 'view' && (
        <PresetField value={form.presets} onValue={(presets) => onForm({ presets })} />
      )}
      {!isEditing && (
        <CheckField
          label={tr('console.share.pin')}
          hint={tr('console.share.pin_hint')}
          checked={form.pinned}
          onValue={(pinned) => onForm({ pinned })}
        />
      )}
    </div>
  );
}
