/**
 * XMP packets (ISO 16684-1) to properties. XML is read by saxes: namespaces resolved, no document type, no entities beyond
 * XML's five, so nothing expands. What RDF allows beyond XMP's subset is ignored; damage ends the reading, not the program.
 */
import { SaxesParser, type SaxesTagNS } from 'saxes';
import { xmpNamespaces } from '../../../shared/metadata/xmp.ts';
import { isSpace, trimEndWhere } from '../../../shared/text/trim.ts';

export type XmpValue =
  | { readonly kind: 'text'; readonly text: string; readonly lang: string | null }
  | { readonly kind: 'list'; readonly items: readonly XmpValue[] }
  | { readonly kind: 'struct'; readonly fields: XmpProperties };

/** Values by namespace URI followed by the local name. */
export type XmpProperties = ReadonlyMap<string, XmpValue>;

export interface XmlElement {
  readonly uri: string;
  readonly local: string;
  readonly attributes: readonly { readonly uri: string; readonly local: string; readonly value: string }[];
  readonly children: XmlElement[];
  text: string;
}

const maxElements = 20_000;
const maxDepth = 40;
const maxXmlCharacters = 4_000_000;
/** The parser makes an error object of each fault, which costs more than reading a thousand characters. */
const maxFaults = 500;
const xmlNamespace = 'http://www.w3.org/XML/1998/namespace';
const { rdf } = xmpNamespaces;

class TooMuchXml extends Error {}

/** Properties of the packet; empty when there is no RDF in it. */
export function parseXmp(packet: Uint8Array): XmpProperties {
  const root = parseXml(decodeXml(packet));
  return root ? readRdf(root) : new Map();
}

/** Properties of all descriptions of the main resource below `root`. */
export function readRdf(root: XmlElement): XmpProperties {
  const properties = new Map<string, XmpValue>();
  for (const rdfRoot of findAll(root, rdf, 'RDF')) {
    for (const description of rdfRoot.children) {
      if (isRdf(description, 'Description')) {
        for (const [name, value] of readFields(description))
          if (!properties.has(name)) properties.set(name, value);
      }
    }
  }
  return properties;
}

/** Bounded element tree; what comes after an error or a bound is missing from it. Null without a root element. */
export function parseXml(xml: string): XmlElement | null {
  const stack: XmlElement[] = [];
  let root: XmlElement | null = null;
  let count = 0;
  const parser = new SaxesParser({ xmlns: true });
  let faults = 0;
  // Not well-formed packets exist; what could be read of them is kept.
  parser.on('error', () => {
    if (++faults > maxFaults) throw new TooMuchXml();
  });
  parser.on('opentag', (tag) => {
    if (++count > maxElements || stack.length >= maxDepth) throw new TooMuchXml();
    const element = elementOf(tag);
    const parent = stack.at(-1);
    if (parent) parent.children.push(element);
    else root ??= element;
    stack.push(element);
  });
  const addText = (text: string) => {
    const element = stack.at(-1);
    if (element) element.text += text;
  };
  parser.on('text', addText);
  parser.on('cdata', addText);
  parser.on('closetag', () => stack.pop());
  try {
    parser.write(xml.slice(0, maxXmlCharacters)).close();
  } catch (error) {
    if (!(error instanceof TooMuchXml)) throw error;
  }
  return root;
}

function elementOf(tag: SaxesTagNS): XmlElement {
  const attributes = Object.values(tag.attributes).map(({ uri, local, value }) => ({ uri, local, value }));
  return { uri: tag.uri, local: tag.local, attributes, children: [], text: '' };
}

/** XMP may be UTF-8 or UTF-16; padding and the packet wrapper's BOM are dropped. */
export function decodeXml(packet: Uint8Array): string {
  const [first, second] = packet;
  const encoding =
    (first === 0xff && second === 0xfe) || (first === 0x3c && second === 0)
      ? 'utf-16le'
      : (first === 0xfe && second === 0xff) || (first === 0 && second === 0x3c)
        ? 'utf-16be'
        : 'utf-8';
  return trimEndWhere(new TextDecoder(encoding).decode(packet), (unit) => unit === '\0' || isSpace(unit));
}

export function findAll(element: XmlElement, uri: string, local: string): XmlElement[] {
  const own = element.uri === uri && element.local === local ? [element] : [];
  return [...own, ...element.children.flatMap((child) => findAll(child, uri, local))];
}

function isRdf(element: XmlElement, local: string): boolean {
  return element.uri === rdf && element.local === local;
}

function attribute(element: XmlElement, uri: string, local: string): string | null {
  return element.attributes.find((found) => found.uri === uri && found.local === local)?.value ?? null;
}

/** Children and, as the short form of simple properties, attributes. */
function readFields(element: XmlElement): Map<string, XmpValue> {
  const fields = new Map<string, XmpValue>();
  for (const { uri, local, value } of element.attributes) {
    if (isPropertyNamespace(uri)) fields.set(uri + local, { kind: 'text', text: value, lang: null });
  }
  for (const child of element.children) {
    const name = child.uri + child.local;
    if (!fields.has(name)) fields.set(name, readValue(child));
  }
  return fields;
}

function isPropertyNamespace(uri: string): boolean {
  return uri !== '' && uri !== rdf && uri !== xmlNamespace && uri !== 'http://www.w3.org/2000/xmlns/';
}

function readValue(element: XmlElement): XmpValue {
  if (attribute(element, rdf, 'parseType') === 'Resource') return structOf(element);
  const container = element.children.find((child) =>
    ['Bag', 'Seq', 'Alt'].some((name) => isRdf(child, name)),
  );
  if (container) {
    return { kind: 'list', items: container.children.filter((child) => isRdf(child, 'li')).map(readValue) };
  }
  const inner = element.children.find((child) => isRdf(child, 'Description'));
  if (inner) return structOf(inner);
  const lang = attribute(element, xmlNamespace, 'lang');
  const resource = attribute(element, rdf, 'resource');
  if (resource !== null) return { kind: 'text', text: resource, lang };
  if (element.attributes.some(({ uri }) => isPropertyNamespace(uri))) return structOf(element);
  return { kind: 'text', text: element.text, lang };
}

/** A structure, or its `rdf:value` alone where it only qualifies one. */
function structOf(element: XmlElement): XmpValue {
  const value = element.children.find((child) => isRdf(child, 'value'));
  return value ? readValue(value) : { kind: 'struct', fields: readFields(element) };
}
