/** Which size of each kind of file somebody wants: "originals for logos, web for photos". */
import type { AssetKind } from '../contract/assets.ts';

/** Leaves a kind out altogether. */
export const NO_SIZE = 'none';
/** The best size of each file. */
export const BEST_SIZE = '';

export interface SizeChoice {
  /** For kinds without a wish of their own. */
  readonly every: string;
  readonly byKind: Readonly<Partial<Record<AssetKind, string>>>;
}

export function wishFor(choice: SizeChoice, kind: string): string {
  return choice.byKind[kind as AssetKind] ?? choice.every;
}

/** The field of a form that chooses for one kind. */
export const sizeField = (kind: string): string => `size[${kind}]`;

/**
 * The size a file goes out in.
 * @param offered best first
 * @param hasSizes whether renditions can be made of it; what has none goes out as it is, unless its kind is left out
 */
export function chooseSize<T extends { readonly preset: { readonly name: string } }>(
  offered: readonly T[],
  wish: string,
  hasSizes: boolean,
): T | null {
  if (wish === NO_SIZE) return null;
  const chosen = offered.find(({ preset }) => preset.name === wish);
  if (wish === BEST_SIZE || chosen !== undefined) return chosen ?? offered[0] ?? null;
  return hasSizes ? null : (offered[0] ?? null);
}

/** Most files that stay ticked while a link is filtered and its pages are turned. */
export const KEPT_MAX = 2000;
