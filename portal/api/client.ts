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
 *   GET  /api/share/:token                             ShareView              sharePageQuery
 *   GET  /api/share/:token/archives/:grant             ArchiveProgress
 *   GET  /api/share/:token/plays/:grant                SharePlay
 *   POST /api/share/:token/gate                        ShareView, sets the grant's cookie
 *   GET  /api/share/:token/extension?proof=            ShareExtension: what the address in a mail would do
 *   POST /api/share/:token/extension                   ShareExtension, done
 *   POST /api/share/:token/requests                    204: asks the owner for an extension or an excluded item
 *   GET  /api/request/:token                           UploadRequestPage
 *   POST /api/request/:token/uploader                  204, sets the uploader's cookie
 *   POST /api/request/:token/inquiries                 204: asks the owner for more time or room
 *   POST /api/request/:token/files/:id                 204: details of one file handed in
 *   POST /u/:token/uploads                             201: one small file, whole
 *
 * Every portal call passes on `draft`, `territory` and `at`, with which the console looks at a portal as somebody else.
 * A refusal is a `Problem`, with a `DenialView` as `context.denial` where there is something to tell; a share link that is
 * gated or closed is a `ShareView` with that status.
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
import type { HandInDetails, UploadRequestPage } from '../../shared/contract/requests.ts';
import type {
  ArchiveProgress,
  ShareExtension,
  SharePlay,
  ShareView,
} from '../../shared/contract/share-visits.ts';

/** Parameters of the page's own address that reach the API. */
export const PREVIEW_PARAMETERS = ['draft', 'territory', 'at'] as const;

/** Headers of the visitor's request that the API decides by; nothing else is passed on. */
const FORWARDED = [
  'cookie',
  'accept-language',
  'user-agent',
  'sec-purpose',
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
  /** What happened and what to do, in the visitor's language. */
  readonly detail?: string | null;
  /** What the answer's `Retry-After` said, for the page's. */
  readonly retryAfter?: string | null;
}
/** `status` is that of the page; other than 200 only for a share link that is gated or closed. */
export type Answer<T> =
  | {
      readonly ok: true;
      readonly data: T;
      readonly status: number;
      readonly setCookies: string[];
      readonly retryAfter?: string | null;
    }
  | Refusal;

export type GateInput =
  | { gate: 'password'; password: string }
  | { gate: 'email_code'; email: string; code: string | null }
  | { gate: 'terms'; accept: boolean };

export interface AskInput {
  kind: 'extension' | 'item' | 'question';
  name: string;
  email: string;
  reason: string;
  /** Title of the excluded item that is asked for, and its id where the page has it. */
  item: string | null;
  assetId: string | null;
  channel: string | null;
  /** `YYYY-MM-DD`. */
  from: string | null;
  until: string | null;
  territory: string | null;
}

export interface RequestAskInput {
  kind: 'extension' | 'question';
  name: string;
  email: string;
  reason: string;
  /** `YYYY-MM-DD`. */
  until: string | null;
}

export interface ApiClient {
  front(): Promise<Answer<FrontView>>;
  home(portal: string): Promise<Answer<PortalHome>>;
  collection(portal: string, slug: string, cursor: string | null): Promise<Answer<PortalCollectionView>>;
  asset(portal: string, id: string, collection: string | null): Promise<Answer<PortalAssetView>>;
  search(portal: string, query: URLSearchParams): Promise<Answer<PortalSearchView>>;
  guideline(portal: string, slug: string): Promise<Answer<GuidelineView>>;
  /** @param query the page's own; `q`, `kind` and `after` choose files */
  share(token: string, query: URLSearchParams): Promise<Answer<ShareView>>;
  archive(token: string, grant: string): Promise<Answer<ArchiveProgress>>;
  play(token: string, grant: string): Promise<Answer<SharePlay>>;
  passGate(token: string, input: GateInput): Promise<Answer<ShareView>>;
  ask(token: string, input: AskInput): Promise<Answer<null>>;
  /** What the address in a mail would do to the link, and doing it. */
  extension(token: string, proof: string): Promise<Answer<ShareExtension>>;
  extend(token: string, proof: string): Promise<Answer<ShareExtension>>;
  uploadRequest(token: string): Promise<Answer<UploadRequestPage>>;
  introduce(
    token: string,
    uploader: { name: string; email: string; details: HandInDetails; consent: boolean },
  ): Promise<Answer<null>>;
  askRequest(token: string, input: RequestAskInput): Promise<Answer<null>>;
  describe(token: string, submissionId: string, details: HandInDetails): Promise<Answer<null>>;
  /** Hands one small file in whole, for browsers without script. */
  handIn(
    token: string,
    file: File,
    goesWith: { replaces?: string; releaseFor?: string },
  ): Promise<{ ok: true } | { ok: false; detail: string | null }>;
}

export interface ApiDoor {
  readonly request: Request;
  readonly fetchApi: (request: Request) => Promise<Response>;
}

const segment = encodeURIComponent;

/** UTF-8 in Base64, as `Upload-Metadata` wants it. */
function base64(text: string): string {
  return btoa(Array.from(new TextEncoder().encode(text), (byte) => String.fromCharCode(byte)).join(''));
}

