/**
 * Parts of an SVG that resvg leaves out without a word, or draws as empty boxes: such a document is not drawn at all, and its picture
 * is made where it can be, in a browser.
 */
import type { RefusalCause } from '../../shared/delivery/refusal.ts';
import { lettersBySet, undrawnLetters } from '../../shared/text/drawn-letters.ts';

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

/** Null where everything is drawn. The document has passed `findExcess`: it is not deep, and its entities are plain. */
export function findUndrawn(text: string): RefusalCause | null {
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
    if (lost !== null) return lost;
    at = found.index + whole.length;
    if (prefixed === undefined) continue;
    const name = localName(prefixed);
    if (end === '/') {
      open.pop();
      continue;
    }
    // In a `switch` another drawing stands in for it, as drawing programs write it.
    if (name === 'foreignObject' && !inside('switch')) return { code: 'svg_part', what: 'html' };
    if (VARIABLE.test(attributes)) return { code: 'svg_part', what: 'variables' };
    if (name === 'image') {
      const href = HREF.exec(attributes);
      const target = href?.[1] ?? href?.[2];
      if (target !== undefined && LOST_IMAGE.test(target)) return { code: 'svg_part', what: 'picture' };
    }
    if (!attributes.trimEnd().endsWith('/')) open.push(name);
  }
  // Among several fonts resvg loses these (see imaging/watermark.ts, which draws each font by itself).
  const lost = lettersBySet(shown).flatMap(({ set, text: run }) =>
    set === 'vietnamese' ? [...run.trim()] : [],
  );
  const letters = [...new Set([...undrawnLetters(shown), ...lost])];
  return letters.length === 0
    ? null
    : { code: 'svg_letters', letters: letters.slice(0, LETTERS_MAX).join('') };
}

/** For choosing fonts by: what nobody sees costs a font too many, a letter overlooked would be lost. */
export const lettersOf = (text: string): string => decoded(text);
