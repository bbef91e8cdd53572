/** New identifiers and random tokens; a port so that tests can fix them. */
import type { IdKind } from '../../shared/contract/identifiers.ts';

export interface Identifiers {
  /** A prefixed, sortable id (shared/contract/identifiers.ts). */
  next(kind: IdKind): string;
  /** `bytes` random bytes in base64url. */
  token(bytes: number): string;
}
