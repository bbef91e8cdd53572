/** What was handed in, before the eyes of those who decide: the list with what the library knows about each file, and the decision. */
import type { z } from 'zod';
import type { Page, PageQuery } from '../../../shared/contract/page.ts';
import type { reviewInput, SubmittedFile, SubmittedState } from '../../../shared/contract/requests.ts';
import type { License } from '../../../shared/contract/rights.ts';
import { roleAllows } from '../../../shared/contract/users.ts';
import { contentDisposition } from '../../../shared/delivery/content-disposition.ts';
import { t } from '../../../shared/messages/index.ts';
import { isNearDuplicate } from '../../../shared/metadata/perceptual.ts';
import { discardTime, effectiveDetails } from '../../../shared/requests/hand-in.ts';
import { brokeConstraint, type Database, runBatch, type Statement } from '../../db/database.ts';
import type { Caller } from '../../http/caller.ts';
import { fail } from '../../http/errors.ts';
import { jobStatement } from '../../jobs/outbox.ts';
import type { Identifiers } from '../../ports/identifiers.ts';
import type { ObjectStore } from '../../ports/object-store.ts';
import type { AssetService } from '../assets/index.ts';
import { auditStatement } from '../audit/index.ts';
import { type IngestService, previewKeys } from '../ingest/index.ts';
import { compileSnapshot, isLicenseGone, type RightsService } from '../rights/index.ts';
import { belowOf, pageOf } from './paging.ts';
import { createPeopleRepository } from './repository-people.ts';
import {
  createSubmissionRepository,
  type SubmissionRecord,
  type SubmissionRow,
} from './repository-submissions.ts';
import { submittedOf } from './submitted-file.ts';
import type { RequestUpkeep } from './upkeep.ts';

export interface ReviewingDeps {
  readonly db: Database;
  readonly store: ObjectStore;
  readonly identifiers: Identifiers;
  readonly assets: Pick<AssetService, 'cards'>;
  readonly ingest: Pick<IngestService, 'placeSubmission'>;
  readonly rights: Pick<RightsService, 'getLicense' | 'assignStatements'>;
  readonly upkeep: Pick<RequestUpkeep, 'tellDecisions'>;
}

export interface ReviewService {
  listSubmissions(
    caller: Caller,
    query: PageQuery & { requestId?: string | undefined; state?: SubmittedState | undefined },
  ): Promise<Page<SubmittedFile>>;
  /** Takes files into the library as assets or versions, or returns them with a message; tells the uploaders by mail. */
  review(caller: Caller, input: z.infer<typeof reviewInput>): Promise<SubmittedFile[]>;
  /** A picture of a file in quarantine, re-encoded. @throws Failure `not_found` */
  preview(id: string, size: 'small' | 'large'): Promise<Response>;
  /** The bytes as they were handed in, to look at elsewhere. @throws Failure `not_found` */
  original(caller: Caller, id: string): Promise<Response>;
}

/** How many of the library's newest pictures a file is compared with. */
const ALIKE_SCAN = 2_000;
const ALIKE_MAX = 3;
/** How often the same bytes may get into the library while somebody decides about them. */
const DECIDE_TRIES = 3;
const UNDECIDED: readonly SubmittedState[] = ['quarantined', 'incomplete'];

/** What the library has that a file may be the same as, or a version of. */
interface Known {
  readonly duplicates: ReadonlyMap<string, string>;
  readonly namesakes: ReadonlyMap<string, string>;
  readonly hashes: readonly { assetId: string; hash: string | null }[];
}

function alikeOf({ submission, originalName }: SubmissionRecord, known: Known) {
  const { perceptualHash } = submission;
  const found = new Map<string, 'same_name' | 'looks_alike'>();
  const namesake = known.namesakes.get(originalName);
  if (namesake !== undefined) found.set(namesake, 'same_name');
  for (const { assetId, hash } of perceptualHash === null ? [] : known.hashes) {
    if (hash === null || !isNearDuplicate(hash, perceptualHash ?? '')) continue;
    if (!found.has(assetId)) found.set(assetId, 'looks_alike');
  }
  return [...found].slice(0, ALIKE_MAX);
}

