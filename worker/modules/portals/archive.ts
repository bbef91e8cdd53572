/**
 * Archives of a portal: what somebody chose in the tray, or everything a collection hands out. Pressing *download* plans the
 * archive and yields a grant, a signed address; nothing is counted down, so a grant needs no row.
 *
 * A grant is taken up within ten minutes. A transfer that was cut may be resumed, by a request with `Range`, for a day:
 * rights are decided again on every request and at every entry, whatever the grant says.
 */
import { z } from 'zod';
import { hasSizes } from '../../../shared/delivery/sizes.ts';
import type { LeftOutFile } from '../../../shared/delivery/zip/manifest.ts';
import { t } from '../../../shared/messages/index.ts';
import { explainPublicly } from '../../../shared/rights/explain.ts';
import { type PublicAnswerCode, publicAnswer } from '../../../shared/rights/index.ts';
import { findShortfall } from '../../../shared/rights/timeline.ts';
import type { Clock } from '../../../shared/time/clock.ts';
import { type Database, runBatch } from '../../db/database.ts';
import type { Caller } from '../../http/caller.ts';
import { fail } from '../../http/errors.ts';
import { jobStatement } from '../../jobs/outbox.ts';
import type { Identifiers } from '../../ports/identifiers.ts';
import type { ObjectStore } from '../../ports/object-store.ts';
import type { Signer } from '../../ports/signer.ts';
import {
  type ArchiveChoice,
  type ArchivePlan,
  createPlanning,
  createSending,
  type EntryCheck,
  EntryRefused,
  type Permit,
  type PlannedFile,
  planKeyOf,
} from '../archives/index.ts';
import { type DeliveryService, denialHeaders, isBot } from '../delivery/index.ts';
import type { SettingsService } from '../settings/index.ts';
import { requireTurn, requireTurnLeft, sourceTurns, type TurnLimit } from '../users/index.ts';
import { contactOf, pageHref } from './cards.ts';
import { type OfferedSize, offeredSizes } from './downloads.ts';
import {
  createJudge,
  embargoLiftOf,
  type Judged,
  type JudgingFacts,
  judgeFrom,
  type PageContext,
  useOf,
} from './judging.ts';
import type { OpenPortal, PortalReader } from './open-portal.ts';
import { createPublicRepository } from './repository-public.ts';
import { type ViewQuery, viewingOf } from './viewing.ts';

/** Most files of one archive. */
export const ARCHIVE_FILES_MAX = 500;
/** Files that one read is for. A snapshot is a few kilobytes. */
const FILES_PER_READ = 40;
const MINUTE_MS = 60_000;
const TAKE_UP_MS = 10 * MINUTE_MS;
const RESUME_MS = 24 * 60 * MINUTE_MS;
/**
 * Archives an hour for visitors of one network (an office, a press centre behind one address): of one portal, and of all
 * together. Each keeps a plan and a job for a day. Other networks have counts of their own, so that nobody uses up another's.
 */
const SOURCE_PORTAL_MAX = 120;
const SOURCE_MAX = 240;

/** What somebody asks for. */
export interface ArchiveWish {
  /** Chosen in the tray. */
  readonly assetIds: readonly string[];
  /** Slug; everything it hands out. */
  readonly collection: string | null;
  /** A preset, or '' for the best size of each file. */
  readonly preset: string;
}

/** A plan with the ids its downloads are recorded under, so that all requests on one grant are recorded once. */
interface PortalPlan extends ArchivePlan {
  readonly downloadIds: readonly string[];
}

const KIND = 'portal_zip';
const claimsSchema = z.object({
  kind: z.literal(KIND),
  portal: z.string(),
  plan: z.string(),
  /** Unix milliseconds. */
  startBy: z.number(),
});

export interface PortalArchiveDeps {
  readonly db: Database;
  readonly clock: Clock;
  readonly store: ObjectStore;
  readonly identifiers: Identifiers;
  readonly signer: Signer;
  readonly delivery: DeliveryService;
  readonly settings: Pick<SettingsService, 'get'>;
  readonly reader: PortalReader;
  readonly background: (work: Promise<unknown>) => void;
}

