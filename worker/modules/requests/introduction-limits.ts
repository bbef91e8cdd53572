/**
 * How often people say who they are under an upload request: each new person is a row that is kept, and each saying is an
 * event of the audit. Counted in hours, in one statement with the refusal, so that a refused request leaves nothing behind.
 *
 * Somebody new counts against the network they come from. An invited person, and a browser that has said who it is, have a
 * count of their own. There is no count of the request as a whole: a crowd elsewhere keeps nobody from handing in.
 */
import type { Caller } from '../../http/caller.ts';
import type { Signer } from '../../ports/signer.ts';
import { sourceTurns, type TurnLimit } from '../users/index.ts';

/** Sayings an hour of somebody the request knows. */
const KNOWN_MAX = 20;
/** New people an hour from one network (a school, an agency behind one address): under one request, and under all. */
const SOURCE_REQUEST_MAX = 40;
const SOURCE_MAX = 120;

/**
 * What one introduction is counted under.
 * @param knownId of the invited person, or of whom the browser's cookie stands for; null for somebody new
 */
export async function introductionTurns(
  deps: { readonly signer: Signer },
  caller: Caller,
  requestId: string,
  knownId: string | null,
): Promise<TurnLimit[]> {
  if (knownId !== null) return [{ subject: `uploader-own:${knownId}`, max: KNOWN_MAX }];
  const counted = { name: 'uploader-source', id: requestId, max: SOURCE_REQUEST_MAX, maxOfAll: SOURCE_MAX };
  return sourceTurns(deps, caller, counted);
}
