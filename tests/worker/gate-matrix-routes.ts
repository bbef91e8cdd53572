/**
 * Every route of the API in one class. A route without a class fails the gate matrix, so nobody adds a way for bytes to leave
 * without saying what guards it.
 */

/** Addresses of a link's files, reserved while the rights still allowed them. */
export interface OpenedShare {
  /** `/s/{token}` */
  readonly base: string;
  /** Path by preset. */
  readonly files: Readonly<Record<string, string>>;
  readonly zip: string;
}

/** How to ask a byte-serving route for one asset, and what it answers there. */
export interface ByteUrl {
  readonly route: string;
  /** What sets this URL apart from the route's others. */
  readonly what: string;
  readonly url: (asset: { id: string; portal: string; share: OpenedShare }) => string;
  readonly of: 'picture' | 'document' | 'film';
  readonly as: 'visitor' | 'member';
  /** The medium of use that is decided for. */
  readonly channel: 'web' | 'print' | 'internal';
  /** What stands around the asset on this surface. */
  readonly within: 'nothing' | 'portal' | 'share' | 'logo' | 'console';
}

const TRIAL_MARK = JSON.stringify({
  kind: 'text',
  text: 'TRIAL',
  position: 'center',
  opacity: 0.5,
  tiled: false,
  scale: 0.5,
});

export const BYTE_URLS: readonly ByteUrl[] = [
  {
    route: 'GET /i/:asset/:segment/:name',
    what: 'ladder',
    url: ({ id }) => `/i/${id}/w=320/x.jpg`,
    of: 'picture',
    as: 'visitor',
    channel: 'web',
    within: 'nothing',
  },
  {
    route: 'GET /i/:asset/:segment/:name',
    what: 'preset',
    url: ({ id }) => `/i/${id}/card/x.webp`,
    of: 'picture',
    as: 'visitor',
    channel: 'web',
    within: 'nothing',
  },
  {
    route: 'GET /p/:portal/r/:asset/:version/:segment',
    what: 'ladder',
    url: ({ id, portal }) => `/p/${portal}/r/${id}/1/w=320`,
    of: 'picture',
    as: 'visitor',
    channel: 'web',
    within: 'portal',
  },
  {
    route: 'GET /p/:portal/assets/:asset/download/:preset',
    what: 'web',
    url: ({ id, portal }) => `/p/${portal}/assets/${id}/download/web`,
    of: 'picture',
    as: 'visitor',
    channel: 'web',
    within: 'portal',
  },
  {
    route: 'GET /p/:portal/assets/:asset/download/:preset',
    what: 'print',
    url: ({ id, portal }) => `/p/${portal}/assets/${id}/download/print`,
    of: 'picture',
    as: 'visitor',
    channel: 'print',
    within: 'portal',
  },
  {
    route: 'GET /p/:portal/assets/:asset/download/:preset',
    what: 'original',
    url: ({ id, portal }) => `/p/${portal}/assets/${id}/download/original`,
    of: 'picture',
    as: 'visitor',
    channel: 'print',
    within: 'portal',
  },
  {
    route: 'GET /p/:portal/assets/:asset/media',
    what: 'document',
    url: ({ id, portal }) => `/p/${portal}/assets/${id}/media`,
    of: 'document',
    as: 'visitor',
    channel: 'web',
    within: 'portal',
  },
  {
    route: 'GET /s/:token/r/:asset/:segment',
    what: 'ladder',
    url: ({ id, share }) => `${share.base}/r/${id}/w=320`,
    of: 'picture',
    as: 'visitor',
    channel: 'web',
    within: 'share',
  },
  {
    route: 'GET /s/:token/d/:grant',
    what: 'web',
    url: ({ share }) => share.files.web ?? '',
    of: 'picture',
    as: 'visitor',
    channel: 'web',
    within: 'share',
  },
  {
    route: 'GET /s/:token/d/:grant',
    what: 'original',
    url: ({ share }) => share.files.original ?? '',
    of: 'picture',
    as: 'visitor',
    channel: 'web',
    within: 'share',
  },
  {
    route: 'GET /s/:token/m/:asset',
    what: 'film',
    url: ({ id, share }) => `${share.base}/m/${id}`,
    of: 'film',
    as: 'visitor',
    channel: 'web',
    within: 'share',
  },
  {
    route: 'GET /s/:token/logo',
    what: 'logo',
    url: ({ share }) => `${share.base}/logo`,
    of: 'picture',
    as: 'visitor',
    channel: 'web',
    within: 'logo',
  },
  {
    route: 'GET /api/admin/assets/:asset/r/:version/:segment',
    what: 'ladder',
    url: ({ id }) => `/api/admin/assets/${id}/r/1/w=320`,
    of: 'picture',
    as: 'member',
    channel: 'internal',
    within: 'console',
  },
  {
    route: 'GET /api/admin/assets/:asset/marked',
    what: 'trial',
    url: ({ id }) => `/api/admin/assets/${id}/marked?mark=${encodeURIComponent(TRIAL_MARK)}`,
    of: 'picture',
    as: 'member',
    channel: 'internal',
    within: 'console',
  },
  {
    route: 'GET /api/admin/assets/:asset/original',
    what: 'attachment',
    url: ({ id }) => `/api/admin/assets/${id}/original`,
    of: 'picture',
    as: 'member',
    channel: 'internal',
    within: 'console',
  },
];

