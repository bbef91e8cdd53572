/** What a portal's document refers to, and how two documents differ. Pure. */
import type { PortalChanges, PortalDocument } from '../../../shared/contract/portals.ts';

export interface References {
  /** In the order they appear. */
  readonly collectionIds: readonly string[];
  /** Shown outside any collection: logo, hero, chosen sections, guideline pictures. */
  readonly assetIds: readonly string[];
}

export function referencesOf(document: PortalDocument): References {
  const collectionIds = new Set<string>();
  const assetIds = new Set<string>();
  if (document.logoAssetId !== null) assetIds.add(document.logoAssetId);
  if (document.heroAssetId !== null) assetIds.add(document.heroAssetId);
  for (const section of document.sections) {
    switch (section.kind) {
      case 'collection':
      case 'press_kit':
        collectionIds.add(section.collectionId);
        break;
      case 'assets':
        for (const id of section.assetIds) assetIds.add(id);
        break;
      case 'text':
      case 'guidelines':
        break;
      default:
        section satisfies never;
    }
  }
  for (const block of document.guidelines.flatMap((guideline) => guideline.blocks)) {
    if (block.kind === 'logo' || block.kind === 'image') assetIds.add(block.assetId);
  }
  return { collectionIds: [...collectionIds], assetIds: [...assetIds] };
}

/** What publishing `after` changes for visitors who see `before` (null: nothing yet). */
export function changesBetween(before: PortalDocument | null, after: PortalDocument): PortalChanges {
  const was = before === null ? { collectionIds: [], assetIds: [] } : referencesOf(before);
  const is = referencesOf(after);
  const without = (list: readonly string[], other: readonly string[]) =>
    list.filter((id) => !other.includes(id));
  const fields = Object.keys(after) as (keyof PortalDocument)[];
  return {
    changed: fields.filter((field) => JSON.stringify(before?.[field]) !== JSON.stringify(after[field])),
    collectionsAdded: without(is.collectionIds, was.collectionIds),
    collectionsRemoved: without(was.collectionIds, is.collectionIds),
    assetsAdded: without(is.assetIds, was.assetIds),
    assetsRemoved: without(was.assetIds, is.assetIds),
  };
}

/** Whether two stored documents say the same. */
export function isSameDocument(one: PortalDocument | null, other: PortalDocument): boolean {
  return one !== null && JSON.stringify(one) === JSON.stringify(other);
}
