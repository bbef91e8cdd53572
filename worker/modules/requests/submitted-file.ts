/** A row of what was handed in, as its reviewers see it: with what it lacks and what the library knows about it. */

import type { AssetCard } from '../../../shared/contract/assets.ts';
import type { SubmittedFile } from '../../../shared/contract/requests.ts';
import { effectiveDetails, missingDetails } from '../../../shared/requests/hand-in.ts';
import { withoutHidden } from '../../../shared/text/plain-name.ts';
import type { SubmissionRecord, SubmissionRow } from './repository-submissions.ts';

export function submittedOf(
  { submission, request, relativePath }: SubmissionRecord,
  around: {
    readonly releases: readonly SubmissionRow[];
    readonly replaces: SubmissionRow | null;
    readonly consentText: string | null;
    readonly duplicateOf: AssetCard | null;
    readonly alike: readonly (readonly [string, 'same_name' | 'looks_alike'])[];
    readonly twin: string | null;
    readonly cards: ReadonlyMap<string, AssetCard>;
  },
): SubmittedFile {
  const { id, kind, details: own, found, sharedDetails: shared } = submission;
  const details = effectiveDetails({ own, found, shared });
  return {
    id,
    requestId: request.id,
    requestTitle: request.input.title,
    fileName: withoutHidden(submission.fileName),
    relativePath,
    sizeBytes: submission.sizeBytes,
    sha256: submission.sha256,
    kind,
    mediaType: submission.mediaType,
    verdict: submission.verdict,
    state: submission.state,
    uploaderName: submission.uploaderName,
    uploaderEmail: submission.uploaderEmail,
    details,
    people: own.people ?? null,
    releaseNote: own.releaseNote ?? null,
    missing: missingDetails(request.input, {
      kind,
      details,
      people: own.people ?? null,
      releaseCount: around.releases.length,
    }),
    releases: around.releases.map(({ id: releaseId, fileName, sizeBytes, sha256 }) => ({
      id: releaseId,
      fileName,
      sizeBytes,
      sha256,
    })),
    embedded: submission.embedded,
    width: submission.width,
    height: submission.height,
    thumbHash: submission.thumbHash,
    previewBase: submission.previewKey === null ? null : `/api/admin/requests/submissions/${id}/preview/`,
    consentVersion: submission.consentVersion,
    consentText: around.consentText,
    consentedAt: submission.consentedAt,
    duplicateOf: around.duplicateOf,
    twin: around.twin,
    alike: around.alike.flatMap(([assetId, reason]) => {
      const asset = around.cards.get(assetId);
      return asset === undefined || assetId === around.duplicateOf?.id ? [] : [{ reason, asset }];
    }),
    replaces:
      around.replaces === null
        ? null
        : {
            id: around.replaces.id,
            fileName: around.replaces.fileName,
            message: around.replaces.message,
          },
    message: submission.message,
    assetId: submission.assetId,
    receivedAt: submission.receivedAt,
    decidedAt: submission.decidedAt,
    discardAt: submission.discardAt,
    isDiscarded: submission.discardedAt !== null,
  };
}
