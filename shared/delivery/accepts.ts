/** What an address would accept instead, kept as a rule and said in the reader's language. */
import { type Locale, type MessageKey, translate } from '../messages/index.ts';

/** The last part of `delivery.accepts.…`. */
export type AcceptsRule = MessageKey extends infer Key
  ? Key extends `delivery.accepts.${infer Rule}`
    ? Rule
    : never
  : never;

export interface Accepts {
  readonly rule: AcceptsRule;
  /** What the message names: bounds, and words of the address itself, which no language changes. */
  readonly values?: Readonly<Record<string, string | number>>;
}

/** For example `a width in CSS pixels, 1 to 12000`. Numbers stand as an address spells them, without grouping. */
export function acceptsText(locale: Locale, { rule, values = {} }: Accepts): string {
  const spelled = Object.fromEntries(Object.entries(values).map(([name, value]) => [name, String(value)]));
  return translate(locale, `delivery.accepts.${rule}`, spelled);
}
