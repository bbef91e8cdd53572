/** Mail on its way out. */
import { eq } from 'drizzle-orm';
import type { Database } from './database.ts';
import { mails } from './schema/index.ts';

export async function findMail(db: Database, id: string): Promise<typeof mails.$inferSelect | undefined> {
  return db.select().from(mails).where(eq(mails.id, id)).get();
}

export async function markMail(db: Database, id: string, state: 'sent' | 'kept' | 'failed'): Promise<void> {
  await db.update(mails).set({ state }).where(eq(mails.id, id));
}
