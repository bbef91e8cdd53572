/** From what a file says about itself to the columns of an asset and its version. Pure. */

import type { AssetOrientation } from '../../../shared/contract/assets.ts';
import { slugify } from '../../../shared/contract/identifiers.ts';
import { type AssetMetadata, creatorLine, type SensitiveMetadata } from '../../../shared/metadata/fields.ts';
import { type ImageHeader, uprightSize } from '../../../shared/metadata/inspect.ts';
import { foldText } from '../../../shared/search/query.ts';
import { oneLine } from '../../../shared/text/plain-name.ts';
import type { LabelledValue } from '../../db/schema/assets.ts';

import type { Digests, Examination } from './examine.ts';

const SQUARE_TOLERANCE = 1.02;

/** `spring_campaign-03.JPG` as `Spring campaign 03`; never empty. */
export function titleFromFileName(fileName: string): string {
  const stem = fileName
    .replace(/\.[^.\s]{1,8}$/, '')
    .replace(/[_\s-]+/g, ' ')
    .trim();
  const title = stem === '' ? fileName : stem;
  return (title.charAt(0).toUpperCase() + title.slice(1)).slice(0, 300);
}

export function orientationOf(width: number, height: number): AssetOrientation {
  if (Math.max(width, height) <= Math.min(width, height) * SQUARE_TOLERANCE) return 'square';
  return width > height ? 'landscape' : 'portrait';
}

/** The descriptive columns. A title or headline of the file wins; otherwise its name gives one. */
export function assetFields(metadata: AssetMetadata, fileName: string) {
  const title = oneLine(metadata.title ?? metadata.headline ?? titleFromFileName(fileName)).slice(0, 300);
  return {
    title,
    slug: slugify(title),
    headline: cut(metadata.headline, 300),
    caption: cut(metadata.caption, 5000),
    altText: cut(metadata.altText, 1000),
    creator: creatorLine(metadata.creator),
    creditLine: cut(metadata.creditLine, 300),
    copyrightNotice: cut(metadata.copyrightNotice, 500),
    usageTerms: cut(metadata.usageTerms, 4000),
    webStatement: cut(metadata.webStatement, 500),
    source: cut(metadata.source, 300),
    instructions: cut(metadata.instructions, 1000),
    dateCreated: metadata.dateCreated,
    city: cut(metadata.city, 200),
    country: cut(metadata.country, 200),
    countryCode: metadata.countryCode,
    metadata: metadata as Record<string, unknown>,
  };
}

/** Keywords of the file, one of each whatever the case. */
export function embeddedKeywords(metadata: AssetMetadata): { keyword: string; folded: string }[] {
  const seen = new Map<string, string>();
  for (const keyword of metadata.keywords) {
    const folded = foldText(keyword);
    if (folded !== '' && keyword.length <= 100 && !seen.has(folded)) seen.set(folded, keyword);
  }
  return [...seen].map(([folded, keyword]) => ({ keyword, folded }));
}

/** The columns of a version that the header of a picture decides, apart from its size. */
export function headerFields(header: ImageHeader | null) {
  return {
    exifOrientation: header?.orientation ?? 1,
    hasAlpha: header?.hasAlpha ?? false,
    frames: header?.frames ?? null,
    pages: header?.pages ?? null,
  };
}

/** The columns of a version that the bytes alone decide. */
export function versionFields(digests: Digests, examination: Examination) {
  const { header, media, type, metadata } = examination;
  const size = header === null ? media : uprightSize(header);
  return {
    mediaType: type.mediaType,
    sizeBytes: digests.sizeBytes,
    sha256: digests.sha256,
    crc32: digests.crc32,
    width: size.width,
    height: size.height,
    ...headerFields(header),
    pages: header?.pages ?? media.pages,
    durationMs: media.durationMs,
    verdict: examination.verdict,
    embedded: embeddedValues(metadata),
    sensitive: sensitiveValues(examination.sensitive),
  };
}

/** Labels are the property names of the IPTC Photo Metadata Standard. */
function embeddedValues(metadata: AssetMetadata): LabelledValue[] {
  const rows: [string, string | null | undefined][] = [
    ['Title', metadata.title],
    ['Headline', metadata.headline],
    ['Description', metadata.caption],
    ['Alt Text', metadata.altText],
    ['Extended Description', metadata.extDescr],
    ['Keywords', metadata.keywords.join(', ')],
    ['Creator', metadata.creator.join(', ')],
    ["Creator's Job Title", metadata.creatorJobTitle],
    ['Description Writer', metadata.captionWriter],
    ['Credit Line', metadata.creditLine],
    ['Copyright Notice', metadata.copyrightNotice],
    ['Rights Usage Terms', metadata.usageTerms],
    ['Web Statement of Rights', metadata.webStatement],
    ['Licensor', metadata.licensor.map((licensor) => licensor.name).join(', ')],
    ['Source', metadata.source],
    ['Date Created', metadata.dateCreated],
    ['Sublocation', metadata.sublocation],
    ['City', metadata.city],
    ['Province or State', metadata.region],
    ['Country', metadata.country],
    ['Country Code', metadata.countryCode],
    ['Person Shown in the Image', metadata.personsShown.join(', ')],
    ['Model Release Status', metadata.modelReleaseStatus],
    ['Model Release Id', metadata.modelReleaseIds.join(', ')],
    ['Property Release Status', metadata.propertyReleaseStatus],
    ['Property Release Id', metadata.propertyReleaseIds.join(', ')],
    ['Digital Source Type', metadata.digitalSourceType],
    ['Data Mining', metadata.dataMining],
    ['Instructions', metadata.instructions],
    ['Job Id', metadata.jobId],
    ['Image Rating', metadata.rating === null ? null : String(metadata.rating)],
  ];
  return labelled(rows);
}

function sensitiveValues(sensitive: SensitiveMetadata): LabelledValue[] {
  return labelled([
    ['GPS', sensitive.gps === null ? null : `${sensitive.gps.latitude}, ${sensitive.gps.longitude}`],
    ['Camera', sensitive.camera],
    ['Camera Owner', sensitive.cameraOwner],
    ['Serial Number', sensitive.serialNumbers.join(', ')],
  ]);
}

function labelled(rows: [string, string | null | undefined][]): LabelledValue[] {
  return rows.flatMap(([label, value]) => (value ? [{ label, value }] : []));
}

function cut(value: string | null, length: number): string | null {
  return value === null ? null : value.slice(0, length);
}
