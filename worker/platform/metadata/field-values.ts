/** From texts as files have them to the typed, bounded values of `AssetMetadata`. */
import {
  type AssetMetadata,
  assetMetadataSchema,
  capturedAtSchema,
  dataMiningValues,
  emptyMetadata,
  metadataLimits,
  modelReleaseStatuses,
  propertyReleaseStatuses,
} from '../../../shared/metadata/fields.ts';
import { plainLine, plainText } from '../../../shared/metadata/plain-text.ts';

/** Values of one origin: fields it does not have are absent. */
export type FoundFields = { -readonly [Key in keyof AssetMetadata]?: AssetMetadata[Key] };

export function lineOf(value: string | null | undefined): string | null {
  return value ? plainLine(value, metadataLimits.line) : null;
}

export function paragraphOf(value: string | null | undefined): string | null {
  return value ? plainText(value, metadataLimits.paragraph) : null;
}

/** Distinct lines, empty ones left out. */
export function linesOf(values: readonly string[], maxLength: number, maxCount: number): string[] {
  const lines = values.slice(0, maxCount * 4).flatMap((value) => plainLine(value, maxLength) ?? []);
  return [...new Set(lines)].slice(0, maxCount);
}

export function peopleOf(values: readonly string[]): string[] {
  return linesOf(values, metadataLimits.line, metadataLimits.people);
}

export function keywordsOf(values: readonly string[]): string[] {
  return linesOf(values, metadataLimits.keyword, metadataLimits.keywords);
}

/** An absolute http(s) address, or null: what is shown as a link must not be a script. */
export function urlOf(value: string | null | undefined): string | null {
  const text = value ? plainLine(value, metadataLimits.url) : null;
  if (!text) return null;
  const withScheme = /^www\./i.test(text) ? `https://${text}` : text;
  return URL.canParse(withScheme) && /^https?:/i.test(withScheme) ? withScheme : null;
}

/** Last part of a controlled vocabulary's URI, or the bare code. */
export function codeOf(value: string | null | undefined): string | null {
  return (
    lineOf(value)
      ?.split(/[/#]/)
      .findLast((part) => part !== '') ?? null
  );
}

/** The member of a closed list a value names, by its code in any case. */
export function memberOf<Member extends string>(
  members: readonly Member[],
  value: string | null | undefined,
): Member | null {
  const code = codeOf(value)?.toUpperCase();
  return members.find((member) => member === code) ?? null;
}

export const modelReleaseOf = (value: string | null) => memberOf(modelReleaseStatuses, value);
export const propertyReleaseOf = (value: string | null) => memberOf(propertyReleaseStatuses, value);
export const dataMiningOf = (value: string | null) => memberOf(dataMiningValues, value);

export function countryCodeOf(value: string | null | undefined): string | null {
  const code = lineOf(value)?.toUpperCase() ?? '';
  return /^[A-Z]{2,3}$/.test(code) ? code : null;
}

/**
 * ISO 8601 (XMP), `YYYY:MM:DD HH:MM:SS` (EXIF) or `YYYYMMDD` (IIM), as ISO 8601 of the same precision. `offset` is added
 * where the date has a time and no offset of its own. Impossible dates, and the zeros cameras write, give null.
 */
export function dateOf(value: string | null | undefined, offset: string | null = null): string | null {
  const match =
    /^(\d{4})(?:[-:]?(\d{2})(?:[-:]?(\d{2})(?:[T ](\d{2}):?(\d{2})(?::?(\d{2})(\.\d{1,6})?\d*)?\s*(Z|[+-]\d{2}:?\d{2})?)?)?)?$/.exec(
      (value ?? '').trim(),
    );
  if (!match) return null;
  const [, year = '', month, day, hour, minute, second, fraction = '', ownOffset] = match;
  if (Number(year) === 0 || !isCalendarDate(Number(year), month, day)) return null;
  if (Number(hour ?? 0) > 23 || Number(minute ?? 0) > 59 || Number(second ?? 0) > 59) return null;
  if (!month) return year;
  if (!day) return `${year}-${month}`;
  if (!hour) return `${year}-${month}-${day}`;
  const zone = (ownOffset ?? offset ?? '').trim().replace(/^([+-]\d{2})(\d{2})$/, '$1:$2');
  const exact = fraction.replace(/\.?0+$/, '');
  const iso = `${year}-${month}-${day}T${hour}:${minute}${second ? `:${second}${exact}` : ''}${zone}`;
  return capturedAtSchema.safeParse(iso).success ? iso : null;
}

function isCalendarDate(year: number, month: string | undefined, day: string | undefined): boolean {
  if (month === undefined) return true;
  if (Number(month) < 1 || Number(month) > 12) return false;
  return (
    day === undefined ||
    (Number(day) >= 1 && Number(day) <= new Date(Date.UTC(year, Number(month), 0)).getUTCDate())
  );
}

/** Whether a value says anything. */
export function isPresent(value: unknown): boolean {
  return value !== null && value !== undefined && !(Array.isArray(value) && value.length === 0);
}

/** A complete record of what was found; anything that does not pass the schema is left out rather than trusted. */
export function completeMetadata(found: FoundFields): AssetMetadata {
  const whole = assetMetadataSchema.safeParse({ ...emptyMetadata(), ...found });
  if (whole.success) return whole.data;
  const bad = new Set(whole.error.issues.map((issue) => issue.path[0]));
  const good = Object.entries(found).filter(([key]) => !bad.has(key));
  return assetMetadataSchema.parse({ ...emptyMetadata(), ...Object.fromEntries(good) });
}
