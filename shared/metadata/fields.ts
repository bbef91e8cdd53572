/**
 * What Vitrine knows about a work from inside its file, and what it writes back into renditions.
 *
 * Names follow the IPTC Photo Metadata Standard 2025.1 and PLUS 2.0. Text is plain: no markup, no control characters but
 * line breaks, bounded. Location and serial numbers are kept apart in `SensitiveMetadata`, which no public payload carries.
 */
import { z } from 'zod';

/** Longest accepted values, in UTF-16 code units; longer ones are cut when read from a file, refused when typed. */
export const metadataLimits = {
  line: 500,
  paragraph: 8000,
  keyword: 120,
  keywords: 200,
  people: 50,
  url: 2000,
} as const;

/** Status of model releases (PLUS controlled vocabulary): none, not applicable, unlimited, limited or incomplete. */
export const modelReleaseStatuses = ['MR-NON', 'MR-NAP', 'MR-UMR', 'MR-LMR'] as const;
export type ModelReleaseStatus = (typeof modelReleaseStatuses)[number];

/** Status of property releases (PLUS controlled vocabulary). */
export const propertyReleaseStatuses = ['PR-NON', 'PR-NAP', 'PR-UPR', 'PR-LPR'] as const;
export type PropertyReleaseStatus = (typeof propertyReleaseStatuses)[number];

/** Permission for text and data mining (`plus:DataMining`, PLUS-IPTC 2023). */
export const dataMiningValues = [
  'DMI-UNSPECIFIED',
  'DMI-ALLOWED',
  'DMI-PROHIBITED-AIMLTRAINING',
  'DMI-PROHIBITED-GENAIMLTRAINING',
  'DMI-PROHIBITED-EXCEPTSEARCHENGINEINDEXING',
  'DMI-PROHIBITED',
  'DMI-PROHIBITED-SEECONSTRAINT',
] as const;
export type DataMining = (typeof dataMiningValues)[number];

const line = z.string().max(metadataLimits.line).nullable();
const paragraph = z.string().max(metadataLimits.paragraph).nullable();
const people = z.array(z.string().min(1).max(metadataLimits.line)).max(metadataLimits.people);

/** Who grants licences for the work (PLUS Licensor). */
export const licensorSchema = z.object({
  name: z.string().max(metadataLimits.line),
  url: z.string().max(metadataLimits.url).nullable(),
  email: z.string().max(metadataLimits.line).nullable(),
});
export type Licensor = z.infer<typeof licensorSchema>;

/**
 * ISO 8601, as precise as the file says: `2026`, `2026-04`, `2026-04-14`, `2026-04-14T09:31:07`, and an offset only where
 * the file has one. Without an offset it is local time at an unknown place and must not be turned into an instant.
 */
export const capturedAtSchema = z
  .string()
  .regex(/^\d{4}(?:-\d{2}(?:-\d{2}(?:T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,6})?)?(?:Z|[+-]\d{2}:\d{2})?)?)?)?$/);

export const assetMetadataSchema = z.object({
  title: line,
  headline: line,
  /** Caption or description (`dc:description`). */
  caption: paragraph,
  altText: paragraph,
  /** Extended description for accessibility. */
  extDescr: paragraph,
  keywords: z.array(z.string().min(1).max(metadataLimits.keyword)).max(metadataLimits.keywords),
  creator: people,
  creatorJobTitle: line,
  captionWriter: line,
  creditLine: line,
  copyrightNotice: line,
  usageTerms: paragraph,
  webStatement: z.string().max(metadataLimits.url).nullable(),
  licensor: z.array(licensorSchema).max(3),
  source: line,
  dateCreated: capturedAtSchema.nullable(),
  sublocation: line,
  city: line,
  region: line,
  country: line,
  /** ISO 3166-1 alpha-2 or alpha-3, upper case, as the file has it. */
  countryCode: z
    .string()
    .regex(/^[A-Z]{2,3}$/)
    .nullable(),
  personsShown: people,
  modelReleaseStatus: z.enum(modelReleaseStatuses).nullable(),
  modelReleaseIds: people,
  propertyReleaseStatus: z.enum(propertyReleaseStatuses).nullable(),
  propertyReleaseIds: people,
  /** Last part of the IPTC NewsCode, as `digitalCapture` or `trainedAlgorithmicMedia`. */
  digitalSourceType: line,
  dataMining: z.enum(dataMiningValues).nullable(),
  instructions: paragraph,
  jobId: line,
  /** -1 rejected, 0 unrated, 1 to 5. */
  rating: z.number().min(-1).max(5).nullable(),
});
export type AssetMetadata = z.infer<typeof assetMetadataSchema>;

