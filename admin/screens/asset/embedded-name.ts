/** Properties that a file carries are stored under the names their standard gives them; this is how people read them. */
import { isMessageKey, type Locale, translate } from '../../../shared/messages/index.ts';

/** The name itself where it is not known. */
export function embeddedName(locale: Locale, label: string): string {
  const word = label
    .toLowerCase()
    .replace("'s", '')
    .replaceAll(/[^a-z]+/g, '_');
  const key = `embedded.${word}`;
  return isMessageKey(key) ? translate(locale, key) : label;
}
