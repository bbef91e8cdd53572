/**
 * A complete upload under an upload request becomes a submission: in quarantine, reached by nothing but its review. The
 * request is asked once more, as it stands now, whether it takes the file.
 */
import type { MessageKey } from '../../../shared/messages/index.ts';
import {
  arrivedInTime,
  effectiveDetails,
  foundDetails,
  missingDetails,
  numberedName,
} from '../../../shared/requests/hand-in.ts';
import { type Database, ID_CHUNK, runBatch } from '../../db/database.ts';
import type { Caller } from '../../http/caller.ts';
import { jobStatement } from '../../jobs/outbox.ts';
import type { Identifiers } from '../../ports/identifiers.ts';
import { auditStatement } from '../audit/index.ts';
import { versionFields } from './describe.ts';
import type { Digests, Examination } from './examine.ts';
import { claimUpload, findUpload, type UploadRow } from './repository.ts';
import {
  completeByRelease,
  countHeld,
  findHandIn,
  findSubmission,
  insertSubmission,
  takenNames,
} from './repository-submissions.ts';

/** How often another file of the same name may get in first. */
const NAME_TRIES = 5;

type HandIn = NonNullable<Awaited<ReturnType<typeof findHandIn>>>;

export function createQuarantine(deps: { readonly db: Database; readonly identifiers: Identifiers }) {
  const { db } = deps;

  /** Why the request does not take the file any more, or null. */
  async function refusalOf(
    { request, uploader, inviteeState, consentSince }: HandIn,
    row: UploadRow,
    digests: Digests,
    examination: Examination,
  ): Promise<MessageKey | null> {
    const { kinds, maxFileBytes, maxFiles, maxTotalBytes, maxPersonBytes, consentText } = request.input;
    // The upload's last change is its completion.
    if (!arrivedInTime(request, row.updatedAt)) return 'ingest.request_closed';
    if (inviteeState === 'revoked') return 'ingest.request_closed';
    // Other words since, and before the last byte came: they have to be agreed to first.
    const isAgreed = consentText === null || uploader.consentVersion === request.consentVersion;
    if (!isAgreed && (consentSince ?? 0) <= row.updatedAt) return 'ingest.consent_changed';
    if (digests.sizeBytes > maxFileBytes) return 'ingest.too_large';
    const isRelease = row.releaseForId !== null;
    if (!isRelease && kinds.length > 0 && !kinds.includes(examination.type.kind))
      return 'ingest.kind_not_asked';
    // Room was reserved at the creation; it is gone only where the limits were lowered since.
    const held = await countHeld(db, request.id, uploader.id);
    if (!isRelease && held.files >= maxFiles) return 'ingest.request_full';
    const hasRoom =
      held.bytes + digests.sizeBytes <= maxTotalBytes &&
      held.personBytes + digests.sizeBytes <= maxPersonBytes;
    return hasRoom ? null : 'ingest.no_room';
  }

  /** The first numbered name that the request does not have. */
  async function keptName(requestId: string, fileName: string): Promise<string> {
    for (let from = 1; ; from += ID_CHUNK) {
      const candidates = Array.from({ length: ID_CHUNK }, (_, index) => numberedName(fileName, from + index));
      const taken = await takenNames(db, requestId, candidates.map(asciiLower));
      const free = candidates.find((name) => !taken.has(asciiLower(name)));
      if (free !== undefined) return free;
    }
  }

  /** @returns why it was not taken, or null */
  return async function quarantine(
    caller: Caller,
    row: UploadRow,
    digests: Digests,
    examination: Examination,
  ): Promise<MessageKey | null> {
    const found = await findHandIn(db, row.uploadRequestId ?? '', row.uploaderId ?? '');
    if (found === undefined) return 'ingest.request_closed';
    const refusal = await refusalOf(found, row, digests, examination);
    if (refusal !== null) return refusal;
    const { request, uploader } = found;
    const id = `sub_${row.id.slice(row.id.indexOf('_') + 1)}`;
    const fields = versionFields(digests, examination);
    const inFile = foundDetails(examination.metadata);
    const details = effectiveDetails({ own: {}, found: inFile, shared: uploader.details });
    const isRelease = row.releaseForId !== null;
    const missing = missingDetails(request.input, {
      kind: examination.type.kind,
      details,
      people: null,
      releaseCount: 0,
    });
    for (let attempt = 1; ; attempt++) {
      const fileName = await keptName(request.id, row.fileName);
      try {
        await runBatch(db, [
          claimUpload(db, row, { outcome: null, assetId: null, detail: null, onlyDigest: null }, caller.now),
          insertSubmission(db, {
            id,
            uploadRequestId: request.id,
            uploaderId: uploader.id,
            uploadId: row.id,
            fileName,
            storageKey: row.storageKey,
            mediaType: examination.type.mediaType,
            kind: examination.type.kind,
            sizeBytes: digests.sizeBytes,
            sha256: digests.sha256,
            crc32: digests.crc32,
            verdict: examination.verdict,
            state: isRelease ? 'attached' : missing.length > 0 ? 'incomplete' : 'quarantined',
            replacesId: row.replacesId,
            releaseForId: row.releaseForId,
            found: inFile,
            embedded: fields.embedded,
            width: fields.width,
            height: fields.height,
            // As they are now: what they say of themselves later is about what they hand in later.
            uploaderName: uploader.name,
            uploaderEmail: uploader.email,
            sharedDetails: uploader.details,
            consentVersion: uploader.consentVersion,
            consentedAt: uploader.consentedAt,
            receivedAt: row.updatedAt,
          }),
          ...(await afterRelease(row.releaseForId, request.input)),
          jobStatement(deps, 'submission.prepare', { submissionId: id }, caller.now),
          auditStatement(
            deps,
            caller,
            'submission.received',
            { kind: 'submission', id, label: fileName },
            {
              uploadRequestId: request.id,
              sizeBytes: digests.sizeBytes,
              sha256: digests.sha256,
              consentVersion: uploader.consentVersion,
            },
          ),
        ]);
        return null;
      } catch (error) {
        // Two files of one name at once: the batch of the later one broke, and takes the next name. Anything else is told.
        const isStillMine = (await findUpload(db, row.id))?.state === 'processing';
        const isNameTaken = (await takenNames(db, request.id, [asciiLower(fileName)])).size > 0;
        if (!isStillMine || !isNameTaken || attempt >= NAME_TRIES) throw error;
      }
    }
  };

  /** A file that waited for nothing but its release is complete with it. */
  async function afterRelease(releaseForId: string | null, input: HandIn['request']['input']) {
    const main = releaseForId === null ? undefined : await findSubmission(db, releaseForId);
    if (main?.state !== 'incomplete') return [];
    const missing = missingDetails(input, {
      kind: main.kind,
      details: effectiveDetails({ own: main.details, found: main.found, shared: main.sharedDetails }),
      people: main.details.people ?? null,
      releaseCount: 1,
    });
    return missing.length === 0 ? [completeByRelease(db, main.id)] : [];
  }
}

/** As SQLite's `lower()`: ASCII letters only. */
function asciiLower(text: string): string {
  return text.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
}
