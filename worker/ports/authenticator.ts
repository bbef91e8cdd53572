/** Accounts, passwords and sessions. Kept by a library; this is all the rest of the Worker knows of it. */
export interface Authenticator {
  /** Creates an account that can sign in with this password. @returns its user id, or null when the address is taken. */
  createAccount(input: { name: string; email: string; password: string }): Promise<{ userId: string } | null>;
  /** `set-cookie` values of a new session, or null for a wrong address or password: which one is not said. */
  signIn(input: { email: string; password: string }): Promise<{ userId: string; cookies: string[] } | null>;
  /** `set-cookie` values that end the session of these request headers. */
  signOut(headers: Headers): Promise<string[]>;
  /** User id of the session in these request headers, or null. */
  authenticate(headers: Headers): Promise<string | null>;
}
