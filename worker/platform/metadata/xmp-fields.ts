/** XMP properties to fields (IPTC Photo Metadata Standard 2025.1, PLUS 2.0). */
import { metadataLimits, type SensitiveMetadata } from '../../../shared/metadata/fields.ts';
import { xmpNamespaces as ns } from '../../../shared/metadata/xmp.ts';
import {
  codeOf,
  countryCodeOf,
  dataMiningOf,
  dateOf,
  type FoundFields,
  keywordsOf,
  lineOf,
  modelReleaseOf,
  paragraphOf,
  peopleOf,
  propertyReleaseOf,
  urlOf,
} from './field-values.ts';
import type { XmpProperties, XmpValue } from './xmp-parser.ts';

/** One text: of an alternative the default language, else the first. */
function textOf(value: XmpValue | undefined): string | null {
  if (!value || value.kind === 'struct') return null;
  if (value.kind === 'text') return value.text;
  const byDefault = value.items.find(
    (item) => item.kind === 'text' && item.lang?.toLowerCase() === 'x-default',
  );
  return textOf(byDefault ?? value.items[0]);
}

function textsOf(value: XmpValue | undefined): string[] {
  if (value?.kind === 'list') return value.items.flatMap((item) => textOf(item) ?? []);
  const text = textOf(value);
  return text === null ? [] : [text];
}

function structsOf(value: XmpValue | undefined): XmpProperties[] {
  if (value?.kind === 'struct') return [value.fields];
  return value?.kind === 'list'
    ? value.items.flatMap((item) => (item.kind === 'struct' ? [item.fields] : []))
    : [];
}

export function fieldsOfXmp(xmp: XmpProperties): FoundFields {
  const text = (name: string) => textOf(xmp.get(name));
  const texts = (name: string) => textsOf(xmp.get(name));
  const place =
    structsOf(xmp.get(`${ns.Iptc4xmpExt}LocationCreated`))[0] ??
    structsOf(xmp.get(`${ns.Iptc4xmpExt}LocationShown`))[0];
  const placed = (legacy: string, name: string) => text(legacy) ?? textOf(place?.get(ns.Iptc4xmpExt + name));
  const rating = Number(text(`${ns.xmp}Rating`) ?? Number.NaN);
  return {
    title: lineOf(text(`${ns.dc}title`)),
    headline: lineOf(text(`${ns.photoshop}Headline`)),
    caption: paragraphOf(text(`${ns.dc}description`)),
    altText: paragraphOf(text(`${ns.Iptc4xmpCore}AltTextAccessibility`)),
    extDescr: paragraphOf(text(`${ns.Iptc4xmpCore}ExtDescrAccessibility`)),
    keywords: keywordsOf(texts(`${ns.dc}subject`)),
    creator: peopleOf(texts(`${ns.dc}creator`)),
    creatorJobTitle: lineOf(text(`${ns.photoshop}AuthorsPosition`)),
    captionWriter: lineOf(text(`${ns.photoshop}CaptionWriter`)),
    creditLine: lineOf(text(`${ns.photoshop}Credit`)),
    copyrightNotice: lineOf(text(`${ns.dc}rights`)),
    usageTerms: paragraphOf(text(`${ns.xmpRights}UsageTerms`)),
    webStatement: urlOf(text(`${ns.xmpRights}WebStatement`)),
    licensor: licensorsOf(xmp.get(`${ns.plus}Licensor`)),
    source: lineOf(text(`${ns.photoshop}Source`)),
    dateCreated: dateOf(text(`${ns.photoshop}DateCreated`)) ?? dateOf(text(`${ns.exif}DateTimeOriginal`)),
    sublocation: lineOf(placed(`${ns.Iptc4xmpCore}Location`, 'Sublocation')),
    city: lineOf(placed(`${ns.photoshop}City`, 'City')),
    region: lineOf(placed(`${ns.photoshop}State`, 'ProvinceState')),
    country: lineOf(placed(`${ns.photoshop}Country`, 'CountryName')),
    countryCode: countryCodeOf(placed(`${ns.Iptc4xmpCore}CountryCode`, 'CountryCode')),
    personsShown: peopleOf(texts(`${ns.Iptc4xmpExt}PersonInImage`)),
    modelReleaseStatus: modelReleaseOf(text(`${ns.plus}ModelReleaseStatus`)),
    modelReleaseIds: peopleOf(texts(`${ns.plus}ModelReleaseID`)),
    propertyReleaseStatus: propertyReleaseOf(text(`${ns.plus}PropertyReleaseStatus`)),
    propertyReleaseIds: peopleOf(texts(`${ns.plus}PropertyReleaseID`)),
    digitalSourceType: codeOf(text(`${ns.Iptc4xmpExt}DigitalSourceType`)),
    dataMining: dataMiningOf(text(`${ns.plus}DataMining`)),
    instructions: paragraphOf(text(`${ns.photoshop}Instructions`)),
    jobId: lineOf(text(`${ns.photoshop}TransmissionReference`)),
    rating: rating >= -1 && rating <= 5 ? rating : null,
  };
}

/** When the file was made, which stands in for when the picture was taken only where nothing else says so. */
export function fileDateOfXmp(xmp: XmpProperties): string | null {
  return dateOf(textOf(xmp.get(`${ns.xmp}CreateDate`)));
}

function licensorsOf(value: XmpValue | undefined): NonNullable<FoundFields['licensor']> {
  return structsOf(value)
    .map((fields) => ({
      name: lineOf(textOf(fields.get(`${ns.plus}LicensorName`))) ?? '',
      url: urlOf(textOf(fields.get(`${ns.plus}LicensorURL`))),
      email: lineOf(textOf(fields.get(`${ns.plus}LicensorEmail`))),
    }))
    .filter(({ name, url, email }) => name !== '' || url !== null || email !== null)
    .slice(0, 3);
}

/** Device and place as XMP repeats them from EXIF. Coordinates look like `54,21.137N` (XMP part 2). */
export function sensitiveOfXmp(xmp: XmpProperties): Partial<SensitiveMetadata> {
  const text = (name: string) => textOf(xmp.get(name));
  const serials = [
    text(`${ns.aux}SerialNumber`),
    text(`${ns.exifEX}BodySerialNumber`),
    text(`${ns.exifEX}LensSerialNumber`),
  ].flatMap((value) => lineOf(value) ?? []);
  const [latitude, longitude] = [
    coordinateOf(text(`${ns.exif}GPSLatitude`)),
    coordinateOf(text(`${ns.exif}GPSLongitude`)),
  ];
  return {
    gps: latitude !== null && longitude !== null ? { latitude, longitude } : null,
    serialNumbers: serials.slice(0, 4),
    cameraOwner: lineOf(text(`${ns.aux}OwnerName`) ?? text(`${ns.exifEX}CameraOwnerName`)),
  };
}

function coordinateOf(value: string | null): number | null {
  const match = /^(\d{1,3}),(\d{1,2}(?:\.\d+)?)(?:,(\d{1,2}(?:\.\d+)?))?([NSEW])$/.exec(
    (value ?? '').slice(0, metadataLimits.line),
  );
  if (!match) return null;
  const degrees = Number(match[1]) + Number(match[2]) / 60 + Number(match[3] ?? 0) / 3600;
  return match[4] === 'S' || match[4] === 'W' ? -degrees : degrees;
}
