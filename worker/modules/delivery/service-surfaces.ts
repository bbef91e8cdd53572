/**
 * The surfaces that bytes leave through: hot-links, portals, the console. Each says who asks for which use and which rules
 * stand around the asset; the one decision and the one pipeline do the rest. Share links have their own module and use the
 * same two.
 */
import type { DeliverySnapshot } from '../../../shared/delivery/index.ts';
import type { AllowedUsage, DeniedUsage, Use } from '../../../shared/rights/index.ts';
import { createDesk, type SurfaceDeps } from './desk.ts';
import { createHotlinkSurface, type HotlinkSurface } from './surface-hotlinks.ts';
import { createPageSurfaces, type PageSurfaces } from './surface-pages.ts';

export interface Surfaces extends HotlinkSurface, PageSurfaces {
  /** The snapshot and the decision, for surfaces of other modules. */
  judge(
    assetId: string,
    use: Use,
  ): Promise<{ snapshot: DeliverySnapshot; decision: AllowedUsage | DeniedUsage } | null>;
}

export function createSurfaces(deps: SurfaceDeps): Surfaces {
  const desk = createDesk(deps);
  return {
    ...createHotlinkSurface(deps, desk),
    ...createPageSurfaces(deps, desk),
    async judge(assetId, use) {
      const loaded = await desk.load(assetId);
      if (loaded === null) return null;
      return { snapshot: loaded.snapshot, decision: deps.delivery.decide(loaded.snapshot, use) };
    },
  };
}
