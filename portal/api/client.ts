/**
 * What pages may ask of the API, and how a refusal comes back. Every call runs in process through `locals.fetchApi`, with
 * the visitor's own cookies and headers, so the same rights decision stands in front of pages and of everything else.
 *
 *   GET  /api/portal                                   FrontView
 *   GET  /api/portal/:portal                           PortalHome
 *   GET  /api/portal/:portal/collections/:slug         PortalCollectionView   ?cursor
 *   GET  /api/portal/:portal/assets/:id                PortalAssetView        ?collection=slug the visitor came through
 *   GET  /api/portal/:portal/search                    PortalSearchView       portalSearchQuery
 *   GET  /api/portal/:portal/guidelines/:slug          GuidelineView
 *   GET  /api/share/:token                             ShareView
 *   POST /api/share/:token/gate                        ShareView, sets the grant's cookie
 *   POST /api/share/:token/requests                    204: asks the owner for an extension or an excluded item
 *   GET  /api/upload-requests/:token                   UploadRequestPage
 *   POST /api/upload-requests/:token/uploader          204, sets the uploader's cookie
 *
 * A refusal is a `Problem`; where a visitor can be told more, its `context.denial` is a `DenialView`.
 */
import type {
  DenialView,
  FrontView,
  GuidelineView,
  PortalAssetView,
  PortalCollectionView,
  PortalHome,
  PortalSearchView,
} from '../../shared/contract/portals.ts';
import type { Problem } from '../../shared/contract/problem.ts';
import type { ShareView } from '../../shared/contract/shares.ts';
import type { UploadRequestPage } from '../../shared/contract/uploads.ts';

/** Headers of the visitor's request that the API decides by; nothing else is passed on. */
const FORWARDED = [
  'cookie',
  'accept-language',
  'user-agent',
  'referer',
  'cf-connecting-ip',
  'cf-ipcountry',
  'x-test-clock-offset',
] as const;

export interface Refusal {
  readonly ok: false;
  /** The page answers with it. */
  readonly status: number;
  readonly denial: DenialView;
  readonly requestId: string | null;
}
export type Answer<T> = { readonly ok: true; readonly data: T; readonly setCookies: string[] } | Refusal;

export type GateInput =
  | { gate: 'password'; password: string }
  | { gate: 'email_code'; email: string; code: string | null }
  | { gate: 'terms'; accept: boolean };

export interface AskInput {
  kind: 'extension' | 'item';
  email: string;
  reason: string;
  /** Title of the excluded item that is asked for. */
  item: string | null;
}

export interface ApiClient {
  front(): Promise<Answer<FrontView>>;
  home(portal: string): Promise<Answer<PortalHome>>;
  collection(portal: string, slug: string, cursor: string | null): Promise<Answer<PortalCollectionView>>;
  asset(portal: string, id: string, collection: string | null): Promise<Answer<PortalAssetView>>;
  search(portal: string, query: URLSearchParams): Promise<Answer<PortalSearchView>>;
  guideline(portal: string, slug: string): Promise<Answer<GuidelineView>>;
  share(token: string): Promise<Answer<ShareView>>;
  passGate(token: string, input: GateInput): Promise<Answer<ShareView>>;
  ask(token: string, input: AskInput): Promise<Answer<null>>;
  uploadRequest(token: string): Promise<Answer<UploadRequestPage>>;
  introduce(
    token: string,
    uploader: { name: string; email: string; creditLine: string | null; consent: boolean },
  ): Promise<Answer<null>>;
}

export interface ApiDoor {
  readonly request: Request;
  readonly fetchApi: (request: Request) => Promise<Response>;
}

const segment = encodeURIComponent;

export function createApiClient({ request, fetchApi }: ApiDoor): ApiClient {
  const call = async <T>(path: string, body?: unknown): Promise<Answer<T>> => {
    const url = new URL(path, request.url);
    const headers = new Headers({ accept: 'application/json' });
    for (const name of FORWARDED) {
      const value = request.headers.get(name);
      if (value !== null) headers.set(name, value);
    }
    if (body !== undefined) {
      headers.set('content-type', 'application/json');
      headers.set('origin', url.origin);
      headers.set('sec-fetch-site', 'same-origin');
    }
    const response = await fetchApi(
      new Request(url, {
        method: body === undefined ? 'GET' : 'POST',
        headers,
        ...(body !== undefined && { body: JSON.stringify(body) }),
      }),
    );
    if (!response.ok) return refusalOf(response);
    // A 204 carries no body.
    const data = (response.status === 204 ? null : await response.json()) as T;
    return { ok: true, data, setCookies: response.headers.getSetCookie() };
  };
  return {
    front: () => call('/api/portal'),
    home: (portal) => call(`/api/portal/${segment(portal)}`),
    collection: (portal, slug, cursor) =>
      call(
        `/api/portal/${segment(portal)}/collections/${segment(slug)}${cursor === null ? '' : `?cursor=${segment(cursor)}`}`,
      ),
    asset: (portal, id, collection) =>
      call(
        `/api/portal/${segment(portal)}/assets/${segment(id)}${collection === null ? '' : `?collection=${segment(collection)}`}`,
      ),
    search: (portal, query) => call(`/api/portal/${segment(portal)}/search?${query}`),
    guideline: (portal, slug) => call(`/api/portal/${segment(portal)}/guidelines/${segment(slug)}`),
    share: (token) => call(`/api/share/${segment(token)}`),
    passGate: (token, input) => call(`/api/share/${segment(token)}/gate`, input),
    ask: (token, input) => call(`/api/share/${segment(token)}/requests`, input),
    uploadRequest: (token) => call(`/api/upload-requests/${segment(token)}`),
    introduce: (token, uploader) => call(`/api/upload-requests/${segment(token)}/uploader`, uploader),
  };
}

async function refusalOf(response: Response): Promise<Refusal> {
  const isProblem = response.headers.get('content-type')?.includes('json') ?? false;
  const problem = isProblem ? await response.json<Partial<Problem>>() : {};
  const denial = problem.context?.denial;
  return {
    ok: false,
    status: response.status,
    denial: isDenialView(denial) ? denial : { ...NO_DENIAL, answer: answerOf(problem.code) },
    requestId: problem.requestId ?? null,
  };
}

const NO_DENIAL: DenialView = {
  portal: null,
  answer: 'not_found',
  startsAt: null,
  contact: null,
  successor: null,
};
const ANSWERS = ['not_yet', 'no_longer', 'not_here', 'not_for_this_use', 'withdrawn', 'not_found'] as const;

function answerOf(code: string | undefined): DenialView['answer'] {
  return ANSWERS.find((answer) => answer === code) ?? 'not_found';
}

function isDenialView(value: unknown): value is DenialView {
  return typeof value === 'object' && value !== null && 'answer' in value && 'portal' in value;
}
