/** Hot-links: pictures on other people's pages, under an address that says everything. */
import type { Settings } from '../../../shared/contract/audit.ts';
import { PROBLEMS } from '../../../shared/contract/problem.ts';
import {
  canonicalPath,
  type DeliverySnapshot,
  embeddingSite,
  judgeSite,
  parseTransformation,
  placeholderPng,
  type SitePolicy,
  sitePolicyFor,
  verifyUrl,
} from '../../../shared/delivery/index.ts';
import { encodeBase64Url, importSigningKey } from '../../../shared/delivery/signature.ts';
import { type DeniedUsage, publicAnswer, type Use, variesByTerritory } from '../../../shared/rights/index.ts';
import type { Caller } from '../../http/app-env.ts';
import { fail } from '../../http/errors.ts';
import type { RememberedAnswer } from './answers.ts';
import type { Desk, SurfaceDeps } from './desk.ts';
import { denialHeaders, type ResolvedTransformation } from './service.ts';

/** How old a memory may be that denies: an approval should show at once, a flood of refused requests must not reach D1. */
const DENIAL_MEMORY_MS = 50;

const OPEN_CORS = { 'access-control-allow-origin': '*' };
/** Scripts may read the picture on the site that was just allowed, and nowhere else. */
function siteCors(request: Request): Record<string, string> {
  const origin = request.headers.get('origin');
  return { vary: 'Referer, Origin', ...(origin === null ? {} : { 'access-control-allow-origin': origin }) };
}

const siteOf = ({ headers }: Request): string =>
  embeddingSite(headers.get('referer') ?? headers.get('origin'));

const wantsPicture = (request: Request): boolean =>
  /image\/|\*\/\*/.test(request.headers.get('accept') ?? '*/*');

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
    path: { segment: string; name: string },
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
    const successorId = snapshot.rights.successorAssetId;
    if (policy === 'successor' && successorId !== null) {
      const next = await load(successorId);
      const verdict = next === null ? null : delivery.decide(next.snapshot, hotlinkUse(caller, resolved));
      if (verdict?.allowed === true) {
        return new Response(null, {
          status: 302,
          headers: {
            ...denialHeaders(),
            location: `/i/${successorId}/${resolved.canonical}/${encodeURIComponent(path.name)}`,
          },
        });
      }
    }
    if (!wantsPicture(request)) deny(denied);
    return placeholder(snapshot, resolved, answer.status);
  }

  /** A neutral picture of the size that was asked for. */
  function placeholder(
    snapshot: DeliverySnapshot,
    resolved: ResolvedTransformation,
    status: number,
  ): Response {
    const { version } = snapshot;
    const { w, h } = resolved.transformation;
    const ratio = (version.height ?? 1) / (version.width ?? 1);
    const width = Math.min(w ?? (h === null ? 640 : Math.round(h / ratio)), 2048);
    const height = Math.min(h ?? Math.max(1, Math.round(width * ratio)), 2048);
    return new Response(placeholderPng({ width, height }), {
      status,
      headers: {
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
    if (denial === 'placeholder' && wantsPicture(request)) {
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

  return {
    async hotlink(caller, request, path) {
      const url = new URL(request.url);
      const isSigned = url.searchParams.has('sig');
      const tail = path.name;
      const parsed = parseTransformation(path.segment);
      let signatureEnd: number | null = null;
      if (isSigned && parsed.ok) {
        const verdict = await verifyUrl(
          keyOf,
          canonicalPath(path.asset, parsed.value),
          url.searchParams,
          caller.now,
        );
        if (verdict.kind !== 'valid') {
          fail('signature_invalid', {
            headers: denialHeaders(),
            context: { reason: verdict.kind === 'refused' ? verdict.reason : 'malformed' },
          });
        }
        signatureEnd = verdict.expiresAt;
      }
      const resolved = delivery.resolve(
        path.segment,
        { kind: 'hotlink', signed: isSigned },
        { assetId: path.asset, tail, origin: caller.origin, audience: 'public', now: caller.now },
      );
      let loaded = await load(path.asset);
      if (loaded === null) return fail('not_found', { headers: denialHeaders() });
      let decision = delivery.decide(loaded.snapshot, hotlinkUse(caller, resolved));
      if (!decision.allowed) {
        await deps.memo.getRecent(path.asset, DENIAL_MEMORY_MS);
        loaded = (await load(path.asset)) ?? loaded;
        decision = delivery.decide(loaded.snapshot, hotlinkUse(caller, resolved));
      }
      const { snapshot, settings, record } = loaded;
      if (!decision.allowed)
        return denyHotlink(caller, request, snapshot, decision, settings, resolved, path);
      const sites = sitePolicyFor(
        snapshot.allowedSites,
        settings.allowedSites,
        resolved.preset?.channel ?? 'web',
      );
      const refused = refuseSite(caller, request, snapshot, settings, resolved, sites);
      if (refused !== null) return refused;
      const isOpen = sites.mode === 'any' || sites.reportOnly;
      const channel = resolved.preset?.channel ?? 'web';
      // A preset with a window of its own is looked at every time.
      const isSteady = resolved.preset === null || resolved.preset.window.endsAt === null;
      return delivery.rendition({
        ...(sites.mode === 'any' && isSteady
          ? {
              onReady: (answer: RememberedAnswer) =>
                deps.hotLane.remember(request, {
                  assetId: path.asset,
                  record,
                  channel,
                  answer,
                }),
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
        otherUntils: [signatureEnd],
        extension: /\.([a-z0-9]{2,5})$/i.exec(tail)?.[1] ?? null,
        protectiveText: settings.organisation,
        extraHeaders: {
          ...(isOpen ? OPEN_CORS : siteCors(request)),
          'cross-origin-resource-policy': 'cross-origin',
          'timing-allow-origin': '*',
          'referrer-policy': 'strict-origin-when-cross-origin',
          link: `<${caller.origin}/i/${path.asset}/${resolved.canonical}/${encodeURIComponent(tail)}>; rel="canonical"`,
        },
      });
    },
  };
}
