/**
 * How often the terms of a link are agreed to: each time is a row that is kept, and an event of the audit. Counted in hours,
 * in one statement with the refusal, so that a refused request leaves nothing behind.
 *
 * A recipient under their own address, and whoever has proved a mail address at the gate before, have a count of their own.
 * Everybody else counts against the network they come from. There is no count of the link as a whole: a crowd elsewhere
 * keeps nobody out.
 */
import type { Caller } from '../../http/caller.ts';
import type { Signer } from '../../ports/signer.ts';
import { sourceTurns, type TurnLimit } from '../users/index.ts';
import type { Visit } from './admission.ts';
import type { GateClaims } from './gate-cookie.ts';

/** Agreements an hour of somebody the link knows: as many browsers, and visits after the gate's cookie is over. */
const KNOWN_MAX = 30;
/** For strangers of one network (an office behind one address): of one link, and of all links together. */
const SOURCE_LINK_MAX = 60;
const SOURCE_MAX = 180;

/** What one agreement is counted under. */
export async function termsTurns(
  deps: { readonly signer: Signer },
  caller: Caller,
  { link, recipient }: Visit,
  gates: GateClaims,
): Promise<TurnLimit[]> {
  const knownId = recipient?.id ?? gates.email;
  if (knownId) return [{ subject: `terms-own:${link.id}:${knownId}`, max: KNOWN_MAX }];
  const counted = { name: 'terms-source', id: link.id, max: SOURCE_LINK_MAX, maxOfAll: SOURCE_MAX };
  return sourceTurns(deps, caller, counted);
}
