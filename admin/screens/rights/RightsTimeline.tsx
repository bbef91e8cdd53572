/**
 * The rights of an asset over time: what visitors get in the first line, gaps hatched with their reason; below it the
 * licenses, embargo, releases and overrides it follows from. Hovering or focusing a bar says who, where and for what.
 */
import { useId, useMemo, useState } from 'preact/hooks';
import type { AssetRights, License } from '../../../shared/contract/index.ts';
import { explainReason, formatTerritories } from '../../../shared/rights/explain.ts';
import { rightsTimeline } from '../../../shared/rights/index.ts';
import type { Channel } from '../../../shared/rights/types.ts';
import { formatWindow, toDate } from '../../../shared/time/index.ts';
import { now } from '../../state/clock.ts';
import { locale, showMoment, timeZone, tr } from '../../state/locale.ts';
import { placeOf, rangeOf, ticksOf } from './timeline.ts';
import { type Question, useOf } from './uses.ts';

interface Bar {
  readonly key: string;
  readonly look: 'allowed' | 'gap' | 'permit' | 'prohibit' | 'embargo' | 'release';
  readonly startsAt: number | null;
  readonly endsAt: number | null;
  readonly label: string;
  readonly detail: string;
}
interface Line {
  readonly key: string;
  readonly name: string;
  readonly bars: readonly Bar[];
}

/** Share of the width that a label takes on a phone. */
const LABEL_ROOM = 0.09;

export function RightsTimeline({ rights, question }: { rights: AssetRights; question: Question }) {
  const id = useId();
  const [shown, setShown] = useState<Bar | null>(null);
  const range = useMemo(() => rangeOf(rights, now.value), [rights]);
  // A label needs room to the right of its line.
  const ticks = useMemo(
    () =>
      ticksOf(range, timeZone.value).filter(
        (tick) => tick < range.endsAt - (range.endsAt - range.startsAt) * LABEL_ROOM,
      ),
    [range, timeZone.value],
  );
  const lines = useMemo(
    () => linesOf(rights, question, range),
    [rights, question.audience, question.channel, question.territory, range, locale.value],
  );
  const nowAt = placeOf(range, { startsAt: now.value, endsAt: null })?.left ?? 0;
  return (
    <figure class="timeline" aria-labelledby={id}>
      <figcaption class="visually-hidden" id={id}>
        {tr('console.rights.timeline')}
      </figcaption>
      <div class="timeline-plot">
        <div class="timeline-grid" aria-hidden="true">
          {ticks.map((tick) => {
            const left = placeOf(range, { startsAt: tick, endsAt: null })?.left ?? 0;
            return (
              <span key={tick} class="timeline-tick" style={{ left: `${left}%` }}>
                {Math.abs(left - nowAt) >= LABEL_ROOM * 100 && tickName(tick)}
              </span>
            );
          })}
          <span class="timeline-now" style={{ left: `${nowAt}%` }} title={showMoment(now.value)}>
            <span>{tr('console.rights.now')}</span>
          </span>
        </div>
        {lines.map((line) => (
          <div key={line.key} class="timeline-line" data-first={line.key === 'effective' ? '' : undefined}>
            <div class="timeline-name truncate">{line.name}</div>
            <ul class="timeline-track">
              {line.bars.map((bar) => {
                const place = placeOf(range, bar);
                if (!place) return null;
                return (
                  <li
                    key={bar.key}
                    class="timeline-bar"
                    data-look={bar.look}
                    data-open-start={place.isOpenStart ? '' : undefined}
                    data-open-end={place.isOpenEnd ? '' : undefined}
                    data-shown={shown?.key === bar.key ? '' : undefined}
                    style={{ left: `${place.left}%`, width: `${place.width}%` }}
                  >
                    <button
                      type="button"
                      aria-label={`${bar.label}. ${bar.detail}`}
                      onPointerEnter={() => setShown(bar)}
                      onFocus={() => setShown(bar)}
                      onClick={() => setShown(bar)}
                    />
                  </li>
                );
              })}
            </ul>
          </div>
        ))}
      </div>
      <p class="timeline-detail" aria-hidden="true">
        {shown ? (
          <>
            <strong>{shown.label}</strong> {shown.detail}
          </>
        ) : (
          <span class="muted">{tr('console.rights.timeline_hint')}</span>
        )}
      </p>
    </figure>
  );
}

