/** Console: rights. */
export const consoleRights = {} as const;
