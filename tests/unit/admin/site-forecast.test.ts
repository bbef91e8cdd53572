import { describe, expect, it } from 'vitest';
import { forecastSites, usageOf } from '../../../admin/screens/settings/site-forecast.ts';
import type { ChannelUsage } from '../../../shared/contract/delivery.ts';
import { ANY_SITE, type SitePolicy } from '../../../shared/delivery/sites.ts';

const seen = (channel: ChannelUsage['channel'], site: string, served: number, refused = 0): ChannelUsage => ({
  channel,
  site,
  served,
  refused,
  reported: 0,
});
const list: SitePolicy = { mode: 'list', sites: ['*.brand.example'], reportOnly: true };
const usage = [
  seen('web', 'www.brand.example', 40),
  seen('web', 'magazine.example', 7, 2),
  seen('social', 'magazine.example', 5),
  seen('web', '', 3),
  seen('email', '*', 4),
  seen('web', 'here.example', 1),
];

describe('what a list of sites would refuse', () => {
  it('judges every site as if the list were in force, and says of which it cannot tell', () => {
    const found = forecastSites(list, usage, 'here.example');
    expect(found).toMatchObject({ requests: 62, refused: 17, unknown: 4 });
    expect(found.sites.map(({ site, isAllowed }) => [site, isAllowed])).toEqual([
      ['magazine.example', false],
      ['', false],
      ['www.brand.example', true],
      ['*', null],
      ['here.example', true],
    ]);
    expect(forecastSites({ ...list, mode: 'list_or_empty' }, usage, 'here.example').refused).toBe(14);
    expect(forecastSites(ANY_SITE, usage, 'here.example')).toMatchObject({ refused: 0, unknown: 0 });
    expect(forecastSites(list, [], 'here.example')).toEqual({
      requests: 0,
      refused: 0,
      unknown: 0,
      sites: [],
    });
  });

  it('takes for the brand’s rule only the uses that have none of their own', () => {
    const policies = { default: list, channels: { social: ANY_SITE } };
    expect(usageOf('default', policies, usage)).toHaveLength(5);
    expect(usageOf('social', policies, usage)).toEqual([seen('social', 'magazine.example', 5)]);
  });
});
