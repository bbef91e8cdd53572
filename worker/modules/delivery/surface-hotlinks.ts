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
import type { Caller } from '../../http/app-env.ts';
import { Failure, fail } from '../../http/errors.ts';
import type { RememberedAnswer } from './answers.ts';
import type { Desk, SurfaceDeps } from './desk.ts';
import { denialHeaders, type RenditionCall, type ResolvedTransformation } from './service.ts';

/** How old a memory may be that denies: an approval should show at once, a flood of refused requests must not reach D1. */
const DENIAL_MEMORY_MS = 50;

const OPEN_CORS = { 'access-control-allow-origin': '*' };
const siteOf = ({ headers }: Request): string =>
  embeddingSite(headers.get('referer') ?? headers.get('origin'));

/** Scripts may read the picture on the site that was just allowed, and nowhere else. */
function siteCors(request: Request): Record<string, string> {
  const origin = request.headers.get('origin');
  const isThatSite = origin !== null && embeddingSite(origin) === siteOf(request);
  return { vary: 'Referer, Origin', ...(isThatSite ? { 'access-control-allow-origin': origin } : {}) };
}

const wishesPicture = (request: Request): boolean => wantsPicture(request.headers.get('accept'));

/** What may fail after a permission, where a page is better served with a neutral picture than with a gap. */
const PICTURED_FAILURES: ReadonlySet<ProblemCode> = new Set(['busy', 'unavailable', 'unsupported_media']);

type Path = Parameters<HotlinkSurface['hotlink']>[2];

export interface HotlinkSurface {
  hotlink(
    caller: Caller,
    request: Request,
    path: { asset: string; segment: string; name: string },
  ): Promise<Response>;
}

export function createHotlinkSurface(deps: SurfaceDeps, desk: Desk): HotlinkSurface {
  const { delivery } = deps;
  const { load, deny } = desk;
  const signingKeys = new Map<string, Promise<CryptoKey>>();

  async function keyOf(kid: string): Promise<CryptoKey | undefined> {
    const known = signingKeys.get(kid);
    if (known !== undefined) return known;
    const found = (await deps.signer.keys('url')).find((key) => key.kid === kid);
    if (found === undefined) return undefined;
    const imported = importSigningKey(encodeBase64Url(found.bytes));
    signingKeys.set(kid, imported);
    return imported;
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
    if (answer.code === 'withdrawn') deps.background(deps.noteGone(snapshot.assetId, caller.now));
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

  /** Address of the same rendition of the successor, if there is one that may be shown. A signed address stays signed. */
  async function successorOf(
    caller: Caller,
    snapshot: DeliverySnapshot,
    resolved: ResolvedTransformation,
    path: Path,
    signature: SignatureVerdict,
  ): Promise<string | null> {
    const id = snapshot.rights.successorAssetId;
    const next = id === null ? null : await load(id);
    if (id === null || next === null) return null;
    if (!delivery.decide(next.snapshot, hotlinkUse(caller, resolved)).allowed) return null;
    const address = `/i/${id}/${resolved.canonical}`;
    const tail = encodeURIComponent(path.name);
    if (signature.kind !== 'valid') return `${address}/${tail}`;
    const key = await keyOf(signature.kid);
    if (key === undefined) return null;
    return signUrl({ kid: signature.kid, key }, address, tail, signature.expiresAt);
  }

  /** A neutral picture of the size that was asked for. */
  function placeholder(
    { version, focalPoint }: DeliverySnapshot,
    resolved: ResolvedTransformation,
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

  /** Where the picture may not be shown on the asking site; null when it may. Counted either way. */
  function refuseSite(
    caller: Caller,
    request: Request,
    snapshot: DeliverySnapshot,
    settings: Settings,
    resolved: ResolvedTransformation,
    policy: SitePolicy,
  ): Response | null {
    const site = siteOf(request);
    const verdict = judgeSite(policy, site, new URL(caller.origin).hostname);
    deps.usage.count(
      snapshot.assetId,
      site,
      verdict === 'allowed' ? 'served' : verdict,
      caller.now,
      request.headers.get('referer'),
    );
    if (verdict !== 'refused') return null;
    const denial = snapshot.denialPolicy ?? settings.denialPolicy;
    if (denial === 'placeholder' && wishesPicture(request)) {
      return placeholder(snapshot, resolved, PROBLEMS.site_refused);
    }
    return fail('site_refused', { headers: denialHeaders() });
  }

  function hotlinkUse(caller: Caller, resolved: ResolvedTransformation): Use {
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
    return fail('signature_invalid', {
      headers: denialHeaders(),
      context: { reason: verdict.kind === 'refused' ? verdict.reason : 'malformed' },
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

  async function answer(caller: Caller, request: Request, path: Path): Promise<Response> {
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
    const channel = resolved.preset?.channel ?? 'web';
    const sites = sitePolicyFor(snapshot.allowedSites, settings.allowedSites, channel);
    const refused = refuseSite(caller, request, snapshot, settings, resolved, sites);
    if (refused !== null) return refused;
    const isOpen = sites.mode === 'any' || sites.reportOnly;
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
    try {
      return await delivery.rendition(call);
    } catch (error) {
      const isPictured =
        error instanceof Failure &&
        PICTURED_FAILURES.has(error.code) &&
        (snapshot.denialPolicy ?? settings.denialPolicy) === 'placeholder' &&
        wishesPicture(request);
      if (!isPictured) throw error;
      return placeholder(snapshot, resolved, PROBLEMS[error.code], error.details.headers);
    }
  }

  return {
    async hotlink(caller, request, path) {
      try {
        return await answer(caller, request, path);
      } catch (error) {
        // A web developer's script may read what is wrong with the address.
        if (error instanceof Failure) error.details.headers = { ...OPEN_CORS, ...error.details.headers };
        throw error;
      }
    },
  };
}
