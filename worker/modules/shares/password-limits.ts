/**
 * How many tries at a link's password newcomers still have while strangers are locked out, in hours: a few from each network,
 * so that whoever knows the password gets in, and together no more than a number that guesses no decent password.
 *
 * With the tries of the locks themselves (seven in five minutes) a crowd with any number of addresses has fewer than 700 guesses
 * an hour: 17,000 a day, six million a year. The passwords that the console makes have 78 bits; eight random letters and digits
 * have 41.
 */
import type { Caller } from '../../http/app-env.ts';
import type { Signer } from '../../ports/signer.ts';
import { sourceTag, type TurnLimit } from '../users/index.ts';

const SOURCE_LINK_MAX = 5;
const LINK_MAX = 600;

/** What one try during a lock is counted under. */
export async function passwordTurns(
  deps: { readonly signer: Signer },
  caller: Caller,
  linkId: string,
): Promise<TurnLimit[]> {
  const source = await sourceTag(deps, caller);
  return [
    { subject: `password-source:${source}:${linkId}`, max: SOURCE_LINK_MAX },
    { subject: `password-link:${linkId}`, max: LINK_MAX },
  ];
}
