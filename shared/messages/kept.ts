/** A message that is kept for later and said in the language of whoever reads it then. */
import { isMessageKey, type Locale, type MessageKey, type MessageValue, translate } from './index.ts';

/** The message as it is kept: its key and what fills its placeholders. */
export function keepMessage(key: MessageKey, params?: Readonly<Record<string, MessageValue>>): string {
  return JSON.stringify({ key, params });
}

/** What was kept, in words; words that were kept as such stay as they are. */
export function sayKept(locale: Locale, kept: string): string {
  if (!kept.startsWith('{"key":')) return kept;
  try {
    const { key, params } = JSON.parse(kept) as { key: string; params?: Record<string, MessageValue> };
    return isMessageKey(key) ? translate(locale, key, params) : kept;
  } catch {
    // Words that begin like JSON.
    return kept;
  }
}
