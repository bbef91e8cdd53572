/** Embed code on the page of an asset: only where anybody's website may really show it. */
import type { PortalEmbed } from '../../../shared/contract/portals.ts';
import { buildSnippets, sitePolicyFor } from '../../../shared/delivery/index.ts';
import { embedUse } from '../../../shared/rights/hotlink-standing.ts';
import { decideUsage } from '../../../shared/rights/index.ts';
import { snippetInputOf } from '../delivery/index.ts';
import type { Judged, PageContext } from './judging.ts';

/** CSS pixels of the embedded picture. */
const EMBED_WIDTH = 800;

/** Null where the portal offers none, the rights or the allowed sites would refuse it, or there is no picture. */
export function embedOf(context: PageContext, { snapshot }: Judged): PortalEmbed | null {
  const { portal, settings, viewing, caller } = context;
  if (!portal.document.offersEmbed || portal.record.audience === 'internal') return null;
  const sites = sitePolicyFor(snapshot.allowedSites, settings.allowedSites, 'web');
  if (sites.mode !== 'any' && !sites.reportOnly) return null;
  const decision = decideUsage(snapshot.rights, embedUse(viewing.territory, viewing.now));
  if (!decision.allowed) return null;
  const input = snippetInputOf(snapshot, {
    origin: caller.origin,
    now: viewing.now,
    displayWidth: EMBED_WIDTH,
    ratio: null,
  });
  if (input === null) return null;
  const { img, markdown, url } = buildSnippets(input);
  return { html: img, markdown, url, until: decision.until };
}
