/**
 * What is decided about files handed in under an upload request: whether it takes them, what is still to be said about each,
 * and under which name each is kept. Pure.
 */
import type { AssetKind } from '../contract/assets.ts';
import {
  DETAIL_FIELDS,
  type DetailField,
  type HandInDetails,
  type MissingDetail,
  type PeopleShown,
  type UploadRequest,
  type UploadRequestInput,
} from '../contract/requests.ts';
import { type AssetMetadata, creatorLine } from '../metadata/fields.ts';
import { withoutHidden } from '../text/plain-name.ts';
import { DAY_MS } from '../time/durations.ts';

/** The deadline is the first instant at which nothing is taken any more. */
export function requestState(
  request: { readonly isClosed: boolean; readonly deadline: number },
  now: number,
): UploadRequest['state'] {
  if (request.isClosed) return 'closed';
  return now >= request.deadline ? 'past_deadline' : 'open';
}

/**
 * Whether a file that was complete at `completedAt` arrived while the request was open. What had arrived before it was closed
 * is kept, however late it is looked at.
 */
export function arrivedInTime(
  request: { readonly isClosed: boolean; readonly closedAt: number | null; readonly deadline: number },
  completedAt: number,
): boolean {
  const closedAt = request.isClosed ? (request.closedAt ?? Number.NEGATIVE_INFINITY) : null;
  return completedAt < request.deadline && (closedAt === null || completedAt < closedAt);
}

/** How long the bytes of a file are kept that the library did not take in. */
export const UNPLACED_KEPT_MS = 30 * DAY_MS;

/**
 * From when on the bytes of a decided file may be deleted: what was returned stays while it can be handed in again and
 * compared. Null: a version names them.
 */
export function discardTime(
  outcome: 'placed' | 'duplicate' | 'returned',
  decidedAt: number,
  deadline: number,
): number | null {
  switch (outcome) {
    case 'placed':
      return null;
    case 'duplicate':
      return decidedAt + UNPLACED_KEPT_MS;
    case 'returned':
      return Math.max(decidedAt, deadline) + UNPLACED_KEPT_MS;
  }
}

/** What will be taken over: said for this file, else found inside it, else said for everything this person hands in. */
export function effectiveDetails(sources: {
  readonly own: HandInDetails;
  readonly found: HandInDetails;
  readonly shared: HandInDetails;
}): Record<DetailField, string | null> {
  const knownOf = (field: DetailField): string | null =>
    sources.own[field] || sources.found[field] || sources.shared[field] || null;
  return Object.fromEntries(DETAIL_FIELDS.map((field) => [field, knownOf(field)])) as Record<
    DetailField,
    string | null
  >;
}

/** The same fields as a file's own metadata gives them. */
export function foundDetails(metadata: AssetMetadata): HandInDetails {
  const place = [metadata.sublocation, metadata.city, metadata.country].filter(Boolean).join(', ');
  return {
    creditLine: metadata.creditLine?.slice(0, 300) ?? null,
    creator: creatorLine(metadata.creator),
    caption: metadata.caption?.slice(0, 5000) ?? null,
    usageTerms: metadata.usageTerms?.slice(0, 4000) ?? null,
    location: place.slice(0, 200) || null,
    dateCreated: metadata.dateCreated,
  };
}

/** Kinds in which people can be seen. */
const SHOWS_PEOPLE: readonly AssetKind[] = ['image', 'video'];

/** Everything the request asks for that this file has no answer to, in the order of the form. */
export function missingDetails(
  request: Pick<UploadRequestInput, 'requiredFields' | 'askReleases'>,
  file: {
    readonly kind: AssetKind;
    readonly details: Readonly<Record<DetailField, string | null>>;
    readonly people: PeopleShown | null;
    /** Release documents attached to it. */
    readonly releaseCount: number;
  },
): MissingDetail[] {
  const missing: MissingDetail[] = DETAIL_FIELDS.filter(
    (field) => request.requiredFields.includes(field) && file.details[field] === null,
  );
  if (!request.askReleases || !SHOWS_PEOPLE.includes(file.kind)) return missing;
  if (file.people === null) missing.push('people');
  if (file.people === 'document' && file.releaseCount === 0) missing.push('releaseDocument');
  return missing;
}

/** The name by which the `copy`th file of one name is kept: `report.pdf`, `report (2).pdf`, `report (3).pdf`. */
export function numberedName(fileName: string, copy: number): string {
  if (copy === 1) return fileName;
  const [, stem = fileName, extension = ''] = /^(.+?)(\.[^.]*)?$/s.exec(fileName) ?? [];
  return `${stem} (${copy})${extension}`;
}

/**
 * The names by which the person who sent them knows their files, by id: as they were sent, and where one of them was sent several
 * times, numbered among their own. What others have sent is told by none of them.
 * @param files oldest first
 */
export function sentNames(
  files: readonly { readonly id: string; readonly fileName: string }[],
): Map<string, string> {
  const taken = new Set<string>();
  const names = new Map<string, string>();
  for (const { id, fileName } of files) {
    const bare = withoutHidden(fileName);
    let name = bare;
    for (let copy = 2; taken.has(name.toLowerCase()); copy++) name = numberedName(bare, copy);
    taken.add(name.toLowerCase());
    names.set(id, name);
  }
  return names;
}

/** A folder path as it may be shown and kept: no way up, no root, no control characters. Null where nothing is left. */
export function tidyPath(path: string | null | undefined): string | null {
  const steps = (path ?? '')
    .split(/[/\\]+/)
    .map((step) => withoutHidden(step).trim())
    .filter((step) => step !== '' && step !== '.' && step !== '..');
  return steps.length < 2 ? null : steps.join('/').slice(0, 1000);
}
