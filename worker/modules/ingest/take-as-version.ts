/**
 * Second thoughts about an upload: what became an asset of its own was meant as a new version of the one it resembles. The
 * version moves over, and the asset it had made goes away, as long as nobody has done anything with it.
 */
import { t } from '../../../shared/messages/index.ts';
import { keepMessage } from '../../../shared/messages/kept.ts';
import { runBatch } from '../../db/database.ts';
import type { Caller } from '../../http/caller.ts';
import { fail } from '../../http/errors.ts';
import { auditStatement } from '../audit/index.ts';
import { compileSnapshot, invalidateAssets } from '../rights/index.ts';
import type { ProcessDeps } from './process.ts';
import { findTarget, findUpload, updateAsset } from './repository.ts';
import { findAsset, isBeingPrepared, moveVersion } from './repository-versions.ts';

/** @throws Failure `not_found`, `conflict` (not a new asset any more, worked on since, or still being looked at) */
export async function takeAsVersion(
  deps: Pick<ProcessDeps, 'db' | 'identifiers' | 'store'>,
  caller: Caller,
  uploadId: string,
): Promise<void> {
  const { db } = deps;
  const row = await findUpload(db, uploadId);
  if (row === undefined || row.uploadRequestId !== null) return fail('not_found');
  const { assetId, alikeAssetId } = row;
  if (row.outcome !== 'new' || assetId === null || alikeAssetId === null) return fail('conflict');
  const [target, made] = await Promise.all([findTarget(db, alikeAssetId), findAsset(db, assetId)]);
  if (target === undefined || made === undefined) return fail('not_found');
  const versionId = made.currentVersionId;
  if (await isBeingPrepared(db, versionId)) {
    return fail('conflict', { detail: t(caller.locale, 'ingest.still_looking') });
  }
  const number = target.lastNumber + 1;
  try {
    await runBatch(db, [
      ...moveVersion(
        db,
        row,
        made,
        {
          assetId: alikeAssetId,
          number,
          detail: keepMessage('ingest.version', { number, title: target.title }),
        },
        caller.now,
      ),
      updateAsset(db, alikeAssetId, {
        currentVersionId: versionId,
        kind: made.kind,
        orientation: made.orientation,
        colour: made.colour,
      }),
      ...invalidateAssets(deps, [alikeAssetId], caller.now),
      auditStatement(
        deps,
        caller,
        'asset.version_added',
        { kind: 'asset', id: alikeAssetId, label: target.title },
        { versionId, number, fileName: row.fileName, insteadOf: assetId },
      ),
    ]);
  } catch (error) {
    const isAsBefore = (await findUpload(db, uploadId))?.outcome === 'new';
    if (!isAsBefore) throw error;
    return fail('conflict', { detail: t(caller.locale, 'ingest.worked_on') });
  }
  await compileSnapshot(deps, alikeAssetId, caller.now);
}
