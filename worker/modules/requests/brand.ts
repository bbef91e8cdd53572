/** The look of an upload request's page: that of its portal, or of the default one; remembered for a moment. */
import {
  type PageLogo,
  type PortalContact,
  type Theme,
  themeSchema,
} from '../../../shared/contract/portals.ts';
import type { Database } from '../../db/database.ts';
import type { Caller } from '../../http/caller.ts';
import type { PortalService } from '../portals/index.ts';
import type { SettingsService } from '../settings/index.ts';
import { createRequestRepository } from './repository.ts';

export interface RequestBrand {
  readonly organisation: string;
  readonly theme: Theme;
  /** Address of a small rendition, decided anew when it is fetched. */
  readonly logo: PageLogo | null;
  readonly contact: PortalContact | null;
}

const BRAND_TTL_MS = 10_000;
const BRANDS_MAX = 100;
const LOGO_WIDTH = 320;

export function createRequestBrands(deps: {
  readonly db: Database;
  readonly settings: Pick<SettingsService, 'get'>;
  readonly portals: Pick<PortalService, 'home'>;
}) {
  const rows = createRequestRepository(deps.db);
  const remembered = new Map<string, { brand: RequestBrand; readAt: number }>();

  async function read(caller: Caller, portalId: string | null): Promise<RequestBrand> {
    const { organisation, contact } = await deps.settings.get();
    const slug =
      (await rows.portalSlug(portalId)) ?? (portalId === null ? null : await rows.portalSlug(null));
    // As a stranger, since it is remembered for everybody: a portal that is off, or for colleagues, lends its look to nobody.
    const home = slug === null ? null : await deps.portals.home({ ...caller, role: null }, slug, {});
    const portal = home?.ok === true ? home.view.portal : null;
    const logo = portal?.logo ?? null;
    return {
      organisation,
      theme: portal?.theme ?? themeSchema.parse({}),
      contact: portal?.contact ?? contact,
      logo:
        logo?.renditionBase == null
          ? null
          : {
              href: `${logo.renditionBase}w=${LOGO_WIDTH}${logo.renditionQuery ?? ''}`,
              thumbHash: logo.thumbHash,
            },
    };
  }

  return async (caller: Caller, portalId: string | null): Promise<RequestBrand> => {
    const key = portalId ?? '';
    const kept = remembered.get(key);
    if (kept !== undefined && Math.abs(caller.now - kept.readAt) < BRAND_TTL_MS) return kept.brand;
    const brand = await read(caller, portalId);
    if (remembered.size >= BRANDS_MAX) remembered.clear();
    remembered.set(key, { brand, readAt: caller.now });
    return brand;
  };
}
export type RequestBrands = ReturnType<typeof createRequestBrands>;
