/** Instants, wall times and how people read them. */
export type { Clock } from './clock.ts';
export { DAY_MS, formatDuration, HOUR_MS, MINUTE_MS, SECOND_MS } from './durations.ts';
export {
  explainWallTime,
  type FormatOptions,
  formatDate,
  formatInstant,
  formatMoment,
  formatRelative,
  formatTime,
  formatWindow,
  zoneName,
} from './format.ts';
export type { Instant } from './instant.ts';
export {
  addCalendar,
  calendarDaysBetween,
  type Disambiguation,
  endOfDate,
  offsetAt,
  parseInstant,
  type ResolvedWallTime,
  resolveTypedTime,
  resolveWallTime,
  type Side,
  sideOf,
  startOfDate,
  toDate,
  toIso,
  toWallTime,
} from './zoned.ts';
export { isTimeZone, listTimeZones, usableZone } from './zones.ts';
