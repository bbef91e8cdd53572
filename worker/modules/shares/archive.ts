/** Archives of a link: planned when *download* is pressed, one use for all of it, every entry decided again when reached. */
import type { ArchiveState } from '../../../shared/contract/share-visits.ts';
import { t } from '../../../shared/messages/index.ts';
import { allowsOriginal, decideUsage } from '../../../shared/rights/index.ts';
import { deriveShareState } from '../../../shared/shares/state.ts';
import type { Clock } from '../../../shared/time/clock.ts';
import { type Database, runBatch } from '../../db/database.ts';
import type { Caller } from '../../http/caller.ts';
import { Failure, fail } from '../../http/errors.ts';
import { jobStatement } from '../../jobs/outbox.ts';
import type { Identifiers } from '../../ports/identifiers.ts';
import type { ObjectStore } from '../../ports/object-store.ts';
import type { Signer } from '../../ports/signer.ts';
import {
  type ArchiveOrder,
  type ArchivePlan,
  type ArchiveSending,
  EntryRefused,
  layoutOf,
  type Permit,
  type PlannedFile,
  type Planning,
  PROGRAM_PATIENCE_MS,
  planKeyOf,
  stillPreparing,
} from '../archives/index.ts';
import { denialHeaders } from '../delivery/index.ts';
import type { SettingsService } from '../settings/index.ts';
import { requireTurn, requireTurnLeft } from '../users/index.ts';
import { type Admissions, closedFor, type Visit } from './admission.ts';
import { createReadingAhead } from './ahead.ts';
import { type ArchiveWish, orderOf } from './archive-plan.ts';
import { type Content, linkUse, offeredSizes } from './content.ts';
import type { Downloads } from './downloads.ts';
import { grantTurn, grantTurns } from './grant-limits.ts';
import { type GrantInHand, type Grants, limitReached, type OpenGrant } from './grants.ts';
import type { Readmit } from './readmission.ts';
import type { GrantContent, VisitRepository } from './repository-visits.ts';

export interface ArchiveDeps {
  readonly db: Database;
  readonly signer: Signer;
  readonly identifiers: Identifiers;
  readonly clock: Clock;
  readonly store: ObjectStore;
  readonly settings: Pick<SettingsService, 'get'>;
  readonly admissions: Admissions;
  readonly content: Content;
  readonly grants: Grants;
  readonly readmit: Readmit;
  readonly downloads: Downloads;
  readonly planning: Planning;
  readonly sending: ArchiveSending;
  readonly rows: VisitRepository;
  readonly background: (work: Promise<unknown>) => void;
}

/** A browser goes on to a page that waits, so it need not wait for long before. */
const BROWSER_PATIENCE_MS = 2500;
/** One look at the progress works on it for this long. */
const PROGRESS_PATIENCE_MS = 2000;
/** Longer than any grant lasts. */
const OBJECTS_KEPT_MS = 26 * 60 * 60_000;

/** What of a grant lies in the object store. */
export function keysOf(content: GrantContent): string[] {
  if (content.kind !== 'zip') return [];
  const { planKey, orderKey } = content;
  return [planKey, orderKey].filter((key) => typeof key === 'string');
}

const readyOf = (plan: ArchivePlan) =>
  ({
    state: 'ready',
    fileName: plan.fileName,
    files: plan.files.length,
    bytes: layoutOf(plan).totalBytes,
  }) as const;

