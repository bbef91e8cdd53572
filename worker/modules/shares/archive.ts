/** Archives of a link: planned when *download* is pressed, one use for all of it, every entry decided again when reached. */
import { allowsOriginal, decideUsage } from '../../../shared/rights/index.ts';
import { closedReason } from '../../../shared/shares/state.ts';
import type { Clock } from '../../../shared/time/clock.ts';
import type { Caller } from '../../http/app-env.ts';
import { fail } from '../../http/errors.ts';
import type { ObjectStore } from '../../ports/object-store.ts';
import {
  type ArchiveSending,
  EntryRefused,
  type Permit,
  type PlannedFile,
  type Planning,
  planKeyOf,
} from '../archives/index.ts';
import { denialHeaders, isBot } from '../delivery/index.ts';
import type { SettingsService } from '../settings/index.ts';
import type { Admissions, Visit } from './admission.ts';
import { planArchive } from './archive-plan.ts';
import { type Content, linkUse, offeredSizes } from './content.ts';
import type { Downloads } from './downloads.ts';
import type { Grants } from './grants.ts';
import type { Recorder } from './recording.ts';
import type { VisitRepository } from './repository-visits.ts';

export interface ArchiveDeps {
  readonly clock: Clock;
  readonly store: ObjectStore;
  readonly settings: Pick<SettingsService, 'get'>;
  readonly admissions: Admissions;
  readonly content: Content;
  readonly grants: Grants;
  readonly downloads: Downloads;
  readonly planning: Planning;
  readonly sending: ArchiveSending;
  readonly recorder: Recorder;
  readonly rows: VisitRepository;
  readonly background: (work: Promise<unknown>) => void;
}

export function createArchives(deps: ArchiveDeps) {
  const { store, rows, clock, sending } = deps;

  /** Decides about entries with the link as it is now, remembered for the policy TTL while one archive flows. */
  function createCheck(caller: Caller, visit: Visit, policyTtlMs: number) {
    let seen = { visit, at: clock() };
    return async (file: PlannedFile): Promise<Permit> => {
      const now = clock();
      if (now - seen.at >= policyTtlMs) {
        const row = await rows.findById(visit.link.id);
        if (row === null) throw new EntryRefused('the link is gone');
        seen = { visit: { ...row, base: visit.base, recipient: visit.recipient }, at: now };
      }
      const present = seen.visit;
      const reason = closedReason(present.link, { now, territory: caller.territory });
      if (reason !== null && reason !== 'limit_reached') throw new EntryRefused(reason);
      const [snapshot] = await deps.content.snapshotsOf(
        [{ assetId: file.assetId, versionId: file.versionId }],
        now,
      );
      if (snapshot === undefined) throw new EntryRefused('the asset is gone');
      const action = file.storageKey === null ? 'download_rendition' : 'download_original';
      const place = { territory: caller.territory, now };
      const decision = decideUsage(snapshot.rights, linkUse(present, action, place));
      if (!decision.allowed) throw new EntryRefused(decision.reasons[0]?.code ?? 'denied');
      if (file.storageKey !== null && !allowsOriginal(decision)) {
        throw new EntryRefused('the original is no longer offered');
      }
      const size = offeredSizes(present, { ...caller, now }, snapshot).find(
        ({ preset }) => preset.name === file.preset,
      );
      if (size === undefined) throw new EntryRefused('the size is no longer offered');
      return { snapshot, ...size, audience: present.link.audience };
    };
  }

  return {
    /** Plans an archive, then reserves one use for all of it. @returns where to fetch it */
    async reserve(
      caller: Caller,
      path: { token: string; assets: readonly string[]; preset: string; part: number },
      cookies: string,
    ): Promise<string> {
      const visit = await deps.admissions.require(caller, path.token, cookies);
      const all = await deps.content.judged(visit, caller);
      const wanted = new Set(path.assets);
      const judged = wanted.size === 0 ? all : all.filter(({ snapshot }) => wanted.has(snapshot.assetId));
      const { organisation } = await deps.settings.get();
      const plan = await planArchive(deps.planning, caller, visit, judged, { ...path, organisation });
      const id = deps.grants.newId();
      const planKey = planKeyOf(id);
      // Before the use is reserved: a use without a plan could not be fetched.
      await sending.keep(planKey, plan);
      try {
        return `${visit.base}/z/${await deps.grants.reserve(caller, visit, id, { kind: 'zip', planKey })}`;
      } catch (error) {
        deps.background(store.delete([planKey]));
        throw error;
      }
    },

    /** `/s/{token}/z/{grant}`. */
    async archive(
      caller: Caller,
      request: Request,
      path: { token: string; grant: string },
    ): Promise<Response> {
      const open = await deps.grants.open(caller, path.token, path.grant);
      const { visit, grant } = open;
      if (grant.content.kind !== 'zip') return fail('not_found', { headers: denialHeaders() });
      const plan = await sending.read(grant.content.planKey);
      const { policyTtlMs } = await deps.settings.get();
      const check = createCheck(caller, visit, policyTtlMs);
      const response = await sending.answer(request, caller.now, plan, check);
      return deps.downloads.onGrant(open, request, response, () =>
        deps.recorder.record(caller, visit, {
          isBot: isBot(request),
          files: plan.files.map((file) => ({
            assetId: file.assetId,
            versionId: file.versionId,
            what: `zip/${file.preset}`,
            sizeBytes: file.size,
          })),
        }),
      );
    },
  };
}
export type Archives = ReturnType<typeof createArchives>;
