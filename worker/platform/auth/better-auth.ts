import { APIError } from 'better-auth/api';
import { type BetterAuthOptions, betterAuth } from 'better-auth/minimal';
import type { Authenticator } from '../../ports/authenticator.ts';

const SESSION_DAYS = 14;

/**
 * better-auth over `database` (its drizzle adapter, D1): scrypt passwords, database sessions in an HttpOnly cookie. Its own HTTP routes are not mounted; the
 * API calls it in process, so that throttling, permissions and the audit stay in one place.
 *
 * @param options.secret signs session cookies
 * @param options.secureCookies false only on plain-http loopback
 */
export function createAuthenticator(
  database: BetterAuthOptions['database'],
  options: { secret: string; origin: string; secureCookies: boolean },
): Authenticator {
  const auth = betterAuth({
    baseURL: options.origin,
    secret: options.secret,
    database,
    emailAndPassword: { enabled: true, minPasswordLength: 10, maxPasswordLength: 128, autoSignIn: false },
    session: { expiresIn: SESSION_DAYS * 86_400, updateAge: 86_400 },
    rateLimit: { enabled: false },
    telemetry: { enabled: false },
    advanced: {
      cookiePrefix: 'vitrine',
      useSecureCookies: options.secureCookies,
      disableCSRFCheck: true,
      ipAddress: { disableIpTracking: true },
      defaultCookieAttributes: { sameSite: 'lax', httpOnly: true, path: '/' },
    },
  });

  return {
    async createAccount({ name, email, password }) {
      try {
        const { user } = await auth.api.signUpEmail({ body: { name, email, password } });
        return { userId: user.id };
      } catch (error) {
        if (error instanceof APIError && error.statusCode === 422) return null;
        throw error;
      }
    },
    async signIn({ email, password }) {
      try {
        const { headers, response } = await auth.api.signInEmail({
          body: { email, password },
          returnHeaders: true,
        });
        return { userId: response.user.id, cookies: headers.getSetCookie() };
      } catch (error) {
        if (error instanceof APIError && error.statusCode < 500) return null;
        throw error;
      }
    },
    async signOut(headers) {
      const { headers: answer } = await auth.api.signOut({ headers, returnHeaders: true });
      return answer.getSetCookie();
    },
    async authenticate(headers) {
      const session = await auth.api.getSession({ headers, query: { disableRefresh: true } });
      return session?.user.id ?? null;
    },
  };
}
