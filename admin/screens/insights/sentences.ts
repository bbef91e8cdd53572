/** What the numbers say, in sentences. Pure. */
import type { Insights, Overview } from '../../../shared/contract/index.ts';
import { showBytes, showDate, showNumber, showPercent, tr } from '../../state/locale.ts';

/** One to four sentences, the most telling first. */
export function sentencesOf(insights: Insights, overview: Overview | undefined): string[] {
  if (insights.downloads === 0) return [tr('console.insights.none', { days: insights.byDay.length })];
  const sentences = [
    tr('console.insights.total', {
      count: insights.downloads,
      days: insights.byDay.length,
      size: showBytes(insights.bytes),
    }),
  ];
  const [surface] = [...insights.bySurface].sort((one, other) => other.downloads - one.downloads);
  if (surface && insights.bySurface.length > 1) {
    sentences.push(
      tr('console.insights.surface', {
        share: showPercent(surface.downloads / insights.downloads),
        surface: surface.label,
      }),
    );
  }
  const [first] = insights.top;
  if (first) {
    sentences.push(tr('console.insights.top', { title: first.title, count: first.downloads }));
  }
  if (overview) {
    const { last7Days, previous7Days } = overview.downloads;
    if (previous7Days > 0 && last7Days !== previous7Days) {
      sentences.push(
        tr('console.insights.trend', {
          count: last7Days,
          direction: last7Days > previous7Days ? 'more' : 'fewer',
          share: showPercent(Math.abs(last7Days - previous7Days) / previous7Days),
        }),
      );
    }
  }
  const busiest = [...insights.byDay].sort((one, other) => other.downloads - one.downloads)[0];
  if (busiest && insights.byDay.length > 7) {
    sentences.push(
      tr('console.insights.busiest', {
        day: showDate(Date.parse(`${busiest.day}T12:00:00Z`), 'UTC'),
        count: showNumber(busiest.downloads),
      }),
    );
  }
  return sentences;
}
