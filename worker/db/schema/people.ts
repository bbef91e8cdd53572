/** Tables of people and their sessions, in the shape better-auth expects, plus the columns of our own. */
import { index, integer, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import type { Role } from '../../../shared/contract/users.ts';

const at = (name: string) => integer(name, { mode: 'timestamp_ms' }).notNull();

export const users = sqliteTable('users', {
  id: text('id').primaryKey(),
  name: text('name').notNull(),
  email: text('email').notNull().unique(),
  emailVerified: integer('is_email_verified', { mode: 'boolean' }).notNull().default(false),
  image: text('image'),
  role: text('role').$type<Role>().notNull().default('viewer'),
  locale: text('locale').notNull().default('en'),
  timeZone: text('time_zone').notNull().default('UTC'),
  disabled: integer('is_disabled', { mode: 'boolean' }).notNull().default(false),
  createdAt: at('created_at'),
  updatedAt: at('updated_at'),
});

export const sessions = sqliteTable(
  'sessions',
  {
    id: text('id').primaryKey(),
    expiresAt: at('expires_at'),
    token: text('token').notNull().unique(),
    createdAt: at('created_at'),
    updatedAt: at('updated_at'),
    ipAddress: text('ip_address'),
    userAgent: text('user_agent'),
    userId: text('user_id')
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
  },
  (t) => [index('sessions_user_idx').on(t.userId)],
);

export const accounts = sqliteTable(
  'accounts',
  {
    id: text('id').primaryKey(),
    accountId: text('account_id').notNull(),
    providerId: text('provider_id').notNull(),
    userId: text('user_id')
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    accessToken: text('access_token'),
    refreshToken: text('refresh_token'),
    idToken: text('id_token'),
    accessTokenExpiresAt: integer('access_token_expires_at', { mode: 'timestamp_ms' }),
    refreshTokenExpiresAt: integer('refresh_token_expires_at', { mode: 'timestamp_ms' }),
    scope: text('scope'),
    password: text('password'),
    createdAt: at('created_at'),
    updatedAt: at('updated_at'),
  },
  (t) => [index('accounts_user_idx').on(t.userId)],
);

export const verifications = sqliteTable(
  'verifications',
  {
    id: text('id').primaryKey(),
    identifier: text('identifier').notNull(),
    value: text('value').notNull(),
    expiresAt: at('expires_at'),
    createdAt: at('created_at'),
    updatedAt: at('updated_at'),
  },
  (t) => [index('verifications_identifier_idx').on(t.identifier)],
);

/** Failed attempts, and turns taken, per subject (an e-mail address, a share link, a network's tag); kept for a day. */
export const throttles = sqliteTable(
  'throttles',
  {
    subject: text('subject').primaryKey(),
    failures: integer('failures').notNull().default(0),
    windowStartedAt: integer('window_started_at').notNull(),
    lockedUntil: integer('locked_until'),
  },
  (t) => [index('throttles_window_idx').on(t.windowStartedAt)],
);
