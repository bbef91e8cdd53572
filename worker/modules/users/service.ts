/** People, their sessions and the first run. */
import type { z } from 'zod';
import {
  type createUserInput,
  type Me,
  ROLE_PERMISSIONS,
  type Role,
  type setupInput,
  type signInInput,
  type UserRow,
  type updateMeInput,
  type updateUserInput,
} from '../../../shared/contract/users.ts';
import { type Database, runBatch } from '../../db/database.ts';
import type { Caller } from '../../http/caller.ts';
import { fail } from '../../http/errors.ts';
import type { Authenticator } from '../../ports/authenticator.ts';
import type { Identifiers } from '../../ports/identifiers.ts';
import type { Signer } from '../../ports/signer.ts';
import { auditStatement } from '../audit/index.ts';
import type { SettingsService } from '../settings/index.ts';
import { deviceCookie, readDevice } from './known-device.ts';
import { createUserRepository, type UserRecord } from './repository.ts';
import { clearFailures, countFailure, lockedFor } from './repository-throttle.ts';

export interface UserService {
  /** Whether the first administrator still has to be created. */
  setupState(): Promise<{ needed: boolean }>;
  setUp(caller: Caller, input: z.infer<typeof setupInput>): Promise<{ me: Me; cookies: string[] }>;
  /**
   * @param browserCookies of the request: a browser that has signed in before has a count of failures of its own
   * @throws Failure `too_many_attempts` after eight wrong passwords within a quarter of an hour, for five minutes
   */
  signIn(
    caller: Caller,
    input: z.infer<typeof signInInput>,
    browserCookies: string,
  ): Promise<{ me: Me; cookies: string[] }>;
  signOut(headers: Headers): Promise<string[]>;
  /** The signed-in person behind a request's cookies, or null. */
  authenticate(headers: Headers): Promise<Me | null>;
  me(userId: string): Promise<Me>;
  updateMe(caller: Caller, input: z.infer<typeof updateMeInput>): Promise<Me>;
  list(): Promise<UserRow[]>;
  create(caller: Caller, input: z.infer<typeof createUserInput>): Promise<UserRow>;
  update(caller: Caller, id: string, input: z.infer<typeof updateUserInput>): Promise<UserRow>;
}

export interface UserDeps {
  readonly db: Database;
  readonly identifiers: Identifiers;
  readonly signer: Signer;
  /** Built on first use: most requests carry no session. */
  readonly authentication: () => Promise<Authenticator>;
  readonly settings: SettingsService;
  /** Code of the first run; empty refuses it. */
  readonly setupCode: string;
}

function meOf(row: UserRecord): Me {
  return {
    id: row.id,
    name: row.name,
    email: row.email,
    role: row.role,
    locale: row.locale,
    timeZone: row.timeZone,
    permissions: [...ROLE_PERMISSIONS[row.role]],
  };
}

function rowOf(row: UserRecord): UserRow {
  return {
    id: row.id,
    name: row.name,
    email: row.email,
    role: row.role,
    disabled: row.disabled,
    createdAt: row.createdAt.getTime(),
  };
}

/** Compares in time that does not depend on where the texts differ. */
function sameText(a: string, b: string): boolean {
  let difference = a.length ^ b.length;
  for (let i = 0; i < a.length; i++) difference |= a.charCodeAt(i) ^ b.charCodeAt(i % Math.max(1, b.length));
  return difference === 0;
}

