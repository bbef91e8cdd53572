/** German. One line per area, in alphabetical order; the type demands every key of the English catalogue. */
import { delivery } from './de/delivery.ts';
import { rights } from './de/rights.ts';
import { time } from './de/time.ts';
import type { en } from './en.ts';

export const de: Readonly<Record<keyof typeof en, string>> = {
  ...delivery,
  ...rights,
  ...time,
};
