/** What websites asked for: a sentence, the days, the sites, the pictures. */
import type { HotlinkOverview } from '../../../shared/contract/index.ts';
import { Loaded } from '../../components/States.tsx';
import { UsageBars } from '../../components/UsageBars.tsx';
import { UsageTable } from '../../components/UsageTable.tsx';
import { readHotlinks } from '../../operations/delivery.ts';
import { tr } from '../../state/locale.ts';
import { useResource } from '../../state/resource.ts';
import { siteName } from '../../state/sites.ts';

export function HotlinkInsights({ days }: { days: number }) {
  const hotlinks = useResource<HotlinkOverview>(`hotlinks:${days}`, (signal) => readHotlinks(days, signal));
  return (
    <section class="stack" aria-label={tr('console.usage.title')}>
      <h2 class="section-title">{tr('console.usage.title')}</h2>
      <Loaded of={hotlinks}>
        {({ served, refused, reported, sites, assets, byDay }) =>
          served + refused === 0 ? (
            <p class="muted">{tr('console.usage.none_at_all')}</p>
          ) : (
            <>
              <p>
                {tr('console.usage.sentence', {
                  served,
                  sites: sites.filter(({ site }) => site !== '' && site !== '*').length,
                })}
                {refused > 0 && ` ${tr('console.usage.refused', { count: refused })}`}
                {reported > 0 && ` ${tr('console.usage.reported', { count: reported })}`}
              </p>
              <UsageBars days={byDay} />
              <div class="usage-columns">
                <UsageTable
                  title={tr('console.usage.sites')}
                  rows={sites.map(({ site, ...counts }) => ({ key: site, label: siteName(site), ...counts }))}
                />
                <UsageTable
                  title={tr('console.insights.asset')}
                  rows={assets.map(({ assetId, title, ...counts }) => ({
                    key: assetId,
                    label: <a href={`/admin/assets/${assetId}`}>{title}</a>,
                    ...counts,
                  }))}
                />
              </div>
            </>
          )
        }
      </Loaded>
    </section>
  );
}