/** An archive decides entry by entry, so it is proved by the bytes that arrive. */
export const ARCHIVES = ['GET /s/:token/z/:grant', 'GET /p/:portal/zip/:grant'];

/** Middleware, which Hono lists beside the routes. */
export const MIDDLEWARE = ['ALL /*', 'ALL /api/admin/*', 'ALL /api/portal/*'];

/** A visitor's POST: passes a gate, asks, or reserves a download. Answers JSON, nothing, or the address of a grant. */
export const VISITOR_WRITES = [
  'POST /api/share/:token/gate',
  'POST /api/share/:token/requests',
  'POST /api/share/:token/extension',
  'POST /s/:token/download',
  'POST /s/:token/zip',
  'POST /p/:portal/zip',
];

/** Says whether the gateway works, or what may be asked of it: of hot-links no more than whether scripts of a site are let in. */
export const LIVENESS = [
  'GET /healthz',
  'OPTIONS /uploads',
  'OPTIONS /uploads/:id',
  'OPTIONS /i/:asset/:segment/:name',
  // Other methods and addresses: refused, whatever they name.
  'ALL /i/:asset/:segment/:name',
  'ALL /i/*',
];

/** JSON for visitors; decides per asset inside and names no bytes but through the rows above. */
export const PUBLIC_DATA = [
  'GET /sitemap.xml',
  'GET /robots.txt',
  'GET /p/:portal/feed.xml',
  'GET /api/portal',
  'GET /api/portal/:portal',
  'GET /api/portal/:portal/search',
  'GET /api/portal/:portal/collections/:collection',
  'GET /api/portal/:portal/assets/:id',
  'GET /api/portal/:portal/guidelines/:slug',
  // The page of a forged token; every other is made by the front end.
  'GET /s/:token',
  'GET /api/share/:token',
  'GET /api/share/:token/extension',
  'GET /api/share/:token/archives/:grant',
  'GET /api/share/:token/plays/:grant',
  'GET /api/request/:token',
];

/**
 * Bytes in quarantine, for reviewers only: no asset and no rights yet, so nothing is decided but who asks. Refused with 401 to
 * everybody else; proved in `request-review.test.ts`.
 */
export const QUARANTINE = [
  'GET /api/admin/requests/submissions/:id/preview/:size',
  'GET /api/admin/requests/submissions/:id/original',
];

/** Behind the token of an upload request: takes bytes in and gives none out. */
export const REQUEST_UPLOADS = [
  'POST /api/request/:token/inquiries',
  'POST /api/request/:token/uploader',
  'POST /api/request/:token/files/:id',
  'OPTIONS /u/:token/uploads',
  'OPTIONS /u/:token/uploads/:id',
  'ALL /u/:token/uploads',
  'ALL /u/:token/uploads/:id',
];

/** Open to strangers because it is how one signs in. */
export const SIGNING_IN = [
  'GET /api/admin/setup',
  'POST /api/admin/setup',
  'POST /api/admin/session',
  'DELETE /api/admin/session',
];

