/** What went out: sentences first, then the days, then the assets with an export. */
import { Activity, FileDown } from 'lucide-preact';
import type { Insights, Overview } from '../../../shared/contract/index.ts';
import { Button } from '../../components/Button.tsx';
import { Screen } from '../../components/Screen.tsx';
import { EmptyState, Loaded } from '../../components/States.tsx';
import { readInsights } from '../../operations/insights.ts';
import { readOverview } from '../../operations/overview.ts';
import { downloadCsv } from '../../state/csv.ts';
import { showBytes, showMoment, showNumber, showPercent, tr } from '../../state/locale.ts';
import { isNumber, remembered } from '../../state/remembered.ts';
import { useResource } from '../../state/resource.ts';
import { WITHDRAWAL_BOUND_MS } from '../settings/withdrawal-delays.ts';
import { DownloadsChart } from './DownloadsChart.tsx';
import { HotlinkInsights } from './HotlinkInsights.tsx';
import { sentencesOf } from './sentences.ts';

const PERIODS = [7, 30, 90, 365];
const days = remembered('insights.days', 30, isNumber);

export default function InsightsScreen() {
  const insights = useResource(`insights:${days.value}`, (signal) => readInsights(days.value, signal));
  const overview = useResource<Overview>('overview', readOverview);
  return (
    <Screen
      title={tr('console.nav.insights')}
      actions={
        <fieldset class="line-up toggles">
          <legend class="visually-hidden">{tr('console.insights.period')}</legend>
          {PERIODS.map((period) => (
            <label key={period} class="toggle">
              <input
                type="radio"
                name="period"
                checked={days.value === period}
                onChange={() => {
                  days.value = period;
                }}
              />
              <span>{tr('console.insights.days', { days: period })}</span>
            </label>
          ))}
        </fieldset>
      }
    >
      <Loaded of={insights}>
        {(found) => (
          <div class="insights">
            <Summary insights={found} overview={overview.data} />
            {found.downloads > 0 && (
              <>
                <DownloadsChart days={found.byDay} />
                <Surfaces insights={found} />
                <TopTable insights={found} />
              </>
            )}
            <HotlinkInsights days={days.value} />
            {overview.data && <Ahead overview={overview.data} />}
          </div>
        )}
      </Loaded>
    </Screen>
  );
}

function Summary({ insights, overview }: { insights: Insights; overview: Overview | undefined }) {
  const [lead, ...rest] = sentencesOf(insights, overview);
  if (insights.downloads === 0) {
    return (
      <EmptyState icon={Activity} title={lead ?? ''}>
        {tr('console.insights.none_text')}
      </EmptyState>
    );
  }
  return (
    <div class="insight-words">
      <p class="insight-lead">{lead}</p>
      {rest.map((sentence) => (
        <p key={sentence}>{sentence}</p>
      ))}
    </div>
  );
}

/** Through which surface, as lines of the length of their share. */
function Surfaces({ insights }: { insights: Insights }) {
  if (insights.bySurface.length === 0) return null;
  const rows = [...insights.bySurface].sort((one, other) => other.downloads - one.downloads);
  return (
    <section class="stack-s" aria-label={tr('console.insights.surfaces')}>
      <h2 class="section-title">{tr('console.insights.surfaces')}</h2>
      <ul class="share-lines">
        {rows.map(({ surface, label, downloads }) => (
          <li key={surface}>
            <span>{label}</span>
            <span class="share-line" style={{ '--share': downloads / insights.downloads }} />
            <span class="numeric">
              {showNumber(downloads)} <span class="muted">{showPercent(downloads / insights.downloads)}</span>
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}

function TopTable({ insights }: { insights: Insights }) {
  const save = () =>
    downloadCsv(`downloads-${insights.byDay.length}-days.csv`, [
      [
        tr('console.insights.asset'),
        tr('console.insights.id'),
        tr('console.insights.downloads'),
        tr('console.insights.bytes'),
      ],
      ...insights.top.map((row) => [row.title, row.assetId, row.downloads, row.bytes]),
    ]);
  return (
    <section class="stack-s" aria-label={tr('console.insights.most')}>
      <div class="spread">
        <h2 class="section-title">{tr('console.insights.most')}</h2>
        <Button tone="quiet" icon={FileDown} onClick={save}>
          {tr('console.csv')}
        </Button>
      </div>
      <table class="plain-table">
        <thead>
          <tr>
            <th scope="col">{tr('console.insights.asset')}</th>
            <th scope="col" data-align="end">
              {tr('console.insights.downloads')}
            </th>
            <th scope="col" data-align="end">
              {tr('console.insights.bytes')}
            </th>
          </tr>
        </thead>
        <tbody>
          {insights.top.map((row) => (
            <tr key={row.assetId}>
              <td>
                <a href={`/admin/assets/${row.assetId}`}>{row.title}</a>
              </td>
              <td data-align="end">{showNumber(row.downloads)}</td>
              <td data-align="end">{showBytes(row.bytes)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

/** What ends soon, and how fast withdrawals were. */
function Ahead({ overview }: { overview: Overview }) {
  return (
    <>
      {overview.upcoming.length > 0 && (
        <section class="stack-s" aria-label={tr('console.insights.ahead')}>
          <h2 class="section-title">{tr('console.insights.ahead')}</h2>
          <ul class="rows">
            {overview.upcoming.map((event) => (
              <li key={`${event.kind} ${event.href} ${event.at}`} class="ahead">
                <span>
                  {tr(`console.insights.${event.kind}`)} <a href={event.href}>{event.label}</a>
                </span>
                <span class="muted numeric">{showMoment(event.at)}</span>
              </li>
            ))}
          </ul>
        </section>
      )}
      {overview.withdrawals.length > 0 && (
        <section class="stack-s" aria-label={tr('console.insights.withdrawals')}>
          <h2 class="section-title">{tr('console.insights.withdrawals')}</h2>
          <ul class="rows">
            {overview.withdrawals.map(({ assetId, title, at, goneAfterMs }) => (
              <li key={`${assetId} ${at}`} class="ahead">
                <a href={`/admin/assets/${assetId}`}>{title}</a>
                <span class="muted numeric">
                  {goneAfterMs === null || goneAfterMs > WITHDRAWAL_BOUND_MS
                    ? tr('console.withdrawals.not_asked')
                    : tr('console.insights.gone', {
                        seconds: showNumber(Math.round(goneAfterMs / 100) / 10),
                      })}
                  {' · '}
                  {showMoment(at)}
                </span>
              </li>
            ))}
          </ul>
        </section>
      )}
    </>
  );
}
