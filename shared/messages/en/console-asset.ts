/** Console: asset. */
export const consoleAsset = {} as const;
