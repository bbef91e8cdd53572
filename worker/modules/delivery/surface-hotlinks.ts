/** Hot-links: pictures on other people's pages, under an address that says everything. */
import type { Settings } from '../../../shared/contract/audit.ts';
import { PROBLEMS, type ProblemCode } from '../../../shared/contract/problem.ts';
import {
  canonicalPath,
  type DeliverySnapshot,
  embeddingSite,
  judgeSite,
  parseTransformation,
  placeholderPng,
  placeholderSize,
  refusesSites,
  type SignatureVerdict,
  type SitePolicy,
  type Step,
  signUrl,
  sitePolicyFor,
  verifyUrl,
  wantsPicture,
} from '../../../shared/delivery/index.ts';
import { encodeBase64Url, importSigningKey } from '../../../shared/delivery/signature.ts';
import { type DeniedUsage, publicAnswer, type Use, variesByTerritory } from '../../../shared/rights/index.ts';
import type { Caller } from '../../http/caller.ts';
import { Failure, fail } from '../../http/errors.ts';
import { logEvent } from '../../log.ts';
import type { RememberedAnswer } from './answers.ts';
import { askedFor } from './asked-for.ts';
import { decideWhenReady } from './decided-anew.ts';
import type { Desk, SurfaceDeps } from './desk.ts';
import { BoundedMap } from './memory.ts';
import { denialHeaders, type RenditionCall, type ResolvedTransformation } from './service.ts';
import { isServed } from './usage.ts';

/** How old a memory may be that denies: an approval should show at once, a flood of refused requests must not reach D1. */
const DENIAL_MEMORY_MS = 50;

/** Longest chain of successors that is followed; each is a read where nothing is remembered. */
const SUCCESSOR_HOPS_MAX = 5;

/** Most withdrawn assets that an isolate remembers to have noted. */
const NOTED_MAX = 10_000;

/** What scripts may read beside what every script may (Fetch, "CORS-safelisted response-header name"). */
const EXPOSED = {
  'access-control-expose-headers':
    'Accept-Ranges, Content-Disposition, Content-Length, Content-Range, ETag, Link, Retry-After, Server-Timing, X-Request-Id',
};
const OPEN_CORS = { 'access-control-allow-origin': '*', ...EXPOSED };
/** What a preflight answers for reading; it is asked again after ten minutes at the latest. */
const PREFLIGHT = {
  'access-control-allow-methods': 'GET, HEAD',
  'access-control-allow-headers': 'If-Modified-Since, If-None-Match, If-Range, Range',
  'access-control-max-age': '600',
};
const siteOf = ({ headers }: Request): string =>
  embeddingSite(headers.get('referer') ?? headers.get('origin'));

/** Scripts may read the picture on the site that was just allowed, and nowhere else. */
function siteCors(request: Request): Record<string, string> {
  const origin = request.headers.get('origin');
  const isThatSite = origin !== null && embeddingSite(origin) === siteOf(request);
  return {
    vary: 'Referer, Origin',
    ...(isThatSite ? { 'access-control-allow-origin': origin, ...EXPOSED } : {}),
  };
}

const wishesPicture = (request: Request): boolean => wantsPicture(request.headers.get('accept'));

/** What may fail of a picture that may be shown, where a page is better served with a neutral one than with a gap. */
const PICTURED_FAILURES: ReadonlySet<ProblemCode> = new Set([
  'busy',
  'unavailable',
  'internal',
  'unsupported_media',
  'signature_invalid',
  'signature_expired',
  'transformation_invalid',
  'transformation_unsigned',
  'not_for_this_use',
]);

type Path = Parameters<HotlinkSurface['hotlink']>[2];

export interface HotlinkSurface {
  hotlink(
    caller: Caller,
    request: Request,
    path: { asset: string; segment: string; name: string },
  ): Promise<Response>;
  /**
   * Whether a script of the asking site may read the picture, before it asks: by the policy of the asset, from what is remembered
   * of it or one statement. What a script would only be told a failure of is open, as the failure is.
   */
  preflight(caller: Caller, request: Request, path: Path): Promise<Response>;
}

