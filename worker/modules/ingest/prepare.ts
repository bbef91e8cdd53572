/**
 * The job `version.prepare`: web master, measurements, verdict and suggestions of one version. Masters are named by the
 * original's digest, so making one again changes nothing.
 */
import type { AssetKind, Verdict } from '../../../shared/contract/assets.ts';
import { keepCause, type RefusalCause } from '../../../shared/delivery/refusal.ts';
import type { Locale } from '../../../shared/messages/index.ts';
import { keepMessage } from '../../../shared/messages/kept.ts';
import type { ImageHeader } from '../../../shared/metadata/inspect.ts';
import { isNearDuplicate } from '../../../shared/metadata/perceptual.ts';
import { type Database, runBatch, type Statement } from '../../db/database.ts';
import { SYSTEM_ACTOR } from '../../http/caller.ts';
import { JobPostponed } from '../../jobs/run.ts';
import type { Identifiers } from '../../ports/identifiers.ts';
import type { ImageTransformer, Refused, WebMaster } from '../../ports/image-transformer.ts';
import type { ObjectStore } from '../../ports/object-store.ts';
import { causeOf } from '../delivery/index.ts';
import { compileSnapshot, invalidateAssets } from '../rights/index.ts';
import type { TaggingRun } from '../tagging/index.ts';
import { headerFields, orientationOf } from './describe.ts';
import { facetColour, masterColumns } from './picture.ts';
import { jobCaller } from './process.ts';
import {
  type AssetRow,
  findUser,
  findVersion,
  listPerceptualHashes,
  noteAlike,
  updateFacets,
  updateUnpictured,
  updateVersion,
  type VersionRow,
} from './repository.ts';

export interface PrepareDeps {
  readonly db: Database;
  readonly store: ObjectStore;
  readonly identifiers: Identifiers;
  readonly images: ImageTransformer;
  readonly tagging: TaggingRun;
  /** Has the rendition that every list shows made ahead, so that the first person does not wait. Never rejects. */
  readonly warm: (assetId: string) => Promise<void>;
}

/** How many of the newest pictures a new one is compared with. */
export const NEAR_DUPLICATE_SCAN = 2_000;

/** What came of drawing an original. */
export interface Outcome {
  readonly verdict: Verdict;
  /** Why there is no picture, or not a whole one. */
  readonly cause: RefusalCause | null;
  readonly master: WebMaster | null;
  readonly isRenderable: boolean;
  /** As the engine read it; null where it read none. */
  readonly header: ImageHeader | null;
}

const DRAWABLE_KINDS = new Set(['image', 'vector']);

export interface DrawnFrom {
  readonly storageKey: string;
  readonly mediaType: string;
  readonly kind: AssetKind;
  readonly width: number | null;
  readonly height: number | null;
}

/** Looks at an original's header, then makes its web master. @throws JobPostponed for what is not the file's fault */
export async function drawOriginal(
  { store, images }: Pick<PrepareDeps, 'store' | 'images'>,
  from: DrawnFrom,
): Promise<Outcome> {
  const read = async (): Promise<ReadableStream<Uint8Array>> => {
    const object = await store.get(from.storageKey);
    if (object === null) throw new Error('the original is gone');
    return object.body;
  };
  const none = { master: null, isRenderable: false, header: null };
  if (!DRAWABLE_KINDS.has(from.kind)) {
    return {
      ...none,
      verdict: 'no_preview',
      cause: { code: 'no_preview', mediaType: from.mediaType },
    };
  }
  const facts = await images.inspect(await read());
  const refusal = facts.status === 'refused' ? facts : facts.refusal;
  if (refusal !== null) return { ...none, ...judgeRefusal(refusal, from) };
  const master = await images.master(await read());
  if (master.status === 'refused') return { ...none, ...judgeRefusal(master, from) };
  const header = facts.status === 'ok' ? facts.header : null;
  return { verdict: 'ok', cause: null, master, isRenderable: true, header };
}