/** A record with nothing in it. */
export function emptyMetadata(): AssetMetadata {
  return {
    title: null,
    headline: null,
    caption: null,
    altText: null,
    extDescr: null,
    keywords: [],
    creator: [],
    creatorJobTitle: null,
    captionWriter: null,
    creditLine: null,
    copyrightNotice: null,
    usageTerms: null,
    webStatement: null,
    licensor: [],
    source: null,
    dateCreated: null,
    sublocation: null,
    city: null,
    region: null,
    country: null,
    countryCode: null,
    personsShown: [],
    modelReleaseStatus: null,
    modelReleaseIds: [],
    propertyReleaseStatus: null,
    propertyReleaseIds: [],
    digitalSourceType: null,
    dataMining: null,
    instructions: null,
    jobId: null,
    rating: null,
  };
}

/** Longest line of creators that an asset keeps. */
const CREATOR_LINE_MAX = 300;

/** Several creators in one line, as people read and type them; null for none. */
export function creatorLine(creators: readonly string[]): string | null {
  return creators.join(', ').slice(0, CREATOR_LINE_MAX) || null;
}

/**
 * The creators that a line names, one by one: those of the file where the line says just them, else what semicolons part. A comma
 * parts nobody, for it stands inside names ("Brandt, Ada").
 */
export function creatorsOf(line: string | null, embedded: readonly string[]): string[] {
  if (line === null) return [];
  if (line === creatorLine(embedded)) return [...embedded];
  return line
    .split(';')
    .map((name) => name.trim())
    .filter((name) => name !== '')
    .slice(0, metadataLimits.people);
}

/** What a file tells about where it was made and by which device. Never leaves the console; never in a rendition. */
export const sensitiveMetadataSchema = z.object({
  gps: z
    .object({ latitude: z.number().min(-90).max(90), longitude: z.number().min(-180).max(180) })
    .nullable(),
  serialNumbers: z.array(z.string().max(metadataLimits.line)).max(8),
  cameraOwner: line,
  camera: line,
});
export type SensitiveMetadata = z.infer<typeof sensitiveMetadataSchema>;

/** The attribution and terms written into renditions and downloads. All of it is public by purpose. */
export const creditRecordSchema = assetMetadataSchema.pick({
  title: true,
  headline: true,
  caption: true,
  altText: true,
  extDescr: true,
  keywords: true,
  creator: true,
  creditLine: true,
  copyrightNotice: true,
  usageTerms: true,
  webStatement: true,
  licensor: true,
  source: true,
  dateCreated: true,
  digitalSourceType: true,
  dataMining: true,
  instructions: true,
});
export type CreditRecord = z.infer<typeof creditRecordSchema>;

/** The part of an asset's metadata that travels with every rendition. */
export function creditRecordOf(metadata: AssetMetadata): CreditRecord {
  return {
    title: metadata.title,
    headline: metadata.headline,
    caption: metadata.caption,
    altText: metadata.altText,
    extDescr: metadata.extDescr,
    keywords: metadata.keywords,
    creator: metadata.creator,
    creditLine: metadata.creditLine,
    copyrightNotice: metadata.copyrightNotice,
    usageTerms: metadata.usageTerms,
    webStatement: metadata.webStatement,
    licensor: metadata.licensor,
    source: metadata.source,
    dateCreated: metadata.dateCreated,
    digitalSourceType: metadata.digitalSourceType,
    dataMining: metadata.dataMining,
    instructions: metadata.instructions,
  };
}
