/**
 * How many tries at a link's password newcomers still have while strangers are locked out: a few an hour from each network, so
 * that whoever knows the password gets in, and together no more than a number that guesses no decent password. That number is
 * given out evenly, every five minutes: a crowd that takes all of it at once keeps newcomers out for minutes, and has to be
 * there again for the next, instead of having shut the door for the hour.
 *
 * With the tries of the locks themselves (seven in five minutes) a crowd with any number of addresses has fewer than 700 guesses
 * an hour: 17,000 a day, six million a year. The passwords that the console makes have 78 bits; eight random letters and digits
 * have 41.
 */
import type { Caller } from '../../http/caller.ts';
import type { Signer } from '../../ports/signer.ts';
import { sourceTag, type TurnLimit } from '../users/index.ts';

const SOURCE_LINK_MAX = 5;
/** 600 an hour. */
const LINK_MAX = 50;
const LINK_WINDOW_MS = 5 * 60_000;

/** What one try during a lock is counted under. */
export async function passwordTurns(
  deps: { readonly signer: Signer },
  caller: Caller,
  linkId: string,
): Promise<TurnLimit[]> {
  const source = await sourceTag(deps, caller);
  return [
    { subject: `password-source:${source}:${linkId}`, max: SOURCE_LINK_MAX },
    { subject: `password-link:${linkId}`, max: LINK_MAX, windowMs: LINK_WINDOW_MS },
  ];
}
