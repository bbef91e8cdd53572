/**
 * The job `submission.prepare`: pictures of a file in quarantine, for its reviewers only. They are re-encoded, so that nothing
 * of the stranger's bytes reaches a reviewer's browser, and lie apart from everything that delivery knows.
 */
import { planFits, planRendition } from '../../../shared/delivery/index.ts';
import { IDENTITY } from '../../../shared/delivery/parse.ts';
import { runBatch } from '../../db/database.ts';
import type { WebMaster } from '../../ports/image-transformer.ts';
import { drawOriginal, type PrepareDeps } from './prepare.ts';
import { findSubmission, updateSubmission } from './repository-submissions.ts';

/** Width of the grid's picture; the large one is the web master. */
const SMALL_WIDTH = 640;

export const previewKeys = (previewKey: string) => ({
  small: `${previewKey}/small`,
  large: `${previewKey}/large`,
});

export function createSubmissionPreparer(deps: Pick<PrepareDeps, 'db' | 'store' | 'images'>) {
  const { db, store, images } = deps;

  /** The grid's picture; the large one where it is no larger, or the engine cannot. */
  async function smallOf(master: WebMaster): Promise<{ bytes: Uint8Array; mediaType: string }> {
    const planned = planRendition({
      transformation: { ...IDENTITY, w: SMALL_WIDTH },
      source: {
        mediaType: master.mediaType,
        width: master.width,
        height: master.height,
        orientation: 1,
        hasAlpha: master.hasAlpha,
        pages: 1,
        focalPoint: null,
      },
      conditions: {},
      format: master.format,
      watermarks: new Map(),
      protectiveWatermark: null,
      maxOutputPixels: images.capabilities.maxOutputPixels,
    });
    if (
      master.width <= SMALL_WIDTH ||
      !planned.ok ||
      planFits(planned.plan, images.capabilities).length > 0
    ) {
      return master;
    }
    const small = await images.transform({ source: master.bytes, plan: planned.plan });
    return small.status === 'ok' ? small : master;
  }

  return {
    async run({ submissionId }: { submissionId: string }): Promise<void> {
      const row = await findSubmission(db, submissionId);
      if (row === undefined || row.previewKey !== null) return;
      const { master, verdict } = await drawOriginal(deps, row);
      if (master === null) {
        // That the bytes contradict themselves weighs more than that nothing can be drawn of them.
        if (row.verdict === 'ok') await runBatch(db, [updateSubmission(db, row.id, { verdict })]);
        return;
      }
      const previewKey = `quarantine/${submissionId}`;
      const keys = previewKeys(previewKey);
      const small = await smallOf(master);
      await store.put(keys.large, master.bytes, { mediaType: master.mediaType });
      await store.put(keys.small, small.bytes, { mediaType: small.mediaType });
      await runBatch(db, [
        updateSubmission(db, row.id, {
          previewKey,
          previewType: master.mediaType,
          width: master.sourceWidth,
          height: master.sourceHeight,
          thumbHash: master.thumbhash,
          perceptualHash: master.perceptualHash,
        }),
      ]);
    },
  };
}
