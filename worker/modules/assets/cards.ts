/** From rows to what the console shows. Pure. */

import type {
  AssetCard,
  AssetDetail,
  DescribeInput,
  Suggestion,
  Version,
} from '../../../shared/contract/assets.ts';
import { hasMotion, movingFrames } from '../../../shared/delivery/moving.ts';
import { posterDigest } from '../../../shared/delivery/poster-key.ts';
import { causeOfVersion } from '../../../shared/delivery/refusal.ts';
import { type DeliverySnapshot, SNAPSHOT_SHAPE } from '../../../shared/delivery/snapshot.ts';
import { type DataMining, dataMiningValues } from '../../../shared/metadata/fields.ts';
import { type RightsSummary, summarizeRights } from '../../../shared/rights/summary.ts';
import { deriveShareState, type LinkFacts } from '../../../shared/shares/state.ts';
import type { AssetRecord, AuthoredVersion, CardRecord, VersionRecord } from './repository.ts';

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
    previewBase: previewBaseOf(asset.id, version),
    isMoving: hasMotion({ ...version, frames: version.frames ?? 1 }),
    verdict: version.verdict,
    verdictCause: causeOfVersion(version),
    hasSuggestions: card.pendingSuggestions > 0,
    createdAt: asset.createdAt,
    updatedAt: asset.updatedAt,
  };
}

/** What was embedded, or typed since; null where neither says anything that is known. */
export function dataMiningOf({ metadata }: Pick<AssetRecord, 'metadata'>): DataMining | null {
  return dataMiningValues.find((value) => value === metadata.dataMining) ?? null;
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
    dataMining: dataMiningOf(asset),
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

/** A poster has a mark in the address, so that another one shows at once wherever the asset is on screen. */
function previewBaseOf(assetId: string, version: VersionRecord): string | null {
  if (version.masterKey === null) return null;
  const poster = posterDigest(version.masterKey)?.slice(0, 8);
  return `/api/admin/assets/${assetId}/r/${version.number}${poster === undefined ? '' : `-${poster}`}/`;
}

function versionOf(version: AuthoredVersion, currentId: string): Version {
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
    frames: movingFrames({ ...version, frames: version.frames ?? 1 }),
    poster: posterDigest(version.masterKey),
    verdict: version.verdict,
    verdictCause: causeOfVersion(version),
    isCurrent: version.id === currentId,
    provenance: version.provenance,
    createdAt: version.createdAt,
    createdBy: version.authorName,
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
    versions: AuthoredVersion[];
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
