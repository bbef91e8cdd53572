/**
 * Posters: the picture of a version that the engine cannot draw itself — a film's frame, a document's first page, a photograph
 * too large or of a kind not decoded here. It is made by whoever can (the console's browser, the command line), and only its
 * pixels are believed: it is decoded and encoded anew, so nothing hostile or located in the sent file survives.
 *
 * A web master that the engine made of the original itself is never replaced by a poster.
 */
import type { AssetDetail, Verdict } from '../../../shared/contract/assets.ts';
import { POSTER_MAX_BYTES, POSTER_TYPES } from '../../../shared/contract/uploads.ts';
import { posterDigest, posterKey } from '../../../shared/delivery/poster-key.ts';
import { keepCause } from '../../../shared/delivery/refusal.ts';
import { t } from '../../../shared/messages/index.ts';
import { sha256Hex } from '../../../shared/metadata/sha256.ts';
import { sniffMediaType } from '../../../shared/metadata/sniff.ts';
import { type Database, runBatch, type Statement } from '../../db/database.ts';
import type { Caller } from '../../http/caller.ts';
import { fail } from '../../http/errors.ts';
import { jobStatement } from '../../jobs/outbox.ts';
import type { Identifiers } from '../../ports/identifiers.ts';
import type { ImageTransformer, WebMaster } from '../../ports/image-transformer.ts';
import type { ObjectStore } from '../../ports/object-store.ts';
import type { AssetService } from '../assets/index.ts';
import { auditStatement } from '../audit/index.ts';
import { failRefused } from '../delivery/index.ts';
import { compileSnapshot, invalidateAssets } from '../rights/index.ts';
import { orientationOf } from './describe.ts';
import { facetColour, masterColumns, NO_MASTER } from './picture.ts';
import { type AssetRow, claimMaster, findVersion, updateFacets, type VersionRow } from './repository.ts';

const UNMEASURED = { width: null, height: null };

export interface PosterDeps {
  readonly db: Database;
  readonly store: ObjectStore;
  readonly identifiers: Identifiers;
  readonly images: ImageTransformer;
  readonly assets: Pick<AssetService, 'detail'>;
  readonly warm: (assetId: string) => Promise<void>;
  readonly background: (work: Promise<unknown>) => void;
}

interface Path {
  readonly assetId: string;
  readonly versionId: string;
}

export interface PosterKeeper {
  /**
   * Keeps `sent` as the version's picture. Sending the same picture again changes nothing.
   *
   * @throws Failure `not_found`, `conflict`, `payload_too_large`, `unsupported_media`, `busy`
   */
  keep(caller: Caller, path: Path, sent: Uint8Array): Promise<AssetDetail>;
  /**
   * Puts an earlier poster back, by its digest, or takes the present one away. Posters that were replaced stay in the store, so
   * that a change can be taken back.
   *
   * @throws Failure `not_found` for a poster that never was, `conflict`, `busy`
   */
  restore(caller: Caller, path: Path, poster: string | null): Promise<AssetDetail>;
}

