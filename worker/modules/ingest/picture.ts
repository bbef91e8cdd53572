/** From a web master to the columns of its version and the facets of its asset. Pure. */
import { type ColorName, nameColor, nameShares } from '../../../shared/metadata/color-names.ts';
import type { WebMaster } from '../../ports/image-transformer.ts';
import type { VersionRow } from './repository.ts';

/** What a web master says about its version, apart from the size of the original. */
export function masterColumns(master: WebMaster, masterKey: string) {
  return {
    hasAlpha: master.hasAlpha,
    masterKey,
    masterType: master.mediaType,
    masterWidth: master.width,
    masterHeight: master.height,
    thumbHash: master.thumbhash,
    perceptualHash: master.perceptualHash,
    palette: master.palette.map(({ hex, share }) => ({ hex, share, name: nameColor(hex) ?? '' })),
  } satisfies Partial<VersionRow>;
}

/** The same columns of a version without a picture. */
export const NO_MASTER = {
  hasAlpha: false,
  masterKey: null,
  masterType: null,
  masterWidth: null,
  masterHeight: null,
  thumbHash: null,
  perceptualHash: null,
  palette: [],
} satisfies Record<keyof ReturnType<typeof masterColumns>, unknown>;

/** The colour a picture is found by: the largest share that is a hue, else the largest of all. */
export function facetColour(palette: readonly { hex: string; share: number }[]): ColorName | null {
  const shares = nameShares(palette);
  const neutral = new Set<ColorName>(['black', 'gray', 'white']);
  return (shares.find(({ name, share }) => !neutral.has(name) && share >= 0.15) ?? shares[0])?.name ?? null;
}
