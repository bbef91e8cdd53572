/**
 * How many codes one link mails, and to whom. Counted in hours, in one statement with the refusal, so that a refused request
 * leaves nothing behind.
 *
 * A stranger with the plain address counts against the network they come from, the address they name and the link as a whole.
 * A recipient under their own address, a browser that has proved an address before, and one that has asked for a code within
 * the hour are known: each has a count of its own, which strangers cannot use up. None of them may have mail sent to another
 * address that way.
 */
import { normalizeAddress } from '../../../shared/shares/addresses.ts';
import type { Caller } from '../../http/caller.ts';
import type { Signer } from '../../ports/signer.ts';
import { sourceTag, type TurnLimit } from '../users/index.ts';
import { cookieSubject, type Visit } from './admission.ts';
import { readCode, readDevice } from './gate-cookie.ts';

/** Mails an hour to somebody known; to a browser that has only asked, beside the mail it asked for as a stranger. */
const KNOWN_MAX = 5;
const ASKED_MAX = 2;
/** Mails an hour for strangers of one network: of one link (an office behind one address), and of all links together. */
const SOURCE_LINK_MAX = 20;
const SOURCE_MAX = 60;
/** To one address: from one network by one link and by all, and from anywhere. */
const SOURCE_LINK_ADDRESS_MAX = 3;
const SOURCE_ADDRESS_MAX = 12;
const ADDRESS_MAX = 24;
/** Of one link, whoever the strangers are and wherever they come from. */
const LINK_MAX = 120;

/** The count of somebody the link knows at this address; null for a stranger. */
async function ownCount(
  deps: { readonly signer: Signer },
  caller: Caller,
  { link, recipient }: Visit,
  cookies: string,
  address: string,
): Promise<TurnLimit | null> {
  const own = (id: string, max: number) => ({ subject: `code-own:${link.id}:${id}`, max });
  if (recipient !== null && normalizeAddress(recipient.email) === address) {
    return own(recipient.id, KNOWN_MAX);
  }
  const subject = cookieSubject(caller, link);
  const device = await readDevice(deps, subject, cookies);
  if (device?.email === address) return own(device.id, KNOWN_MAX);
  const asked = await readCode(deps, subject, cookies);
  return asked?.email === address ? own(asked.browser, ASKED_MAX) : null;
}

/** What one mail to `address` is counted under. */
export async function codeTurns(
  deps: { readonly signer: Signer },
  caller: Caller,
  visit: Visit,
  cookies: string,
  address: string,
): Promise<TurnLimit[]> {
  const { id } = visit.link;
  const own = await ownCount(deps, caller, visit, cookies, address);
  if (own !== null) return [own];
  const source = await sourceTag(deps, caller);
  return [
    { subject: `code-source:${source}`, max: SOURCE_MAX },
    { subject: `code-source:${source}:${id}`, max: SOURCE_LINK_MAX },
    { subject: `code-source:${source}:${id}:${address}`, max: SOURCE_LINK_ADDRESS_MAX },
    { subject: `code-source:${source}:${address}`, max: SOURCE_ADDRESS_MAX },
    { subject: `code-address:${address}`, max: ADDRESS_MAX },
    { subject: `code-link:${id}`, max: LINK_MAX },
  ];
}
