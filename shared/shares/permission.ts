/**
 * What a share link lets its holder do, as a rule the rights engine understands. A link never widens anything: its rule is
 * one more that must agree.
 */
import type { AssetKind } from '../contract/assets.ts';
import type { PermissionLevel, PresetsByKind } from '../contract/shares.ts';
import { PREVIEW_MAX_PIXELS, type Preset } from '../delivery/presets.ts';
import { hasSizes } from '../delivery/sizes.ts';
import type { DeliverySnapshot } from '../delivery/snapshot.ts';
import { type EnclosingRule, type EnclosingState, enclosingRule } from '../rights/index.ts';
import type { Action, Audience, Channel, TerritoryList } from '../rights/types.ts';
import type { Instant } from '../time/instant.ts';

/** What a level permits, from least to most. */
export const LEVEL_ACTIONS: Readonly<Record<PermissionLevel, readonly Action[]>> = {
  view: ['view', 'preview'],
  download_watermarked: ['view', 'preview', 'download_rendition'],
  download_renditions: ['view', 'preview', 'download_rendition'],
  download_originals: ['view', 'preview', 'download_rendition', 'download_original'],
};

export interface LinkTerms {
  readonly id: string;
  readonly name: string;
  readonly state: 'active' | 'off' | 'revoked';
  readonly startsAt: Instant | null;
  readonly endsAt: Instant;
  readonly permission: PermissionLevel;
  readonly channel: Channel;
  readonly audience: Audience;
  readonly territories: TerritoryList;
}

/**
 * The rule a link puts around its assets. `forPage` is for pictures shown on the link's own pages: they are capped, so
 * that no address on them reaches a larger picture than the page shows.
 */
export function linkRule(link: LinkTerms, forPage: boolean): EnclosingRule {
  return enclosingRule({
    source: 'share_link',
    id: link.id,
    label: link.name,
    state: link.state satisfies EnclosingState,
    startsAt: link.startsAt,
    endsAt: link.endsAt,
    territories: link.territories,
    channels: [link.channel],
    audiences: [link.audience],
    actions: LEVEL_ACTIONS[link.permission],
    watermark: link.permission === 'download_watermarked',
    maxPixels: forPage ? PREVIEW_MAX_PIXELS : null,
  });
}

/** Sizes offered where a link names none, best first. */
export const DEFAULT_LINK_PRESETS: readonly string[] = [
  'print',
  'web',
  'social-square',
  'social-wide',
  'email',
];

/** Presets a link offers for a kind of file, originals first where the level permits them. */
export function offeredPresets(
  link: {
    readonly permission: PermissionLevel;
    readonly presets: readonly string[];
    readonly presetsByKind: PresetsByKind;
  },
  kind: AssetKind,
  all: readonly Preset[],
): Preset[] {
  const actions = LEVEL_ACTIONS[link.permission];
  const own = link.presetsByKind[kind];
  const names = own ?? (link.presets.length === 0 ? DEFAULT_LINK_PRESETS : link.presets);
  // The level alone offers an original, so that choosing sizes does not take it away; sizes of a kind say all of them.
  const hasOriginal = own === undefined || own.includes('original');
  return [...(hasOriginal ? ['original'] : []), ...names.filter((name) => name !== 'original')]
    .filter((name, index, list) => list.indexOf(name) === index)
    .flatMap((name) => all.filter((preset) => preset.name === name))
    .filter((preset) =>
      actions.includes(preset.delivers === 'original' ? 'download_original' : 'download_rendition'),
    );
}

/**
 * Why a link's terms alone let nobody download a file, whatever its rights say: there are no sizes of it and the link hands out no
 * originals (`level`), or none of what the link names for its kind (`kind`). Null: at least one of `presets` can be had of it.
 */
export function withheldByTerms(
  presets: readonly Pick<Preset, 'delivers'>[],
  snapshot: DeliverySnapshot,
): 'level' | 'kind' | null {
  if (presets.some(({ delivers }) => delivers === 'original' || hasSizes(snapshot))) return null;
  return presets.length === 0 ? 'kind' : 'level';
}
