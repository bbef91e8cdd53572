/**
 * The logo on a link's pages, in every state of the link: a rendition like any other, decided like any other. Where the
 * asset may not be shown or has no picture, the pages say the organisation's name instead.
 */
import type { PageLogo } from '../../../shared/contract/portals.ts';
import { pictureFacts } from '../../../shared/delivery/sizes.ts';
import type { DeliverySnapshot } from '../../../shared/delivery/snapshot.ts';
import { decideUsage, enclosingRule, type RightsDecision } from '../../../shared/rights/index.ts';
import type { Database } from '../../db/database.ts';
import type { Caller } from '../../http/caller.ts';
import { fail } from '../../http/errors.ts';
import { type DeliveryService, denialHeaders } from '../delivery/index.ts';
import { readSnapshots } from '../rights/index.ts';
import type { SettingsService } from '../settings/index.ts';
import type { Admissions, Visit } from './admission.ts';
import { deny } from './downloads.ts';
import type { VisitRepository } from './repository-visits.ts';
import { logoOf as portalLogoOf } from './view.ts';

/** Longest edge of a logo; the one size there is of it. */
const LOGO_PIXELS = 640;
const LOGO_SEGMENT = `w=${LOGO_PIXELS}`;

export interface LogoDeps {
  readonly db: Database;
  readonly delivery: DeliveryService;
  readonly settings: Pick<SettingsService, 'get'>;
  readonly admissions: Admissions;
  readonly rows: VisitRepository;
}

export function createLogos(deps: LogoDeps) {
  async function assetOf({ link }: Visit, portalLogo: () => Promise<string | null>): Promise<string | null> {
    switch (link.logo.kind) {
      case 'none':
        return null;
      case 'portal':
        return portalLogo();
      case 'asset':
        return link.logo.assetId;
      default:
        return link.logo satisfies never;
    }
  }
  const readPortalLogo = async (): Promise<string | null> =>
    portalLogoOf((await deps.rows.defaultPortal())?.published);

  async function find(
    caller: Caller,
    visit: Visit,
    portalLogo: () => Promise<string | null>,
  ): Promise<{ snapshot: DeliverySnapshot; decision: RightsDecision } | null> {
    const assetId = await assetOf(visit, portalLogo);
    if (assetId === null) return null;
    const snapshot = (await readSnapshots(deps, [assetId], caller.now)).get(assetId);
    if (snapshot === undefined || pictureFacts(snapshot) === null) return null;
    const decision = decideUsage(snapshot.rights, {
      subject: { kind: 'recipient', audience: visit.link.audience },
      action: 'preview',
      channel: 'web',
      territory: caller.territory,
      now: caller.now,
      // Of the link only the size: its logo stays on the page that says that it has ended.
      enclosing: [
        enclosingRule({
          source: 'share_link',
          id: visit.link.id,
          label: visit.link.name,
          state: 'active',
          maxPixels: LOGO_PIXELS,
        }),
      ],
    });
    return { snapshot, decision };
  }

  return {
    /** The logo as the page shows it; null where the organisation's name stands. */
    async shownOn(caller: Caller, visit: Visit, portalLogo: string | null): Promise<PageLogo | null> {
      const found = await find(caller, visit, async () => portalLogo);
      if (found?.decision.allowed !== true) return null;
      return { href: `${visit.base}/logo`, thumbHash: found.snapshot.version.thumbHash };
    },
    /** `/s/{token}/logo` */
    async picture(caller: Caller, request: Request, token: string): Promise<Response> {
      const visit = await deps.admissions.visit(token);
      const found = visit === null ? null : await find(caller, visit, readPortalLogo);
      if (visit === null || found === null) return fail('not_found', { headers: denialHeaders() });
      const { snapshot, decision } = found;
      if (!decision.allowed) return deny(decision);
      const { organisation, policyTtlMs } = await deps.settings.get();
      return deps.delivery.rendition({
        request,
        snapshot,
        decision,
        resolved: deps.delivery.resolve(
          LOGO_SEGMENT,
          { kind: 'page' },
          {
            assetId: snapshot.assetId,
            tail: '',
            origin: caller.origin,
            audience: visit.link.audience,
            now: caller.now,
          },
        ),
        now: caller.now,
        audience: 'protected',
        policyTtlMs,
        extension: null,
        protectiveText: organisation,
      });
    },
  };
}
export type Logos = ReturnType<typeof createLogos>;
