/** Networks that requests come from, so that one of them can be held to a count without its address being written down. */
import { DAY_MS } from '../../../shared/time/index.ts';
import type { Signer } from '../../ports/signer.ts';
import type { TurnLimit } from './repository-throttle.ts';

/**
 * Names a network for a day: a MAC, so that a row tells nobody's address, and another one tomorrow. Requests whose network is
 * unknown share a name.
 */
export async function sourceTag(
  { signer }: { readonly signer: Signer },
  { source, now }: { readonly source: string | null; readonly now: number },
): Promise<string> {
  return signer.mac('grant', `source:${Math.floor(now / DAY_MS)}:${source ?? ''}`);
}

/** Counts of one network: of one thing it asks under (a link, a portal, a request), and of all of these together. */
export async function sourceTurns(
  deps: { readonly signer: Signer },
  caller: { readonly source: string | null; readonly now: number },
  counted: { readonly name: string; readonly id: string; readonly max: number; readonly maxOfAll: number },
): Promise<TurnLimit[]> {
  const subject = `${counted.name}:${await sourceTag(deps, caller)}`;
  return [
    { subject, max: counted.maxOfAll },
    { subject: `${subject}:${counted.id}`, max: counted.max },
  ];
}
