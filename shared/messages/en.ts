/** English, the source of truth for keys and placeholders. One line per area, in alphabetical order. */
import { rights } from './en/rights.ts';
import { time } from './en/time.ts';

export const en = {
  ...rights,
  ...time,
} as const;
