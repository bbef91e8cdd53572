/** Where the picture is shown: a sentence, the days, then sites and pages. */
import { useState } from 'preact/hooks';
import type { AssetDetail, AssetUsage } from '../../../shared/contract/index.ts';
import { SelectField } from '../../components/Field.tsx';
import { Loaded } from '../../components/States.tsx';
import { UsageBars } from '../../components/UsageBars.tsx';
import { UsageTable } from '../../components/UsageTable.tsx';
import { readUsage } from '../../operations/delivery.ts';
import { tr } from '../../state/locale.ts';
import { useResource } from '../../state/resource.ts';
import { siteName } from '../../state/sites.ts';

const PERIODS = ['7', '30', '90', '365'] as const;

export function AssetUsagePanel({ asset }: { asset: AssetDetail }) {
  const [days, setDays] = useState<(typeof PERIODS)[number]>('30');
  const usage = useResource(`asset:${asset.id}:usage:${days}`, (signal) =>
    readUsage(asset.id, Number(days), signal),
  );
  return (
    <section class="inspector-section" aria-label={tr('console.usage.title')}>
      <div class="spread">
        <h2 class="section-title">{tr('console.usage.title')}</h2>
        <div class="usage-period">
          <SelectField
            label={tr('console.insights.period')}
            value={days}
            options={PERIODS.map((value) => ({
              value,
              label: tr('console.insights.days', { days: Number(value) }),
            }))}
            onValue={setDays}
          />
        </div>
      </div>
      <Loaded of={usage}>{(found) => <Usage usage={found} />}</Loaded>
    </section>
  );
}

function Usage({ usage }: { usage: AssetUsage }) {
  const { served, refused, reported, sites, pages } = usage;
  const named = sites.filter(({ site }) => site !== '' && site !== '*');
  if (served + refused === 0) return <p class="muted">{tr('console.usage.none')}</p>;
  return (
    <div class="stack">
      <p>
        {tr('console.usage.sentence', { served, sites: named.length })}
        {named[0] && named[0].served > 0 && ` ${tr('console.usage.most', { site: siteName(named[0].site) })}`}
        {refused > 0 && ` ${tr('console.usage.refused', { count: refused })}`}
        {reported > 0 && ` ${tr('console.usage.reported', { count: reported })}`}
      </p>
      <UsageBars days={usage.byDay} />
      <UsageTable
        title={tr('console.usage.sites')}
        rows={sites.map((row) => ({ key: row.site, label: siteName(row.site), ...row }))}
      />
      {pages.length > 0 && (
        <UsageTable
          title={tr('console.usage.pages')}
          hint={tr('console.usage.pages_hint')}
          rows={pages.map((row) => ({
            key: `${row.site}${row.page}`,
            label: `${row.site}${row.page}`,
            ...row,
          }))}
        />
      )}
    </div>
  );
}