export function createPreparer(deps: PrepareDeps) {
  const { db, store } = deps;

  async function localeOf(version: VersionRow): Promise<Locale> {
    const user = await findUser(db, version.createdBy);
    return user?.locale === 'de' ? 'de' : 'en';
  }

  async function nearDuplicate(version: VersionRow, perceptualHash: string) {
    const others = await listPerceptualHashes(db, version.assetId, NEAR_DUPLICATE_SCAN);
    return others.find(({ hash }) => hash !== null && isNearDuplicate(hash, perceptualHash)) ?? null;
  }

  async function keep(version: VersionRow, asset: AssetRow, outcome: Outcome, now: number): Promise<void> {
    const { master } = outcome;
    const locale = await localeOf(version);
    const masterKey = `masters/${version.sha256}`;
    if (master !== null) await store.put(masterKey, master.bytes, { mediaType: master.mediaType });
    // A file that ends early may still have been drawn; it stays marked.
    const isDamaged = version.verdict === 'damaged' && outcome.verdict === 'ok';
    const verdict: Verdict = isDamaged ? 'damaged' : outcome.verdict;
    const cause: RefusalCause | null = isDamaged ? { code: 'ends_early' } : outcome.cause;
    const judged = {
      isRenderable: outcome.isRenderable,
      verdict,
      verdictDetail: cause === null ? null : keepCause(cause),
    };
    const measured =
      master === null
        ? judged
        : {
            ...judged,
            ...masterColumns(master, masterKey),
            // Its header lies deeper than an upload is looked at.
            ...(version.width === null && outcome.header !== null ? headerFields(outcome.header) : {}),
            width: master.sourceWidth,
            height: master.sourceHeight,
          };
    const alike = master === null ? null : await nearDuplicate(version, master.perceptualHash);
    const tagged = await deps.tagging.suggest(jobCaller(SYSTEM_ACTOR, locale, now), {
      asset,
      version: { ...version, ...measured },
    });
    const statements: Statement[] = [
      ...(master === null
        ? [updateUnpictured(db, version.id, judged)]
        : [
            updateVersion(db, version.id, measured),
            updateFacets(
              db,
              { id: asset.id, versionId: version.id },
              {
                orientation: orientationOf(master.sourceWidth, master.sourceHeight),
                colour: facetColour(master.palette),
              },
            ),
          ]),
      ...(alike === null
        ? []
        : [
            noteAlike(db, version.storageKey, {
              detail: keepMessage('ingest.near_duplicate', { title: alike.title }),
              assetId: alike.assetId,
            }),
          ]),
      ...tagged,
      ...invalidateAssets(deps, [asset.id], now),
    ];
    await runBatch(db, statements);
    await compileSnapshot(deps, asset.id, now);
    if (master !== null) await deps.warm(asset.id);
  }

  return {
    async run({ versionId }: { versionId: string }, { now }: { now: number }): Promise<void> {
      const found = await findVersion(db, versionId);
      if (found === undefined) return;
      await keep(
        found.version,
        found.asset,
        await drawOriginal(deps, { ...found.version, kind: found.asset.kind }),
        now,
      );
    },
    async gaveUp({ versionId }: { versionId: string }, { now }: { now: number }): Promise<void> {
      const found = await findVersion(db, versionId);
      if (found === undefined) return;
      await keep(
        found.version,
        found.asset,
        {
          verdict: 'undecodable',
          cause: { code: 'failed' },
          master: null,
          isRenderable: false,
          header: null,
        },
        now,
      );
    },
  };
}

/** @throws JobPostponed for what is not the file's fault */
function judgeRefusal(refusal: Refused, version: DrawnFrom): Pick<Outcome, 'verdict' | 'cause'> {
  const cause = causeOf(refusal, version);
  switch (refusal.reason) {
    case 'too_large':
      return { verdict: 'too_large', cause };
    case 'unsupported':
      return { verdict: 'undecodable', cause };
    case 'damaged':
      return { verdict: 'damaged', cause };
    case 'busy':
      throw new JobPostponed(refusal.message, (refusal.retryAfterSeconds ?? 5) * 1000);
    // The file's fault or not: each is a try, or one picture could keep the engine for an hour.
    case 'timeout':
    case 'failed':
      throw new Error(refusal.message);
    default:
      refusal.reason satisfies never;
      throw new Error('an unknown refusal');
  }
}
