/**
 * People for tests: the first administrator of an empty installation, over HTTP and in a browser.
 *
 *     const admin = await createAdministrator(server);
 *     const response = await admin.fetch('/api/admin/assets');
 *     const visitor = await visitAs(admin, browser, server);   // a browser that holds a session of theirs
 */
import { cookieOf, good } from './answers.ts';
import type { TestBrowser, Visitor, VisitorOptions } from './browser.ts';
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
  const input = { ...administratorInput, code: testSecrets.SETUP_CODE };
  await good(await server.fetch('/api/admin/setup', jsonPost(server, input)));
  return signInOverHttp(server, administratorInput.email, administratorInput.password);
}

/** Signs an existing person in. */
export async function signInOverHttp(server: TestServer, email: string, password: string): Promise<Person> {
  const response = await good(
    await server.fetch('/api/admin/session', jsonPost(server, { email, password })),
  );
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

/** A browser of somebody who is signed in. */
export async function visitAs(
  someone: Person,
  browser: TestBrowser,
  server: TestServer,
  options: VisitorOptions = {},
): Promise<Visitor> {
  const visitor = await browser.visitor(server, options);
  await signIn(visitor, someone);
  return visitor;
}