export function createUserService(deps: UserDeps): UserService {
  const { db, authentication } = deps;

  const people = createUserRepository(db);
  const find = people.find;
  async function addAccount(
    caller: Caller,
    input: { name: string; email: string; password: string; role: Role },
  ): Promise<UserRecord> {
    const account = await (await authentication()).createAccount({
      ...input,
      email: input.email.toLowerCase(),
    });
    if (account === null) {
      fail('conflict', { detail: `${input.email} already has an account.` });
    }
    await runBatch(db, [
      people.update(account.userId, { role: input.role }, caller.now),
      auditStatement(
        deps,
        caller,
        'user.created',
        { kind: 'user', id: account.userId, label: input.name },
        { role: input.role },
      ),
    ]);
    const row = await find(account.userId);
    if (row === undefined) fail('internal');
    return row;
  }
  async function startSession(caller: Caller, input: { email: string; password: string }) {
    const email = input.email.toLowerCase();
    const session = await (await authentication()).signIn({ ...input, email });
    if (session === null) return null;
    const row = await find(session.userId);
    if (row === undefined || row.disabled) return null;
    const actor = { kind: 'user', id: row.id, name: row.name } as const;
    await runBatch(db, [
      auditStatement(deps, { ...caller, actor }, 'user.signed_in', {
        kind: 'user',
        id: row.id,
        label: row.name,
      }),
    ]);
    return { me: meOf(row), cookies: [...session.cookies, await deviceCookie(deps, caller, email)] };
  }

  return {
    async setupState() {
      return { needed: (await people.total()) === 0 };
    },
    async setUp(caller, input) {
      const { needed } = await this.setupState();
      if (!needed) fail('already_set_up');
      if (deps.setupCode === '' || !sameText(input.code, deps.setupCode)) {
        fail('permission_denied', {
          params: {},
          detail: 'The setup code is not right. It is printed at the first start.',
        });
      }
      await addAccount(caller, { ...input, role: 'administrator' });
      await deps.settings.update(caller, { organisation: input.organisation });
      const session = await startSession(caller, input);
      if (session === null) fail('internal');
      return session;
    },
    async signIn(caller, input, browserCookies) {
      const email = input.email.toLowerCase();
      const device = await readDevice(deps, caller, browserCookies, email);
      const subject = device === null ? `sign-in:${email}` : `sign-in-device:${device}`;
      const wait = await lockedFor(db, subject, caller.now);
      if (wait > 0) {
        fail('too_many_attempts', { headers: { 'retry-after': String(Math.ceil(wait / 1000)) } });
      }
      // Counted before the password is looked at, so that parallel guesses are not more guesses.
      const { locked } = await countFailure(db, subject, caller.now);
      if (locked) fail('too_many_attempts', { headers: { 'retry-after': '300' } });
      const session = await startSession(caller, input);
      if (session === null) {
        fail('sign_in_required', { detail: 'The e-mail address or the password is not right.' });
      }
      await clearFailures(db, subject);
      return session;
    },
    signOut: async (headers) => (await authentication()).signOut(headers),
    async authenticate(headers) {
      const userId = await (await authentication()).authenticate(headers);
      if (userId === null) return null;
      const row = await find(userId);
      return row === undefined || row.disabled ? null : meOf(row);
    },
    async me(userId) {
      const row = await find(userId);
      if (row === undefined) fail('sign_in_required');
      return meOf(row);
    },
    async updateMe(caller, input) {
      const id = caller.actor.id;
      if (id === null) fail('sign_in_required');
      await runBatch(db, [people.update(id, input, caller.now)]);
      return this.me(id);
    },
    async list() {
      return (await people.list()).map(rowOf);
    },
    async create(caller, input) {
      return rowOf(await addAccount(caller, input));
    },
    async update(caller, id, input) {
      const before = await find(id);
      if (before === undefined) fail('not_found');
      const leavesAdministration =
        before.role === 'administrator' &&
        (input.disabled === true || (input.role !== undefined && input.role !== 'administrator'));
      if (leavesAdministration) {
        const administrators = await people.administrators();
        if (administrators.filter((row) => !row.disabled).length < 2) {
          fail('conflict', { detail: 'Somebody has to stay administrator. Make another person one first.' });
        }
      }
      await runBatch(db, [
        people.update(id, input, caller.now),
        ...(input.disabled === true ? [people.endSessions(id)] : []),
        auditStatement(deps, caller, 'user.changed', { kind: 'user', id, label: before.name }, { ...input }),
      ]);
      const row = await find(id);
      if (row === undefined) fail('not_found');
      return rowOf(row);
    },
  };
}