export function createReviewing(deps: ReviewingDeps): ReviewService {
  const { db, store } = deps;
  const rows = createSubmissionRepository(db);
  const people = createPeopleRepository(db);

  async function libraryAbout(records: readonly SubmissionRecord[]): Promise<Known> {
    const hasPictures = records.some(({ submission }) => submission.perceptualHash !== null);
    const [duplicates, namesakes, hashes] = await Promise.all([
      rows.byDigest(records.map(({ submission }) => submission.sha256)),
      rows.byFileName(records.map(({ originalName }) => originalName)),
      hasPictures ? rows.hashes(ALIKE_SCAN) : [],
    ]);
    return { duplicates, namesakes, hashes };
  }

  async function shown(caller: Caller, records: readonly SubmissionRecord[]): Promise<SubmittedFile[]> {
    if (records.length === 0) return [];
    const waiting = records.filter(({ submission }) => UNDECIDED.includes(submission.state));
    const ids = records.map(({ submission }) => submission.id);
    const [known, releases, replaced, earlier, consents] = await Promise.all([
      libraryAbout(waiting),
      rows.releasesOf(ids),
      rows.plain(records.flatMap(({ submission }) => submission.replacesId ?? [])),
      rows.earlierTwins(waiting.map(({ submission }) => submission)),
      people.consents([...new Set(records.map(({ request }) => request.id))]),
    ]);
    const alike = new Map(waiting.map((record) => [record.submission.id, alikeOf(record, known)]));
    const cardIds = new Set([
      ...known.duplicates.values(),
      ...[...alike.values()].flatMap((found) => found.map(([assetId]) => assetId)),
    ]);
    const cards = new Map((await deps.assets.cards(caller, [...cardIds])).map((card) => [card.id, card]));
    return records.map((record) =>
      submittedOf(record, {
        releases: releases.filter(({ releaseForId }) => releaseForId === record.submission.id),
        replaces: replaced.find(({ id }) => id === record.submission.replacesId) ?? null,
        consentText: consents.get(`${record.request.id} ${record.submission.consentVersion}`) ?? null,
        duplicateOf: cards.get(known.duplicates.get(record.submission.sha256) ?? '') ?? null,
        alike: alike.get(record.submission.id) ?? [],
        twin: earlier.get(record.submission.id) ?? null,
        cards,
      }),
    );
  }

  /**
   * Statements that take a file into the library with what goes with it. Only an asset made by this takes the license: a
   * version stays under those of its asset.
   */
  async function acceptOne(
    caller: Caller,
    record: SubmissionRecord,
    { targetAssetId, license }: { targetAssetId: string | null; license: License | null },
  ) {
    const { submission, request } = record;
    const consents = await people.consents([request.id]);
    const provenance = {
      requestId: request.id,
      requestTitle: request.input.title,
      submissionId: submission.id,
      name: submission.uploaderName,
      email: submission.uploaderEmail,
      receivedAt: submission.receivedAt,
      consentVersion: submission.consentVersion,
      consentText: consents.get(`${request.id} ${submission.consentVersion}`) ?? null,
    };
    const described = effectiveDetails({
      own: submission.details,
      found: submission.found,
      shared: submission.sharedDetails,
    });
    const answer = await deps.ingest.placeSubmission(
      caller,
      { ...submission, described, provenance },
      targetAssetId,
    );
    if (answer === null) return fail('not_found');
    const attached = await rows.releasesOf([submission.id]);
    const isNew = 'placed' in answer;
    const assetId = isNew ? answer.placed.assetId : answer.duplicateOf.assetId;
    const given = isNew && targetAssetId === null ? license : null;
    const statements: Statement[] = [
      ...(isNew ? answer.placed.statements : []),
      // The library's own asset keeps what is known of it; only a document that came along is more than that.
      ...(isNew || attached.length > 0 ? releaseOf(caller, record, assetId, attached) : []),
      ...(given === null ? [] : deps.rights.assignStatements(caller, given, [assetId])),
    ];
    const nothing = effectiveDetails({ own: {}, found: {}, shared: {} });
    /** What this acceptance makes assets of, by digest: bytes handed in twice are one asset. */
    const made = new Map(isNew ? [[submission.sha256, assetId]] : []);
    for (const release of attached) {
      const twin = made.get(release.sha256);
      const placed =
        twin !== undefined
          ? { duplicateOf: { assetId: twin } }
          : await deps.ingest.placeSubmission(
              caller,
              {
                ...release,
                described: {
                  ...nothing,
                  caption: t(caller.locale, 'requests.release_for', { file: submission.fileName }),
                },
                provenance: { ...provenance, submissionId: release.id },
              },
              null,
            );
      if (placed === null) continue;
      if ('placed' in placed) {
        statements.push(...placed.placed.statements);
        made.set(release.sha256, placed.placed.assetId);
      }
      statements.push(
        rows.update(release.id, {
          state: 'accepted',
          assetId: 'placed' in placed ? placed.placed.assetId : placed.duplicateOf.assetId,
          discardAt: discardTime('placed' in placed ? 'placed' : 'duplicate', caller.now, request.deadline),
          decidedAt: caller.now,
          decidedBy: caller.actor.id,
        }),
      );
    }
    return {
      assetId,
      isNew,
      licenseId: given?.id ?? null,
      statements,
      releases: attached.length,
      digests: [...made.keys()],
    };
  }

  /**
   * The release that a word about people becomes. A document that a reviewer has accepted is signed; a mere declaration waits
   * for somebody of the brand to say that it is enough.
   */
  function releaseOf(
    caller: Caller,
    { submission, uploader }: SubmissionRecord,
    assetId: string,
    attached: readonly SubmissionRow[],
  ): Statement[] {
    const { people: shownPeople, releaseNote } = submission.details;
    if (shownPeople == null) return [];
    const { name } = uploader;
    const base = { id: deps.identifiers.next('release'), assetId, endsAt: null, createdAt: caller.now };
    switch (shownPeople) {
      case 'none':
        return [
          rows.insertRelease({
            ...base,
            kind: 'MR-NAP',
            name: t(caller.locale, 'requests.release.none', { name }),
            required: false,
            state: 'signed',
          }),
        ];
      case 'declared':
        return [
          rows.insertRelease({
            ...base,
            kind: 'MR-UMR',
            name: (releaseNote || t(caller.locale, 'requests.release.declared', { name })).slice(0, 200),
            required: true,
            state: 'pending',
          }),
        ];
      case 'document':
        return [
          rows.insertRelease({
            ...base,
            kind: 'MR-UMR',
            name: (attached.map(({ fileName }) => fileName).join(', ') || releaseNote || name).slice(0, 200),
            required: true,
            state: attached.length > 0 ? 'signed' : 'pending',
          }),
        ];
      default:
        shownPeople satisfies never;
        return [];
    }
  }

  async function decideOne(
    caller: Caller,
    record: SubmissionRecord,
    { decision, message, versionOf }: z.infer<typeof reviewInput>,
    license: License | null,
  ): Promise<void> {
    const { submission, request } = record;
    const targetAssetId = versionOf[submission.id] ?? null;
    const accepted =
      decision === 'accept' ? await acceptOne(caller, record, { targetAssetId, license }) : null;
    const releases = decision === 'return' ? await rows.releasesOf([submission.id]) : [];
    const previews = submission.previewKey === null ? null : previewKeys(submission.previewKey);
    const outcome = accepted === null ? 'returned' : accepted.isNew ? 'placed' : 'duplicate';
    const discardAt = discardTime(outcome, caller.now, request.deadline);
    await runBatch(db, [
      rows.decide(
        submission.id,
        {
          state: decision === 'accept' ? 'accepted' : 'returned',
          message,
          assetId: accepted?.assetId ?? null,
          decidedAt: caller.now,
          decidedBy: caller.actor.id,
          discardAt,
        },
        accepted?.digests ?? [],
      ),
      ...releases.map(({ id }) =>
        rows.update(id, {
          state: 'returned',
          decidedAt: caller.now,
          decidedBy: caller.actor.id,
          discardAt,
        }),
      ),
      ...(accepted?.statements ?? []),
      // The library draws its own pictures of what it took in.
      ...(accepted === null || previews === null
        ? []
        : [
            rows.update(submission.id, { previewKey: null }),
            jobStatement(deps, 'objects.delete', { keys: Object.values(previews) }, caller.now),
          ]),
      auditStatement(
        deps,
        caller,
        'submission.reviewed',
        { kind: 'submission', id: submission.id, label: submission.fileName },
        {
          decision,
          message,
          assetId: accepted?.assetId ?? null,
          versionOf: targetAssetId,
          licenseId: accepted?.licenseId ?? null,
          releases: accepted?.releases ?? releases.length,
          uploader: submission.uploaderEmail,
          consentVersion: submission.consentVersion,
          consentedAt: submission.consentedAt,
          people: submission.details.people ?? null,
        },
      ),
    ]);
    if (accepted !== null && (accepted.isNew || accepted.releases > 0)) {
      await compileSnapshot(deps, accepted.assetId, caller.now);
    }
  }

  return {
    async listSubmissions(caller, query) {
      const { requestId, state } = query;
      const found = await rows.page({ requestId, state, below: belowOf(query.cursor) }, query.limit + 1);
      const page = pageOf(
        found,
        query.limit,
        ({ submission }) => [submission.receivedAt, submission.id],
        (record) => record,
      );
      return { ...page, items: await shown(caller, page.items) };
    },

    async review(caller, input) {
      const { licenseId } = input;
      if (licenseId !== null && !roleAllows(caller.role ?? 'viewer', 'rights:write'))
        fail('permission_denied');
      const license = licenseId === null ? null : await deps.rights.getLicense(caller, licenseId);
      const ids = [...new Set(input.submissionIds)];
      const found = (await rows.find(ids)).filter(
        ({ submission }) => UNDECIDED.includes(submission.state) && submission.releaseForId === null,
      );
      for (const record of found) {
        for (let attempt = 1; ; attempt++) {
          try {
            await decideOne(caller, record, input, license);
            break;
          } catch (error) {
            const now = await rows.one(record.submission.id);
            // Somebody else decided in the meantime; theirs stands.
            if (now !== undefined && !UNDECIDED.includes(now.state)) break;
            if (isLicenseGone(error)) fail('conflict');
            // Or the same bytes came into the library: looked at anew, this one is a duplicate.
            if (!brokeConstraint(error, 'submissions.state') || attempt >= DECIDE_TRIES) throw error;
          }
        }
      }
      await deps.upkeep.tellDecisions(
        [...new Set(found.map(({ uploader }) => uploader.id))],
        caller.now,
        caller.origin,
      );
      return shown(caller, await rows.find(ids));
    },

    async preview(id, size) {
      const row = await rows.one(id);
      const object = row?.previewKey == null ? null : await store.get(previewKeys(row.previewKey)[size]);
      if (object === null) return fail('not_found');
      return new Response(object.body, {
        headers: {
          'content-type': object.mediaType ?? 'application/octet-stream',
          'content-length': String(object.size),
          ...QUARANTINED,
        },
      });
    },

    async original(caller, id) {
      const row = await rows.one(id);
      const object = row === undefined ? null : await store.get(row.storageKey);
      if (row === undefined || object === null) return fail('not_found');
      await runBatch(db, [
        auditStatement(
          deps,
          caller,
          'submission.opened',
          { kind: 'submission', id, label: row.fileName },
          { sha256: row.sha256 },
        ),
      ]);
      return new Response(object.body, {
        headers: {
          'content-type': 'application/octet-stream',
          'content-length': String(object.size),
          'content-disposition': contentDisposition('attachment', row.fileName),
          ...QUARANTINED,
        },
      });
    },
  };
}

/** A stranger's file: kept by nobody, run by nothing, read by no other site. */
const QUARANTINED = {
  'cache-control': 'private, no-store',
  'content-security-policy': "default-src 'none'; sandbox",
  'cross-origin-resource-policy': 'same-origin',
  'x-content-type-options': 'nosniff',
} as const;
