/** `scheduled`, `ended` and `used_up` are derived from the clock and the counter, never stored. */
export const SHARE_STATES = ['active', 'scheduled', 'ended', 'used_up', 'off', 'revoked'] as const;
export type ShareState = (typeof SHARE_STATES)[number];
