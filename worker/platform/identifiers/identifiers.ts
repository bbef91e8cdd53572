import { formatId } from '../../../shared/contract/identifiers.ts';
import { encodeBase64Url } from '../../../shared/delivery/signature.ts';
import type { Clock } from '../../../shared/time/clock.ts';
import type { Identifiers } from '../../ports/identifiers.ts';

/** Identifiers from the runtime's cryptographic random source. */
export function createIdentifiers(clock: Clock): Identifiers {
  return {
    next: (kind) => formatId(kind, clock(), crypto.getRandomValues(new Uint8Array(16))),
    token: (bytes) => encodeBase64Url(crypto.getRandomValues(new Uint8Array(bytes))),
  };
}
