/** Console: licences, windows, releases, overrides, the checker, and review. */
export const consoleRights = {
  'console.license_state.upcoming': 'not started',
  'console.license_state.active': 'active',
  'console.license_state.ending': 'ends soon',
  'console.license_state.ended': 'ended',
} as const;