function tickName(tick: number): string {
  const isJanuary = toDate(tick, timeZone.value).slice(5, 7) === '01';
  return new Intl.DateTimeFormat(locale.value, {
    timeZone: timeZone.value,
    ...(isJanuary ? { year: 'numeric' } : { month: 'short' }),
  }).format(tick);
}

function windowText(
  window: { startsAt: number | null; endsAt: number | null },
  zone = timeZone.value,
): string {
  return formatWindow(locale.value, window, { zone, now: now.value, style: 'short' });
}

function linesOf(
  rights: AssetRights,
  question: Question,
  range: { startsAt: number; endsAt: number },
): Line[] {
  const { snapshot } = rights;
  const [effective] = rightsTimeline(snapshot, range, [useOf(question)]);
  const zoneOf = new Map(rights.licenses.map((license) => [license.id, license.timeZone]));
  const lines: Line[] = [
    {
      key: 'effective',
      name: tr('console.rights.effective'),
      bars: (effective?.segments ?? []).map((segment, index) => ({
        key: `effective:${index}`,
        look: segment.allowed ? 'allowed' : 'gap',
        startsAt: segment.startsAt === range.startsAt ? null : segment.startsAt,
        endsAt: segment.endsAt === range.endsAt ? null : segment.endsAt,
        label: tr(segment.allowed ? 'console.rights.delivered' : 'console.rights.not_delivered', {
          window: windowText({
            startsAt: segment.startsAt === range.startsAt ? null : segment.startsAt,
            endsAt: segment.endsAt === range.endsAt ? null : segment.endsAt,
          }),
        }),
        detail: segment.allowed
          ? ''
          : segment.reasons
              .map((reason) =>
                explainReason(locale.value, reason, { rights: snapshot, zone: timeZone.value }),
              )
              .join(' '),
      })),
    },
    ...snapshot.licenses.map(
      (license): Line => ({
        key: license.id,
        name: license.name,
        bars: [
          {
            key: license.id,
            look: license.effect,
            startsAt: license.startsAt,
            endsAt: license.endsAt,
            label: license.name,
            detail: tr('console.rights.bar_license', {
              effect: license.effect,
              window: windowText(license, zoneOf.get(license.id)),
              territories: formatTerritories(locale.value, license.territories),
              channels: channelText(license.channels),
            }),
          },
        ],
      }),
    ),
  ];
  if (snapshot.embargo) {
    const window = { startsAt: null, endsAt: snapshot.embargo.liftsAt };
    lines.push({
      key: 'embargo',
      name: tr('console.rights.embargo'),
      bars: [
        {
          key: 'embargo',
          look: 'embargo',
          ...window,
          label: tr('console.rights.embargo'),
          detail: windowText(window, rights.embargoTimeZone ?? timeZone.value),
        },
      ],
    });
  }
  for (const override of rights.overrides) {
    lines.push({
      key: override.id,
      name: tr('console.rights.override', { effect: override.effect }),
      bars: [
        {
          key: override.id,
          look: override.effect,
          startsAt: override.startsAt,
          endsAt: override.endsAt,
          label: tr('console.rights.override', { effect: override.effect }),
          detail: `${windowText(override)}, ${override.by}: ${override.reason}`,
        },
      ],
    });
  }
  for (const release of rights.releases.filter(({ endsAt, required }) => required && endsAt !== null)) {
    lines.push({
      key: release.id,
      name: release.name,
      bars: [
        {
          key: release.id,
          look: 'release',
          startsAt: null,
          endsAt: release.endsAt,
          label: `${release.kind} ${release.name}`,
          detail: windowText({ startsAt: null, endsAt: release.endsAt }),
        },
      ],
    });
  }
  return lines;
}

/** `in all countries`: a part of a line, whatever the language does to its nouns. */
export const whereText = (territories: License['territories']): string =>
  tr('console.license.where', { territories: formatTerritories(locale.value, territories) });

export function channelText(channels: readonly Channel[] | null): string {
  if (channels === null) return tr('console.channel.all');
  return new Intl.ListFormat(locale.value, { type: 'conjunction' }).format(
    channels.map((channel) => tr(`rights.channel.${channel}`)),
  );
}
