/** Licences of the demo brand, in every state a visitor should meet, and the sentences that go into the files. */
import type { DemoLicense, LicenseKey } from './types.ts';

const HOUR = 3_600_000;
export const DAY_MS = 24 * HOUR;

/** Human text of each licence: `xmpRights:UsageTerms` of the files under it. */
export const USAGE_TERMS: Record<LicenseKey | 'unrestricted', string> = {
  press:
    'Free for editorial use in connection with Nattvik and its products, in print and online, with the credit line. Not for advertising.',
  autumn:
    'Autumn campaign 2026: editorial, social and retailer use with the credit line until the campaign ends. Not for advertising by third parties.',
  spring:
    'Spring campaign 2026. The licence has ended; please take down and ask the press office for current pictures.',
  germany:
    'Editorial use in Germany only, with the credit line. Other countries on request to the press office.',
  online: 'Websites, newsletters and social media only, with the credit line. No print, no advertising.',
  partner:
    'For Nattvik retailers and their agencies: web, e-mail, social and print about the products shown.',
  unrestricted:
    'May be used without asking wherever Nattvik is named. Please follow the brand guidelines; do not alter the mark.',
};

const EVERYWHERE = { include: null, exclude: [] };
const base = {
  licensor: 'Nattvik AB',
  effect: 'permit',
  timeZone: 'Europe/Stockholm',
  territories: EVERYWHERE,
  channels: null,
  audiences: null,
  maxPixels: null,
} as const;

export const DEMO_LICENSES: DemoLicense[] = [
  {
    ...base,
    key: 'press',
    name: 'Press and editorial, worldwide',
    startsAfter: -300 * DAY_MS,
    endsAfter: 430 * DAY_MS,
    usageTerms: USAGE_TERMS.press,
  },
  {
    ...base,
    key: 'autumn',
    name: 'Autumn campaign 2026',
    startsAfter: -75 * DAY_MS,
    endsAfter: 5 * DAY_MS,
    usageTerms: USAGE_TERMS.autumn,
  },
  {
    ...base,
    key: 'spring',
    name: 'Spring campaign 2026 (ended)',
    startsAfter: -260 * DAY_MS,
    endsAfter: -38 * DAY_MS,
    usageTerms: USAGE_TERMS.spring,
  },
  {
    ...base,
    key: 'germany',
    name: 'Hamburg showroom, Germany only',
    licensor: 'Atelier Brandt & Yıldız, Hamburg',
    startsAfter: -120 * DAY_MS,
    endsAfter: 610 * DAY_MS,
    timeZone: 'Europe/Berlin',
    territories: { include: ['DE'], exclude: [] },
    usageTerms: USAGE_TERMS.germany,
  },
  {
    ...base,
    key: 'online',
    name: 'Online and social, no print',
    startsAfter: -90 * DAY_MS,
    endsAfter: 275 * DAY_MS,
    channels: ['web', 'social', 'email'],
    usageTerms: USAGE_TERMS.online,
  },
  {
    ...base,
    key: 'partner',
    name: 'Retail partners 2026/27',
    startsAfter: -60 * DAY_MS,
    endsAfter: 305 * DAY_MS,
    audiences: ['partner', 'agency', 'internal'],
    usageTerms: USAGE_TERMS.partner,
  },
];
