/**
 * The surfaces that bytes leave through: hot-links, portals, the console. Each says who asks for which use and which rules
 * stand around the asset; the one decision and the one pipeline do the rest. Share links have their own module and use the
 * same two.
 */
import type { Settings } from '../../../shared/contract/audit.ts';
import { PROBLEMS } from '../../../shared/contract/problem.ts';
import {
  canonicalPath,
  type DeliverySnapshot,
  embeddingSite,
  judgeSite,
  parseTransformation,
  placeholderPng,
  renditionFileName,
  type SitePolicy,
  sitePolicyFor,
  verifyUrl,
} from '../../../shared/delivery/index.ts';
import { BUILT_IN_PRESETS } from '../../../shared/delivery/presets.ts';
import { encodeBase64Url, importSigningKey } from '../../../shared/delivery/signature.ts';
import {
  type AllowedUsage,
  type Audience,
  type DeniedUsage,
  type EnclosingRule,
  publicAnswer,
  publicAnswerOf,
  type Use,
  variesByTerritory,
} from '../../../shared/rights/index.ts';
import type { Caller } from '../../http/app-env.ts';
import { fail } from '../../http/errors.ts';
import type { Identifiers } from '../../ports/identifiers.ts';
import type { Signer } from '../../ports/signer.ts';
import type { RememberedAnswer } from './answers.ts';
import type { HotLane } from './hot-lane.ts';
import type { DownloadRecord } from './repository.ts';
import { type DeliveryService, denialHeaders, type ResolvedTransformation } from './service.ts';
import type { EdgeRecord, SnapshotMemo } from './snapshot-memo.ts';
import type { UsageCounter } from './usage.ts';

/** What stands around an asset on a portal; null when it is not shown there. */
export interface PortalAdmission {
  readonly portalId: string;
  readonly enclosing: readonly EnclosingRule[];
  readonly audience: Audience;
  readonly allowOriginals: boolean;
  /** Presets offered; empty: the defaults. */
  readonly presets: readonly string[];
  /** The visitor as whom a member looks at the portal. */
  readonly territory: string | null;
  readonly now: number;
}
export interface ViewParameters {
  draft?: '1' | undefined;
  territory?: string | undefined;
  at?: number | undefined;
}
export type PortalGate = (
  portal: string,
  assetId: string,
  caller: Caller,
  view: ViewParameters,
) => Promise<PortalAdmission | null>;

export interface SurfaceDeps {
  readonly delivery: DeliveryService;
  readonly memo: SnapshotMemo;
  readonly hotLane: HotLane;
  readonly signer: Signer;
  readonly identifiers: Identifiers;
  readonly portalGate: PortalGate;
  readonly usage: UsageCounter;
  readonly background: (work: Promise<unknown>) => void;
  readonly recordDownload: (row: DownloadRecord) => Promise<void>;
  readonly noteGone: (assetId: string, now: number) => Promise<void>;
}

/** Programs that say they are programs; their downloads are listed apart. */
const BOTS = /bot\b|crawl|spider|slurp|preview|monitor|curl\/|wget\/|python-|libwww|headless/i;

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

export function isBot(request: Request): boolean {
  return BOTS.test(request.headers.get('user-agent') ?? '');
}

export interface Surfaces {
  hotlink(
    caller: Caller,
    request: Request,
    path: { asset: string; segment: string; name: string },
  ): Promise<Response>;
  portalRendition(
    caller: Caller,
    request: Request,
    path: { portal: string; asset: string; segment: string },
    view: ViewParameters,
  ): Promise<Response>;
  portalDownload(
    caller: Caller,
    request: Request,
    path: { portal: string; asset: string; preset: string },
    view: ViewParameters,
  ): Promise<Response>;
  portalMedia(
    caller: Caller,
    request: Request,
    path: { portal: string; asset: string },
    view: ViewParameters,
  ): Promise<Response>;
  consoleRendition(
    caller: Caller,
    request: Request,
    path: { asset: string; segment: string },
  ): Promise<Response>;
  consoleOriginal(caller: Caller, request: Request, asset: string, inline: boolean): Promise<Response>;
  /** The snapshot and the decision, for surfaces of other modules. */
  judge(
    assetId: string,
    use: Use,
  ): Promise<{ snapshot: DeliverySnapshot; decision: AllowedUsage | DeniedUsage } | null>;
}

