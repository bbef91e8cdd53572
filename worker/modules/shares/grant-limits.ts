/**
 * How many downloads of links are begun: each is a row that is kept, an archive a plan and a job besides. Counted in hours, in one
 * statement with the refusal, so that a refused request leaves nothing behind. The limit of a link is another matter: it bounds
 * what is taken, this what is asked for.
 *
 * A recipient under their own address, and whoever has proved a mail address at the gate, have a count of their own. Everybody
 * else counts against the network they come from: an agency behind one address takes hundreds of files in an hour, one by one.
 * There is no count of the link as a whole: a crowd elsewhere keeps nobody from downloading.
 */
import { t } from '../../../shared/messages/index.ts';
import type { Caller } from '../../http/caller.ts';
import type { Signer } from '../../ports/signer.ts';
import { sourceTurns, type TurnLimit } from '../users/index.ts';
import type { OpenDoor } from './admission.ts';

/** Downloads an hour, of files and archives: of somebody the link knows; of one network's strangers by one link, and by all. */
const KNOWN_MAX = 1500;
const SOURCE_LINK_MAX = 1500;
const SOURCE_MAX = 4500;
/** Archives among them, each of which is planned, and planned anew by every press of a new showing of the page. */
const KNOWN_ARCHIVES_MAX = 120;
const SOURCE_LINK_ARCHIVES_MAX = 120;
const SOURCE_ARCHIVES_MAX = 360;

/** What one download is counted under; nothing for whoever is signed in to the console. */
export async function grantTurns(
  deps: { readonly signer: Signer },
  caller: Caller,
  { visit: { link, recipient }, gates }: OpenDoor,
  kind: 'file' | 'archive',
): Promise<TurnLimit[]> {
  if (caller.role !== null) return [];
  const isArchive = kind === 'archive';
  const knownId = recipient?.id ?? gates.email;
  if (knownId) {
    const own = `${link.id}:${knownId}`;
    return [
      { subject: `grant-own:${own}`, max: KNOWN_MAX },
      ...(isArchive ? [{ subject: `grant-zip-own:${own}`, max: KNOWN_ARCHIVES_MAX }] : []),
    ];
  }
  const files = { name: 'grant-source', id: link.id, max: SOURCE_LINK_MAX, maxOfAll: SOURCE_MAX };
  const archives = {
    name: 'grant-zip-source',
    id: link.id,
    max: SOURCE_LINK_ARCHIVES_MAX,
    maxOfAll: SOURCE_ARCHIVES_MAX,
  };
  return [
    ...(await sourceTurns(deps, caller, files)),
    ...(isArchive ? await sourceTurns(deps, caller, archives) : []),
  ];
}

/** When it is, and what whoever has none left is told. */
export const grantTurn = ({ locale, now }: Caller) => ({
  now,
  detail: t(locale, 'share.refused.too_many_attempts'),
});
