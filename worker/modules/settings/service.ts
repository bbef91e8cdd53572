/** The brand's settings, remembered for a few seconds per isolate: every request reads some of them. */
import { type KeptMail, type Settings, settingsSchema } from '../../../shared/contract/audit.ts';
import type { Page, PageQuery } from '../../../shared/contract/page.ts';
import type { Clock } from '../../../shared/time/clock.ts';
import { type Database, runBatch } from '../../db/database.ts';
import type { Caller } from '../../http/app-env.ts';
import { fail } from '../../http/errors.ts';
import type { Identifiers } from '../../ports/identifiers.ts';
import { auditStatement } from '../audit/index.ts';
import { createSettingsRepository, SETTINGS_KEY } from './repository.ts';

export interface SettingsService {
  get(): Promise<Settings>;
  update(caller: Caller, change: { [K in keyof Settings]?: Settings[K] | undefined }): Promise<Settings>;
  listMails(query: PageQuery): Promise<Page<KeptMail>>;
}

const DEFAULTS: Settings = {
  organisation: 'Vitrine',
  contact: null,
  timeZone: 'Europe/Berlin',
  locale: 'en',
  shareDefaultDays: 30,
  shareMaximumDays: 365,
  policyTtlMs: 2000,
  denialPolicy: 'gone',
  allowedSites: { default: { mode: 'any', sites: [], reportOnly: false }, channels: {} },
  watermarks: [],
  protectiveWatermark: null,
};
const MEMO_MS = 2000;

/** The settings that a stored value means; what it leaves out is the default. */
export function settingsOf(stored: unknown): Settings {
  return settingsSchema.parse({ ...DEFAULTS, ...(stored as object) });
}

let memo: { database: unknown; readAt: number; value: Settings } | null = null;

/** @param binding identifies the database the memo belongs to. */
export function createSettingsService(deps: {
  readonly db: Database;
  readonly binding: unknown;
  readonly clock: Clock;
  readonly identifiers: Identifiers;
}): SettingsService {
  const { db } = deps;
  const rows = createSettingsRepository(db);
  return {
    async get() {
      const now = Date.now();
      if (memo !== null && memo.database === deps.binding && now - memo.readAt < MEMO_MS) return memo.value;
      const kept = await rows.read();
      const value = settingsOf(kept);
      memo = { database: deps.binding, readAt: now, value };
      return value;
    },
    async update(caller, change) {
      memo = null;
      const before = await this.get();
      const given = Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined));
      const value = settingsSchema.parse({ ...before, ...given });
      const { protectiveWatermark } = value;
      if (
        protectiveWatermark !== null &&
        !value.watermarks.some((mark) => mark.name === protectiveWatermark)
      ) {
        fail('validation_failed', {
          errors: [
            { path: 'protectiveWatermark', message: `there is no watermark “${protectiveWatermark}”` },
          ],
        });
      }
      await runBatch(db, [
        rows.write(value, caller.now),
        auditStatement(
          deps,
          caller,
          'settings.changed',
          { kind: 'settings', id: SETTINGS_KEY, label: value.organisation },
          given,
        ),
      ]);
      memo = null;
      return value;
    },
    async listMails(query) {
      const found = await rows.mails(query.cursor, query.limit + 1);
      const items = found.slice(0, query.limit).map((row) => ({
        id: row.id,
        to: row.recipient,
        subject: row.subject,
        text: row.text,
        html: row.html,
        state: row.state,
        at: row.createdAt,
      }));
      return { items, nextCursor: found.length > query.limit ? (items.at(-1)?.id ?? null) : null };
    },
  };
}
