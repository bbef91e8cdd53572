/**
 * Words in a file name that could become keywords: `2026-04_SpringCampaign_wisteria-03_FINAL.jpg` gives
 * `spring campaign`'s parts, not counters, dates, sizes or camera names.
 */

const maxWords = 12;
const maxWordLength = 40;

/** Names given by devices and words of the trade that say nothing about what is shown. */
const noise = new Set(
  `img image dsc dscn dscf pict photo foto bild pic scan screenshot untitled unnamed final finale draft copy kopie copie
  web print hires lowres highres rgb cmyk srgb new neu old alt edit edited retouched version rev master original export
  kopija mvi mov vid video audio file datei the and und der die das von mit for from with les des une edit2 small medium
  large thumb thumbnail preview px dpi jpeg jpg png tif tiff gif webp avif heic pdf psd svg eps crop cropped`.split(
    /\s+/,
  ),
);

/** Distinct lower-case words of a file name, in order; at most twelve. */
export function fileNameWords(fileName: string): string[] {
  const name = (fileName.normalize('NFC').split(/[/\\]/).at(-1) ?? '')
    .slice(0, 400)
    .replace(/\.[^.\s]{1,5}$/, '');
  const words = name
    .replace(/(\p{Ll})(\p{Lu})/gu, '$1 $2')
    .replace(/(?<=\p{Lu})(?=\p{Lu}\p{Ll})/gu, ' ')
    .split(/[^\p{L}\p{N}\p{M}]+/u)
    .map((word) => word.toLowerCase())
    .filter(isWord);
  return [...new Set(words)].slice(0, maxWords);
}

function isWord(word: string): boolean {
  const letters = word.replace(/[^\p{L}]/gu, '').length;
  // A counter glued to a word (`wisteria03`) is kept out by the digit rule below, a name such as `b2b` is not.
  if (letters < 2 || (letters < 3 && /^\p{Script=Latin}+$/u.test(word))) return false;
  if (word.length > maxWordLength || noise.has(word)) return false;
  return (
    !/\d{2,}/.test(word) && !/^v\d/.test(word) && !/^[0-9a-f]{8,}$/.test(word) && !/^\d+x\d+$/.test(word)
  );
}
