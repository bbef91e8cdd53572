/**
 * A second, deliberately naive account of the rights rules, to hold `decideUsage` against.
 *
 * It shares no code with the engine: every rule becomes a row of yes/no over a list of sampled instants, rows are
 * combined by and/or, and ends and starts are found by walking the samples. Group membership is spelled out for
 * the countries the tests use. Samples must contain every bound of every rule, and are ascending.
 */
import type { RightsSnapshot, TerritoryList, Use } from '../../../shared/rights/types.ts';

export const COUNTRIES = ['DE', 'AT', 'CH', 'FR', 'GB', 'US', 'NO'] as const;
export const UNKNOWN = [null, 'XX', 'T1', 'ZZ', 'de'] as const;
export const CODES = ['DE', 'AT', 'FR', 'US', 'GB', 'EU', 'DACH', 'EEA', 'UK', 'USA'] as const;

const MEMBERSHIP: Readonly<Record<string, string>> = {
  EU: 'DE AT FR',
  EEA: 'DE AT FR NO',
  DACH: 'DE AT CH',
  UK: 'GB',
  DE: 'DE',
  AT: 'AT',
  FR: 'FR',
  US: 'US',
  GB: 'GB',
};

export interface ModelAnswer {
  readonly allowed: boolean;
  /** Conditions as text, `''` for denied. */
  readonly conditions: string;
  readonly until: number | null;
  readonly startsAt: number | null;
}

type Row = readonly boolean[];
interface Choice {
  readonly row: Row;
  readonly pixels: number;
  readonly isLicense: boolean;
  readonly end: number;
  readonly id: string;
  readonly terms: string | null;
  readonly licensor: string | null;
}

/** The answers at every sample. */
export function modelAnswers(
  rights: RightsSnapshot,
  use: Omit<Use, 'now'>,
  samples: readonly number[],
): ModelAnswer[] {
  const always = samples.map(() => true);
  const never = samples.map(() => false);
  const fixed = (value: boolean): Row => (value ? always : never);
  const from = (at: number | null): Row => (at === null ? always : samples.map((t) => !(t < at)));
  const before = (at: number | null): Row => (at === null ? always : samples.map((t) => t < at));
  const window = (w: { startsAt: number | null; endsAt: number | null }): Row =>
    and([from(w.startsAt), before(w.endsAt)]);
  const and = (rows: readonly Row[]): Row => samples.map((_, i) => rows.every((row) => row[i]));
  const not = (row: Row): Row => row.map((value) => !value);
  const or = (rows: readonly Row[]): Row => samples.map((_, i) => rows.some((row) => row[i]));
  const scope = (rule: {
    territories: TerritoryList;
    channels: readonly string[] | null;
    audiences?: readonly string[] | null;
    effect: string;
  }): Row =>
    and([
      fixed(place(rule.territories, use.territory)[rule.effect === 'prohibit' ? 'prohibits' : 'permits']),
      fixed(rule.channels === null || rule.channels.some((channel) => channel === use.channel)),
      fixed(!rule.audiences || rule.audiences.some((audience) => audience === use.subject.audience)),
    ]);

  const gates: Row[] = [fixed(rights.status === 'approved'), from(rights.embargo?.liftsAt ?? null)];
  for (const rule of use.enclosing) {
    gates.push(
      window(rule),
      fixed(rule.state === 'active'),
      scope({ ...rule, effect: 'permit' }),
      fixed(rule.actions === null || rule.actions.some((action) => action === use.action)),
    );
  }
  for (const rule of [...rights.licenses, ...rights.overrides]) {
    if (rule.effect === 'prohibit') gates.push(not(and([window(rule), scope(rule)])));
  }

  const released = and(
    rights.releases
      .filter((release) => release.required && !release.kind.endsWith('-NAP'))
      .map((release) =>
        and([fixed(release.state === 'signed' && !release.kind.endsWith('-NON')), before(release.endsAt)]),
      ),
  );
  const choices: Choice[] = [];
  for (const license of rights.licenses) {
    if (license.effect !== 'permit') continue;
    choices.push({
      row: and([window(license), scope(license), released]),
      pixels: license.maxPixels ?? 1e12,
      isLicense: true,
      end: license.endsAt ?? 1e18,
      id: license.id,
      terms: license.usageTerms,
      licensor: license.licensor,
    });
  }
  for (const override of rights.overrides) {
    if (override.effect !== 'permit') continue;
    const row = and([window(override), scope(override)]);
    const { endsAt: end, id } = override;
    choices.push({ row, pixels: 1e12, isLicense: false, end, id, terms: null, licensor: null });
  }
  if (rights.unrestricted) {
    const all = { pixels: 1e13, isLicense: true, end: 1e18 };
    choices.push({ row: released, ...all, id: '', terms: null, licensor: null });
  }
  choices.sort(
    (a, b) =>
      b.pixels - a.pixels ||
      Number(b.isLicense) - Number(a.isLicense) ||
      b.end - a.end ||
      (a.id < b.id ? -1 : 1),
  );

  const allowed = and([...gates, or(choices.map((choice) => choice.row))]);
  const conditions = samples.map((_, i) => {
    const choice = allowed[i] ? choices.find(({ row }) => row[i]) : undefined;
    return choice === undefined ? '' : conditionText(rights, use, choice);
  });
  return samples.map((_, i) => {
    const later = samples.slice(i + 1);
    const end = later.findIndex((_t, k) => conditions[i + 1 + k] !== conditions[i]);
    const start = later.findIndex((_t, k) => allowed[i + 1 + k]);
    return {
      allowed: allowed[i] === true,
      conditions: conditions[i] ?? '',
      until: allowed[i] ? (later[end] ?? null) : null,
      startsAt: allowed[i] ? null : (later[start] ?? null),
    };
  });
}

