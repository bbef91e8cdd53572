/** SVG: its own `title` and `desc`, and RDF inside `metadata`. Read as XML text; nothing in it runs or is fetched. */
import { type FoundFields, lineOf, paragraphOf } from './field-values.ts';
import { fieldsOfXmp } from './xmp-fields.ts';
import { decodeXml, parseXml, readRdf } from './xmp-parser.ts';

export interface SvgFound {
  readonly xmp: FoundFields;
  readonly container: FoundFields;
}

export function readSvg(bytes: Uint8Array): SvgFound {
  const root = parseXml(decodeXml(bytes));
  if (!root) return { xmp: {}, container: {} };
  const child = (name: string) => root.children.find((element) => element.local === name)?.text;
  return {
    xmp: fieldsOfXmp(readRdf(root)),
    container: { title: lineOf(child('title')), caption: paragraphOf(child('desc')) },
  };
}
