/** The brand's settings and kept mail in D1. */
import { desc, eq, lt } from 'drizzle-orm';
import type { Settings } from '../../../shared/contract/audit.ts';
import type { Database, Statement } from '../../db/database.ts';
import { mails, settings } from '../../db/schema/index.ts';

/** The one row there is. */
export const SETTINGS_KEY = 'brand';

export function createSettingsRepository(db: Database) {
  return {
    async read(): Promise<unknown> {
      const row = await db.select().from(settings).where(eq(settings.key, SETTINGS_KEY)).get();
      return row?.value ?? {};
    },
    write: (value: Settings, now: number): Statement =>
      db
        .insert(settings)
        .values({ key: SETTINGS_KEY, value, updatedAt: now })
        .onConflictDoUpdate({ target: settings.key, set: { value, updatedAt: now } }),
    /** Newest first, after the mail `before`. */
    mails: (before: string | undefined, limit: number) =>
      db
        .select()
        .from(mails)
        .where(before === undefined ? undefined : lt(mails.id, before))
        .orderBy(desc(mails.id))
        .limit(limit),
  };
}
