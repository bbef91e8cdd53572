/** From rows to what the console shows. Pure. */

import type {
  AssetCard,
  AssetDetail,
  DescribeInput,
  Suggestion,
  Version,
} from '../../../shared/contract/assets.ts';
import { type DeliverySnapshot, SNAPSHOT_SHAPE } from '../../../shared/delivery/snapshot.ts';
import { type RightsSummary, summarizeRights } from '../../../shared/rights/summary.ts';
import { deriveShareState, type LinkFacts } from '../../../shared/shares/state.ts';
import type { AssetRecord, CardRecord, VersionRecord } from './repository.ts';

/** The word of an asset whose snapshot is being compiled: what the list column says, without reasons. */
function summaryOf(card: CardRecord, now: number): RightsSummary {
  if (card.snapshot !== null) {
    const snapshot = JSON.parse(card.snapshot) as DeliverySnapshot;
    if (snapshot.shape === SNAPSHOT_SHAPE) return summarizeRights(snapshot.rights, now);
  }
  return { state: card.asset.rightsState, until: null, startsAt: null, reasons: [] };
}

export function cardOf(card: CardRecord, now: number): AssetCard {
  const { asset, version } = card;
  return {
    id: asset.id,
    title: asset.title,
    fileName: version.fileName,
    kind: asset.kind,
    mediaType: version.mediaType,
    status: asset.status,
    rights: summaryOf(card, now),
    width: version.width ?? version.masterWidth,
    height: version.height ?? version.masterHeight,
    sizeBytes: version.sizeBytes,
    thumbHash: version.thumbHash,
    dominantColour: version.palette[0]?.hex ?? null,
    previewBase: version.masterKey === null ? null : `/api/admin/assets/${asset.id}/r/${version.number}/`,
    verdict: version.verdict,
    hasSuggestions: card.pendingSuggestions > 0,
    createdAt: asset.createdAt,
    updatedAt: asset.updatedAt,
  };
}

export function fieldsOf(asset: AssetRecord): Required<DescribeInput> {
  return {
    title: asset.title,
    headline: asset.headline,
    caption: asset.caption,
    altText: asset.altText,
    creator: asset.creator,
    creditLine: asset.creditLine,
    copyrightNotice: asset.copyrightNotice,
    usageTerms: asset.usageTerms,
    webStatement: asset.webStatement,
    source: asset.source,
    instructions: asset.instructions,
    dateCreated: asset.dateCreated,
    city: asset.city,
    country: asset.country,
    countryCode: asset.countryCode,
    sku: asset.sku,
    focalPoint: asset.focalX === null || asset.focalY === null ? null : { x: asset.focalX, y: asset.focalY },
    successorAssetId: asset.successorAssetId,
    denialPolicy: asset.denialPolicy,
    allowedSites: asset.allowedSites,
    isUnrestricted: asset.isUnrestricted,
  };
}

function versionOf(version: VersionRecord, currentId: string): Version {
  return {
    id: version.id,
    number: version.number,
    fileName: version.fileName,
    mediaType: version.mediaType,
    sizeBytes: version.sizeBytes,
    sha256: version.sha256,
    width: version.width,
    height: version.height,
    durationMs: version.durationMs,
    pages: version.pages,
    verdict: version.verdict,
    verdictDetail: version.verdictDetail,
    isCurrent: version.id === currentId,
    provenance: version.provenance,
    createdAt: version.createdAt,
    createdBy: version.createdBy,
  };
}

export function detailOf(
  card: CardRecord,
  around: {
    keywords: { keyword: string }[];
    suggestions: {
      id: string;
      keyword: string;
      confidence: number;
      source: string;
      model: string;
      state: Suggestion['state'];
    }[];
    versions: VersionRecord[];
    collections: { id: string; title: string }[];
    shareLinks: (LinkFacts & { id: string; name: string })[];
  },
  now: number,
): AssetDetail {
  const { asset, version } = card;
  return {
    ...cardOf(card, now),
    slug: asset.slug,
    fields: fieldsOf(asset),
    keywords: around.keywords.map((row) => row.keyword),
    suggestions: around.suggestions.map(({ id, keyword, confidence, source, model, state }) => ({
      id,
      keyword,
      confidence,
      source,
      model,
      state,
    })),
    versions: around.versions.map((row) => versionOf(row, asset.currentVersionId)),
    collections: around.collections,
    shareLinks: around.shareLinks.map((link) => ({
      id: link.id,
      name: link.name,
      state: deriveShareState(link, now),
    })),
    palette: version.palette.map(({ hex, share }) => ({ hex, share })),
    sensitive: version.sensitive,
    embedded: version.embedded,
    hotlink: version.masterKey === null ? null : `/i/${asset.id}/web/${asset.slug}.jpg`,
  };
}