export function createSurfaces(deps: SurfaceDeps): Surfaces {
  const { delivery } = deps;
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

  async function load(
    assetId: string,
  ): Promise<{ snapshot: DeliverySnapshot; settings: Settings; record: EdgeRecord } | null> {
    const record = await deps.memo.get(assetId);
    const { snapshot, settings } = record;
    return snapshot === null ? null : { snapshot, settings, record };
  }

  /** The public answer to a denial, as a failure. */
  function deny(denied: DeniedUsage): never {
    const answer = publicAnswer(denied.reasons);
    return fail(answer.code, {
      headers: denialHeaders(),
      ...(denied.startsAt === null ? {} : { context: { startsAt: denied.startsAt } }),
    });
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

  async function portalLoad(caller: Caller, path: { portal: string; asset: string }, view: ViewParameters) {
    const [admission, loaded] = await Promise.all([
      deps.portalGate(path.portal, path.asset, caller, view),
      load(path.asset),
    ]);
    if (admission === null || loaded === null) {
      return fail(publicAnswerOf('not_found').code, { headers: denialHeaders() });
    }
    const use = (action: Use['action'], channel: Use['channel']): Use => ({
      subject: { kind: 'public', audience: admission.audience },
      action,
      channel,
      territory: admission.territory,
      now: admission.now,
      enclosing: admission.enclosing,
    });
    return { admission, ...loaded, use };
  }

  function recordDownload(
    caller: Caller,
    request: Request,
    snapshot: DeliverySnapshot,
    surface: DownloadRecord['surface'],
    surfaceId: string,
    what: string,
    response: Response,
  ): void {
    // A resumed range or a HEAD is part of a download already counted.
    if (request.method !== 'GET' || response.status !== 200) return;
    deps.background(
      deps.recordDownload({
        id: deps.identifiers.next('delivery'),
        surface,
        surfaceId,
        assetId: snapshot.assetId,
        versionId: snapshot.version.id,
        recipientId: null,
        what,
        sizeBytes: Number(response.headers.get('content-length') ?? snapshot.version.sizeBytes),
        territory: caller.territory,
        isBot: isBot(request),
        at: caller.now,
      }),
    );
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

    async portalRendition(caller, request, path, view) {
      const { snapshot, settings, use, admission } = await portalLoad(caller, path, view);
      const resolved = delivery.resolve(
        path.segment,
        { kind: 'page' },
        {
          assetId: path.asset,
          tail: '',
          origin: caller.origin,
          audience: admission.audience,
          now: caller.now,
        },
      );
      const decision = delivery.decide(snapshot, use('preview', 'web'));
      if (!decision.allowed) return deny(decision);
      const isPreview = view.draft !== undefined || view.at !== undefined || view.territory !== undefined;
      // What only members may see is nobody else's to keep.
      const isKept = !isPreview && admission.audience !== 'internal';
      const isPlaced = variesByTerritory(snapshot.rights, admission.enclosing);
      return delivery.rendition({
        request,
        snapshot,
        decision,
        resolved,
        now: admission.now,
        audience: !isKept ? 'protected' : isPlaced ? 'visitor' : 'public',
        policyTtlMs: settings.policyTtlMs,
        extension: null,
        protectiveText: settings.organisation,
      });
    },

    async portalDownload(caller, request, path, view) {
      const { snapshot, settings, use, admission } = await portalLoad(caller, path, view);
      const preset = BUILT_IN_PRESETS.find((entry) => entry.name === path.preset);
      if (preset === undefined) return fail('not_found', { headers: denialHeaders() });
      if (preset.delivers === 'original') {
        if (!admission.allowOriginals) return fail('not_for_this_use', { headers: denialHeaders() });
        const decision = delivery.decide(snapshot, use('download_original', preset.channel));
        if (!decision.allowed) return deny(decision);
        const response = await delivery.original({
          request,
          snapshot,
          decision,
          now: admission.now,
          disposition: 'attachment',
        });
        recordDownload(caller, request, snapshot, 'portal', admission.portalId, preset.name, response);
        return response;
      }
      const names = admission.presets.length === 0 ? null : admission.presets;
      const resolved = delivery.resolve(
        path.preset,
        { kind: 'presets', names },
        {
          assetId: path.asset,
          tail: '',
          origin: caller.origin,
          audience: admission.audience,
          now: caller.now,
        },
      );
      const decision = delivery.decide(snapshot, use('download_rendition', preset.channel));
      if (!decision.allowed) return deny(decision);
      const response = await delivery.rendition({
        request,
        snapshot,
        decision,
        resolved,
        now: admission.now,
        audience: 'protected',
        policyTtlMs: settings.policyTtlMs,
        // People open downloads in every program there is: JPEG, or PNG where there is transparency.
        extension: snapshot.version.hasAlpha ? 'png' : 'jpg',
        attachmentName: renditionFileName(snapshot, preset.name, snapshot.version.hasAlpha ? 'png' : 'jpeg'),
        protectiveText: settings.organisation,
      });
      recordDownload(caller, request, snapshot, 'portal', admission.portalId, preset.name, response);
      return response;
    },

    async portalMedia(caller, request, path, view) {
      const { snapshot, use, admission } = await portalLoad(caller, path, view);
      if (!/^(?:audio|video)\/|^application\/pdf$/.test(snapshot.version.mediaType)) {
        return fail('not_found', { headers: denialHeaders() });
      }
      const decision = delivery.decide(snapshot, use('preview', 'web'));
      if (!decision.allowed) return deny(decision);
      return delivery.original({ request, snapshot, decision, now: admission.now, disposition: 'inline' });
    },

    async consoleRendition(caller, request, path) {
      const loaded = await load(path.asset);
      if (loaded === null) return fail('not_found');
      const { snapshot, settings } = loaded;
      const resolved = delivery.resolve(
        path.segment,
        { kind: 'page' },
        { assetId: path.asset, tail: '', origin: caller.origin, audience: 'internal', now: caller.now },
      );
      const decision = delivery.decide(snapshot, curationUse(caller));
      if (!decision.allowed) return deny(decision);
      return delivery.rendition({
        request,
        snapshot,
        decision,
        resolved,
        now: caller.now,
        audience: 'protected',
        policyTtlMs: settings.policyTtlMs,
        extension: null,
        protectiveText: settings.organisation,
      });
    },

    async consoleOriginal(caller, request, asset, inline) {
      const loaded = await load(asset);
      if (loaded === null) return fail('not_found');
      const decision = delivery.decide(loaded.snapshot, curationUse(caller));
      if (!decision.allowed) return deny(decision);
      const response = await delivery.original({
        request,
        snapshot: loaded.snapshot,
        decision,
        now: caller.now,
        disposition: inline ? 'inline' : 'attachment',
      });
      if (!inline) {
        recordDownload(
          caller,
          request,
          loaded.snapshot,
          'console',
          caller.actor.id ?? '',
          'original',
          response,
        );
      }
      return response;
    },

    async judge(assetId, use) {
      const loaded = await load(assetId);
      if (loaded === null) return null;
      return { snapshot: loaded.snapshot, decision: delivery.decide(loaded.snapshot, use) };
    },
  };
}

function curationUse(caller: Caller): Use {
  return {
    subject: { kind: 'member', audience: 'internal' },
    action: 'curate',
    channel: 'internal',
    territory: caller.territory,
    now: caller.now,
    enclosing: [],
  };
}
