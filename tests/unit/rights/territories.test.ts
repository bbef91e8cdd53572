import { describe, expect, it } from 'vitest';
import { territoriesSchema } from '../../../shared/contract/rights.ts';
import { isMessageKey } from '../../../shared/messages/index.ts';
import { COUNTRY_CODES } from '../../../shared/rights/countries.ts';
import {
  EVERYWHERE,
  expandTerritories,
  isTerritoryCode,
  permitCovers,
  prohibitCovers,
  toTerritory,
} from '../../../shared/rights/territories.ts';
import { TERRITORY_GROUPS } from '../../../shared/rights/territory-groups.ts';
import { listTerritories, territoryName } from '../../../shared/rights/territory-names.ts';

describe('territory data', () => {
  it('lists the 249 assigned countries and Kosovo, once each, as the runtime knows them', () => {
    expect(COUNTRY_CODES).toHaveLength(250);
    expect(new Set(COUNTRY_CODES).size).toBe(250);
    expect([...COUNTRY_CODES].sort()).toEqual(COUNTRY_CODES);
    const names = new Intl.DisplayNames('en', { type: 'region', fallback: 'none' });
    expect(COUNTRY_CODES.filter((code) => names.of(code) === undefined)).toEqual([]);
  });

  it('has groups of known countries with source and date, and a name in the catalogue', () => {
    for (const { code, name, members, source, asOf } of TERRITORY_GROUPS) {
      expect(members.filter((member) => !COUNTRY_CODES.includes(member))).toEqual([]);
      expect(new Set(members).size).toBe(members.length);
      expect(COUNTRY_CODES).not.toContain(code);
      expect(source).not.toBe('');
      expect(asOf).toMatch(/^\d{4}-\d{2}-\d{2}$/);
      expect(name).not.toBe('');
      expect(isTerritoryCode(code)).toBe(true);
      expect(isMessageKey(`rights.group.${code}`)).toBe(true);
    }
  });

  it('names everything a list may contain, groups first', () => {
    expect(['DACH', 'DE', 'ÅÅ'].map((code) => territoryName('de', code))).toEqual([
      'Deutschland, Österreich, Schweiz',
      'Deutschland',
      'ÅÅ',
    ]);
    const all = listTerritories('en');
    expect(all).toHaveLength(COUNTRY_CODES.length + TERRITORY_GROUPS.length);
    expect(all[0]).toEqual({ code: 'EU', name: 'European Union', kind: 'group' });
    const countries = all.filter((it) => it.kind === 'country').map((it) => it.name);
    expect(countries.indexOf('Åland Islands')).toBeLessThan(countries.indexOf('Belgium'));
    expect(all.filter((it) => it.name === it.code)).toEqual([]);
  });

  it('has 27 member states in the EU besides regions with a code of their own, and not the United Kingdom', () => {
    const regions = ['AX', 'GF', 'GP', 'MF', 'MQ', 'RE', 'YT'];
    const eu = expandTerritories(['EU']);
    expect(eu.filter((code) => !regions.includes(code))).toHaveLength(27);
    expect(eu).not.toContain('GB');
    expect(expandTerritories(['EEA']).filter((code) => !eu.includes(code))).toEqual(['IS', 'LI', 'NO']);
    expect(expandTerritories(['UK', 'DACH', 'DE'])).toEqual(['AT', 'CH', 'DE', 'GB']);
  });
});

describe('coverage', () => {
  const rows = [
    // include, exclude, country, permits, prohibits
    [null, [], 'DE', true, true],
    [null, [], null, true, true],
    [null, ['US'], 'DE', true, true],
    [null, ['US'], 'US', false, false],
    [null, ['US'], 'T1', false, true],
    [['EU'], [], 'DE', true, true],
    [['EU'], ['DE'], 'DE', false, false],
    [['EU'], ['DACH'], 'FR', true, true],
    [['EU'], [], 'CH', false, false],
    [['EU'], [], 'XX', false, true],
    [['UK'], [], 'GB', true, true],
    [[], [], 'DE', false, false],
    [[], [], null, false, false],
    [['de'], [], 'DE', false, true],
    [null, ['USA'], 'DE', false, true],
    [['EU'], ['USA'], 'DE', false, true],
    [['USA'], [], 'US', false, true],
    [['XX'], [], 'XX', false, true],
  ] as const;
  it.each(rows)('include %j exclude %j: %s', (include, exclude, country, permits, prohibits) => {
    expect(permitCovers({ include, exclude }, country)).toBe(permits);
    expect(prohibitCovers({ include, exclude }, country)).toBe(prohibits);
  });

  it('covers every country without limits', () => {
    expect(COUNTRY_CODES.every((code) => permitCovers(EVERYWHERE, code))).toBe(true);
  });

  it('reads what the platform reports', () => {
    expect(
      ['DE', ' de ', 'XX', 'T1', '', null, undefined, 'EU', 'DEU'].map((raw) => toTerritory(raw)),
    ).toEqual(['DE', 'DE', null, null, null, null, null, null, null]);
  });
});

describe('a list that is handed in', () => {
  it('holds each code once, in upper case', () => {
    const read = territoriesSchema.parse({ include: ['de', 'DE', ' eu '], exclude: ['fr', 'FR'] });
    expect(read).toEqual({ include: ['DE', 'EU'], exclude: ['FR'] });
    expect(territoriesSchema.parse({ include: null })).toEqual({ include: null, exclude: [] });
  });
});
