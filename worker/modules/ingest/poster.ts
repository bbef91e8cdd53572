/**
 * Posters: the picture of a version that the engine cannot draw itself — a film's frame, a document's first page, a photograph
 * too large or of a kind not decoded here. It is made by whoever can (the console's browser, the command line), and only its
 * pixels are believed: it is decoded and encoded anew, so nothing hostile or located in the sent file survives.
 *
 * A web master that the engine made of the original itself is never replaced by a poster.
 */
import type { AssetDetail, Verdict } from '../../../shared/contract/assets.ts';
import { POSTER_MAX_BYTES, POSTER_TYPES } from '../../../shared/contract/uploads.ts';
import { sniffMediaType } from '../../../shared/metadata/sniff.ts';
import { type Database, runBatch } from '../../db/database.ts';
import type { Caller } from '../../http/app-env.ts';
import { fail } from '../../http/errors.ts';
import type { Identifiers } from '../../ports/identifiers.ts';
import type { ImageTransformer } from '../../ports/image-transformer.ts';
import type { ObjectStore } from '../../ports/object-store.ts';
import type { AssetService } from '../assets/index.ts';
import { auditStatement } from '../audit/index.ts';
import { failRefused } from '../delivery/index.ts';
import { compileSnapshot, invalidateAssets } from '../rights/index.ts';
import { orientationOf } from './describe.ts';
import { facetColour, masterColumns } from './picture.ts';
import { claimMaster, findVersion, updateFacets, type VersionRow } from './repository.ts';

export interface PosterDeps {
  readonly db: Database;
  readonly store: ObjectStore;
  readonly identifiers: Identifiers;
  readonly images: ImageTransformer;
  readonly assets: Pick<AssetService, 'detail'>;
  readonly warm: (assetId: string) => Promise<void>;
  readonly background: (work: Promise<unknown>) => void;
}

const PREFIX = 'posters/';

/** Whether the version's master is one that `createPosterKeeper` put there. */
function isPoster(key: string): boolean {
  return key.startsWith(PREFIX);
}

async function posterKey(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  return PREFIX + [...digest].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

export function createPosterKeeper(deps: PosterDeps) {
  const { db, store } = deps;

  async function find(assetId: string, versionId: string) {
    const found = await findVersion(db, versionId);
    if (found === undefined || found.asset.id !== assetId) return fail('not_found');
    return found;
  }

  /** The version's preview is the engine's own, or another poster won. */
  function refuseReplacing(version: VersionRow): void {
    if (version.masterKey !== null && !isPoster(version.masterKey)) {
      fail('conflict', { detail: 'This version has a preview made of the original itself.' });
    }
  }

  /**
   * Keeps `sent` as the version's picture. Sending the same picture again changes nothing.
   *
   * @throws Failure `not_found`, `conflict`, `payload_too_large`, `unsupported_media`, `busy`
   */
  return async function keepPoster(
    caller: Caller,
    path: { readonly assetId: string; readonly versionId: string },
    sent: Uint8Array,
  ): Promise<AssetDetail> {
    const { assetId, versionId } = path;
    const { version, asset } = await find(assetId, versionId);
    refuseReplacing(version);
    if (sent.length > POSTER_MAX_BYTES) fail('payload_too_large');
    const { mediaType } = sniffMediaType(sent);
    if (!(POSTER_TYPES as readonly string[]).includes(mediaType)) {
      fail('unsupported_media', { detail: `A poster is one of ${POSTER_TYPES.join(', ')}.` });
    }
    const master = await deps.images.master(sent);
    if (master.status === 'refused') return failRefused(master);
    const bytes = new Uint8Array(master.bytes);
    const masterKey = await posterKey(bytes);
    if (version.masterKey === masterKey) return deps.assets.detail(caller, assetId);
    await store.put(masterKey, bytes, { mediaType: master.mediaType });
    const columns = masterColumns(master, masterKey);
    const isDrawn = asset.kind === 'image' || asset.kind === 'vector';
    // A damaged original stays marked; whatever else was said about it was that it has no picture.
    const verdict: Verdict = version.verdict === 'damaged' ? 'damaged' : 'ok';
    const width = version.width ?? master.width;
    const height = version.height ?? master.height;
    try {
      await runBatch(db, [
        claimMaster(db, version, {
          ...columns,
          // A frame that looks like a photograph does not make the film its duplicate.
          perceptualHash: isDrawn ? columns.perceptualHash : null,
          verdict,
          verdictDetail: verdict === 'ok' ? null : version.verdictDetail,
        }),
        updateFacets(
          db,
          { id: assetId, versionId },
          { orientation: orientationOf(width, height), colour: facetColour(columns.palette) },
        ),
        ...invalidateAssets(deps, [assetId], caller.now),
        auditStatement(
          deps,
          caller,
          'asset.poster_added',
          { kind: 'asset', id: assetId, label: asset.title },
          { versionId, number: version.number, width: master.width, height: master.height },
        ),
      ]);
    } catch (error) {
      const { version: present } = await find(assetId, versionId);
      if (present.masterKey === version.masterKey) throw error;
      if (present.masterKey !== masterKey) fail('conflict');
    }
    await compileSnapshot(deps, assetId, caller.now);
    deps.background(deps.warm(assetId));
    return deps.assets.detail(caller, assetId);
  };
}