export function createHotlinkSurface(deps: SurfaceDeps, desk: Desk): HotlinkSurface {
  const { delivery } = deps;
  const { load, deny } = desk;
  /** Keys, not promises of them: no request may wait for another one's (decision 009). */
  const signingKeys = new Map<string, CryptoKey>();
  /** Withdrawn assets whose first denial here is written down already. */
  const noted = new BoundedMap<true>(NOTED_MAX);

  async function keyOf(kid: string): Promise<CryptoKey | undefined> {
    const known = signingKeys.get(kid);
    if (known !== undefined) return known;
    const found = (await deps.signer.keys('url')).find((key) => key.kid === kid);
    if (found === undefined) return undefined;
    const imported = await importSigningKey(encodeBase64Url(found.bytes));
    signingKeys.set(kid, imported);
    return imported;
  }

  /** Writes the first denial of a withdrawn asset down: once, whatever number of requests is refused. */
  function noteGone(assetId: string, now: number): void {
    if (noted.get(assetId)) return;
    noted.set(assetId, true);
    deps.background(
      deps.noteGone(assetId, now).catch((error: unknown) => {
        noted.delete(assetId);
        throw error;
      }),
    );
  }

  /** A denied hot-link answers as the asset's owner chose: the successor, a neutral picture of the same size, or a plain word. */
  async function denyHotlink(
    caller: Caller,
    request: Request,
    snapshot: DeliverySnapshot,
    denied: DeniedUsage,
    settings: Settings,
    resolved: ResolvedTransformation,
    path: Path,
    signature: SignatureVerdict,
  ): Promise<Response> {
    deps.usage.count(
      snapshot.assetId,
      siteOf(request),
      'refused',
      caller.now,
      request.headers.get('referer'),
    );
    const answer = publicAnswer(denied.reasons);
    if (answer.code === 'withdrawn') noteGone(snapshot.assetId, caller.now);
    const policy = snapshot.denialPolicy ?? settings.denialPolicy;
    // An asset nobody may know of answers like one that does not exist.
    if (answer.code === 'not_found' || policy === 'gone') deny(denied);
    if (policy === 'successor') {
      const location = await successorOf(caller, snapshot, resolved, path, signature);
      if (location !== null) {
        return new Response(null, { status: 302, headers: { ...OPEN_CORS, ...denialHeaders(), location } });
      }
    }
    if (!wishesPicture(request)) deny(denied);
    return placeholder(snapshot, resolved, answer.status);
  }

  /**
   * Address of the same rendition of the successor, or of its successor where that may not be shown either, and so on: what took the
   * place of a withdrawn picture may have been withdrawn too. A signed address stays signed.
   */
  async function successorOf(
    caller: Caller,
    snapshot: DeliverySnapshot,
    resolved: ResolvedTransformation,
    path: Path,
    signature: SignatureVerdict,
  ): Promise<string | null> {
    const seen = new Set([snapshot.assetId]);
    let id = snapshot.rights.successorAssetId;
    while (id !== null && !seen.has(id) && seen.size <= SUCCESSOR_HOPS_MAX) {
      seen.add(id);
      const next = await load(id);
      if (next === null) return null;
      if (delivery.decide(next.snapshot, hotlinkUse(caller, resolved)).allowed) {
        return successorAddress(id, resolved, path, signature);
      }
      id = next.snapshot.rights.successorAssetId;
    }
    return null;
  }

  async function successorAddress(
    assetId: string,
    resolved: ResolvedTransformation,
    path: Path,
    signature: SignatureVerdict,
  ): Promise<string | null> {
    const address = `/i/${assetId}/${resolved.canonical}`;
    const tail = encodeURIComponent(path.name);
    if (signature.kind !== 'valid') return `${address}/${tail}`;
    const key = await keyOf(signature.kid);
    if (key === undefined) return null;
    return signUrl({ kid: signature.kid, key }, address, tail, signature.expiresAt);
  }

  /** A neutral picture of the size that was asked for. */
  function placeholder(
    { version, focalPoint }: DeliverySnapshot,
    resolved: Pick<ResolvedTransformation, 'transformation'>,
    status: number,
    headers: Readonly<Record<string, string>> = {},
  ): Response {
    const { width, height } = version;
    const facts =
      width === null || height === null ? null : { ...version, width, height, focalPoint, pages: 1 };
    return new Response(placeholderPng(placeholderSize(resolved.transformation, facts)), {
      status,
      headers: {
        ...headers,
        ...OPEN_CORS,
        ...denialHeaders(),
        'content-type': 'image/png',
        'x-content-type-options': 'nosniff',
        'cross-origin-resource-policy': 'cross-origin',
      },
    });
  }

  /**
   * Whether the picture may be shown on the asking site: `refused` answers where it may not, and is counted; `count` is for
   * the answer where it may, once that has turned out well.
   */
  function ruleOnSite(
    caller: Caller,
    request: Request,
    snapshot: DeliverySnapshot,
    settings: Settings,
    resolved: ResolvedTransformation,
    policy: SitePolicy,
  ): { readonly refused: Response | null; readonly count: () => void } {
    const site = siteOf(request);
    const verdict = judgeSite(policy, site, new URL(caller.origin).hostname);
    const count = (): void =>
      deps.usage.count(
        snapshot.assetId,
        site,
        verdict === 'allowed' ? 'served' : verdict,
        caller.now,
        request.headers.get('referer'),
        snapshot.allowedSites === null ? (resolved.preset?.channel ?? 'web') : null,
      );
    if (verdict !== 'refused') return { refused: null, count };
    count();
    const denial = snapshot.denialPolicy ?? settings.denialPolicy;
    if (denial === 'placeholder' && wishesPicture(request)) {
      return { refused: placeholder(snapshot, resolved, PROBLEMS.site_refused), count };
    }
    return fail('site_refused', { headers: denialHeaders() });
  }

  function hotlinkUse(caller: Caller, resolved: Pick<ResolvedTransformation, 'preset'>): Use {
    return {
      subject: { kind: 'public', audience: 'public' },
      action: 'embed',
      channel: resolved.preset?.channel ?? 'web',
      territory: caller.territory,
      now: caller.now,
      enclosing: [],
    };
  }

  async function verify(caller: Caller, request: Request, path: Path): Promise<SignatureVerdict> {
    const { searchParams } = new URL(request.url);
    const parsed = parseTransformation(path.segment);
    // What does not parse is refused as such, signed or not.
    if (!searchParams.has('sig') || !parsed.ok) return { kind: 'absent' };
    const verdict = await verifyUrl(keyOf, canonicalPath(path.asset, parsed.value), searchParams, caller.now);
    if (verdict.kind === 'valid') return verdict;
    const reason = verdict.kind === 'refused' ? verdict.reason : 'malformed';
    return fail(reason === 'expired' ? 'signature_expired' : 'signature_invalid', {
      headers: denialHeaders(),
      context: { reason },
    });
  }

  /** The asset, and the decision: a denial is looked up again, so that a new permission shows at once. */
  async function loadDecided(caller: Caller, assetId: string, resolved: ResolvedTransformation) {
    const loaded = await load(assetId);
    if (loaded === null) return fail('not_found', { headers: denialHeaders() });
    const decision = delivery.decide(loaded.snapshot, hotlinkUse(caller, resolved));
    if (decision.allowed) return { ...loaded, decision };
    await deps.memo.getRecent(assetId, DENIAL_MEMORY_MS);
    const again = (await load(assetId)) ?? loaded;
    return { ...again, decision: delivery.decide(again.snapshot, hotlinkUse(caller, resolved)) };
  }

  async function answer(
    caller: Caller,
    request: Request,
    path: Path,
    sent: (work: () => void) => void,
  ): Promise<Response> {
    const signature = await verify(caller, request, path);
    const isSigned = signature.kind === 'valid';
    const steps: Step[] = [{ name: 'parse' }];
    if (isSigned) steps.push({ name: 'signature' });
    const tail = path.name;
    const resolved = delivery.resolve(
      path.segment,
      { kind: 'hotlink', signed: isSigned },
      { assetId: path.asset, tail, origin: caller.origin, audience: 'public', now: caller.now },
    );
    const isRemembered = deps.memo.peek(path.asset) !== undefined;
    const askedAt = deps.monotonic();
    const loaded = await loadDecided(caller, path.asset, resolved);
    const { snapshot, settings, record, decision } = loaded;
    steps.push(
      isRemembered
        ? { name: 'rights', note: 'memory' }
        : { name: 'rights', note: 'database', ms: deps.monotonic() - askedAt },
    );
    if (!decision.allowed) {
      return denyHotlink(caller, request, snapshot, decision, settings, resolved, path, signature);
    }
    // Should it be withdrawn again, that is news again.
    noted.delete(snapshot.assetId);
    const channel = resolved.preset?.channel ?? 'web';
    const sites = sitePolicyFor(snapshot.allowedSites, settings.allowedSites, channel);
    const { refused, count } = ruleOnSite(caller, request, snapshot, settings, resolved, sites);
    if (refused !== null) return refused;
    const isOpen = !refusesSites(sites);
    // A preset with a window of its own is looked at every time.
    const isSteady = resolved.preset === null || resolved.preset.window.endsAt === null;
    const call: RenditionCall = {
      ...(sites.mode === 'any' && isSteady
        ? {
            onReady: (ready: RememberedAnswer) =>
              deps.hotLane.remember(request, { assetId: path.asset, record, channel, answer: ready }),
          }
        : {}),
      request,
      snapshot,
      decision,
      resolved,
      now: caller.now,
      // A cache between us and many sites or countries would answer the ones that are not allowed.
      audience: isOpen && !variesByTerritory(snapshot.rights, []) ? 'public' : 'visitor',
      policyTtlMs: settings.policyTtlMs,
      otherUntils: [signature.kind === 'valid' ? signature.expiresAt : null],
      extension: /\.([a-z0-9]{2,5})$/i.exec(tail)?.[1] ?? null,
      inlineStem: tail.replace(/\.[a-z0-9]{2,5}$/i, ''),
      protectiveText: settings.organisation,
      steps,
      extraHeaders: {
        ...(isOpen ? OPEN_CORS : siteCors(request)),
        'cross-origin-resource-policy': 'cross-origin',
        'timing-allow-origin': '*',
        'referrer-policy': 'strict-origin-when-cross-origin',
        link: `<${caller.origin}/i/${path.asset}/${resolved.canonical}/${encodeURIComponent(tail)}>; rel="canonical"`,
      },
    };
    const response = await delivery.rendition(call);
    if (isServed(response.status)) sent(count);
    return response;
  }

  /** A neutral picture in place of a failure; null where the owner chose none, or nobody may know that there is a picture. */
  async function pictureInstead(
    caller: Caller,
    request: Request,
    path: Path,
    { code, details }: Failure,
  ): Promise<Response | null> {
    if (!PICTURED_FAILURES.has(code) || !wishesPicture(request)) return null;
    const loaded = await load(path.asset);
    if (loaded === null) return null;
    const { snapshot, settings } = loaded;
    if ((snapshot.denialPolicy ?? settings.denialPolicy) !== 'placeholder') return null;
    const asked = askedFor(path.segment, caller.now);
    if (!delivery.decide(snapshot, hotlinkUse(caller, asked)).allowed) return null;
    return placeholder(snapshot, asked, PROBLEMS[code], details.headers);
  }

  /** A bug has an answer as well; what it was is written down. */
  function failureOf(error: unknown, { requestId }: Caller): Failure {
    if (error instanceof Failure) return error;
    const stack = error instanceof Error ? error.stack : undefined;
    logEvent('error', 'request.failed', { requestId, error: String(error), stack });
    return new Failure('internal');
  }

  /** The site policy that a script would meet; null where it would meet something else first. */
  async function policyFor(caller: Caller, path: Path): Promise<SitePolicy | null> {
    const loaded = await load(path.asset);
    if (loaded === null) return null;
    const { snapshot, settings } = loaded;
    const resolved = delivery.resolve(
      path.segment,
      // Whether a signature opens it is found out when it is asked for.
      { kind: 'hotlink', signed: true },
      { assetId: path.asset, tail: path.name, origin: caller.origin, audience: 'public', now: caller.now },
    );
    // A hidden asset must not be told from one that does not exist.
    if (!delivery.decide(snapshot, hotlinkUse(caller, resolved)).allowed) return null;
    return sitePolicyFor(snapshot.allowedSites, settings.allowedSites, resolved.preset?.channel ?? 'web');
  }

  return {
    async preflight(caller, request, path) {
      let policy: SitePolicy | null;
      try {
        policy = await policyFor(caller, path);
      } catch (error) {
        if (!(error instanceof Failure)) throw error;
        policy = null;
      }
      if (policy === null || !refusesSites(policy)) {
        return new Response(null, {
          status: 204,
          headers: { ...PREFLIGHT, 'access-control-allow-origin': '*' },
        });
      }
      const origin = request.headers.get('origin');
      const verdict = judgeSite(policy, embeddingSite(origin), new URL(caller.origin).hostname);
      const headers =
        origin === null || embeddingSite(origin) === '' || verdict === 'refused'
          ? { vary: 'Origin' }
          : { ...PREFLIGHT, vary: 'Origin', 'access-control-allow-origin': origin };
      return new Response(null, { status: 204, headers });
    },
    async hotlink(caller, request, path) {
      try {
        return await decideWhenReady(caller, deps.monotonic, (at, sent) => answer(at, request, path, sent));
      } catch (error) {
        const failure = failureOf(error, caller);
        const picture = await pictureInstead(caller, request, path, failure);
        if (picture !== null) return picture;
        // A web developer's script may read what is wrong with the address.
        throw failure.withHeaders(OPEN_CORS);
      }
    },
  };
}
