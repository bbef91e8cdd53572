/** English, the source of truth for keys and placeholders. One line per area, in alphabetical order. */
import { rights } from './en/rights.ts';

export const en = {
  ...rights,
} as const;
