/** The brand's settings, remembered for a few seconds per isolate: every request reads some of them. */
import { type KeptMail, type Settings, settingsSchema } from '../../../shared/contract/audit.ts';
import type { Page, PageQuery } from '../../../shared/contract/page.ts';
import { ANY_SITE } from '../../../shared/delivery/sites.ts';
import { t } from '../../../shared/messages/index.ts';
import { undrawnToTell } from '../../../shared/text/drawn-letters.ts';
import type { Clock } from '../../../shared/time/clock.ts';
import { usableZone } from '../../../shared/time/zones.ts';
import { type Database, runBatch } from '../../db/database.ts';
import type { Caller } from '../../http/caller.ts';
import { fail } from '../../http/errors.ts';
import type { Identifiers } from '../../ports/identifiers.ts';
import { auditStatement } from '../audit/index.ts';
import { createSettingsRepository, SETTINGS_KEY } from './repository.ts';

export interface SettingsService {
  get(): Promise<Settings>;
  update(caller: Caller, change: { [K in keyof Settings]?: Settings[K] | undefined }): Promise<Settings>;
  /**
   * Where the console is reached, for mail that no request causes: what the deployment says, or what was noted last. Null
   * before the first link or request was made.
   */
  origin(): Promise<string | null>;
  /** Notes where a signed-in person reaches the console. Nothing where the deployment says it. */
  noteOrigin(caller: Caller): Promise<void>;
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
  allowedSites: { default: ANY_SITE, channels: {} },
  watermarks: [],
  protectiveWatermark: null,
};
const MEMO_MS = 2000;

/** The settings that a stored value means; what it leaves out is the default. */
export function settingsOf(stored: unknown): Settings {
  const value = { ...DEFAULTS, ...(stored as Partial<Settings>) };
  // Kept by a server with another zone database, or before zones were checked.
  return settingsSchema.parse({ ...value, timeZone: usableZone(value.timeZone) });
}

/** A text of which letters would be missing is not saved; one that was saved when letters were not looked at may stay. */
function refuseUndrawn(
  { locale }: Caller,
  marks: Settings['watermarks'],
  before: Settings['watermarks'],
): void {
  const known = new Set(before.map((mark) => (mark.kind === 'text' ? mark.text : null)));
  for (const [index, mark] of marks.entries()) {
    const letters = mark.kind === 'text' && !known.has(mark.text) ? undrawnToTell(mark.text) : null;
    if (letters === null) continue;
    const detail = t(locale, 'delivery.mark.undrawn', { letters });
    fail('validation_failed', { detail, errors: [{ path: `watermarks.${index}.text`, message: detail }] });
  }
}

let memo: { database: unknown; readAt: number; value: Settings } | null = null;

/** @param binding identifies the database the memo belongs to. */
export function createSettingsService(deps: {
  readonly db: Database;
  readonly binding: unknown;
  readonly clock: Clock;
  readonly identifiers: Identifiers;
  /** Of the deployment; empty where it names none. */
  readonly publicOrigin: string;
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
      refuseUndrawn(caller, value.watermarks, before.watermarks);
      await runBatch(db, [
        rows.put(given, caller.now),
        auditStatement(
          deps,
          caller,
          'settings.changed',
          { kind: 'settings', id: SETTINGS_KEY, label: value.organisation },
          given,
        ),
      ]);
      memo = null;
      return this.get();
    },
    origin: async () => deps.publicOrigin || rows.origin(),
    async noteOrigin({ origin, now }) {
      if (deps.publicOrigin === '') await rows.keepOrigin(origin, now);
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
