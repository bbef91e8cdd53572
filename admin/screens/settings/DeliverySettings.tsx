/** Hot-linking: on which sites, what is answered instead of a picture, how fast a withdrawal is, and the keys that sign. */
import { KeyRound, Plus } from 'lucide-preact';
import { useState } from 'preact/hooks';
import type { HotlinkOverview, Overview, Settings } from '../../../shared/contract/index.ts';
import { DENIAL_POLICIES, type SitePolicy } from '../../../shared/delivery/index.ts';
import { CHANNELS, type Channel } from '../../../shared/rights/types.ts';
import { Button } from '../../components/Button.tsx';
import { SelectField } from '../../components/Field.tsx';
import { Icon } from '../../components/Icon.tsx';
import { SavedMark, useSaving } from '../../components/InlineField.tsx';
import { SitePolicyEditor } from '../../components/SitePolicyEditor.tsx';
import { Loaded } from '../../components/States.tsx';
import { UsageTable } from '../../components/UsageTable.tsx';
import { readHotlinks, readSigningKeys } from '../../operations/delivery.ts';
import { readOverview } from '../../operations/overview.ts';
import { tr } from '../../state/locale.ts';
import { notifyFailure } from '../../state/notices.ts';
import { useResource } from '../../state/resource.ts';
import { siteName } from '../../state/sites.ts';
import { LoadedSettings, type SaveSettings } from './LoadedSettings.tsx';
import { PolicyTtl, WithdrawalDelays } from './PolicyTtl.tsx';

const REPORT_DAYS = 7;

export function DeliverySettings() {
  return (
    <LoadedSettings>
      {(settings, save) => (
        <div class="settings">
          <Sites settings={settings} save={save} />
          <Denial settings={settings} save={save} />
          <Withdrawals settings={settings} save={save} />
          <SigningKeys />
        </div>
      )}
    </LoadedSettings>
  );
}

interface PartProps {
  readonly settings: Settings;
  readonly save: SaveSettings;
}

const outward = CHANNELS.filter((channel) => channel !== 'internal');

function Sites({ settings, save }: PartProps) {
  const { state, save: track } = useSaving();
  const [scope, setScope] = useState<'default' | Channel>('default');
  const { allowedSites } = settings;
  const own: SitePolicy | undefined =
    scope === 'default' ? allowedSites.default : allowedSites.channels[scope];
  const change = (policy: SitePolicy | null): Promise<void> => {
    const { [scope as Channel]: _, ...others } = allowedSites.channels;
    const next: Settings['allowedSites'] =
      scope === 'default'
        ? { ...allowedSites, default: policy ?? allowedSites.default }
        : { ...allowedSites, channels: policy === null ? others : { ...others, [scope]: policy } };
    return track(() => save({ allowedSites: next })).then((isDone) => {
      if (!isDone) notifyFailure(new Error('refused'), tr('console.not_saved'));
    });
  };
  return (
    <section aria-label={tr('console.sites.title')}>
      <div class="spread">
        <h2 class="section-title">{tr('console.sites.title')}</h2>
        <SavedMark state={state} />
      </div>
      <p class="muted small">{tr('console.sites.about')}</p>
      <fieldset class="field">
        <legend class="field-label">{tr('console.sites.scope')}</legend>
        <div class="line-up toggles">
          {(['default', ...outward] as const).map((name) => (
            <label key={name} class="toggle">
              <input
                type="radio"
                name="site-scope"
                checked={scope === name}
                onChange={() => setScope(name)}
              />
              <span>
                {name === 'default' ? tr('console.sites.scope_default') : tr(`rights.channel.${name}`)}
                {name !== 'default' && allowedSites.channels[name] !== undefined && ' •'}
              </span>
            </label>
          ))}
        </div>
      </fieldset>
      {own === undefined ? (
        <div class="spread">
          <span class="muted">{tr('console.sites.channel_inherits')}</span>
          <Button onClick={() => void change({ ...allowedSites.default })}>
            {tr('console.sites.channel_own')}
          </Button>
        </div>
      ) : (
        <>
          <SitePolicyEditor key={scope} value={own} onValue={change} />
          {scope !== 'default' && (
            <div>
              <Button tone="quiet" onClick={() => void change(null)}>
                {tr('console.sites.channel_drop')}
              </Button>
            </div>
          )}
          <SitesSeen policy={own} onAdd={(site) => void change({ ...own, sites: [...own.sites, site] })} />
        </>
      )}
    </section>
  );
}

