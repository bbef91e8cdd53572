/** Konsole: rights. */
import type { consoleRights as english } from '../en/console-rights.ts';

export const consoleRights: Readonly<Record<keyof typeof english, string>> = {};
