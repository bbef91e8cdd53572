/** The facts of an asset as label and value, in the order a picture desk asks for them. */
import type { PortalAssetView } from '../../shared/contract/portals.ts';
import { type Locale, t } from '../../shared/messages/index.ts';
import { extensionOfMediaType } from '../../shared/metadata/sniff.ts';
import { formatBytes, formatDuration, formatMeasure, formatWorkDate } from './units.ts';

export interface Fact {
  readonly label: string;
  readonly value: string;
}

/** Formats that people do not call by their files' extension. */
const FORMAT_NAMES: Readonly<Record<string, string>> = { jpg: 'JPEG', tif: 'TIFF' };

/** `JPEG`, `SVG`, `DOCX` … as people say it. */
export function formatName(mediaType: string): string {
  const extension = extensionOfMediaType(mediaType);
  if (extension !== null) return FORMAT_NAMES[extension] ?? extension.toUpperCase();
  const name = mediaType.split('/').at(-1) ?? mediaType;
  return name.replace(/\+xml$|^x-|^vnd\./g, '').toUpperCase();
}

export function assetFacts(asset: PortalAssetView['asset'], locale: Locale): Fact[] {
  const rows: readonly (readonly [string, string | null])[] = [
    [t(locale, 'portal.asset.date'), asset.dateCreated && formatWorkDate(locale, asset.dateCreated)],
    [t(locale, 'portal.asset.place'), asset.place],
    [t(locale, 'portal.asset.creator'), asset.creator],
    [t(locale, 'portal.asset.sku'), asset.sku],
    [t(locale, 'portal.asset.duration'), asset.durationMs === null ? null : formatDuration(asset.durationMs)],
    [t(locale, 'portal.asset.pages'), asset.pages === null ? null : String(asset.pages)],
    [
      t(locale, 'portal.asset.file'),
      [formatMeasure(locale, asset), formatName(asset.mediaType), formatBytes(locale, asset.sizeBytes)]
        .filter((part) => part !== null)
        .join(', '),
    ],
    [t(locale, 'portal.asset.copyright'), asset.copyrightNotice],
    [t(locale, 'portal.asset.terms'), asset.usageTerms],
  ];
  return rows.flatMap(([label, value]) => (value ? [{ label, value }] : []));
}
