/** Licenses, releases, overrides and embargo, as the console writes them and reads them. */
import { z } from 'zod';
import type { RightsSummary } from '../rights/summary.ts';
import { isTerritoryCode } from '../rights/territories.ts';
import { AUDIENCES, CHANNELS, RELEASE_KINDS, RELEASE_STATES, type RightsSnapshot } from '../rights/types.ts';
import { isTimeZone } from '../time/zones.ts';
import { idOf } from './identifiers.ts';
import { lineOf, linesOf } from './text.ts';

export { RIGHTS_STATES, type RightsState, type RightsSummary } from '../rights/summary.ts';

/** Unix milliseconds UTC, year 1900 to 9999. */
export const instantSchema = z.number().int().min(-2_208_988_800_000).max(253_402_300_799_999);
export const territoryCode = z
  .string()
  .trim()
  .toUpperCase()
  .refine(isTerritoryCode, 'use a two-letter country code or a group such as EU');
/** Each once, whatever the case it was written in. */
const territoryCodes = z
  .array(territoryCode)
  .max(260)
  .transform((codes) => [...new Set(codes)]);
export const territoriesSchema = z.object({
  include: territoryCodes.nullable(),
  exclude: territoryCodes.default([]),
});
export const TIME_ZONE_MESSAGE = 'use the name of a time zone such as Europe/Berlin';
/** An IANA zone that this server can show times in. */
export const timeZoneSchema = z.string().min(1).max(64).refine(isTimeZone, TIME_ZONE_MESSAGE);

const windowFields = {
  startsAt: instantSchema.nullable(),
  endsAt: instantSchema.nullable(),
  /** The zone the window was typed in; instants decide, the zone is for showing. */
  timeZone: timeZoneSchema,
};
const ordered = (w: { startsAt: number | null; endsAt: number | null }) =>
  w.startsAt === null || w.endsAt === null || w.startsAt < w.endsAt;
export const WINDOW_ORDER_MESSAGE = 'the end must be after the start';

export const licenseInput = z
  .object({
    name: lineOf(200, 1),
    licensor: lineOf(200).nullable().default(null),
    effect: z.enum(['permit', 'prohibit']).default('permit'),
    ...windowFields,
    territories: territoriesSchema,
    channels: z.array(z.enum(CHANNELS)).min(1).nullable(),
    audiences: z.array(z.enum(AUDIENCES)).min(1).nullable().default(null),
    maxPixels: z.number().int().min(1).max(100_000).nullable().default(null),
    usageTerms: linesOf(4000).nullable().default(null),
  })
  .refine(ordered, { path: ['endsAt'], message: WINDOW_ORDER_MESSAGE });
export type LicenseInput = z.infer<typeof licenseInput>;

export interface License extends LicenseInput {
  id: string;
  assetCount: number;
  /** `upcoming` | `active` | `ending` (ends within 30 days) | `ended`, at the time of the answer. */
  state: 'upcoming' | 'active' | 'ending' | 'ended';
  createdAt: number;
  updatedAt: number;
}

export const licenseAssignmentInput = z.object({
  assetIds: z.array(idOf('asset')).min(1).max(500),
  licenseId: idOf('license'),
});

export const releaseInput = z.object({
  kind: z.enum(RELEASE_KINDS),
  name: lineOf(200, 1),
  required: z.boolean().default(true),
  state: z.enum(RELEASE_STATES),
  endsAt: instantSchema.nullable().default(null),
});

export const overrideInput = z
  .object({
    effect: z.enum(['permit', 'prohibit']),
    startsAt: instantSchema.nullable().default(null),
    endsAt: instantSchema,
    reason: z.string().trim().min(5, 'say why in a few words').max(1000),
    territories: territoriesSchema.default({ include: null, exclude: [] }),
    channels: z.array(z.enum(CHANNELS)).min(1).nullable().default(null),
  })
  .refine(ordered, { path: ['endsAt'], message: WINDOW_ORDER_MESSAGE });

export const embargoInput = z.object({ liftsAt: instantSchema.nullable(), timeZone: timeZoneSchema });

/** What the console shows about an asset's rights: everything the decision knows, and what it says now. */
export interface AssetRights {
  snapshot: RightsSnapshot;
  embargoTimeZone: string | null;
  licenses: License[];
  releases: (z.infer<typeof releaseInput> & { id: string })[];
  overrides: (z.infer<typeof overrideInput> & { id: string; by: string; createdAt: number })[];
  /** The decision for the public, on the web, where the rights reach furthest. */
  now: RightsSummary;
}