const isListed = (policy: SitePolicy, site: string): boolean =>
  policy.sites.some((entry) => (entry.startsWith('*.') ? site.endsWith(entry.slice(1)) : entry === site));

/** Which sites asked lately, what became of it, and a way onto the list. */
function SitesSeen({ policy, onAdd }: { policy: SitePolicy; onAdd: (site: string) => void }) {
  const seen = useResource<HotlinkOverview>(`hotlinks:${REPORT_DAYS}`, (signal) =>
    readHotlinks(REPORT_DAYS, signal),
  );
  return (
    <Loaded of={seen}>
      {({ sites, served, refused, reported }) => (
        <div class="stack-s">
          <p>
            {served + refused === 0
              ? tr('console.sites.seen_none', { days: REPORT_DAYS })
              : tr('console.sites.seen', { days: REPORT_DAYS, served, refused, reported })}
          </p>
          {sites.length > 0 && (
            <UsageTable
              title={tr('console.usage.sites')}
              rows={sites.map(({ site, ...counts }) => ({
                key: site,
                label: siteName(site),
                ...counts,
                ...(policy.mode !== 'any' && site !== '' && site !== '*' && !isListed(policy, site)
                  ? {
                      action: (
                        <Button tone="quiet" icon={Plus} onClick={() => onAdd(site)}>
                          {tr('console.sites.allow')}
                        </Button>
                      ),
                    }
                  : {}),
              }))}
            />
          )}
        </div>
      )}
    </Loaded>
  );
}

function Denial({ settings, save }: PartProps) {
  const { state, save: track } = useSaving();
  return (
    <section aria-label={tr('console.denial.title')}>
      <div class="spread">
        <h2 class="section-title">{tr('console.denial.title')}</h2>
        <SavedMark state={state} />
      </div>
      <SelectField
        label={tr('console.settings.denial')}
        hint={tr('console.settings.denial_hint')}
        value={settings.denialPolicy}
        options={DENIAL_POLICIES.map((value) => ({ value, label: tr(`console.settings.denial.${value}`) }))}
        onValue={(denialPolicy) => void track(() => save({ denialPolicy }))}
      />
    </section>
  );
}

function Withdrawals({ settings, save }: PartProps) {
  const overview = useResource<Overview>('overview', readOverview);
  return (
    <section aria-label={tr('console.withdrawals.title')}>
      <h2 class="section-title">{tr('console.withdrawals.title')}</h2>
      <Loaded of={overview}>{({ withdrawals }) => <WithdrawalDelays withdrawals={withdrawals} />}</Loaded>
      <PolicyTtl value={settings.policyTtlMs} onSave={(policyTtlMs) => save({ policyTtlMs })} />
    </section>
  );
}

function SigningKeys() {
  const keys = useResource('signing-keys', readSigningKeys);
  return (
    <section aria-label={tr('console.keys.title')}>
      <h2 class="section-title">{tr('console.keys.title')}</h2>
      <p class="muted small">{tr('console.keys.about')}</p>
      <Loaded of={keys}>
        {(found) => (
          <ul class="rows">
            {found.map(({ kid, isSigning }) => (
              <li key={kid} class="signing-key">
                <Icon of={KeyRound} />
                <code>{kid}</code>
                <span class="muted small">
                  {tr(isSigning ? 'console.keys.signing' : 'console.keys.verifying')}
                </span>
              </li>
            ))}
          </ul>
        )}
      </Loaded>
      <ol class="bullets key-steps">
        <li>{tr('console.keys.step_secret')}</li>
        <li>{tr('console.keys.step_rotate')}</li>
        <li>{tr('console.keys.step_remove')}</li>
      </ol>
    </section>
  );
}
