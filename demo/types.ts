/**
 * The shape of the demo brand: what `manifest.ts` promises to the seeder. Keys are the demo's own; the seeder maps them to
 * ids. Offsets are milliseconds after the moment of seeding, so that the licences are in the states their names promise.
 */
import type { AssetKind } from '../shared/contract/assets.ts';
import type {
  GuidelineBlock,
  PortalContact,
  PortalDocument,
  PortalSection,
} from '../shared/contract/portals.ts';
import type { UploadRequestInput } from '../shared/contract/requests.ts';
import type { LicenseInput } from '../shared/contract/rights.ts';
import type { ShareLinkInput } from '../shared/contract/shares.ts';
import type { AssetStatus, ReleaseKind, ReleaseState } from '../shared/rights/types.ts';

/** Milliseconds relative to seeding; negative is before. */
export type Offset = number;

export type LicenseKey = 'press' | 'autumn' | 'spring' | 'germany' | 'online' | 'partner';

export interface DemoRelease {
  kind: ReleaseKind;
  name: string;
  required: boolean;
  state: ReleaseState;
}

export interface DemoAsset {
  /** Unique in the manifest, kebab-case. */
  key: string;
  /** Path below `demo/`. */
  file: string;
  /** Picture of a file that the engine cannot draw, a JPEG below `demo/`; null where it draws, or there is nothing to see. */
  poster: string | null;
  kind: AssetKind;
  title: string;
  headline: string;
  caption: string;
  altText: string;
  keywords: string[];
  creator: string;
  creditLine: string;
  copyrightNotice: string;
  usageTerms: string;
  webStatement: string;
  city: string;
  country: string;
  /** ISO 3166-1 alpha-2. */
  countryCode: string;
  /** `YYYY-MM-DDTHH:MM:SS`, local time of the place. */
  dateCreated: string;
  sku: string | null;
  /** What cropping keeps visible; null is the middle. */
  focalPoint: { x: number; y: number } | null;
  status: AssetStatus;
  /** Empty together with `isUnrestricted: false` leaves the asset unlicensed, and so undeliverable. */
  licenses: LicenseKey[];
  isUnrestricted: boolean;
  embargoLiftsAfter: Offset | null;
  releases: DemoRelease[];
  /** Written into the file so that its removal can be shown; never part of the public record. */
  gps: { latitude: number; longitude: number } | null;
}

export interface DemoLicense extends Omit<LicenseInput, 'startsAt' | 'endsAt'> {
  key: LicenseKey;
  startsAfter: Offset | null;
  endsAfter: Offset | null;
}

export interface DemoCollection {
  key: string;
  slug: string;
  title: string;
  description: string;
  cover: string;
  /** Asset keys, in their order. */
  assets: string[];
}

/** A section whose references are keys. */
export type DemoSection =
  | (Omit<Extract<PortalSection, { kind: 'collection' }>, 'collectionId'> & { collection: string })
  | (Omit<Extract<PortalSection, { kind: 'press_kit' }>, 'collectionId'> & { collection: string })
  | (Omit<Extract<PortalSection, { kind: 'assets' }>, 'assetIds'> & { assets: string[] })
  | Extract<PortalSection, { kind: 'text' | 'guidelines' }>;

/** A block whose references are keys. */
export type DemoGuidelineBlock =
  | Exclude<GuidelineBlock, { kind: 'logo' | 'image' }>
  | (Omit<Extract<GuidelineBlock, { kind: 'logo' }>, 'assetId'> & { asset: string })
  | (Omit<Extract<GuidelineBlock, { kind: 'image' }>, 'assetId'> & { asset: string });

export interface DemoGuideline {
  slug: string;
  title: string;
  intro: string;
  blocks: DemoGuidelineBlock[];
}

export interface DemoPortal
  extends Pick<PortalDocument, 'name' | 'tagline' | 'theme' | 'presets' | 'allowOriginals' | 'imprint'> {
  slug: string;
  contact: PortalContact;
  audience: 'press';
  isDefault: boolean;
  logo: string;
  hero: string;
  sections: DemoSection[];
  guidelines: DemoGuideline[];
}

export interface DemoShareLink
  extends Pick<
    ShareLinkInput,
    | 'name'
    | 'message'
    | 'vanity'
    | 'timeZone'
    | 'permission'
    | 'presets'
    | 'channel'
    | 'audience'
    | 'maxDownloads'
  > {
  key: string;
  source: { collection: string } | { assets: string[] };
  endsAfter: Offset;
  /** Shown at first start; a demo secret, not a secret. */
  password: string | null;
  termsText: string | null;
}

export interface DemoUploadRequest
  extends Pick<
    UploadRequestInput,
    | 'title'
    | 'brief'
    | 'timeZone'
    | 'kinds'
    | 'maxFileBytes'
    | 'maxTotalBytes'
    | 'maxFiles'
    | 'consentText'
    | 'requiredFields'
    | 'askReleases'
  > {
  key: string;
  deadlineAfter: Offset;
  invite: { name: string; email: string; locale: 'en' | 'de' }[];
}
