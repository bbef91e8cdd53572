/** English, the source of truth for keys and placeholders. One line per area, in alphabetical order. */
import { delivery } from './en/delivery.ts';
import { rights } from './en/rights.ts';
import { time } from './en/time.ts';

export const en = {
  ...delivery,
  ...rights,
  ...time,
} as const;