export function createArchives(deps: ArchiveDeps) {
  const { store, rows, clock, sending } = deps;

  /** Decides about entries with the link, its visitor and its files as they are now, remembered for the policy TTL. */
  function createCheck(
    caller: Caller,
    open: OpenGrant,
    policyTtlMs: number,
    files: readonly PlannedFile[],
  ): (file: PlannedFile) => Promise<Permit> {
    const reach = createReadingAhead(deps, caller, open, files, policyTtlMs);
    return async (file) => {
      const { visit, snapshot } = await reach(file);
      const now = clock();
      const closed = closedFor({ ...caller, now }, visit, false);
      if (closed !== null) throw new EntryRefused(closed);
      if (snapshot === undefined) throw new EntryRefused('the file is not in the link any more');
      const action = file.storageKey === null ? 'download_rendition' : 'download_original';
      const place = { territory: caller.territory, now };
      const decision = decideUsage(snapshot.rights, linkUse(visit, action, place));
      if (!decision.allowed) throw new EntryRefused(decision.reasons[0]?.code ?? 'denied');
      if (file.storageKey !== null && !allowsOriginal(decision)) {
        throw new EntryRefused('the original is no longer offered');
      }
      const size = offeredSizes(visit, { ...caller, now }, snapshot).find(
        ({ preset }) => preset.name === file.preset,
      );
      if (size === undefined) throw new EntryRefused('the size is no longer offered');
      return { snapshot, ...size, audience: visit.link.audience };
    };
  }

  const orderFor = async (caller: Caller, visit: Visit, wish: ArchiveWish): Promise<ArchiveOrder> => {
    const all = await deps.content.judged(visit, caller);
    const wanted = new Set(wish.assets);
    const judged = wanted.size === 0 ? all : all.filter(({ snapshot }) => wanted.has(snapshot.assetId));
    const { organisation } = await deps.settings.get();
    return orderOf(caller, visit, judged, wish, organisation);
  };

  /** Nothing of a grant is kept longer than the grant can last. */
  const dropLater = (keys: string[], now: number): Promise<void> =>
    runBatch(deps.db, [jobStatement(deps, 'objects.delete', { keys }, now + OBJECTS_KEPT_MS)]);

  const addressOf = ({ base }: Visit, { grant, text }: GrantInHand): string =>
    grant.content.kind === 'zip' && grant.content.planKey === null
      ? `${base}/z/${text}/preparing`
      : `${base}/z/${text}`;

  /** An archive that is being prepared: looks how far it is, and works on it for a moment. */
  async function prepare(caller: Caller, open: OpenGrant, patienceMs: number) {
    const { visit, grant } = open;
    if (grant.content.kind !== 'zip') return fail('not_found', { headers: denialHeaders() });
    if (grant.content.planKey === null) {
      const wish = await sending.read<ArchiveWish>(grant.content.orderKey ?? '');
      const asked = { ...caller, now: clock() };
      const attempt = await deps.planning.attempt(asked, await orderFor(asked, visit, wish), patienceMs);
      await deps.grants.wait(open, clock());
      if (attempt.state === 'preparing') return attempt;
      const key = planKeyOf(deps.identifiers.token(16));
      await dropLater([key], clock());
      await sending.keep(key, attempt.plan);
      const kept = await rows.setPlan(grant, key);
      if (kept !== key) deps.background(store.delete([key]));
      if (kept === null) return fail('no_longer', { headers: denialHeaders() });
      return readyOf(await sending.read(kept));
    }
    return readyOf(await sending.read(grant.content.planKey));
  }

  return {
    /**
     * Plans an archive, then reserves one use for all of it. A browser that would have to wait gets its use at once and a
     * page that tells how far the archive is; a program is told to come again, and nothing is reserved.
     * @returns where to go on
     * @throws Failure `too_many_attempts` when this network, or this person, has had its archives
     */
    async reserve(
      caller: Caller,
      path: { token: string; wish: ArchiveWish; press: string | null; isBrowser: boolean },
      cookies: string,
    ): Promise<string> {
      const { wish } = path;
      // A link whose last use is this very form's is not used up for it.
      const door = await deps.admissions.enter(caller, path.token, cookies, false);
      const { visit } = door;
      const pressed = path.press === null ? null : `zip:${path.press}:${JSON.stringify(wish)}`;
      const before = await deps.grants.pressedBefore(caller, door, pressed);
      if (before !== null) return addressOf(visit, before);
      // Before the work of planning.
      if (deriveShareState(visit.link, caller.now) === 'used_up') return limitReached();
      const turns = await grantTurns(deps, caller, door, 'archive');
      await requireTurnLeft(deps.db, turns, grantTurn(caller));
      const order = await orderFor(caller, visit, wish);
      const patienceMs = path.isBrowser ? BROWSER_PATIENCE_MS : PROGRAM_PATIENCE_MS;
      const attempt = await deps.planning.attempt(caller, order, patienceMs);
      if (attempt.state === 'preparing' && !path.isBrowser) return stillPreparing(caller, attempt);
      // Only now: a program that is told to come again has had nothing yet.
      await requireTurn(deps.db, turns, grantTurn(caller));
      const name = deps.identifiers.token(16);
      const key = attempt.state === 'ready' ? planKeyOf(name) : `zip-orders/${name}.json`;
      // Before the use is reserved: a use without a plan or an order could not be fetched.
      await dropLater([key], caller.now);
      await sending.keep(key, attempt.state === 'ready' ? attempt.plan : wish);
      const content: GrantContent =
        attempt.state === 'ready'
          ? { kind: 'zip', planKey: key }
          : { kind: 'zip', planKey: null, orderKey: key };
      try {
        const grant = await deps.grants.reserve(caller, door, content, pressed);
        if (keysOf(grant.grant.content)[0] !== key) deps.background(store.delete([key]));
        return addressOf(visit, grant);
      } catch (error) {
        deps.background(store.delete([key]));
        throw error;
      }
    },

    /** How far an archive is that is being prepared. A reservation nothing can come of is given back. */
    async progress(
      caller: Caller,
      path: { token: string; grant: string },
    ): Promise<{ visit: Visit; progress: ArchiveState }> {
      const open = await deps.grants.open(caller, path.token, path.grant);
      const { visit } = open;
      const href = `${visit.base}/z/${path.grant}`;
      try {
        const found = await prepare(caller, open, PROGRESS_PATIENCE_MS);
        return { visit, progress: found.state === 'ready' ? { ...found, href } : found };
      } catch (error) {
        if (!(error instanceof Failure) || error.code !== 'not_for_this_use') throw error;
        await deps.grants.release(open, clock());
        return { visit, progress: { state: 'over', reason: error.message } };
      }
    },

    /** `/s/{token}/z/{grant}`. */
    async archive(
      caller: Caller,
      request: Request,
      path: { token: string; grant: string },
    ): Promise<Response> {
      const open = await deps.grants.open(caller, path.token, path.grant);
      const { grant } = open;
      if (grant.content.kind !== 'zip') return fail('not_found', { headers: denialHeaders() });
      if (grant.content.planKey === null) {
        return fail('busy', {
          headers: { ...denialHeaders(), 'retry-after': '10' },
          detail: t(caller.locale, 'shares.error.being_prepared'),
        });
      }
      const plan = await sending.read(grant.content.planKey);
      const { policyTtlMs } = await deps.settings.get();
      const check = createCheck(caller, open, policyTtlMs, plan.files);
      const response = await sending.answer(request, caller.now, plan, check);
      return deps.downloads.onGrant(caller, open, request, response, { isPlayed: false, versionId: null });
    },
  };
}
export type Archives = ReturnType<typeof createArchives>;
