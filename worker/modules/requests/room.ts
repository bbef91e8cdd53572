/** What a request still takes. */
import type { IngestService } from '../ingest/index.ts';
import type { RequestRow } from './repository.ts';

export interface Room {
  readonly files: number;
  /** Of the request, and of the one person where there is one. */
  readonly bytes: number;
  /** The same as if nobody else had handed in anything. */
  readonly own: { readonly files: number; readonly bytes: number };
  /** Files that this person has begun and not finished. */
  readonly unfinished: number;
}

export async function roomOf(
  ingest: Pick<IngestService, 'takenBy'>,
  { id, input }: Pick<RequestRow, 'id' | 'input'>,
  uploaderId: string,
): Promise<Room> {
  const taken = await ingest.takenBy(id, uploaderId);
  return {
    files: Math.max(0, input.maxFiles - taken.files),
    bytes: Math.max(0, Math.min(input.maxTotalBytes - taken.bytes, input.maxPersonBytes - taken.personBytes)),
    own: {
      files: Math.max(0, input.maxFiles - taken.personFiles),
      bytes: Math.max(0, Math.min(input.maxTotalBytes, input.maxPersonBytes) - taken.personBytes),
    },
    unfinished: taken.unfinished,
  };
}
