/** What a list of allowed sites would refuse, told from the requests of the last days. Pure. */
import type { ChannelUsage } from '../../../shared/contract/index.ts';
import { judgeSite, type SitePolicies, type SitePolicy } from '../../../shared/delivery/index.ts';
import type { Channel } from '../../../shared/rights/types.ts';

export interface SiteForecast {
  readonly site: string;
  readonly requests: number;
  readonly refused: number;
  /** Null: sites beyond the ones that are told apart, of which nobody knows. */
  readonly isAllowed: boolean | null;
}

export interface Forecast {
  readonly requests: number;
  /** Requests that would be refused, of sites that are told apart. */
  readonly refused: number;
  /** Requests of sites that are not told apart. */
  readonly unknown: number;
  /** Most refused first, then most used. */
  readonly sites: readonly SiteForecast[];
}

const OTHER_SITES = '*';

/** @param ownSite host name of this Vitrine, which always may */
export function forecastSites(
  policy: SitePolicy,
  usage: readonly Omit<ChannelUsage, 'channel' | 'reported'>[],
  ownSite: string,
): Forecast {
  const strict: SitePolicy = { ...policy, reportOnly: false };
  const requests = new Map<string, number>();
  for (const { site, served, refused } of usage) {
    requests.set(site, (requests.get(site) ?? 0) + served + refused);
  }
  const sites = [...requests].map(([site, count]): SiteForecast => {
    const isAllowed =
      site === OTHER_SITES && policy.mode !== 'any' ? null : judgeSite(strict, site, ownSite) === 'allowed';
    return { site, requests: count, refused: isAllowed === false ? count : 0, isAllowed };
  });
  const sum = (list: readonly number[]) => list.reduce((total, value) => total + value, 0);
  return {
    requests: sum(sites.map((entry) => entry.requests)),
    refused: sum(sites.map((entry) => entry.refused)),
    unknown: sum(sites.filter(({ isAllowed }) => isAllowed === null).map((entry) => entry.requests)),
    sites: sites.toSorted(
      (one, other) =>
        other.refused - one.refused || other.requests - one.requests || one.site.localeCompare(other.site),
    ),
  };
}

/** The uses that a policy is about: one channel, or all that have none of their own. */
export function usageOf(
  scope: 'default' | Channel,
  policies: SitePolicies,
  usage: readonly ChannelUsage[],
): readonly ChannelUsage[] {
  return usage.filter(({ channel }) =>
    scope === 'default' ? policies.channels[channel] === undefined : channel === scope,
  );
}