export function createApiClient({ request, fetchApi }: ApiDoor): ApiClient {
  const forwarded = (): Headers => {
    const headers = new Headers({ accept: 'application/json' });
    for (const name of FORWARDED) {
      const value = request.headers.get(name);
      if (value !== null) headers.set(name, value);
    }
    // The page is made as for GET, and nobody sees it.
    if (request.method === 'HEAD') headers.set('sec-purpose', 'prefetch');
    return headers;
  };
  const call = async <T>(path: string, body?: unknown): Promise<Answer<T>> => {
    const url = new URL(path, request.url);
    const asked = new URL(request.url).searchParams;
    for (const name of PREVIEW_PARAMETERS) {
      const value = asked.get(name);
      if (value !== null && path.startsWith('/api/portal')) url.searchParams.set(name, value);
    }
    const headers = forwarded();
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
    const { status } = response;
    const setCookies = response.headers.getSetCookie();
    const retryAfter = response.headers.get('retry-after');
    if (status === 204) return { ok: true, data: null as T, status, setCookies };
    const isJson = response.headers.get('content-type')?.includes('json') ?? false;
    const data: unknown = isJson ? await response.json() : null;
    return response.ok || isShareView(data)
      ? { ok: true, data: data as T, status, setCookies, retryAfter }
      : { ...refusalOf(status, data), retryAfter };
  };
  const home = (portal: string): Promise<Answer<PortalHome>> => call(`/api/portal/${segment(portal)}`);
  /** A refusal that knows no portal, such as of a malformed id, still shows the portal it happened in. */
  const within = async <T>(portal: string, path: string): Promise<Answer<T>> => {
    const answer = await call<T>(`/api/portal/${segment(portal)}${path}`);
    if (answer.ok || answer.denial.portal !== null) return answer;
    const around = await home(portal);
    return around.ok ? { ...answer, denial: { ...answer.denial, portal: around.data.portal } } : answer;
  };
  return {
    front: () => call('/api/portal'),
    home,
    collection: (portal, slug, cursor) =>
      within(portal, `/collections/${segment(slug)}${cursor === null ? '' : `?cursor=${segment(cursor)}`}`),
    asset: (portal, id, collection) =>
      within(
        portal,
        `/assets/${segment(id)}${collection === null ? '' : `?collection=${segment(collection)}`}`,
      ),
    search: (portal, query) => within(portal, `/search?${query}`),
    guideline: (portal, slug) => within(portal, `/guidelines/${segment(slug)}`),
    share: (token, query) => {
      const kept = new URLSearchParams();
      for (const name of ['q', 'kind', 'after']) {
        const value = query.get(name);
        if (value !== null) kept.set(name, value);
      }
      return call(`/api/share/${segment(token)}${kept.size === 0 ? '' : `?${kept}`}`);
    },
    archive: (token, grant) => call(`/api/share/${segment(token)}/archives/${segment(grant)}`),
    play: (token, grant) => call(`/api/share/${segment(token)}/plays/${segment(grant)}`),
    passGate: (token, input) => call(`/api/share/${segment(token)}/gate`, input),
    ask: (token, input) => call(`/api/share/${segment(token)}/requests`, input),
    extension: (token, proof) => call(`/api/share/${segment(token)}/extension?proof=${segment(proof)}`),
    extend: (token, proof) => call(`/api/share/${segment(token)}/extension`, { proof }),
    uploadRequest: (token) => call(`/api/request/${segment(token)}`),
    introduce: (token, uploader) => call(`/api/request/${segment(token)}/uploader`, uploader),
    askRequest: (token, input) => call(`/api/request/${segment(token)}/inquiries`, input),
    describe: (token, id, details) => call(`/api/request/${segment(token)}/files/${segment(id)}`, details),
    async handIn(token, file, goesWith) {
      const headers = forwarded();
      const metadata = { filename: file.name, ...goesWith };
      headers.set('tus-resumable', '1.0.0');
      headers.set('content-type', 'application/offset+octet-stream');
      headers.set('upload-length', String(file.size));
      headers.set(
        'upload-metadata',
        Object.entries(metadata)
          .map(([key, value]) => `${key} ${base64(value)}`)
          .join(','),
      );
      const response = await fetchApi(
        new Request(new URL(`/u/${segment(token)}/uploads`, request.url), {
          method: 'POST',
          headers,
          body: await file.arrayBuffer(),
        }),
      );
      if (response.ok) return { ok: true };
      const problem = (await response.json()) as Partial<Problem>;
      return { ok: false, detail: problem.detail ?? null };
    },
  };
}

function refusalOf(status: number, body: unknown): Refusal {
  const problem: Partial<Problem> = typeof body === 'object' && body !== null ? body : {};
  const { denial } = problem.context ?? {};
  return {
    ok: false,
    status,
    denial: isDenialView(denial)
      ? denial
      : { portal: null, answer: answerOf(problem.code), startsAt: null, contact: null, successor: null },
    requestId: problem.requestId ?? null,
    detail: problem.detail ?? null,
  };
}

const ANSWERS = ['not_yet', 'no_longer', 'not_here', 'not_for_this_use', 'withdrawn', 'not_found'] as const;

function answerOf(code: string | undefined): DenialView['answer'] {
  return ANSWERS.find((answer) => answer === code) ?? 'not_found';
}

function isDenialView(value: unknown): value is DenialView {
  return typeof value === 'object' && value !== null && 'answer' in value && 'portal' in value;
}

function isShareView(value: unknown): value is ShareView {
  return typeof value === 'object' && value !== null && 'kind' in value && 'theme' in value;
}
