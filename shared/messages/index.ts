/**
 * The message catalogue: every string people read, in every language of the interface.
 *
 * Keys are flat (`area.what`), one file per area and language (`en/rights.ts`, `de/rights.ts`), gathered in
 * `en.ts` and `de.ts`. English is the source of truth: its keys and its placeholders are types, so a missing
 * translation or parameter does not compile. Messages are ICU MessageFormat; text is never HTML, and angle
 * brackets mean nothing. To add an area: write the two files and add one line to `en.ts` and one to `de.ts`.
 */
import IntlMessageFormat from 'intl-messageformat';
import { de } from './de.ts';
import { en } from './en.ts';
import { INTL_LOCALES, type Locale } from './locales.ts';
import type { ParameterNames } from './parameters.ts';

export { DEFAULT_LOCALE, INTL_LOCALES, isLocale, LOCALES, type Locale, negotiateLocale } from './locales.ts';

export type MessageKey = keyof typeof en;

/** A parameter's value. Numbers take part in plurals and `{n, number}`; format dates and sizes beforehand. */
export type MessageValue = string | number;

/** The parameters of one message: an object with exactly its placeholders, nothing when it has none. */
export type MessageParams<K extends MessageKey> = [ParameterNames<(typeof en)[K]>] extends [never]
  ? []
  : [params: Readonly<Record<ParameterNames<(typeof en)[K]>, MessageValue>>];

const catalogues: Readonly<Record<Locale, Readonly<Record<MessageKey, string>>>> = { en, de };
const formatters = new Map<string, IntlMessageFormat>();

/** The message in this language with its placeholders filled. */
export function t<K extends MessageKey>(locale: Locale, key: K, ...params: MessageParams<K>): string {
  return translate(locale, key, params[0]);
}

/**
 * As `t`, for a key known only at run time: placeholders are not checked by the compiler.
 *
 * @throws FormatError when a placeholder has no value.
 */
export function translate(
  locale: Locale,
  key: MessageKey,
  params?: Readonly<Record<string, MessageValue>>,
): string {
  const message = catalogues[locale][key];
  // Most messages are plain text and never meet the parser.
  if (params === undefined && !message.includes('{') && !message.includes("'")) return message;
  const cacheKey = `${locale} ${key}`;
  let formatter = formatters.get(cacheKey);
  if (formatter === undefined) {
    formatter = new IntlMessageFormat(message, INTL_LOCALES[locale], undefined, { ignoreTag: true });
    formatters.set(cacheKey, formatter);
  }
  const text = formatter.format(params);
  return typeof text === 'string' ? text : String(text);
}

/** Whether `key` names a message; narrows keys that arrive as text. */
export function isMessageKey(key: string): key is MessageKey {
  return Object.hasOwn(en, key);
}
