/**
 * People for tests: the first administrator of an empty installation, over HTTP and in a browser.
 *
 *     const admin = await createAdministrator(server);
 *     const response = await admin.fetch('/api/admin/assets');
 *     await signIn(visitor, admin);   // the visitor's browser now holds the session
 */
import type { Visitor } from './browser.ts';
import type { TestServer } from './server.ts';
import { testSecrets } from './server.ts';

export const administratorInput = {
  name: 'Ada Brandt',
  email: 'ada@example.com',
  password: 'a long enough password',
  organisation: 'Example',
};

export interface Person {
  email: string;
  password: string;
  /** Value of the `Cookie` header that carries the session. */
  cookie: string;
  /** As `server.fetch`, signed in. A `json` value is sent as a JSON body (POST unless `method` says otherwise). */
  fetch(path: string, init?: RequestInit & { json?: unknown }): Promise<Response>;
  /** As `server.jobsDone`. */
  jobsDone(): Promise<void>;
}

function cookieOf(response: Response): string {
  return response.headers
    .getSetCookie()
    .map((entry) => entry.split(';')[0])
    .join('; ');
}

async function expectOk(response: Response, what: string): Promise<Response> {
  if (!response.ok)
    throw new Error(`${what} answered ${response.status}: ${(await response.text()).slice(0, 500)}`);
  return response;
}

function person(server: TestServer, email: string, password: string, cookie: string): Person {
  return {
    email,
    password,
    cookie,
    jobsDone: () => server.jobsDone(),
    fetch(path, init = {}) {
      const { json, ...rest } = init;
      const headers = new Headers(rest.headers);
      headers.set('cookie', cookie);
      if (json === undefined) return server.fetch(path, { ...rest, headers });
      headers.set('content-type', 'application/json');
      headers.set('origin', server.origin);
      return server.fetch(path, { method: 'POST', ...rest, headers, body: JSON.stringify(json) });
    },
  };
}

const jsonPost = (server: TestServer, body: unknown): RequestInit => ({
  method: 'POST',
  headers: { 'content-type': 'application/json', origin: server.origin },
  body: JSON.stringify(body),
});

/** Goes through the first run of an empty installation and signs in. */
export async function createAdministrator(server: TestServer): Promise<Person> {
  const setup = await server.fetch(
    '/api/admin/setup',
    jsonPost(server, { ...administratorInput, code: testSecrets.SETUP_CODE }),
  );
  await expectOk(setup, 'the first run');
  return signInOverHttp(server, administratorInput.email, administratorInput.password);
}

/** Signs an existing person in. */
export async function signInOverHttp(server: TestServer, email: string, password: string): Promise<Person> {
  const response = await server.fetch('/api/admin/session', jsonPost(server, { email, password }));
  await expectOk(response, `signing in as ${email}`);
  return person(server, email, password, cookieOf(response));
}

/** Gives a visitor's browser a session of its own. */
export async function signIn(visitor: Visitor, someone: Person): Promise<void> {
  await visitor.page.goto('/admin');
  const status = await visitor.page.evaluate(
    async ({ email, password }) => {
      const response = await fetch('/api/admin/session', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ email, password }),
      });
      return response.status;
    },
    { email: someone.email, password: someone.password },
  );
  if (status !== 200) throw new Error(`signing in as ${someone.email} answered ${status}`);
}
