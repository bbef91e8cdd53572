/** Countries that an asset's rules treat alike, so that one of them can speak for all. */
import { permitCovers, prohibitCovers } from './territories.ts';
import type { RightsSnapshot } from './types.ts';

type PlaceRules = Pick<RightsSnapshot, 'licenses' | 'overrides'>;

/** `countries`, together where the rules treat them alike; groups and members in the order given. */
export function groupByTreatment(rights: PlaceRules, countries: readonly string[]): [string, ...string[]][] {
  const rules = [...rights.licenses, ...rights.overrides].filter(
    ({ territories }) => territories.include !== null || territories.exclude.length > 0,
  );
  const groups = new Map<string, [string, ...string[]]>();
  for (const country of countries) {
    const treatment = rules
      .map(({ effect, territories }) =>
        (effect === 'permit' ? permitCovers : prohibitCovers)(territories, country) ? '1' : '0',
      )
      .join('');
    const group = groups.get(treatment);
    if (group === undefined) groups.set(treatment, [country]);
    else group.push(country);
  }
  return [...groups.values()];
}

/** One country of `countries` for each way in which the rules treat them. */
export function onePerTreatment(rights: PlaceRules, countries: readonly string[]): string[] {
  return groupByTreatment(rights, countries).map(([country]) => country);
}