/** JSON for people of the console: refused with 401 to everybody else, before anything of the request is read. */
export const MEMBER_DATA = [
  'GET /api/admin/me',
  'GET /api/admin/overview',
  'GET /api/admin/insights',
  'GET /api/admin/settings',
  'GET /api/admin/mails',
  'GET /api/admin/users',
  'GET /api/admin/assets',
  'GET /api/admin/assets/facets',
  'GET /api/admin/assets/:id',
  'GET /api/admin/assets/:id/rights',
  'GET /api/admin/assets/:id/snippets',
  'GET /api/admin/assets/:id/usage',
  'GET /api/admin/hotlinks',
  'GET /api/admin/hotlinks/keys',
  'GET /api/admin/licenses',
  'GET /api/admin/licenses/:licenseId',
  'GET /api/admin/collections',
  'GET /api/admin/collections/:id',
  'GET /api/admin/collections/:id/assets',
  'GET /api/admin/portals',
  'GET /api/admin/portals/:id',
  'GET /api/admin/shares',
  'GET /api/admin/shares/register',
  'GET /api/admin/shares/register.csv',
  'GET /api/admin/shares/owners',
  'GET /api/admin/shares/vanity',
  'GET /api/admin/shares/:id',
  'GET /api/admin/shares/:id/acceptances',
  'GET /api/admin/shares/:id/acceptances.csv',
  'GET /api/admin/requests',
  'GET /api/admin/requests/submissions',
  'GET /api/admin/requests/inquiries',
  'GET /api/admin/requests/inquiries/:id',
  'GET /api/admin/uploads',
  'GET /api/admin/audit',
];

/** Changes by people of the console; refused likewise. */
export const MEMBER_WRITES = [
  'ALL /uploads',
  'ALL /uploads/:id',
  'PATCH /api/admin/me',
  'PATCH /api/admin/settings',
  'POST /api/admin/users',
  'PATCH /api/admin/users/:id',
  'PUT /api/admin/assets/:id/embargo',
  'POST /api/admin/assets/:id/releases',
  'DELETE /api/admin/assets/:id/releases/:releaseId',
  'POST /api/admin/assets/:id/overrides',
  'DELETE /api/admin/assets/:id/overrides/:overrideId',
  'POST /api/admin/assets/sites',
  'POST /api/admin/assets/status',
  'POST /api/admin/assets/keywords',
  'PATCH /api/admin/assets/:id',
  'POST /api/admin/assets/:id/status',
  'POST /api/admin/assets/:id/keywords',
  'POST /api/admin/assets/:id/sign',
  'POST /api/admin/assets/:id/suggestions',
  'POST /api/admin/assets/:id/versions/:versionId/restore',
  'POST /api/admin/assets/:id/versions/:versionId/poster',
  'PUT /api/admin/assets/:id/versions/:versionId/poster',
  'POST /api/admin/licenses',
  'POST /api/admin/licenses/assign',
  'POST /api/admin/licenses/unassign',
  'PUT /api/admin/licenses/:licenseId',
  'DELETE /api/admin/licenses/:licenseId',
  'POST /api/admin/collections',
  'PATCH /api/admin/collections/:id',
  'DELETE /api/admin/collections/:id',
  'POST /api/admin/collections/:id/assets',
  'POST /api/admin/collections/:id/move',
  'POST /api/admin/portals',
  'PATCH /api/admin/portals/:id',
  'POST /api/admin/portals/:id/publish',
  'POST /api/admin/portals/:id/state',
  'DELETE /api/admin/portals/:id',
  'POST /api/admin/shares',
  'POST /api/admin/shares/preflight',
  'POST /api/admin/shares/revoke',
  'POST /api/admin/shares/change',
  'PATCH /api/admin/shares/:id',
  'POST /api/admin/shares/:id/state',
  'POST /api/admin/shares/:id/duplicate',
  'POST /api/admin/shares/:id/recipients',
  'POST /api/admin/shares/:id/recipients/:recipientId/:action',
  'POST /api/admin/requests',
  'POST /api/admin/requests/closing',
  'POST /api/admin/requests/:id/invitees',
  'POST /api/admin/requests/:id/invitees/:inviteeId/:action',
  'POST /api/admin/uploads/:id/version',
  'POST /api/admin/requests/submissions/review',
  'POST /api/admin/requests/inquiries/:id/answer',
  'POST /api/admin/requests/:id/state',
  'PATCH /api/admin/requests/:id',
];

/** Every classed route. */
export const CLASSED: readonly string[] = [
  ...new Set(BYTE_URLS.map((row) => row.route)),
  ...ARCHIVES,
  ...MIDDLEWARE,
  ...VISITOR_WRITES,
  ...LIVENESS,
  ...PUBLIC_DATA,
  ...QUARANTINE,
  ...REQUEST_UPLOADS,
  ...SIGNING_IN,
  ...MEMBER_DATA,
  ...MEMBER_WRITES,
];
