/** Bytes of our own pages: a portal's pictures, downloads and media, and the console's. */

import type { TrialMark } from '../../../shared/contract/delivery.ts';
import { IDENTITY, renditionFileName } from '../../../shared/delivery/index.ts';
import { BUILT_IN_PRESETS } from '../../../shared/delivery/presets.ts';
import { t } from '../../../shared/messages/index.ts';
import { publicAnswerOf, type Use, variesByTerritory } from '../../../shared/rights/index.ts';
import type { Caller } from '../../http/caller.ts';
import { fail } from '../../http/errors.ts';
import { decideWhenReady } from './decided-anew.ts';
import type { Desk, SurfaceDeps, ViewParameters } from './desk.ts';
import { BoundedMap } from './memory.ts';
import { denialHeaders, type ResolvedTransformation } from './service.ts';

export interface PageSurfaces {
  portalRendition(
    caller: Caller,
    request: Request,
    path: { portal: string; asset: string; version: number; segment: string },
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
  /**
   * The picture of an asset with a mark that nobody has saved, as the engine draws it. One at a time for each person.
   * @throws Failure where the mark's picture may not be used, or a letter of its text cannot be drawn
   */
  markOnTrial(caller: Caller, request: Request, asset: string, mark: TrialMark): Promise<Response>;
  consoleOriginal(caller: Caller, request: Request, asset: string, inline: boolean): Promise<Response>;
}

/** A picture of a few inches is enough to judge a mark by, and is made in a fraction of a second. */
const TRIAL: ResolvedTransformation = {
  transformation: { ...IDENTITY, w: 640, h: 640, fit: 'contain', f: 'webp', wm: 'trial' },
  preset: null,
  metadata: 'credit',
  canonical: '',
};
/** After so long the runtime has ended the request that was to give its turn back. */
const TRIAL_LEASE_MS = 20_000;
const TRIALS_MAX = 1000;

export function createPageSurfaces(deps: SurfaceDeps, desk: Desk): PageSurfaces {
  const { delivery } = deps;
  const { load, deny, recordDownload } = desk;
  /** Who is having a mark drawn, and since when. */
  const trials = new BoundedMap<number>(TRIALS_MAX);

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

  /** A picture of a portal's page, as of the caller's moment. */
  async function pictureOf(
    caller: Caller,
    request: Request,
    path: { portal: string; asset: string; version: number; segment: string },
    view: ViewParameters,
  ): Promise<Response> {
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
    const decision = delivery.decide(snapshot, {
      ...use('preview', 'web'),
      enclosing: admission.pictureRules,
    });
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
      extraHeaders: {
        link: `<${caller.origin}/p/${path.portal}/r/${path.asset}/${path.version}/${resolved.canonical}>; rel="canonical"`,
      },
    });
  }

  return {
    portalRendition: (caller, request, path, view) =>
      decideWhenReady(caller, deps.monotonic, (at) => pictureOf(at, request, path, view)),

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
      // What plays is the file itself.
      if (!admission.allowOriginals) return fail('not_for_this_use', { headers: denialHeaders() });
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
        { kind: 'console' },
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

    async markOnTrial(caller, request, asset, mark) {
      const person = caller.actor.id ?? '';
      const startedAt = deps.monotonic();
      if (startedAt - (trials.get(person) ?? -Infinity) < TRIAL_LEASE_MS) {
        return fail('busy', { headers: { 'retry-after': '1' } });
      }
      trials.set(person, startedAt);
      try {
        const loaded = await load(asset);
        if (loaded === null) return fail('not_found');
        const { snapshot, settings } = loaded;
        const decision = delivery.decide(snapshot, curationUse(caller));
        if (!decision.allowed) return deny(decision);
        const trialMark = await deps.marks.onTrial(mark);
        if (trialMark === null) {
          return fail('not_for_this_use', {
            inWords: (locale) => ({ detail: t(locale, 'delivery.mark.unusable') }),
          });
        }
        return await delivery.rendition({
          request,
          snapshot,
          decision,
          resolved: TRIAL,
          now: caller.now,
          audience: 'protected',
          policyTtlMs: settings.policyTtlMs,
          extension: null,
          protectiveText: settings.organisation,
          trialMark,
        });
      } finally {
        // Unless the lease ran out and somebody else has it now.
        if (trials.get(person) === startedAt) trials.delete(person);
      }
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
