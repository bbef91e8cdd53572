/** Languages a mail can be written in, each by its own name. */
import type { Locale } from '../../../shared/messages/index.ts';

export const LANGUAGES: readonly { readonly value: Locale; readonly label: string }[] = [
  { value: 'en', label: 'English' },
  { value: 'de', label: 'Deutsch' },
];
export const languageName = (locale: string): string =>
  LANGUAGES.find(({ value }) => value === locale)?.label ?? locale;
