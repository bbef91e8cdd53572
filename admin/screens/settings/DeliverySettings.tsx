/** Hot-linking: on which sites, what is answered instead of a picture, how fast a withdrawal is, and the keys that sign. */
import { KeyRound } from 'lucide-preact';
import { useState } from 'preact/hooks';
import type { Overview, Settings } from '../../../shared/contract/index.ts';
import { DENIAL_POLICIES, type SitePolicies, type SitePolicy } from '../../../shared/delivery/index.ts';
import { CHANNELS, type Channel } from '../../../shared/rights/types.ts';
import { Button } from '../../components/Button.tsx';
import { SelectField } from '../../components/Field.tsx';
import { Icon } from '../../components/Icon.tsx';
import { SavedMark, useSaving } from '../../components/InlineField.tsx';
import { SitePolicyEditor } from '../../components/SitePolicyEditor.tsx';
import { Loaded } from '../../components/States.tsx';
import { readSigningKeys } from '../../operations/delivery.ts';
import { readOverview } from '../../operations/overview.ts';
import { tr } from '../../state/locale.ts';
import { notifyFailure } from '../../state/notices.ts';
import { useResource } from '../../state/resource.ts';
import { LoadedSettings, type SaveSettings } from './LoadedSettings.tsx';
import { PolicyTtl, WithdrawalDelays } from './PolicyTtl.tsx';
import { channelName, SitesForecast } from './SitesForecast.tsx';

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

type Scope = 'default' | Channel;

const policyOf = (policies: SitePolicies, scope: Scope): SitePolicy | undefined =>
  scope === 'default' ? policies.default : policies.channels[scope];

/** A channel without a policy follows the default. */
function withPolicy(policies: SitePolicies, scope: Scope, policy: SitePolicy | null): SitePolicies {
  if (scope === 'default') return { ...policies, default: policy ?? policies.default };
  const { [scope]: _, ...others } = policies.channels;
  return { ...policies, channels: policy === null ? others : { ...others, [scope]: policy } };
}

function Sites({ settings, save }: PartProps) {
  const { state, save: track } = useSaving();
  const [scope, setScope] = useState<Scope>('default');
  const { allowedSites } = settings;
  const own = policyOf(allowedSites, scope);
  const change = (decide: (kept: SitePolicies) => SitePolicy | null): Promise<void> =>
    track(() =>
      save(({ allowedSites: kept }) => ({ allowedSites: withPolicy(kept, scope, decide(kept)) })),
    ).then((isDone) => {
      if (!isDone) notifyFailure(new Error('refused'), tr('console.not_saved'));
    });
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
                {name === 'default' ? tr('console.sites.scope_default') : channelName(name)}
                {name !== 'default' && allowedSites.channels[name] !== undefined && ' •'}
              </span>
            </label>
          ))}
        </div>
      </fieldset>
      {own === undefined ? (
        <div class="spread">
          <span class="muted">{tr('console.sites.channel_inherits')}</span>
          <Button onClick={() => void change((kept) => ({ ...kept.default }))}>
            {tr('console.sites.channel_own')}
          </Button>
        </div>
      ) : (
        <>
          <SitePolicyEditor key={scope} value={own} onValue={(policy) => change(() => policy)} />
          {scope !== 'default' && (
            <div>
              <Button tone="quiet" onClick={() => void change(() => null)}>
                {tr('console.sites.channel_drop')}
              </Button>
            </div>
          )}
          <SitesForecast
            scope={scope}
            policy={own}
            policies={allowedSites}
            onAdd={(site) =>
              void change((kept) => {
                const present = policyOf(kept, scope) ?? own;
                return { ...present, sites: [...new Set([...present.sites, site])] };
              })
            }
          />
        </>
      )}
    </section>
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
