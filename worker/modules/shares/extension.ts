/**
 * Extending a link from the mail that says it ends: an address that holds a signed proof of one extension, from one end to
 * one other, for one owner. Looking at it does nothing; pressing the button there does it once. The proof is worth nothing
 * after the end was changed, the link revoked or handed on, or its owner shut out.
 */
import type { ShareExtension } from '../../../shared/contract/share-visits.ts';
import { DAY_MS } from '../../../shared/time/durations.ts';
import { addCalendar, usableZone } from '../../../shared/time/index.ts';
import { type Database, runBatch } from '../../db/database.ts';
import type { Caller } from '../../http/caller.ts';
import { fail } from '../../http/errors.ts';
import type { Identifiers } from '../../ports/identifiers.ts';
import type { Signer } from '../../ports/signer.ts';
import { auditIfChanged } from '../audit/index.ts';
import type { SettingsService } from '../settings/index.ts';
import type { Admissions, Visit } from './admission.ts';
import type { OfferedExtension } from './notices.ts';
import type { LinkRow } from './repository.ts';
import type { NoticeRepository } from './repository-notices.ts';
import type { ShareService } from './service.ts';
import { tokenFor } from './tokens.ts';
import type { Visits } from './visits.ts';

const EXTENSION_DAYS = 7;
/** Files that are named on the page because they end before the link would. */
const ENDING_SHOWN = 8;
/** How long after the link's end its mail may still extend it. */
const PROOF_AFTER_END_MS = 7 * DAY_MS;

interface Claims {
  readonly from: number;
  readonly to: number;
  readonly owner: string;
}

/** A week more, in the link's zone; null where the administrator's maximum leaves no room. */
export function extendedEnd(link: LinkRow, maximumDays: number, now: number): number | null {
  const wish = addCalendar(link.endsAt, { days: EXTENSION_DAYS }, usableZone(link.timeZone));
  const to = Math.min(wish, now + maximumDays * DAY_MS);
  return to > link.endsAt ? to : null;
}

/** The address for a mail; null where there is nothing to offer or no origin to write it with. */
export async function offerExtension(
  { signer, origin }: { readonly signer: Signer; readonly origin: string | null },
  link: LinkRow,
  maximumDays: number,
  now: number,
): Promise<OfferedExtension | null> {
  const to = extendedEnd(link, maximumDays, now);
  if (to === null || origin === null) return null;
  const claims = { kind: 'extend', link: link.id, from: link.endsAt, to, owner: link.ownerId };
  const proof = await signer.seal('link', claims, link.endsAt + PROOF_AFTER_END_MS);
  return { to, url: `${origin}/s/${await tokenFor({ signer }, 'link', link.token)}/extend?proof=${proof}` };
}

export interface ExtensionDeps {
  readonly db: Database;
  readonly identifiers: Identifiers;
  readonly signer: Signer;
  readonly settings: Pick<SettingsService, 'get'>;
  readonly admissions: Admissions;
  readonly notices: NoticeRepository;
  readonly look: Visits['lookOf'];
  readonly preflight: ShareService['preflight'];
}

export function createExtensions(deps: ExtensionDeps) {
  const headers = { 'cache-control': 'no-store' };

  /** What the proof allows of the link behind the token. @throws Failure `not_found` for anything we did not sign */
  async function open(
    caller: Caller,
    token: string,
    proof: string,
  ): Promise<{ visit: Visit; claims: Claims }> {
    const visit = await deps.admissions.visit(token);
    const claims = await deps.signer.open('link', proof, caller.now);
    const { from, to, owner } = claims ?? {};
    if (
      visit === null ||
      claims?.kind !== 'extend' ||
      claims.link !== visit.link.id ||
      typeof from !== 'number' ||
      typeof to !== 'number' ||
      typeof owner !== 'string'
    ) {
      return fail('not_found', { headers });
    }
    return { visit, claims: { from, to, owner } };
  }
  async function stateOf(caller: Caller, { link }: Visit, { from, to, owner }: Claims) {
    if (link.endsAt === to && link.ownerId === owner) return 'extended' as const;
    const { shareMaximumDays } = await deps.settings.get();
    const mayStill =
      link.state !== 'revoked' &&
      link.endsAt === from &&
      link.ownerId === owner &&
      to > caller.now &&
      to <= caller.now + shareMaximumDays * DAY_MS &&
      (await deps.notices.isActiveOwner(owner));
    return mayStill ? ('offered' as const) : ('changed' as const);
  }
  async function show(caller: Caller, visit: Visit, claims: Claims): Promise<ShareExtension> {
    const { link } = visit;
    const { organisation, theme, logo } = await deps.look(caller, visit);
    const state = await stateOf(caller, visit, claims);
    const common = {
      name: link.name,
      organisation,
      theme,
      logo,
      timeZone: link.timeZone,
      endsAt: link.endsAt,
      consoleUrl: `${caller.origin}/admin/shares/${link.id}`,
    };
    if (state !== 'offered') return { ...common, state };
    const { total, counts, findings } = await deps.preflight(caller, {
      source: { kind: 'link', shareLinkId: link.id },
      endsAt: claims.to,
      leftOut: null,
    });
    // Whoever holds the address reads what the link shows, and nothing of what it holds back.
    const ending = findings
      .filter(({ problem }) => problem === 'ends_before')
      .slice(0, ENDING_SHOWN)
      .map(({ asset, at }) => ({ title: asset.title, at }));
    return { ...common, state, to: claims.to, clearance: { total, counts, ending } };
  }

  return {
    /** What the address would do. */
    async look(caller: Caller, token: string, proof: string): Promise<ShareExtension> {
      const { visit, claims } = await open(caller, token, proof);
      return show(caller, visit, claims);
    },
    /** Does it; a second press finds it done. */
    async extend(caller: Caller, token: string, proof: string): Promise<ShareExtension> {
      const { visit, claims } = await open(caller, token, proof);
      if ((await stateOf(caller, visit, claims)) === 'offered') {
        const { link } = visit;
        await runBatch(deps.db, [
          deps.notices.extend(link.id, claims, caller.now),
          auditIfChanged(
            deps,
            { ...caller, actor: { kind: 'user', id: claims.owner, name: visit.ownerName ?? '' } },
            'share_link.changed',
            { kind: 'share_link', id: link.id, label: link.name },
            { before: { endsAt: claims.from }, after: { endsAt: claims.to }, by: 'mail' },
          ),
        ]);
      }
      const again = await deps.admissions.visit(token);
      return show(caller, again ?? visit, claims);
    },
  };
}
