/** A delivered asset and an ordinary use of it; each test changes the one thing it is about. */
import { enclosingRule, initialRights } from '../../../shared/rights/defaults.ts';
import { EVERYWHERE } from '../../../shared/rights/territories.ts';
import type {
  EnclosingRule,
  LicenseRule,
  OverrideRule,
  ReleaseRule,
  RightsSnapshot,
  Use,
} from '../../../shared/rights/types.ts';

export const NOW = Date.UTC(2026, 10, 21, 12);
export const BERLIN = 'Europe/Berlin';

export const license = (parts: Partial<LicenseRule> = {}): LicenseRule => ({
  id: 'lic_1',
  name: 'Agency X',
  effect: 'permit',
  startsAt: null,
  endsAt: null,
  territories: EVERYWHERE,
  channels: null,
  audiences: null,
  maxPixels: null,
  usageTerms: null,
  licensor: null,
  ...parts,
});

export const release = (parts: Partial<ReleaseRule> = {}): ReleaseRule => ({
  id: 'rel_1',
  kind: 'MR-UMR',
  required: true,
  state: 'signed',
  endsAt: null,
  ...parts,
});

export const override = (parts: Partial<OverrideRule> = {}): OverrideRule => ({
  id: 'ovr_1',
  effect: 'permit',
  startsAt: null,
  endsAt: NOW + 1000,
  reason: 'Agreed by phone',
  by: 'Dana',
  territories: EVERYWHERE,
  channels: null,
  ...parts,
});

export const portal = (parts: Partial<EnclosingRule> = {}): EnclosingRule =>
  enclosingRule({ source: 'portal', id: 'ptl_1', label: 'Press', state: 'active', ...parts });

export const snapshot = (parts: Partial<RightsSnapshot> = {}): RightsSnapshot => ({
  ...initialRights('ast_1'),
  status: 'approved',
  licenses: [license()],
  creditLine: 'Photo: Dana / Brand',
  ...parts,
});

export const use = (parts: Partial<Use> = {}): Use => ({
  subject: { kind: 'public', audience: 'press' },
  action: 'download_rendition',
  channel: 'web',
  territory: 'DE',
  now: NOW,
  enclosing: [],
  ...parts,
});
