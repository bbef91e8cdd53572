/** Audit events, the dashboard, settings and the local mailbox. */
import { z } from 'zod';
import { DENIAL_POLICIES } from '../delivery/denial.ts';
import { sitePoliciesSchema, watermarksSchema } from './delivery.ts';
import { pageQuery } from './page.ts';
import { timeZoneSchema } from './rights.ts';

export const auditListQuery = pageQuery.extend({
  targetId: z.string().max(64).optional(),
  event: z.string().max(80).optional(),
  actorId: z.string().max(64).optional(),
});

/** An immutable fact: who did what to which, when, in which request. */
export interface AuditEvent {
  id: string;
  event: string;
  actor: { kind: 'user' | 'visitor' | 'system'; id: string | null; name: string };
  target: { kind: string; id: string; label: string };
  context: Record<string, unknown>;
  requestId: string | null;
  at: number;
  /** One sentence in the reader's language. */
  sentence: string;
}

/** Counts of the rail and the dashboard; each equals the list it links to. */
export interface Overview {
  organisation: string;
  assets: { total: number; inReview: number; suggestions: number };
  rights: { endingSoon: number; ended: number; embargoed: number };
  shares: { active: number; endingSoon: number };
  requests: { open: number; waiting: number };
  inquiries: { open: number };
  downloads: { last7Days: number; previous7Days: number };
  /** Milliseconds from a withdrawal until the last edge cache of the old answer was over, newest first. */
  withdrawals: { assetId: string; title: string; at: number; goneAfterMs: number | null }[];
  upcoming: { kind: 'license_end' | 'embargo_lift' | 'link_end'; at: number; label: string; href: string }[];
}

export const settingsSchema = z.object({
  organisation: z.string().trim().min(1).max(100),
  contact: z
    .object({
      name: z.string().trim().min(1).max(120),
      role: z.string().trim().max(120).nullable().default(null),
      email: z.email().max(200).nullable().default(null),
      phone: z.string().trim().max(40).nullable().default(null),
    })
    .nullable(),
  timeZone: timeZoneSchema,
  locale: z.enum(['en', 'de']),
  /** Default and longest life of a share link, days. */
  shareDefaultDays: z.number().int().min(1).max(3650),
  shareMaximumDays: z.number().int().min(1).max(3650),
  /** How long a rights snapshot may be remembered at the edge, ms. */
  policyTtlMs: z.number().int().min(0).max(15_000),
  denialPolicy: z.enum(DENIAL_POLICIES),
  /** On which web sites hot-links may be shown, by default and by channel; an asset may have its own. */
  allowedSites: sitePoliciesSchema,
  watermarks: watermarksSchema,
  /** Name of the watermark that rights may demand; null: the organisation's name, tiled. */
  protectiveWatermark: z.string().max(40).nullable(),
});
export type Settings = z.infer<typeof settingsSchema>;

export interface KeptMail {
  id: string;
  to: string;
  subject: string;
  text: string;
  html: string;
  state: 'queued' | 'sent' | 'kept' | 'failed';
  at: number;
}

export interface DownloadStat {
  assetId: string;
  title: string;
  downloads: number;
  bytes: number;
}
export interface Insights {
  from: number;
  to: number;
  downloads: number;
  bytes: number;
  byDay: { day: string; downloads: number; bytes: number }[];
  bySurface: { surface: string; label: string; downloads: number }[];
  top: DownloadStat[];
}
export const insightsQuery = z.object({ days: z.coerce.number().int().min(1).max(365).default(30) });
