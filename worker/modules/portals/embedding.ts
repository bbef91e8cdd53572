/** Embed code on the page of an asset: only where anybody's website may really show it. */
import type { PortalEmbed } from '../../../shared/contract/portals.ts';
import { buildSnippets, refusesSites, sitePolicyFor } from '../../../shared/delivery/index.ts';
import { placeholderUrl } from '../../../shared/delivery/thumb-hash.ts';
import { WASM_CAPABILITIES } from '../../../shared/delivery/wasm-capabilities.ts';
import { embedUse } from '../../../shared/rights/hotlink-standing.ts';
import { decideUsage } from '../../../shared/rights/index.ts';
import { movingInputOf, snippetInputOf } from '../delivery/index.ts';
import type { Judged, PageContext } from './judging.ts';

/** CSS pixels of the embedded picture. */
const EMBED_WIDTH = 800;

/** Null where the portal offers none, the rights or the allowed sites would refuse it, or there is no picture. */
export function embedOf(context: PageContext, { snapshot }: Judged): PortalEmbed | null {
  const { portal, settings, viewing, caller } = context;
  if (!portal.document.offersEmbed || portal.record.audience === 'internal') return null;
  const sites = sitePolicyFor(snapshot.allowedSites, settings.allowedSites, 'web');
  if (refusesSites(sites)) return null;
  const decision = decideUsage(snapshot.rights, embedUse(viewing.territory, viewing.now));
  if (!decision.allowed) return null;
  const input = snippetInputOf(snapshot, {
    origin: caller.origin,
    engine: WASM_CAPABILITIES,
    now: viewing.now,
    displayWidth: EMBED_WIDTH,
    ratio: null,
  });
  if (input === null) return null;
  const { img, picture, markdown, bbcode, url } = buildSnippets(input);
  const { thumbHash, dominantColour } = snapshot.version;
  const before = buildSnippets({
    ...input,
    dominantColor: dominantColour,
    placeholderDataUrl: thumbHash === null ? null : placeholderUrl(thumbHash),
  });
  const moving = movingInputOf(snapshot, input);
  return {
    html: img,
    blurred: before.img === img ? null : before.img,
    picture,
    markdown,
    css: before.css,
    bbcode,
    url,
    moving: moving === null ? null : buildSnippets(moving).img,
    until: decision.until,
  };
}
