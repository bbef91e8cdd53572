/** Who may have a code mailed: domains and addresses an owner listed. Compared as they are mailed: lower case, domains in ASCII. */

const HOST_LABELS = /^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]$/;

/** `Bücher.example` as `xn--bcher-kva.example` (UTS 46); null for what is no name of a domain. */
export function asciiDomain(text: string): string | null {
  const host = text.trim().toLowerCase();
  if (host.length > 253 || /[\s/?#:@*\\%[\]]/.test(host) || !URL.canParse(`http://${host}`)) return null;
  const { hostname } = new URL(`http://${host}`);
  return HOST_LABELS.test(hostname) ? hostname : null;
}

/** Lower case, trimmed, its domain in ASCII; null for what is no single address. */
export function normalizeAddress(text: string): string | null {
  const address = text.trim().toLowerCase();
  if (address.length > 200 || !/^[^\s@<>,;:"]+@[^\s@<>,;:"]+\.[^\s@<>,;:".]+$/.test(address)) return null;
  const at = address.lastIndexOf('@');
  const domain = asciiDomain(address.slice(at + 1));
  return domain === null ? null : `${address.slice(0, at)}@${domain}`;
}

/** An entry of a list as it is kept: an address, or a domain without its `@`; null for what would match nobody. */
export function normalizeAllowed(text: string): string | null {
  const entry = text.trim().replace(/^@/, '');
  // Allowed in an address, and always meant for everybody before the `@`.
  if (entry.includes('*')) return null;
  return entry.includes('@') ? normalizeAddress(entry) : asciiDomain(entry);
}

/**
 * Whether `address` (normalised) is on a list of addresses (`ada@brand.example`) and domains (`brand.example`, with or
 * without a leading `@`). A domain covers itself, not its subdomains. An empty list allows everybody.
 */
export function isAllowedAddress(address: string, allowed: readonly string[]): boolean {
  if (allowed.length === 0) return true;
  const domain = address.slice(address.lastIndexOf('@') + 1);
  return allowed.some((raw) => {
    const entry = normalizeAllowed(raw);
    return entry !== null && entry === (entry.includes('@') ? address : domain);
  });
}
