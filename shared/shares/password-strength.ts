/** Passwords of links: making one that can be read out on the telephone, and judging one that was typed. */

/** Without letters and digits that are taken for each other. */
const LETTERS = 'abcdefghjkmnpqrstuvwxyz';
const DIGITS = '23456789';
const GROUPS = 4;
const GROUP_LENGTH = 4;
/** Random bytes that `generatePassword` needs: each character takes at most a few to be drawn evenly. */
export const PASSWORD_RANDOM_BYTES = 64;

/**
 * Four groups of four characters, `kfpw-7hmr-2xqd-tanz`: about 78 bits.
 * @param random at least `PASSWORD_RANDOM_BYTES` random bytes
 */
export function generatePassword(random: Uint8Array): string {
  const alphabet = LETTERS + DIGITS;
  // Rejection sampling: a remainder would prefer the first characters.
  const bound = Math.floor(256 / alphabet.length) * alphabet.length;
  const drawn = [...random]
    .filter((byte) => byte < bound)
    .map((byte) => alphabet[byte % alphabet.length] ?? '');
  if (drawn.length < GROUPS * GROUP_LENGTH) throw new RangeError('not enough randomness for a password');
  return Array.from({ length: GROUPS }, (_, group) =>
    drawn.slice(group * GROUP_LENGTH, (group + 1) * GROUP_LENGTH).join(''),
  ).join('-');
}

/** Characters that a link's password has at least. */
export const LINK_PASSWORD_MIN = 8;

export type PasswordStrength = 'weak' | 'fair' | 'good';

/** What guessers try first, in any case and with digits behind. */
const COMMON =
  /^(?:passwor[dt]|passwd|kennwort|geheim|secret|hallo|hello|welcome|willkommen|qwert[yz]|abc|test|admin|letmein|iloveyou|sommer|winter|summer|\d)[\d!.?]*$/i;

/** Guesses are counted and locked, so a link's password needs less than one that can be tried at leisure. */
export function passwordStrength(password: string): PasswordStrength {
  const kinds = [/\p{Ll}/u, /\p{Lu}/u, /\d/, /[^\p{L}\d]/u].filter((kind) => kind.test(password)).length;
  const distinct = new Set(password.toLowerCase()).size;
  if (password.length < LINK_PASSWORD_MIN || distinct < 5 || COMMON.test(password)) return 'weak';
  return password.length >= 12 || (password.length >= 10 && kinds >= 3) ? 'good' : 'fair';
}