/** The size a file goes out in: the one that was chosen, the original of what has no sizes, or the best there is. */
function chooseSize(offered: readonly OfferedSize[], { snapshot }: Judged, wish: string): OfferedSize | null {
  const original = offered.find(({ preset }) => preset.delivers === 'original') ?? null;
  if (wish === '') return original ?? offered[0] ?? null;
  const chosen = offered.find(({ preset }) => preset.name === wish);
  return chosen ?? (hasSizes(snapshot) ? null : original);
}

function actionOf({ preset }: Pick<OfferedSize, 'preset'>) {
  return preset.delivers === 'original' ? 'download_original' : 'download_rendition';
}

/** What an archive says about files it does not hold: nothing that the portal's pages do not say. */
function sortOut(context: PageContext, judged: readonly Judged[], wish: ArchiveWish) {
  const { locale } = context.caller;
  const choices: ArchiveChoice[] = [];
  const leftOut: LeftOutFile[] = [];
  let refusal: PublicAnswerCode | null = null;
  for (const item of judged) {
    const { snapshot, view } = item;
    const offered = offeredSizes(context, item);
    const size = chooseSize(offered, item, wish.preset);
    const leaveOut = (reason: string): void => {
      leftOut.push({ title: snapshot.title, assetId: snapshot.assetId, reason });
    };
    if (size !== null && choices.length < ARCHIVE_FILES_MAX) {
      choices.push({ snapshot, ...size });
    } else if (size !== null) {
      leaveOut(t(locale, 'portal.zip.too_many', { count: ARCHIVE_FILES_MAX }));
    } else if (view.allowed) {
      refusal ??= 'not_for_this_use';
      leaveOut(t(locale, offered.length === 0 ? 'portal.zip.no_size' : 'shares.left_out.not_chosen'));
    } else {
      const { code } = publicAnswer(view.reasons);
      refusal ??= code;
      // A list shows an embargo's end and nothing else; who names an asset is answered about it, as its page would.
      const isSaid = wish.collection === null ? code !== 'not_found' : embargoLiftOf(item) !== null;
      if (!isSaid) continue;
      leftOut.push({
        title: t(locale, 'share.excluded.untitled'),
        assetId: wish.collection === null ? snapshot.assetId : '-',
        reason: explainPublicly(locale, view, { zone: context.settings.timeZone, now: context.viewing.now })
          .text,
      });
    }
  }
  return { choices, leftOut, refusal };
}