function conditionText(rights: RightsSnapshot, use: Omit<Use, 'now'>, choice: Choice): string {
  const pixels = Math.min(choice.pixels, ...use.enclosing.map((rule) => rule.maxPixels ?? 1e12));
  const terms = [rights.usageTerms, choice.terms, ...use.enclosing.map((rule) => rule.terms)].filter(Boolean);
  return conditionsAsText({
    watermark: use.enclosing.some((rule) => rule.watermark),
    maxPixels: pixels >= 1e12 ? undefined : pixels,
    terms: [...new Set(terms)].join('\n\n') || undefined,
    licensor: choice.licensor ?? undefined,
    credit: rights.creditLine ?? rights.creator,
  });
}

export function conditionsAsText(conditions: {
  readonly watermark?: boolean | undefined;
  readonly maxPixels?: number | undefined;
  readonly terms?: string | undefined;
  readonly licensor?: string | undefined;
  readonly credit: string | null;
}): string {
  const { watermark, maxPixels, terms, licensor, credit } = conditions;
  return JSON.stringify([watermark === true, maxPixels ?? null, terms ?? null, licensor ?? null, credit]);
}

/** Whether a place is inside a permission and inside a prohibition. */
function place(list: TerritoryList, country: string | null): { permits: boolean; prohibits: boolean } {
  const known = COUNTRIES.some((code) => code === country);
  const listed = (codes: readonly string[]): boolean =>
    codes.some((code) => (MEMBERSHIP[code] ?? '').split(' ').includes(country ?? '-'));
  const doubtful = (codes: readonly string[]): boolean => codes.some((code) => !(code in MEMBERSHIP));
  const limited = list.include !== null || list.exclude.length > 0;
  const included = list.include === null || listed(list.include);
  const excluded = listed(list.exclude);
  if (known) {
    return {
      permits: included && !excluded && !doubtful(list.exclude),
      prohibits: (included || doubtful(list.include ?? [])) && !excluded,
    };
  }
  return { permits: !limited, prohibits: list.include === null || list.include.length > 0 };
}
