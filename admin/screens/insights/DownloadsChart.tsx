/** Downloads a day as bars. The table beneath says the same in numbers, for those who do not see it. */
import { useEffect, useRef } from 'preact/hooks';
import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import type { Insights } from '../../../shared/contract/index.ts';
import { locale, showNumber, tr } from '../../state/locale.ts';
import { scheme } from '../../state/scheme.ts';

const HEIGHT = 220;

export function DownloadsChart({ days }: { days: Insights['byDay'] }) {
  const host = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const element = host.current;
    if (!element) return;
    const colourOf = (role: string): string => {
      const probe = document.createElement('span');
      probe.style.color = `var(${role})`;
      element.appendChild(probe);
      const colour = getComputedStyle(probe).color;
      probe.remove();
      return colour;
    };
    const ink = colourOf('--ink-muted');
    const line = colourOf('--line');
    const accent = colourOf('--accent');
    const dates = days.map(({ day }) => Date.parse(`${day}T00:00:00Z`) / 1000);
    const short = new Intl.DateTimeFormat(locale.value === 'en' ? 'en-GB' : locale.value, {
      day: 'numeric',
      month: 'short',
      timeZone: 'UTC',
    });
    const bars = uPlot.paths.bars?.({ size: [0.7, 40] });
    const font = '11px "Inter Variable", system-ui, sans-serif';
    const axis = { stroke: ink, font, ticks: { show: false }, border: { show: false } };
    const chart = new uPlot(
      {
        width: element.clientWidth,
        height: HEIGHT,
        tzDate: (seconds) => uPlot.tzDate(new Date(seconds * 1000), 'Etc/UTC'),
        legend: { show: false },
        cursor: { y: false, drag: { x: false, y: false }, points: { show: false } },
        scales: { y: { range: (_, __, max) => [0, Math.max(4, Math.ceil(max * 1.1))] } },
        axes: [
          {
            ...axis,
            grid: { show: false },
            values: (_, ticks) => ticks.map((tick) => short.format(tick * 1000)),
            space: 80,
          },
          {
            ...axis,
            grid: { stroke: line, width: 1 },
            size: 40,
            values: (_, ticks) => ticks.map((tick) => (Number.isInteger(tick) ? showNumber(tick) : '')),
          },
        ],
        series: [
          {},
          {
            label: tr('console.insights.downloads'),
            stroke: accent,
            fill: accent,
            width: 0,
            ...(bars ? { paths: bars } : {}),
            points: { show: false },
          },
        ],
        hooks: {
          setCursor: [
            (self) => {
              const day = self.cursor.idx == null ? undefined : days[self.cursor.idx];
              element.dataset.tip = day
                ? tr('console.insights.tip', {
                    day: short.format(Date.parse(`${day.day}T00:00:00Z`)),
                    count: day.downloads,
                  })
                : '';
            },
          ],
        },
      },
      [dates, days.map(({ downloads }) => downloads)],
      element,
    );
    const observer = new ResizeObserver(() => chart.setSize({ width: element.clientWidth, height: HEIGHT }));
    observer.observe(element);
    return () => {
      observer.disconnect();
      chart.destroy();
    };
  }, [days, scheme.value, locale.value]);
  return (
    <figure class="chart">
      <div ref={host} class="chart-host" role="img" aria-label={tr('console.insights.chart')} />
    </figure>
  );
}
