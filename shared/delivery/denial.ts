/**
 * What a hot-link answers in place of a picture that may not be shown: the asset's successor, a neutral picture of the same
 * size, or a plain word. Chosen for an asset, for a collection, or for the brand.
 */

/** From the most reserved to the most helpful. */
export const DENIAL_POLICIES = ['gone', 'placeholder', 'successor'] as const;
export type DenialPolicy = (typeof DENIAL_POLICIES)[number];

/**
 * The asset's own choice, else that of the collections it is in; null: none of them says anything, so the brand's holds. Of
 * several collections the most reserved decides.
 */
export function denialPolicyOf(
  asset: DenialPolicy | null,
  collections: readonly (DenialPolicy | null)[],
): DenialPolicy | null {
  return asset ?? DENIAL_POLICIES.find((policy) => collections.includes(policy)) ?? null;
}
