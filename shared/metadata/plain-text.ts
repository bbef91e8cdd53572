/** Text read from a file or a machine, made plain: what remains may be shown, indexed and compared. */

/** Elements of HTML that turn up in captions or that someone may hope to smuggle in; other `<words>` are text. */
const elementNames =
  'a|abbr|address|applet|article|aside|audio|b|base|big|blockquote|body|br|button|canvas|center|cite|code|dd|del|div|dl|dt|em|' +
  'embed|fieldset|figcaption|figure|font|footer|form|frame|frameset|h[1-6]|head|header|hr|html|i|iframe|img|input|ins|kbd|label|' +
  'li|link|main|map|mark|marquee|math|meta|nav|noscript|object|ol|option|p|param|picture|pre|q|s|samp|script|section|select|' +
  'small|source|span|strike|strong|style|sub|sup|svg|table|tbody|td|template|textarea|tfoot|th|thead|title|tr|tt|u|ul|var|video';
const htmlTag = new RegExp(`</?(?:${elementNames})(?:[\\s/][^<>]{0,2000})?>`, 'gi');
const lineBreakTag = /<(?:br|\/p|\/div|\/li)\s{0,10}\/?>/gi;
/** Controls except tab and line feed, zero-width and bidirectional overrides, lone surrogates' replacement, BOM. */
const invisible = /[\p{Cc}\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufffe\uffff]/gu;

/**
 * Plain text of at most `maxLength` UTF-16 units, NFC, trimmed; line breaks are kept as `\n`. Empty becomes null.
 * Markup is taken out rather than escaped: these are values, not fragments of a page.
 */
export function plainText(value: string, maxLength: number): string | null {
  const text = withoutComments(withoutScripts(value.slice(0, maxLength * 4).replace(/\r\n?/g, '\n')))
    .replace(lineBreakTag, '\n')
    .replace(htmlTag, '')
    .replace(invisible, (character) => (character === '\n' || character === '\t' ? character : ''))
    .replace(/\n{3,}/g, '\n\n')
    .toWellFormed()
    .normalize('NFC')
    .trim();
  return cut(text, maxLength) || null;
}

/** Without scripts and styles, opening to closing tag; one that is not closed is left to the rule for tags. One pass. */
function withoutScripts(text: string): string {
  const opening = /<(script|style)\b/gi;
  const closing = { script: /<\/script\s{0,10}>/gi, style: /<\/style\s{0,10}>/gi };
  const isUnclosed = { script: false, style: false };
  let kept = '';
  let from = 0;
  for (let match = opening.exec(text); match; match = opening.exec(text)) {
    const name = match[1]?.toLowerCase() === 'style' ? 'style' : 'script';
    // Not found from here means not found from further on: each search that fails is the last of its kind.
    if (isUnclosed[name]) continue;
    const bodyAt = text.indexOf('>', opening.lastIndex);
    if (bodyAt < 0) break;
    closing[name].lastIndex = bodyAt;
    isUnclosed[name] = !closing[name].test(text);
    if (isUnclosed[name]) continue;
    kept += `${text.slice(from, match.index)} `;
    from = closing[name].lastIndex;
    opening.lastIndex = from;
  }
  return kept + text.slice(from);
}

function withoutComments(text: string): string {
  let kept = '';
  let from = 0;
  for (let start = text.indexOf('<!--'); start >= 0; start = text.indexOf('<!--', from)) {
    const end = text.indexOf('-->', start + 4);
    if (end < 0) break;
    kept += `${text.slice(from, start)} `;
    from = end + 3;
  }
  return kept + text.slice(from);
}

/** `plainText` on one line: line breaks and runs of spaces become one space. */
export function plainLine(value: string, maxLength: number): string | null {
  const text = plainText(value.replace(/[\r\n\t\u2028\u2029]+/g, ' '), maxLength);
  return text?.replace(/ {2,}/g, ' ') ?? null;
}

/** The longest start of `text` within `maxLength` that does not split a surrogate pair. */
function cut(text: string, maxLength: number): string {
  if (text.length <= maxLength) return text;
  const end = /[\ud800-\udbff]/.test(text.charAt(maxLength - 1)) ? maxLength - 1 : maxLength;
  return text.slice(0, end).trimEnd();
}
