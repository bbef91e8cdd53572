/**
 * Writes credit as an XMP packet (ISO 16684-1), in the properties the IPTC Photo Metadata Standard 2025.1 and PLUS name.
 * Reading is the work of `worker/platform/metadata`.
 */
import type { CreditRecord, Licensor } from './fields.ts';

/** Namespaces of the properties Vitrine reads and writes, by their usual prefixes. */
export const xmpNamespaces = {
  rdf: 'http://www.w3.org/1999/02/22-rdf-syntax-ns#',
  dc: 'http://purl.org/dc/elements/1.1/',
  xmp: 'http://ns.adobe.com/xap/1.0/',
  xmpRights: 'http://ns.adobe.com/xap/1.0/rights/',
  photoshop: 'http://ns.adobe.com/photoshop/1.0/',
  plus: 'http://ns.useplus.org/ldf/xmp/1.0/',
  Iptc4xmpCore: 'http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/',
  Iptc4xmpExt: 'http://iptc.org/std/Iptc4xmpExt/2008-02-29/',
  exif: 'http://ns.adobe.com/exif/1.0/',
  aux: 'http://ns.adobe.com/exif/1.0/aux/',
  exifEX: 'http://cipa.jp/exif/1.0/',
} as const;

export const plusVocabulary = 'http://ns.useplus.org/ldf/vocab/';
export const digitalSourceTypeVocabulary = 'http://cv.iptc.org/newscodes/digitalsourcetype/';

/** A packet never grows beyond this, so that it fits one JPEG APP1 segment (65,502 bytes). */
export const maxXmpBytes = 60_000;

/** Tried in turn, longest value in UTF-16 units; the last one always fits. */
const valueLimits = [8000, 2500, 800, 250, 80] as const;
const entriesPerLimit = 40;

const encoder = new TextEncoder();

/**
 * The record as a packet of at most `maxXmpBytes`. A record too long for that loses the ends of its longest texts and lists
 * first; ordinary credit is never cut.
 */
export function buildXmpPacket(record: CreditRecord): Uint8Array {
  for (const limit of valueLimits) {
    const packet = encoder.encode(packetText(shorten(record, limit)));
    if (packet.length <= maxXmpBytes) return packet;
  }
  return encoder.encode(wrap(''));
}

function shorten(record: CreditRecord, limit: number): CreditRecord {
  const text = (value: string | null) => (value === null ? null : value.slice(0, limit).toWellFormed());
  const entries = Math.max(1, Math.floor(limit / entriesPerLimit));
  const list = (values: readonly string[]) => values.slice(0, entries).map((value) => text(value) ?? '');
  return {
    title: text(record.title),
    headline: text(record.headline),
    caption: text(record.caption),
    altText: text(record.altText),
    extDescr: text(record.extDescr),
    keywords: list(record.keywords),
    creator: list(record.creator),
    creditLine: text(record.creditLine),
    copyrightNotice: text(record.copyrightNotice),
    usageTerms: text(record.usageTerms),
    webStatement: text(record.webStatement),
    licensor: record.licensor.map(({ name, url, email }) => ({
      name: text(name) ?? '',
      url: text(url),
      email: text(email),
    })),
    source: text(record.source),
    dateCreated: record.dateCreated,
    digitalSourceType: text(record.digitalSourceType),
    dataMining: record.dataMining,
    instructions: text(record.instructions),
  };
}

function packetText(record: CreditRecord): string {
  return wrap(
    [
      alternative('dc:title', record.title),
      alternative('dc:description', record.caption),
      list('dc:creator', 'Seq', record.creator),
      list('dc:subject', 'Bag', record.keywords),
      alternative('dc:rights', record.copyrightNotice),
      simple('photoshop:Headline', record.headline),
      simple('photoshop:Credit', record.creditLine),
      simple('photoshop:Source', record.source),
      simple('photoshop:Instructions', record.instructions),
      simple('photoshop:DateCreated', record.dateCreated),
      simple('xmpRights:Marked', record.copyrightNotice === null ? null : 'True'),
      alternative('xmpRights:UsageTerms', record.usageTerms),
      simple('xmpRights:WebStatement', record.webStatement),
      licensors(record.licensor),
      simple('plus:DataMining', record.dataMining && plusVocabulary + record.dataMining),
      alternative('Iptc4xmpCore:AltTextAccessibility', record.altText),
      alternative('Iptc4xmpCore:ExtDescrAccessibility', record.extDescr),
      simple(
        'Iptc4xmpExt:DigitalSourceType',
        record.digitalSourceType && digitalSourceTypeVocabulary + record.digitalSourceType,
      ),
    ].join(''),
  );
}

const writtenPrefixes = ['dc', 'xmpRights', 'photoshop', 'plus', 'Iptc4xmpCore', 'Iptc4xmpExt'] as const;

function wrap(properties: string): string {
  const namespaces = writtenPrefixes.map((prefix) => ` xmlns:${prefix}="${xmpNamespaces[prefix]}"`).join('');
  return (
    '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>' +
    '<x:xmpmeta xmlns:x="adobe:ns:meta/">' +
    `<rdf:RDF xmlns:rdf="${xmpNamespaces.rdf}"><rdf:Description rdf:about=""${namespaces}>` +
    properties +
    '</rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end="r"?>'
  );
}

function simple(name: string, value: string | null): string {
  return value ? `<${name}>${escapeXml(value)}</${name}>` : '';
}

function alternative(name: string, value: string | null): string {
  return value
    ? `<${name}><rdf:Alt><rdf:li xml:lang="x-default">${escapeXml(value)}</rdf:li></rdf:Alt></${name}>`
    : '';
}

function list(name: string, container: 'Seq' | 'Bag', values: readonly string[]): string {
  const entries = values
    .filter((value) => value !== '')
    .map((value) => `<rdf:li>${escapeXml(value)}</rdf:li>`);
  return entries.length ? `<${name}><rdf:${container}>${entries.join('')}</rdf:${container}></${name}>` : '';
}

function licensors(values: readonly Licensor[]): string {
  const entries = values.map(
    ({ name, url, email }) =>
      `<rdf:li rdf:parseType="Resource">${simple('plus:LicensorName', name)}` +
      `${simple('plus:LicensorEmail', email)}${simple('plus:LicensorURL', url)}</rdf:li>`,
  );
  return entries.length ? `<plus:Licensor><rdf:Seq>${entries.join('')}</rdf:Seq></plus:Licensor>` : '';
}

/** XML 1.0 text: markup escaped, characters XML cannot carry left out, carriage returns kept from normalisation. */
function escapeXml(value: string): string {
  return value
    .toWellFormed()
    .replace(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, '')
    .replace(/[&<>"\r]/g, (character) => xmlEscapes[character] ?? character);
}

const xmlEscapes: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  '\r': '&#13;',
};
