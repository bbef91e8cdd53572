/** One visit of one page: the reader's language and zone, the present, and the door to the API. */
import { type Locale, negotiateLocale } from '../../shared/messages/index.ts';
import { type ApiClient, createApiClient } from '../api/client.ts';

export interface Visit {
  readonly locale: Locale;
  /** Present instant of this request. */
  readonly now: number;
  /** Zone times are written in on the server; a script rewrites them into the reader's own. */
  readonly zone: string;
  readonly api: ApiClient;
}

export interface VisitSource {
  readonly request: Request;
  readonly locals: App.Locals;
}

export function openVisit({ request, locals }: VisitSource): Visit {
  return {
    locale: negotiateLocale(request.headers.get('accept-language')),
    now: Date.now(),
    zone: zoneOf(request),
    api: createApiClient({ request, fetchApi: locals.fetchApi }),
  };
}

/** Cloudflare's guess from the visitor's address, or UTC. */
function zoneOf(request: Request): string {
  const cf: unknown = Reflect.get(request, 'cf');
  const zone = typeof cf === 'object' && cf !== null ? Reflect.get(cf, 'timezone') : null;
  return typeof zone === 'string' && isZone(zone) ? zone : 'UTC';
}

function isZone(zone: string): boolean {
  try {
    return Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions().timeZone !== '';
  } catch {
    // The only way to ask whether the runtime knows a zone.
    return false;
  }
}
