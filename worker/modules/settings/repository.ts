/** The brand's settings and kept mail in D1. */
import { desc, eq, lt, sql } from 'drizzle-orm';
import type { Settings } from '../../../shared/contract/audit.ts';
import type { Database, Statement } from '../../db/database.ts';
import { mails, settings } from '../../db/schema/index.ts';

/** The row of what people set. */
export const SETTINGS_KEY = 'brand';
/** Beside it: where the console was reached when something was made last that mail tells of. */
const ORIGIN_KEY = 'origin';

export function createSettingsRepository(db: Database) {
  return {
    async read(): Promise<unknown> {
      const row = await db.select().from(settings).where(eq(settings.key, SETTINGS_KEY)).get();
      return row?.value ?? {};
    },
    /**
     * Puts what is given over what is stored, name by name and in the statement itself: two people who change different
     * settings at once both have their way.
     */
    put: (given: Partial<Settings>, now: number): Statement => {
      const parts = Object.entries(given).map(
        ([name, value]) => sql`, ${`$.${name}`}, json(${JSON.stringify(value)})`,
      );
      return db
        .insert(settings)
        .values({ key: SETTINGS_KEY, value: given, updatedAt: now })
        .onConflictDoUpdate({
          target: settings.key,
          set: {
            value:
              parts.length === 0
                ? sql`${settings.value}`
                : sql`json_set(${settings.value}${sql.join(parts)})`,
            updatedAt: now,
          },
        });
    },
    async origin(): Promise<string | null> {
      const row = await db.select().from(settings).where(eq(settings.key, ORIGIN_KEY)).get();
      return typeof row?.value === 'string' ? row.value : null;
    },
    /** Writes nothing where it is the same. */
    async keepOrigin(origin: string, now: number): Promise<void> {
      await db
        .insert(settings)
        .values({ key: ORIGIN_KEY, value: origin, updatedAt: now })
        .onConflictDoUpdate({
          target: settings.key,
          set: { value: origin, updatedAt: now },
          setWhere: sql`${settings.value} <> excluded.value`,
        });
    },
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
