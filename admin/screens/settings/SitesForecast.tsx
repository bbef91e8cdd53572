/** Before a list of sites refuses anything: by channel and by site, who asked lately and who would be refused. */
import { Plus } from 'lucide-preact';
import type { ChannelUsage, HotlinkOverview, Settings } from '../../../shared/contract/index.ts';
import type { SitePolicy } from '../../../shared/delivery/index.ts';
import { CHANNELS, type Channel } from '../../../shared/rights/types.ts';
import { Button } from '../../components/Button.tsx';
import { Loaded } from '../../components/States.tsx';
import { Mark } from '../../components/StatusMark.tsx';
import { readHotlinks } from '../../operations/delivery.ts';
import { locale, showNumber, tr } from '../../state/locale.ts';
import { useResource } from '../../state/resource.ts';
import { siteName } from '../../state/sites.ts';
import { forecastSites, type SiteForecast, usageOf } from './site-forecast.ts';

const REPORT_DAYS = 7;
const ROWS_SHOWN = 12;

/** As a label of its own; elsewhere channels are named inside sentences. */
export function channelName(channel: Channel): string {
  const name = tr(`rights.channel.${channel}`);
  return name.charAt(0).toLocaleUpperCase(locale.value) + name.slice(1);
}

export interface SitesForecastProps {
  readonly scope: 'default' | Channel;
  readonly policy: SitePolicy;
  readonly policies: Settings['allowedSites'];
  readonly onAdd: (site: string) => void;
}

export function SitesForecast({ scope, policy, policies, onAdd }: SitesForecastProps) {
  const seen = useResource<HotlinkOverview>(`hotlinks:${REPORT_DAYS}`, (signal) =>
    readHotlinks(REPORT_DAYS, signal),
  );
  return (
    <Loaded of={seen}>
      {({ channels }) => {
        const usage = usageOf(scope, policies, channels);
        const forecast = forecastSites(policy, usage, location.hostname);
        if (forecast.requests === 0)
          return <p class="muted">{tr('console.sites.seen_none', { days: REPORT_DAYS })}</p>;
        return (
          <div class="stack-s">
            <p role="status">
              {tr(policy.mode === 'any' ? 'console.sites.seen_any' : 'console.sites.seen', {
                days: REPORT_DAYS,
                requests: forecast.requests,
                refused: forecast.refused,
                sites: forecast.sites.filter(({ refused }) => refused > 0).length,
                enforced: policy.reportOnly ? 'no' : 'yes',
              })}{' '}
              {forecast.unknown > 0 && tr('console.sites.seen_unknown', { count: forecast.unknown })}
            </p>
            {scope === 'default' && <ByChannel usage={usage} policy={policy} />}
            <BySite sites={forecast.sites.slice(0, ROWS_SHOWN)} policy={policy} onAdd={onAdd} />
            <p class="field-hint">{tr('console.sites.seen_hint')}</p>
          </div>
        );
      }}
    </Loaded>
  );
}

const count = (value: number) => (value === 0 ? '–' : showNumber(value));

/** Shown where several uses have asked: each with what the rule means for it. */
function ByChannel({ usage, policy }: { usage: readonly ChannelUsage[]; policy: SitePolicy }) {
  const rows = CHANNELS.flatMap((channel) => {
    const mine = usage.filter((row) => row.channel === channel);
    return mine.length === 0 ? [] : [{ channel, ...forecastSites(policy, mine, location.hostname) }];
  });
  if (rows.length < 2) return null;
  return (
    <table class="plain-table usage-table">
      <caption class="visually-hidden">{tr('console.sites.by_channel')}</caption>
      <thead>
        <tr>
          <th scope="col">{tr('console.sites.channel')}</th>
          <th scope="col" data-align="end">
            {tr('console.sites.requests')}
          </th>
          {policy.mode !== 'any' && (
            <th scope="col" data-align="end">
              {tr(policy.reportOnly ? 'console.usage.reported_short' : 'console.usage.refused_short')}
            </th>
          )}
        </tr>
      </thead>
      <tbody>
        {rows.map(({ channel, requests, refused }) => (
          <tr key={channel}>
            <td>{channelName(channel)}</td>
            <td data-align="end">{count(requests)}</td>
            {policy.mode !== 'any' && <td data-align="end">{count(refused)}</td>}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

interface BySiteProps {
  readonly sites: readonly SiteForecast[];
  readonly policy: SitePolicy;
  readonly onAdd: (site: string) => void;
}

function BySite({ sites, policy, onAdd }: BySiteProps) {
  return (
    <table class="plain-table usage-table">
      <caption class="visually-hidden">{tr('console.usage.sites')}</caption>
      <thead>
        <tr>
          <th scope="col">{tr('console.usage.sites')}</th>
          <th scope="col" data-align="end">
            {tr('console.sites.requests')}
          </th>
          {policy.mode !== 'any' && (
            <th scope="col" class="site-verdict">
              {tr('console.sites.verdict')}
            </th>
          )}
        </tr>
      </thead>
      <tbody>
        {sites.map(({ site, requests, isAllowed }) => (
          <tr key={site}>
            <td class="break">{siteName(site)}</td>
            <td data-align="end">{count(requests)}</td>
            {policy.mode !== 'any' && (
              <td class="site-verdict">
                <span class="spread">
                  <Mark
                    tone={
                      isAllowed === null ? 'plain' : isAllowed ? 'good' : policy.reportOnly ? 'warn' : 'bad'
                    }
                    label={tr(
                      isAllowed === null
                        ? 'console.sites.verdict.unknown'
                        : isAllowed
                          ? 'console.sites.verdict.allowed'
                          : policy.reportOnly
                            ? 'console.sites.verdict.reported'
                            : 'console.sites.verdict.refused',
                    )}
                  />
                  {isAllowed === false && site !== '' && (
                    <Button tone="quiet" icon={Plus} onClick={() => onAdd(site)}>
                      {tr('console.sites.allow')}
                    </Button>
                  )}
                </span>
              </td>
            )}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
