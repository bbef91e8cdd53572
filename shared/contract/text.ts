/** Texts that people type. */
import { z } from 'zod';
import { manyLines, oneLine } from '../text/plain-name.ts';

/** A name or a title: one line of at most `max` characters, without control and direction characters. */
export const lineOf = (max: number, min = 0) =>
  z.string().transform(oneLine).pipe(z.string().min(min).max(max));

/** A description, a message: several lines, without control and direction characters. */
export const linesOf = (max: number, min = 0) =>
  z.string().transform(manyLines).pipe(z.string().min(min).max(max));
