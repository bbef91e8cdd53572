/** Who asks, from where and in which words: what services know of a request. */
import type { Role } from '../../shared/contract/users.ts';
import type { Locale } from '../../shared/messages/index.ts';

/** Who does something, as the audit records it. */
export interface Actor {
  readonly kind: 'user' | 'visitor' | 'system';
  readonly id: string | null;
  readonly name: string;
}

/** The person or program behind one request. Passed to every service method that changes or shows something. */
export interface Caller {
  readonly actor: Actor;
  /** Null for visitors. */
  readonly role: Role | null;
  readonly locale: Locale;
  readonly timeZone: string;
  /** ISO 3166-1 alpha-2 of the request, or null when unknown. */
  readonly territory: string | null;
  /** Network the request comes from (`networkOf`), or null when unknown. Never written down as it is. */
  readonly source: string | null;
  readonly requestId: string;
  /** Scheme and host the person sees, without a trailing slash. */
  readonly origin: string;
  /** One instant for the whole request. */
  readonly now: number;
}

export const SYSTEM_ACTOR: Actor = { kind: 'system', id: null, name: 'Vitrine' };
