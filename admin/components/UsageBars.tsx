/** Requests a day as small bars: served, and refused on top of it. The tables beside it say the same in numbers. */
import type { DayUsage } from '../../shared/contract/index.ts';
import { locale, showNumber, tr } from '../state/locale.ts';

const HEIGHT = 56;
const WIDTH = 320;

export function UsageBars({ days }: { days: readonly DayUsage[] }) {
  const most = Math.max(1, ...days.map(({ served, refused }) => served + refused));
  const step = WIDTH / days.length;
  const bar = Math.max(0.6, step * (days.length > 60 ? 0.85 : 0.7));
  const tall = (count: number) => (count / most) * HEIGHT;
  const short = new Intl.DateTimeFormat(locale.value === 'en' ? 'en-GB' : locale.value, {
    day: 'numeric',
    month: 'short',
    timeZone: 'UTC',
  });
  const label = (day: string) => short.format(Date.parse(`${day}T00:00:00Z`));
  const [first, last] = [days[0], days.at(-1)];
  return (
    <figure class="usage-bars">
      <svg
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        preserveAspectRatio="none"
        role="img"
        aria-label={tr('console.usage.chart', { most: showNumber(most) })}
      >
        {days.map(({ day, served, refused }, index) => (
          <g key={day}>
            <title>{tr('console.usage.tip', { day: label(day), served, refused })}</title>
            <rect class="usage-hit" x={index * step} y={0} width={step} height={HEIGHT} />
            <rect
              class="usage-served"
              x={index * step + (step - bar) / 2}
              y={HEIGHT - tall(served)}
              width={bar}
              height={tall(served)}
            />
            {refused > 0 && (
              <rect
                class="usage-refused"
                x={index * step + (step - bar) / 2}
                y={HEIGHT - tall(served) - tall(refused)}
                width={bar}
                height={tall(refused)}
              />
            )}
          </g>
        ))}
      </svg>
      <figcaption class="muted small numeric">
        <span>{first && label(first.day)}</span>
        <span>{tr('console.usage.peak', { most: showNumber(most) })}</span>
        <span>{last && label(last.day)}</span>
      </figcaption>
    </figure>
  );
}
