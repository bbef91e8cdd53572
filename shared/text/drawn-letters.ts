/**
 * Which letters the image engine can draw: those of Inter, in the subsets its package comes in. Everything else would come out as
 * an empty box, so that it is refused where it is typed, and never drawn. A test holds the ranges to the font files.
 */

/** By subset, as in `inter-{subset}-wght-normal.woff2`: ranges of code points in hex. */
export const LETTER_RANGES = {
  latin:
    '20-7e a0-ac ae-ff 131 152-153 2bb-2bc 2c6 2da 2dc 300-301 303-304 308-309 323 2002 2009 200b 2013-2014 2018-201a 201c-201e 2022 2026 2032-2033 2039-203a 2044 20ac 2122 2191 2193 2212',
  'latin-ext':
    '100-130 132-148 14a-151 154-1c3 1c5-254 256-27b 27e-284 286-290 292-2a4 2a6-2ba 2bc-2c5 2c7-2cc 2ce-2d7 2dd-301 1d00 1d0d 1d1b 1d43 1d47-1d49 1d4d 1d4f-1d50 1d52 1d56-1d58 1d5b 1d62-1d65 1d9c 1da0 1dbb 1dbf 1e00-1e9b 1e9d-1e9f 1ef2-1eff 2020 20a0-20ab 20ad-20af 20b1-20b5 20b8-20ba 20bc-20bf 2113 2c7c 2c7f a7ff',
  vietnamese: '102-103 110-111 128-129 168-169 1a0-1a1 1af-1b0 1ea0-1ef9 20ab',
  greek: '374-376 37a-37f 384-38a 38c 38e-3a1 3a3-3d7 3dc-3dd 3f0-3f6 3f9-3fa 3fc-3ff',
  'greek-ext':
    '1f00-1f15 1f18-1f1d 1f20-1f45 1f48-1f4d 1f50-1f57 1f59 1f5b 1f5d 1f5f-1f7d 1f80-1fb4 1fb6-1fc4 1fc6-1fd3 1fd6-1fdb 1fdd-1fef 1ff2-1ff4 1ff6-1ffe',
  cyrillic: '400-45f 490-491 4b0-4b1 2116',
  'cyrillic-ext': '460-479 480-48f 492-49d 4a0-4af 4b2-4ff 52f 20b4 2dff a69f',
} as const;

export type LetterSet = keyof typeof LETTER_RANGES;
export const LETTER_SETS = Object.keys(LETTER_RANGES) as readonly LetterSet[];

const ranges = LETTER_SETS.map((set) => ({
  set,
  spans: LETTER_RANGES[set].split(' ').map((range) => {
    const [first = '', last = first] = range.split('-');
    return { first: Number.parseInt(first, 16), last: Number.parseInt(last, 16) };
  }),
}));

/** The first subset with this letter; null where none has it. */
function setOf(letter: string): LetterSet | null {
  const point = letter.codePointAt(0) ?? 0;
  const found = ranges.find(({ spans }) => spans.some(({ first, last }) => point >= first && point <= last));
  return found?.set ?? null;
}

/** Spaces and line ends leave no trace, control characters are taken out before drawing. */
const isBlank = (letter: string): boolean => /^[\s\p{Cc}]$/u.test(letter);

/** As it is drawn: a letter and its accent are one where there is one for both. */
export const asDrawn = (text: string): string => text.normalize('NFC');

/** The letters of `text` that cannot be drawn, each once, in the order of the text. */
export function undrawnLetters(text: string): readonly string[] {
  const letters = new Set([...asDrawn(text)].filter((letter) => !isBlank(letter) && setOf(letter) === null));
  return [...letters];
}

/** Most letters that a refusal names. */
const UNDRAWN_TOLD = 12;

/** Those letters as a refusal names them; null where all can be drawn. */
export function undrawnToTell(text: string): string | null {
  const letters = undrawnLetters(text);
  return letters.length === 0 ? null : letters.slice(0, UNDRAWN_TOLD).join(' ');
}

/** The subsets that `text` needs, `latin` always among them. */
export function letterSetsOf(text: string): readonly LetterSet[] {
  const needed = new Set<LetterSet | null>(['latin']);
  for (const letter of new Set(asDrawn(text))) if (!isBlank(letter)) needed.add(setOf(letter));
  return LETTER_SETS.filter((set) => needed.has(set));
}

/** `text` in parts whose letters are all in one subset; spaces go with what is before them. */
export function lettersBySet(text: string): readonly { readonly set: LetterSet; readonly text: string }[] {
  const runs: { set: LetterSet; text: string }[] = [];
  for (const letter of asDrawn(text)) {
    const last = runs.at(-1);
    const set = letter === ' ' && last !== undefined ? last.set : (setOf(letter) ?? 'latin');
    if (last?.set === set) last.text += letter;
    else runs.push({ set, text: letter });
  }
  return runs;
}

/** What stands for a text of which nothing can be drawn. */
export const NAMELESS_MARK = '© © © ©';

/** What can be drawn of a text, and a row of signs where that is no word: a mark is never left out. */
export function drawableText(text: string): string {
  const drawn = [...asDrawn(text)].filter((letter) => isBlank(letter) || setOf(letter) !== null).join('');
  const tidy = drawn.replace(/\s+/gu, ' ').trim();
  return undrawnLetters(text).length === 0 || /[\p{L}\p{N}]{2}/u.test(tidy) ? tidy : NAMELESS_MARK;
}
