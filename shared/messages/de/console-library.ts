/** Konsole: library. */
import type { consoleLibrary as english } from '../en/console-library.ts';

export const consoleLibrary: Readonly<Record<keyof typeof english, string>> = {};
