/** Console: library. */
export const consoleLibrary = {} as const;
