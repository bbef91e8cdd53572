/**
 * The root element of an XML or HTML text, found without reading it as a document: what may stand before it (declaration,
 * comments, document type, spaces) is stepped over in one pass, whatever a hostile file makes of it.
 */

const NAME = /[a-z][\w:.-]*/iy;

/** Name of the first element, as written; null where something else than a prolog comes before it, or it lies beyond reach. */
export function rootElementName(text: string): string | null {
  for (let at = firstAfterSpaces(text, 0); text[at] === '<'; at = firstAfterSpaces(text, at)) {
    const end = endOfPrologPart(text, at);
    if (end === null) {
      NAME.lastIndex = at + 1;
      return NAME.exec(text)?.[0] ?? null;
    }
    if (end < 0) return null;
    at = end;
  }
  return null;
}

function firstAfterSpaces(text: string, from: number): number {
  let at = from;
  while (at < text.length && text.charAt(at).trim() === '') at++;
  return at;
}

/** Offset behind the part that starts at `at`; -1 where it does not end; null where no such part starts. */
function endOfPrologPart(text: string, at: number): number | null {
  const behind = (mark: string, from: number): number => {
    const found = from < 0 ? -1 : text.indexOf(mark, from);
    return found < 0 ? -1 : found + mark.length;
  };
  if (text.startsWith('<!--', at)) return behind('-->', at + 4);
  if (text.startsWith('<?', at)) return behind('?>', at + 2);
  if (text.slice(at, at + 9).toLowerCase() !== '<!doctype') return null;
  const subset = text.indexOf('[', at);
  const close = text.indexOf('>', at);
  return subset < 0 || close < subset ? behind('>', at) : behind('>', behind(']', subset));
}
