/**
 * A date and a time in a named zone, and beneath them the instant they mean: `Fri 28 Nov, 18:00 CET (in 6 days)`.
 * Where daylight saving makes a time impossible it says what is used instead; of a time that happens twice either may be chosen,
 * and the one that was chosen is kept whatever is typed around it.
 */
import { useEffect, useId, useMemo, useState } from 'preact/hooks';
import {
  explainWallTime,
  isTimeZone,
  listTimeZones,
  resolveTypedTime,
  type Side,
  sideOf,
  toWallTime,
  usableZone,
  zoneName,
} from '../../shared/time/index.ts';
import { locale, showMoment, tr } from '../state/locale.ts';
import { Button } from './Button.tsx';
import { type Choice, Combobox } from './Combobox.tsx';
import { FieldError } from './Field.tsx';

export interface ZonedDateTimeFieldProps {
  readonly label: string;
  /** Null: no bound. */
  readonly value: number | null;
  /** One that this browser does not know is taken for UTC. */
  readonly zone: string;
  readonly onValue: (value: number | null) => void;
  /** Absent: the zone is fixed (shown, not edited), as for the second bound of a window. */
  readonly onZone?: ((zone: string) => void) | undefined;
  /** What an empty field means: "No end", "At once". Absent: a value is required. */
  readonly emptyLabel?: string | undefined;
  /** Times of day offered when only a date is typed, `HH:mm`. */
  readonly defaultTime?: string;
  readonly error?: string | null | undefined;
  readonly hint?: string | undefined;
}

export function ZonedDateTimeField(props: ZonedDateTimeFieldProps) {
  const { label, value, onValue, onZone, emptyLabel, defaultTime = '00:00', error, hint } = props;
  const zone = usableZone(props.zone);
  const id = useId();
  const wall = value === null ? '' : toWallTime(value, zone);
  const [date, setDate] = useState(wall.slice(0, 10));
  const [time, setTime] = useState(wall.slice(11));
  const [typedWall, setTypedWall] = useState(wall);
  const valueSide = value === null ? null : sideOf(value, zone);
  const [side, setSide] = useState<Side>(valueSide ?? 'earlier');
  // Follow a value that was set from outside (undo, a preset, another zone).
  useEffect(() => {
    if (wall !== typedWall) {
      setDate(wall.slice(0, 10));
      setTime(wall.slice(11));
      setTypedWall(wall);
      setSide(valueSide ?? 'earlier');
    }
  }, [wall]);
  // The same wall time an hour apart: only the side tells them apart.
  useEffect(() => {
    if (valueSide !== null) setSide(valueSide);
  }, [valueSide]);

  const commit = (nextDate: string, nextTime: string, nextZone: string, nextSide: Side = side) => {
    if (nextDate === '') {
      setTypedWall('');
      onValue(null);
      return;
    }
    const typed = `${nextDate}T${nextTime === '' ? defaultTime : nextTime}`;
    try {
      const { instant } = resolveTypedTime(typed, nextZone, nextSide);
      setTypedWall(toWallTime(instant, nextZone));
      onValue(instant);
    } catch (failure) {
      // A half-typed date (year 0002) is no date yet; the field keeps what was typed.
      if (!(failure instanceof RangeError)) throw failure;
    }
  };
  const clockChange = useMemo(() => {
    if (date === '') return null;
    try {
      const resolved = resolveTypedTime(`${date}T${time === '' ? defaultTime : time}`, zone, side);
      const text = explainWallTime(locale.value, resolved, zone);
      return text === null ? null : { text, resolved };
    } catch (failure) {
      if (!(failure instanceof RangeError)) throw failure;
      return null;
    }
  }, [date, time, zone, side, locale.value]);
  const twice = clockChange?.resolved.kind === 'ambiguous' ? clockChange.resolved : null;

  return (
    <fieldset class="field zoned" aria-describedby={`${id}-moment`}>
      <legend class="field-label">{label}</legend>
      <div class="zoned-row">
        <input
          class="input"
          type="date"
          aria-label={tr('console.zoned.date', { label })}
          value={date}
          min="1900-01-01"
          max="9999-12-31"
          aria-invalid={error ? 'true' : undefined}
          onInput={(event) => {
            const next = event.currentTarget.value;
            setDate(next);
            if (next !== '' && time === '') setTime(defaultTime);
            commit(next, time, zone);
          }}
        />
        <input
          class="input"
          type="time"
          // An end may have seconds, as a licence's has; a step of minutes would refuse the form for it, far from sight.
          step="any"
          aria-label={tr('console.zoned.time', { label })}
          value={time}
          disabled={date === ''}
          onInput={(event) => {
            setTime(event.currentTarget.value);
            commit(date, event.currentTarget.value, zone);
          }}
        />
        {onZone && (
          <ZonePicker
            value={zone}
            onChoose={(next) => {
              onZone(next);
              commit(date, time, next);
            }}
          />
        )}
      </div>
      <div class="zoned-moment" id={`${id}-moment`} aria-live="polite">
        {value === null ? (
          <span class="muted">{emptyLabel ?? tr('console.zoned.required')}</span>
        ) : (
          <>
            <span>{showMoment(value, zone)}</span>
            {showMoment(value) !== showMoment(value, zone) && (
              <span class="muted">{tr('console.zoned.yours', { when: showMoment(value) })}</span>
            )}
          </>
        )}
        {value !== null && emptyLabel !== undefined && (
          <Button
            tone="quiet"
            onClick={() => {
              setDate('');
              setTime('');
              commit('', '', zone);
            }}
          >
            {emptyLabel}
          </Button>
        )}
      </div>
      <div aria-live="polite">
        {clockChange && <div class="field-hint zoned-warning">{clockChange.text}</div>}
      </div>
      {twice && (
        <fieldset class="line-up radio-row zoned-sides">
          <legend class="visually-hidden">{tr('console.zoned.which', { label })}</legend>
          {(['earlier', 'later'] as const).map((which) => (
            <label key={which} class="check">
              <input
                type="radio"
                name={`${id}-side`}
                checked={side === which}
                onChange={() => {
                  setSide(which);
                  commit(date, time, zone, which);
                }}
              />
              {tr(`console.zoned.${which}`, {
                time: `${time} ${zoneName(locale.value, twice[which], zone)}`,
              })}
            </label>
          ))}
        </fieldset>
      )}
      {hint && <div class="field-hint">{hint}</div>}
      <FieldError error={error} />
    </fieldset>
  );
}

let zoneChoices: Choice[] | null = null;

/** Every IANA zone, found by city or continent. */
export function ZonePicker({ value, onChoose }: { value: string; onChoose: (zone: string) => void }) {
  zoneChoices ??= listTimeZones().map((zone) => ({
    value: zone,
    label: zone.replaceAll('_', ' '),
    words: zone.replaceAll(/[/_]/g, ' '),
  }));
  const choices = zoneChoices.some((choice) => choice.value === value)
    ? zoneChoices
    : [{ value, label: value.replaceAll('_', ' ') }, ...zoneChoices];
  return (
    <Combobox
      label={tr('console.zoned.zone')}
      isLabelHidden
      choices={choices}
      value={value}
      onChoose={(zone) => {
        if (isTimeZone(zone)) onChoose(zone);
      }}
    />
  );
}