export function createPosterKeeper(deps: PosterDeps): PosterKeeper {
  const { db, store } = deps;

  async function find({ assetId, versionId }: Path) {
    const found = await findVersion(db, versionId);
    if (found === undefined || found.asset.id !== assetId) return fail('not_found');
    // A preview that the engine made of the original itself stays.
    if (found.version.masterKey !== null && posterDigest(found.version.masterKey) === null) {
      return fail('conflict', {
        inWords: (locale) => ({ detail: t(locale, 'ingest.poster.drawn') }),
      });
    }
    return found;
  }

  /** One batch, which does nothing where another poster came between. */
  async function write(
    caller: Caller,
    { version, asset }: { version: VersionRow; asset: AssetRow },
    masterKey: string | null,
    statements: Statement[],
  ): Promise<AssetDetail> {
    const path = { assetId: asset.id, versionId: version.id };
    try {
      await runBatch(db, [...statements, ...invalidateAssets(deps, [asset.id], caller.now)]);
    } catch (error) {
      const { version: present } = await find(path);
      if (present.masterKey === version.masterKey) throw error;
      if (present.masterKey !== masterKey) fail('conflict');
    }
    await compileSnapshot(deps, asset.id, caller.now);
    deps.background(deps.warm(asset.id));
    return deps.assets.detail(caller, asset.id);
  }

  async function give(
    caller: Caller,
    found: { version: VersionRow; asset: AssetRow },
    master: WebMaster,
    masterKey: string,
  ): Promise<AssetDetail> {
    const { version, asset } = found;
    const columns = masterColumns(master, masterKey);
    const isDrawn = asset.kind === 'image' || asset.kind === 'vector';
    // A damaged original stays marked; whatever else was said about it was that it has no picture.
    const verdict: Verdict = version.verdict === 'damaged' ? 'damaged' : 'ok';
    const width = version.width ?? master.width;
    const height = version.height ?? master.height;
    return write(caller, found, masterKey, [
      claimMaster(db, version, {
        ...columns,
        // A frame that looks like a photograph does not make the film its duplicate.
        perceptualHash: isDrawn ? columns.perceptualHash : null,
        verdict,
        verdictDetail: verdict === 'ok' ? null : version.verdictDetail,
      }),
      updateFacets(
        db,
        { id: asset.id, versionId: version.id },
        { orientation: orientationOf(width, height), colour: facetColour(columns.palette) },
      ),
      auditStatement(
        deps,
        caller,
        'asset.poster_added',
        { kind: 'asset', id: asset.id, label: asset.title },
        { versionId: version.id, number: version.number, width: master.width, height: master.height },
      ),
    ]);
  }

  return {
    async keep(caller, path, sent) {
      const found = await find(path);
      if (sent.length > POSTER_MAX_BYTES) fail('payload_too_large');
      const { mediaType } = sniffMediaType(sent);
      if (!(POSTER_TYPES as readonly string[]).includes(mediaType)) {
        fail('unsupported_media', {
          inWords: (locale) => ({
            detail: t(locale, 'ingest.poster.types', { types: POSTER_TYPES.join(', ') }),
          }),
        });
      }
      const master = await deps.images.master(sent);
      if (master.status === 'refused') return failRefused(master, { ...UNMEASURED, mediaType });
      const bytes = new Uint8Array(master.bytes);
      const masterKey = posterKey(await sha256Hex(bytes));
      if (found.version.masterKey === masterKey) return deps.assets.detail(caller, path.assetId);
      await store.put(masterKey, bytes, { mediaType: master.mediaType });
      return give(caller, found, master, masterKey);
    },

    async restore(caller, path, poster) {
      const found = await find(path);
      const { version, asset } = found;
      const masterKey = poster === null ? null : posterKey(poster);
      if (version.masterKey === masterKey) return deps.assets.detail(caller, path.assetId);
      if (masterKey !== null) {
        const kept = await store.get(masterKey);
        if (kept === null) return fail('not_found');
        // Measured again; its bytes stay as they are.
        const master = await deps.images.master(kept.body);
        if (master.status === 'refused')
          return failRefused(master, { ...UNMEASURED, mediaType: kept.mediaType ?? version.mediaType });
        return give(caller, found, { ...master, mediaType: kept.mediaType ?? master.mediaType }, masterKey);
      }
      const isDamaged = version.verdict === 'damaged';
      return write(caller, found, null, [
        claimMaster(db, version, {
          ...NO_MASTER,
          verdict: isDamaged ? 'damaged' : 'no_preview',
          verdictDetail: isDamaged
            ? version.verdictDetail
            : keepCause({ code: 'no_preview', mediaType: version.mediaType }),
        }),
        updateFacets(
          db,
          { id: asset.id, versionId: version.id },
          {
            orientation:
              version.width === null || version.height === null
                ? null
                : orientationOf(version.width, version.height),
            colour: null,
          },
        ),
        // Says anew why there is no picture.
        jobStatement(deps, 'version.prepare', { versionId: version.id }, caller.now),
        auditStatement(
          deps,
          caller,
          'asset.poster_removed',
          { kind: 'asset', id: asset.id, label: asset.title },
          { versionId: version.id, number: version.number },
        ),
      ]);
    },
  };
}
