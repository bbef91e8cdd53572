/**
 * Allowed sites: on which web sites a hot-link may be shown, told from the `Referer` (or `Origin`) that browsers send. It keeps
 * honest sites honest; it is no protection against programs, which send what they like. Rights are decided apart and first.
 */
import type { Channel } from '../rights/types.ts';

export const SITE_MODES = ['any', 'list', 'list_or_empty', 'none'] as const;
/**
 * `list_or_empty` also serves requests that name no site: addresses opened directly, mail, sites that hide it. `none` gives no
 * hot-link to anybody, whatever the request says of itself: the picture leaves by portals and links only.
 */
export type SiteMode = (typeof SITE_MODES)[number];

export interface SitePolicy {
  readonly mode: SiteMode;
  /** Host names in lower case; `*.example.com` stands for every name below it. */
  readonly sites: readonly string[];
  /** Only counts what would be refused. */
  readonly reportOnly: boolean;
}

export interface SitePolicies {
  readonly default: SitePolicy;
  readonly channels: Readonly<Partial<Record<Channel, SitePolicy>>>;
}

export const ANY_SITE: SitePolicy = { mode: 'any', sites: [], reportOnly: false };

/** What an entry of `sites` looks like. */
export const SITE_PATTERN =
  /^(?:\*\.)?(?=.{1,100}$)[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?)*$/;

/**
 * What people type or paste as a site, as the name that browsers send: without scheme, path, port and final dot, in lower case, and
 * as ASCII where it is not (`müller.de` is `xn--mller-kva.de`, IDNA as the URL standard has it). Null for what is none.
 */
export function readSite(text: string): string | null {
  const typed = text.trim().replace(/^[a-z][a-z0-9+.-]{0,20}:\/\//i, '');
  if (SITE_PATTERN.test(typed.toLowerCase())) return typed.toLowerCase();
  const isBelow = typed.startsWith('*.');
  const address = `http://${isBelow ? typed.slice(2) : typed}`;
  if (!URL.canParse(address)) return null;
  const { hostname, username } = new URL(address);
  const site = `${isBelow ? '*.' : ''}${hostname.replace(/\.$/, '')}`;
  return username === '' && SITE_PATTERN.test(site) ? site : null;
}

/** Host name of a `Referer` or `Origin`, lower case, at most 100 characters; '' without one or for one that is no URL. */
export function embeddingSite(referrer: string | null): string {
  if (referrer === null || referrer === '' || !URL.canParse(referrer)) return '';
  return new URL(referrer).hostname.toLowerCase().slice(0, 100);
}

/** The narrowest policy that says something: the asset's, the channel's, the brand's. */
export function sitePolicyFor(asset: SitePolicy | null, brand: SitePolicies, channel: Channel): SitePolicy {
  return asset ?? brand.channels[channel] ?? brand.default;
}

const matches = (entry: string, site: string): boolean =>
  entry.startsWith('*.') ? site.endsWith(entry.slice(1)) : entry === site;

/** Whether requests are refused under this policy, and not only counted. */
export function refusesSites({ mode, reportOnly }: SitePolicy): boolean {
  return mode === 'none' || (mode !== 'any' && !reportOnly);
}

/**
 * @param site of `embeddingSite`
 * @param ownSite host name of the gateway itself, which always may
 * @returns `reported` where it would be refused but the policy only reports
 */
export function judgeSite(
  policy: SitePolicy,
  site: string,
  ownSite: string,
): 'allowed' | 'reported' | 'refused' {
  if (policy.mode === 'none') return 'refused';
  if (policy.mode === 'any' || (site !== '' && site === ownSite)) return 'allowed';
  const allowed =
    site === '' ? policy.mode === 'list_or_empty' : policy.sites.some((entry) => matches(entry, site));
  if (allowed) return 'allowed';
  return policy.reportOnly ? 'reported' : 'refused';
}
