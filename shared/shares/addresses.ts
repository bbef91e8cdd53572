/** Who may have a code mailed: domains and addresses an owner listed. */

/** Lower case, trimmed; null for what is no single address. */
export function normalizeAddress(text: string): string | null {
  const address = text.trim().toLowerCase();
  return address.length <= 200 && /^[^\s@<>,;:"]+@[^\s@<>,;:"]+\.[^\s@<>,;:".]+$/.test(address)
    ? address
    : null;
}

/**
 * Whether `address` (normalised) is on a list of addresses (`ada@brand.example`) and domains (`brand.example`, with or
 * without a leading `@`). A domain covers itself, not its subdomains. An empty list allows everybody.
 */
export function isAllowedAddress(address: string, allowed: readonly string[]): boolean {
  if (allowed.length === 0) return true;
  const domain = address.slice(address.lastIndexOf('@') + 1);
  return allowed.some((raw) => {
    const entry = raw.trim().toLowerCase().replace(/^@/, '');
    return entry.includes('@') ? entry === address : entry === domain;
  });
}
