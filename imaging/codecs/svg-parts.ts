/**
 * Parts of an SVG that resvg leaves out without a word, or draws as empty boxes: such a document is not drawn at all, and its picture
 * is made where it can be, in a browser.
 */
import type { RefusalCause } from '../../shared/delivery/refusal.ts';
import { undrawnLetters } from '../../shared/text/drawn-letters.ts';

/** Most letters that are named. */
const LETTERS_MAX = 12;

/** Comments, sections, instructions, tags. Each alternative ends where it fails, so that no document is gone through twice. */
const MARKUP =
  /<!--[\s\S]*?(?:-->|$)|<!\[CDATA\[([\s\S]*?)(?:\]\]>|$)|<[?!][^>]*(?:>|$)|<(\/?)([^\s/<>"'=]+)((?:"[^"]*"|'[^']*'|[^"'<>])*)>/g;
/** Of what documents may hold (`findExcess`), the one type that is not decoded. */
const LOST_IMAGE = /^\s*data:image\/webp[;,]/i;
const HREF = /(?:^|\s)(?:[\w-]+:)?href\s*=\s*(?:"([^"]*)"|'([^']*)')/;
const VARIABLE = /\bvar\(\s*--/;

const localName = (name: string): string => name.slice(name.indexOf(':') + 1);

function decoded(text: string): string {
  return text
    .replace(/&#(?:x([0-9a-f]{1,5})|(\d{1,6}));/gi, (_, hex?: string, decimal?: string) =>
      String.fromCodePoint(hex === undefined ? Number(decimal) : Number.parseInt(hex, 16)),
    )
    .replace(/&(?:quot|apos|amp|lt|gt);/g, ' ');
}

export interface Read {
  /** Null where everything is drawn. */
  readonly cause: RefusalCause | null;
  /** The letters that are drawn, in the order of the document. */
  readonly shown: string;
}

/** Reads a document that has passed `findExcess`: it is not deep, and its entities are plain. */
export function readParts(text: string): Read {
  /** Names of the elements that are open. */
  const open: string[] = [];
  let shown = '';
  let at = 0;
  const inside = (name: string): boolean => open.includes(name);
  const read = (words: string): RefusalCause | null => {
    if (inside('text') && !inside('title') && !inside('desc')) shown += words;
    return inside('style') && VARIABLE.test(words) ? { code: 'svg_part', what: 'variables' } : null;
  };
  for (const found of text.matchAll(MARKUP)) {
    const [whole, section, end, prefixed, attributes = ''] = found;
    const lost = read(decoded(text.slice(at, found.index))) ?? (section === undefined ? null : read(section));
    if (lost !== null) return { cause: lost, shown };
    at = found.index + whole.length;
    if (prefixed === undefined) continue;
    const name = localName(prefixed);
    if (end === '/') {
      open.pop();
      continue;
    }
    // In a `switch` another drawing stands in for it, as drawing programs write it.
    if (name === 'foreignObject' && !inside('switch'))
      return { cause: { code: 'svg_part', what: 'html' }, shown };
    if (VARIABLE.test(attributes)) return { cause: { code: 'svg_part', what: 'variables' }, shown };
    if (name === 'image') {
      const href = HREF.exec(attributes);
      const target = href?.[1] ?? href?.[2];
      if (target !== undefined && LOST_IMAGE.test(target))
        return { cause: { code: 'svg_part', what: 'picture' }, shown };
    }
    if (!attributes.trimEnd().endsWith('/')) open.push(name);
  }
  const letters = undrawnLetters(shown);
  const cause: RefusalCause | null =
    letters.length === 0 ? null : { code: 'svg_letters', letters: letters.slice(0, LETTERS_MAX).join('') };
  return { cause, shown };
}

/** For choosing fonts by: what nobody sees costs a font too many, a letter overlooked would be lost. */
export const lettersOf = (text: string): string => decoded(text);
