/** More time for one link or many: says for each what it will be, and where the administrator's maximum cuts it. */

import { CircleAlert, CircleCheck } from 'lucide-preact';
import { useState } from 'preact/hooks';
import type { Preflight, ShareLink } from '../../../shared/contract/index.ts';
import { ActionDialog } from '../../components/Dialog.tsx';
import { Icon } from '../../components/Icon.tsx';
import { readSettings } from '../../operations/settings.ts';
import { now } from '../../state/clock.ts';
import { showMoment, tr } from '../../state/locale.ts';
import { useResource } from '../../state/resource.ts';
import { extendShares } from './changes.ts';
import { EndCheck, useEndChecks } from './EndCheck.tsx';
import { extendedEnd } from './form.ts';
import { findingsOf, sayFindings } from './PreflightBanner.tsx';

const CHOICES_DAYS = [7, 14, 30, 90];
const SHOWN = 8;

export function ExtendDialog({ links, onClose }: { links: readonly ShareLink[]; onClose: () => void }) {
  const [days, setDays] = useState(CHOICES_DAYS[0] ?? 7);
  const settings = useResource('settings', readSettings);
  const maximumDays = settings.data?.shareMaximumDays ?? null;
  const changes = links.map((link) => ({ link, ...extendedEnd(link, days, now.value, maximumDays) }));
  const useful = changes.filter(({ link, endsAt }) => endsAt > link.endsAt);
  const checks = useEndChecks(useful.map(({ link: { id }, endsAt }) => ({ id, endsAt })));
  const troubled = useful.filter(({ link }) => {
    const check = checks.get(link.id);
    return check !== undefined && findingsOf(check) > 0;
  });
  const [first] = changes;
  const only = changes.length === 1 ? first : undefined;
  // Those of which something would not go out are told first.
  const shown = [...new Set([...troubled, ...changes])].slice(0, SHOWN);
  const cut = <span class="muted"> {tr('console.shares.extend_cut', { days: maximumDays ?? 0 })}</span>;
  return (
    <ActionDialog
      title={tr('console.shares.extend_title', { count: links.length, name: links[0]?.name ?? '' })}
      action={tr('console.shares.extend_action', { count: useful.length })}
      isDisabled={useful.length === 0}
      onClose={onClose}
      footNote={
        only ? (
          <EndCheck preflight={checks.get(only.link.id)} />
        ) : (
          checks.size === useful.length &&
          useful.length > 0 && (
            <div class="banner preflight" data-tone={troubled.length > 0 ? 'warn' : 'good'} role="status">
              <Icon of={troubled.length > 0 ? CircleAlert : CircleCheck} />
              {tr('console.shares.extend_checked', { count: troubled.length, total: useful.length })}
            </div>
          )
        )
      }
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
          {shown.map(({ link, endsAt, isCut }) => (
            <li key={link.id}>
              <strong>{link.name}: </strong>
              {tr('console.shares.extend_to', { when: showMoment(endsAt, link.timeZone) })}
              {isCut && cut} <Found check={checks.get(link.id)} />
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

function Found({ check }: { check: Preflight | undefined }) {
  if (check === undefined || findingsOf(check) === 0) return null;
  return <span class="muted">{sayFindings(check)}</span>;
}
