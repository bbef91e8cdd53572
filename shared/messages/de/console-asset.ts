/** Konsole: asset. */
import type { consoleAsset as english } from '../en/console-asset.ts';

export const consoleAsset: Readonly<Record<keyof typeof english, string>> = {};
