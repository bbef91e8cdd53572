/**
 * The `MetadataReader`: finds packets, reads them, and lets XMP win over IIM, IIM over EXIF, EXIF over what the container
 * itself says, field by field (IPTC-IIM/XMP guideline: XMP is the newer record where both exist).
 */
import { type ByteSource, budgetedSource } from '../../../shared/metadata/byte-source.ts';
import type { AssetMetadata, SensitiveMetadata } from '../../../shared/metadata/fields.ts';
import { readIim } from '../../../shared/metadata/iim.ts';
import {
  type EmbeddedMetadata,
  type MetadataOrigin,
  type MetadataReader,
  metadataOrigins,
} from '../../ports/metadata-reader.ts';
import { type ExifFound, readExif } from './exif-fields.ts';
import { completeMetadata, type FoundFields, isPresent } from './field-values.ts';
import { fieldsOfIim } from './iim-fields.ts';
import { locatePackets } from './locate.ts';
import { readSvg } from './svg-fields.ts';
import { fieldsOfXmp, fileDateOfXmp, sensitiveOfXmp } from './xmp-fields.ts';
import { parseXmp, type XmpProperties } from './xmp-parser.ts';

const maxSvgBytes = 2 * 1024 * 1024;

/** The reader for every file type; one instance serves all requests. */
export function createMetadataReader(): MetadataReader {
  return { read: readEmbeddedMetadata };
}

async function readEmbeddedMetadata(source: ByteSource, mediaType: string): Promise<EmbeddedMetadata> {
  const budgeted = budgetedSource(source);
  if (mediaType === 'image/svg+xml') {
    const found = readSvg((await budgeted.read(0, maxSvgBytes)).slice());
    return {
      ...merge({ xmp: found.xmp, iim: {}, exif: {}, container: found.container }),
      sensitive: mergeSensitive([]),
    };
  }
  const packets = await locatePackets(budgeted, mediaType);
  const xmp: XmpProperties = packets.xmp ? parseXmp(packets.xmp) : new Map();
  const exif: ExifFound = packets.exif ? await readExif(packets.exif) : { fields: {}, sensitive: {} };
  return {
    ...merge({
      xmp: fieldsOfXmp(xmp),
      iim: packets.iim ? fieldsOfIim(readIim(packets.iim)) : {},
      exif: exif.fields,
      container: { dateCreated: fileDateOfXmp(xmp) },
    }),
    sensitive: mergeSensitive([exif.sensitive, sensitiveOfXmp(xmp)]),
  };
}

function merge(found: Readonly<Record<MetadataOrigin, FoundFields>>): Omit<EmbeddedMetadata, 'sensitive'> {
  const fields: Partial<Record<keyof AssetMetadata, unknown>> = {};
  const origins: Partial<Record<keyof AssetMetadata, MetadataOrigin>> = {};
  for (const origin of metadataOrigins) {
    for (const [key, value] of Object.entries(found[origin]) as [keyof AssetMetadata, unknown][]) {
      if (isPresent(value) && !(key in fields)) {
        fields[key] = value;
        origins[key] = origin;
      }
    }
  }
  // IIM often has the day alone; the same day with its time says more.
  const exact = metadataOrigins.find((origin) =>
    found[origin].dateCreated?.startsWith(`${fields.dateCreated}T`),
  );
  if (exact) {
    fields.dateCreated = found[exact].dateCreated;
    origins.dateCreated = exact;
  }
  // Each value kept its own key, so the fields have their types still.
  return { metadata: completeMetadata(fields as FoundFields), origins };
}

function mergeSensitive(parts: readonly Partial<SensitiveMetadata>[]): SensitiveMetadata {
  const first = <Key extends keyof SensitiveMetadata>(key: Key) =>
    parts.map((part) => part[key]).find(isPresent);
  return {
    gps: first('gps') ?? null,
    serialNumbers: [...new Set(parts.flatMap((part) => part.serialNumbers ?? []))].slice(0, 8),
    cameraOwner: first('cameraOwner') ?? null,
    camera: first('camera') ?? null,
  };
}
