/** One visit of one page: the reader's language and zone, the present, and the door to the API. */
import { type Locale, negotiateLocale } from '../../shared/messages/index.ts';
import { type ApiClient, createApiClient, PREVIEW_PARAMETERS } from '../api/client.ts';

export interface Visit {
  readonly locale: Locale;
  /** Present instant of this request. */
  readonly now: number;
  /** Zone times are written in on the server; a script rewrites them into the reader's own. */
  readonly zone: string;
  readonly api: ApiClient;
  /** `?draft=1&…` of a preview, to be kept on the links of its pages; empty for visitors. */
  readonly previewQuery: string;
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
    previewQuery: previewQueryOf(new URL(request.url)),
    api: createApiClient({ request, fetchApi: locals.fetchApi }),
  };
}

function previewQueryOf({ searchParams }: URL): string {
  const kept = new URLSearchParams();
  for (const name of PREVIEW_PARAMETERS) {
    const value = searchParams.get(name);
    if (value !== null) kept.set(name, value);
  }
  return kept.size === 0 ? '' : `?${kept}`;
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
