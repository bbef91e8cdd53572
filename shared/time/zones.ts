/** Names of IANA time zones: which of them this runtime knows. */

const knownZones = new Map<string, boolean>();

/** Whether `zone` is an IANA time zone this runtime knows. Offsets such as `+01:00` are not zones. */
export function isTimeZone(zone: string): boolean {
  const known = knownZones.get(zone);
  if (known !== undefined) return known;
  const valid = /^[A-Za-z][A-Za-z0-9_+/-]{0,63}$/.test(zone) && isAccepted(zone);
  // Names come from outside, so the memory is bounded.
  if (knownZones.size < 1000) knownZones.set(zone, valid);
  return valid;
}

/**
 * The zone to show and read times in: `zone`, or UTC where this runtime does not know it. Zone databases differ between
 * servers and browsers, and a page that cannot name a zone still has to show its instants.
 */
export function usableZone(zone: string): string {
  return isTimeZone(zone) ? zone : 'UTC';
}

/** Every zone of the runtime's database, for a picker. */
export function listTimeZones(): string[] {
  const zones = Intl.supportedValuesOf('timeZone');
  return zones.includes('UTC') ? zones : ['UTC', ...zones];
}

function isAccepted(zone: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone });
    return true;
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}
