/** Konsole: licences, windows, releases, overrides, the checker, and review. */
import type { consoleRights as english } from '../en/console-rights.ts';

export const consoleRights: Readonly<Record<keyof typeof english, string>> = {
  'console.license_state.upcoming': 'not started',
  'console.license_state.active': 'active',
  'console.license_state.ending': 'ends soon',
  'console.license_state.ended': 'ended',
};
