/** Texts that people type. */
import { z } from 'zod';
import { oneLine } from '../text/plain-name.ts';

/** A name or a title: one line of at most `max` characters, without control and direction characters. */
export const lineOf = (max: number, min = 0) =>
  z.string().transform(oneLine).pipe(z.string().min(min).max(max));
