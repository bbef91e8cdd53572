/** People in D1. Reads give rows, changes give statements for the service's batch. */
import { asc, count, eq } from 'drizzle-orm';
import type { Role } from '../../../shared/contract/users.ts';
import type { Database, Statement } from '../../db/database.ts';
import { sessions, users } from '../../db/schema/index.ts';

export type UserRecord = typeof users.$inferSelect;
/** A team, not a directory: the list is shown whole. */
const PEOPLE_MAX = 500;

export function createUserRepository(db: Database) {
  return {
    async total(): Promise<number> {
      const [row] = await db.select({ total: count() }).from(users);
      return row?.total ?? 0;
    },
    find: (id: string): Promise<UserRecord | undefined> =>
      db.select().from(users).where(eq(users.id, id)).get(),
    list: (): Promise<UserRecord[]> => db.select().from(users).orderBy(asc(users.name)).limit(PEOPLE_MAX),
    administrators: (): Promise<UserRecord[]> =>
      db.select().from(users).where(eq(users.role, 'administrator')).limit(PEOPLE_MAX),
    update: (
      id: string,
      change: {
        role?: Role | undefined;
        name?: string | undefined;
        disabled?: boolean | undefined;
        locale?: string | undefined;
        timeZone?: string | undefined;
      },
      now: number,
    ): Statement =>
      db
        .update(users)
        .set({ ...change, updatedAt: new Date(now) })
        .where(eq(users.id, id)),
    endSessions: (userId: string): Statement => db.delete(sessions).where(eq(sessions.userId, userId)),
  };
}