export function createPortalArchives(deps: PortalArchiveDeps) {
  const { clock, signer } = deps;
  const judge = createJudge(deps);
  const rows = createPublicRepository(deps.db);
  const planning = createPlanning(deps);
  const sending = createSending(deps);

  async function open(caller: Caller, slug: string, view: ViewQuery): Promise<PageContext> {
    const settings = await deps.settings.get();
    const viewing = viewingOf(caller, view);
    const portal = await deps.reader.open(slug, viewing);
    if (portal === null) return fail('not_found', { headers: denialHeaders() });
    if (portal.rule.state !== 'active') return fail('no_longer', { headers: denialHeaders() });
    return { caller, viewing, portal, settings };
  }

  /** What one archive is counted under; nothing for whoever is signed in to the console. */
  async function turnsOf(caller: Caller, portalId: string): Promise<TurnLimit[]> {
    if (caller.role !== null) return [];
    const counted = { name: 'portal-zip-source', id: portalId, max: SOURCE_PORTAL_MAX, maxOfAll: SOURCE_MAX };
    return sourceTurns(deps, caller, counted);
  }

  /** What was asked for and is in the portal, judged, in order; and the name for it. */
  async function selection(
    context: PageContext,
    wish: ArchiveWish,
  ): Promise<{ name: string; judged: Judged[] }> {
    const inOrder = (ids: readonly string[], found: Map<string, Judged>) =>
      ids.flatMap((id) => found.get(id) ?? []);
    if (wish.collection === null) {
      const ids = [...new Set(wish.assetIds)];
      return {
        name: context.portal.document.name,
        judged: inOrder(ids, await judge.judge(context, ids)),
      };
    }
    const shown = await rows.collections(context.portal.shown.collectionIds);
    const collection = shown.find(({ slug }) => slug === wish.collection);
    if (collection === undefined) return fail('not_found', { headers: denialHeaders() });
    const members = await rows.inCollection(collection.id)(null, 2 * ARCHIVE_FILES_MAX);
    const ids = members.map(({ id }) => id);
    return {
      name: collection.title,
      judged: inOrder(ids, await judge.judge(context, ids, collection)),
    };
  }

  /** The decision about planned files, from what was read about them. */
  function permitsOf(
    context: PageContext,
    files: readonly PlannedFile[],
    facts: JudgingFacts,
  ): Map<PlannedFile, Permit | PublicAnswerCode> {
    const judged = judgeFrom(context, facts);
    return new Map(
      files.map((file): [PlannedFile, Permit | PublicAnswerCode] => {
        const item = judged.get(file.assetId);
        if (item === undefined) return [file, 'not_found'];
        const size = offeredSizes(context, item).find(({ preset }) => preset.name === file.preset);
        if (size === undefined) {
          const { view } = item;
          return [file, view.allowed ? 'not_for_this_use' : publicAnswer(view.reasons).code];
        }
        // The bytes that were promised are no longer the asset's.
        if (item.snapshot.version.id !== file.versionId) return [file, 'no_longer'];
        return [file, { snapshot: item.snapshot, ...size, audience: context.portal.record.audience }];
      }),
    );
  }

  const assetIdsOf = (files: readonly PlannedFile[]): string[] => files.map(({ assetId }) => assetId);

  /**
   * Decides about an entry whenever it is reached, at that moment and in the portal as it stands then. What the decision is taken
   * from is read for the files that follow too, and remembered for the policy TTL, as everywhere at the edge; it is read anew
   * where the portal has been published again.
   */
  function createCheck(
    caller: Caller,
    slug: string,
    view: ViewQuery,
    files: readonly PlannedFile[],
  ): EntryCheck {
    const places = new Map(files.map(({ assetId }, index) => [assetId, index]));
    let known: {
      readonly portal: OpenPortal;
      readonly assetIds: ReadonlySet<string>;
      readonly facts: JudgingFacts;
      readonly readAt: number;
    } | null = null;
    return async (file) => {
      const now = clock();
      const context = await open({ ...caller, now }, slug, view);
      const { policyTtlMs } = context.settings;
      const isKnown =
        known !== null &&
        known.portal === context.portal &&
        known.assetIds.has(file.assetId) &&
        now - known.readAt < policyTtlMs;
      if (known === null || !isKnown) {
        const place = places.get(file.assetId) ?? 0;
        const ids = assetIdsOf(policyTtlMs === 0 ? [file] : files.slice(place, place + FILES_PER_READ));
        // Aged from before the read, so that a slow read does not lengthen a memory.
        const { portal } = context;
        known = { portal, assetIds: new Set(ids), facts: await judge.read(context, ids), readAt: now };
      }
      const present = { ...caller, now: clock() };
      const decided = { ...context, caller: present, viewing: viewingOf(present, view) };
      const permit = permitsOf(decided, [file], known.facts).get(file);
      if (permit === undefined || typeof permit === 'string') throw new EntryRefused(permit ?? 'not_found');
      return permit;
    };
  }

  async function record(context: PageContext, plan: PortalPlan, isBot: boolean): Promise<void> {
    const { caller, portal } = context;
    await runBatch(
      deps.db,
      rows.insertDownloads(
        plan.files.map(({ assetId, versionId, preset, size }, index) => ({
          id: plan.downloadIds[index] ?? deps.identifiers.next('delivery'),
          surface: 'portal' as const,
          surfaceId: portal.id,
          assetId,
          versionId,
          recipientId: null,
          what: `zip/${preset}`,
          sizeBytes: size,
          territory: caller.territory,
          isBot,
          at: caller.now,
        })),
      ),
    );
  }

  return {
    /**
     * Plans an archive.
     * @returns where to fetch it
     * @throws Failure when nothing can be put in; `too_many_attempts` when this network has had its archives
     */
    async reserve(caller: Caller, slug: string, wish: ArchiveWish, view: ViewQuery): Promise<string> {
      const context = await open(caller, slug, view);
      const turns = await turnsOf(caller, context.portal.id);
      const turn = { now: caller.now, detail: t(caller.locale, 'portal.zip.too_often') };
      await requireTurnLeft(deps.db, turns, turn);
      const { name, judged } = await selection(context, wish);
      const { choices, leftOut, refusal } = sortOut(context, judged, wish);
      if (choices.length === 0) return fail(refusal ?? 'not_found', { headers: denialHeaders() });
      const contact = contactOf(context);
      const plan = await planning.plan(caller, {
        name,
        choices,
        leftOut,
        part: { number: 1, of: 1 },
        zone: context.settings.timeZone,
        organisation: context.settings.organisation,
        audience: context.portal.record.audience,
        contact:
          contact === null
            ? null
            : [contact.name, contact.role, contact.email, contact.phone].filter(Boolean).join(', '),
        usableUntil: (choice) => {
          // The permission to use ends with the rights; the portal only ends the downloading.
          const use = useOf(context, [], actionOf(choice), choice.preset.channel);
          const from = { startsAt: context.viewing.now, endsAt: null };
          return findShortfall(choice.snapshot.rights, use, from)?.startsAt ?? null;
        },
      });
      // Only now: whoever comes again while renditions are being made has had nothing yet.
      await requireTurn(deps.db, turns, turn);
      const id = deps.identifiers.token(16);
      const until = caller.now + RESUME_MS;
      const key = planKeyOf(id);
      // Before the plan is kept, so that none is kept for ever.
      await runBatch(deps.db, [jobStatement(deps, 'objects.delete', { keys: [key] }, until + MINUTE_MS)]);
      const downloadIds = plan.files.map(() => deps.identifiers.next('delivery'));
      await sending.keep(key, { ...plan, downloadIds } satisfies PortalPlan);
      const claims: z.infer<typeof claimsSchema> = {
        kind: KIND,
        portal: context.portal.id,
        plan: id,
        startBy: caller.now + TAKE_UP_MS,
      };
      return pageHref(context, `/zip/${await signer.seal('grant', claims, until)}`);
    },

    /** `/p/{portal}/zip/{grant}`. */
    async archive(
      caller: Caller,
      request: Request,
      path: { portal: string; grant: string },
      view: ViewQuery,
    ): Promise<Response> {
      const headers = denialHeaders();
      const claims = claimsSchema.safeParse(await signer.open('grant', path.grant, caller.now));
      if (!claims.success) return fail('not_found', { headers });
      const context = await open(caller, path.portal, view);
      const { plan: planId, portal, startBy } = claims.data;
      if (portal !== context.portal.id) return fail('not_found', { headers });
      const isLate = caller.now >= startBy && !request.headers.has('range');
      if (isLate) return fail('no_longer', { headers, detail: t(caller.locale, 'portal.zip.over') });
      const plan = await sending.read<PortalPlan>(planKeyOf(planId));
      // Before any header: what cannot be sent whole is not begun.
      const facts = await judge.read(context, assetIdsOf(plan.files));
      for (const permit of permitsOf(context, plan.files, facts).values()) {
        if (typeof permit === 'string') {
          return fail(permit, { headers, detail: t(caller.locale, 'portal.zip.changed') });
        }
      }
      const check = createCheck(caller, path.portal, view, plan.files);
      const response = await sending.answer(request, caller.now, plan, check);
      if (request.method === 'GET' && response.body !== null) {
        deps.background(record(context, plan, isBot(request)));
      }
      return response;
    },
  };
}
export type PortalArchives = ReturnType<typeof createPortalArchives>;
