/** More time for one link or many: says for each what it will be, and where the administrator's maximum cuts it. */
import { useState } from 'preact/hooks';
import type { ShareLink } from '../../../shared/contract/index.ts';
import { ActionDialog } from '../../components/Dialog.tsx';
import { readSettings } from '../../operations/settings.ts';
import { now } from '../../state/clock.ts';
import { showMoment, tr } from '../../state/locale.ts';
import { useResource } from '../../state/resource.ts';
import { extendShares } from './changes.ts';
import { extendedEnd } from './form.ts';

const CHOICES_DAYS = [7, 14, 30, 90];
const SHOWN = 8;

export function ExtendDialog({ links, onClose }: { links: readonly ShareLink[]; onClose: () => void }) {
  const [days, setDays] = useState(CHOICES_DAYS[0] ?? 7);
  const settings = useResource('settings', readSettings);
  const maximumDays = settings.data?.shareMaximumDays ?? null;
  const changes = links.map((link) => ({ link, ...extendedEnd(link, days, now.value, maximumDays) }));
  const useful = changes.filter(({ link, endsAt }) => endsAt > link.endsAt);
  const [first] = changes;
  const only = changes.length === 1 ? first : undefined;
  const cut = <span class="muted"> {tr('console.shares.extend_cut', { days: maximumDays ?? 0 })}</span>;
  return (
    <ActionDialog
      title={tr('console.shares.extend_title', { count: links.length, name: links[0]?.name ?? '' })}
      action={tr('console.shares.extend_action', { count: useful.length })}
      isDisabled={useful.length === 0}
      onClose={onClose}
      onAction={() => extendShares(useful.map(({ link, endsAt }) => ({ link, endsAt })))}
    >
      <fieldset class="field">
        <legend class="field-label">{tr('console.shares.extend_by')}</legend>
        <div class="level-choices">
          {CHOICES_DAYS.map((choice) => (
            <label key={choice} class="level-choice">
              <input type="radio" name="extend" checked={days === choice} onChange={() => setDays(choice)} />
              <span>{tr('console.share.days', { days: choice })}</span>
            </label>
          ))}
        </div>
      </fieldset>
      {only ? (
        <p role="status">
          {tr('console.shares.extend_one', { when: showMoment(only.endsAt, only.link.timeZone) })}
          {only.isCut && cut}
        </p>
      ) : (
        <ul class="bullets">
          {changes.slice(0, SHOWN).map(({ link, endsAt, isCut }) => (
            <li key={link.id}>
              <strong>{link.name}: </strong>
              {tr('console.shares.extend_to', { when: showMoment(endsAt, link.timeZone) })}
              {isCut && cut}
            </li>
          ))}
          {links.length > SHOWN && (
            <li class="muted">{tr('console.shares.and_more', { count: links.length - SHOWN })}</li>
          )}
        </ul>
      )}
    </ActionDialog>
  );
}
