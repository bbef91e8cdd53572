/** What counts as one source of requests. */

const IPV4 = /^\d{1,3}(?:\.\d{1,3}){3}$/;
const IPV6 = /^[\da-f:]+$/i;

/** The first four groups of an IPv6 address: what one household or company is given. */
function prefixOf(address: string): string | null {
  const [head = '', tail, ...more] = address.split('::');
  const groupsOf = (part: string): string[] => (part === '' ? [] : part.split(':'));
  const before = groupsOf(head);
  const after = groupsOf(tail ?? '');
  const missing = tail === undefined ? 0 : 8 - before.length - after.length;
  const groups = [...before, ...Array.from({ length: Math.max(0, missing) }, () => '0'), ...after];
  const isWhole =
    more.length === 0 && groups.length === 8 && groups.every((group) => /^[\da-f]{1,4}$/i.test(group));
  return isWhole
    ? groups
        .slice(0, 4)
        .map((group) => Number.parseInt(group, 16).toString(16))
        .join(':')
    : null;
}

/**
 * The network behind an address: IPv4 whole, IPv6 as its /64, because whoever has one address of those has all of them.
 * @returns null for what is no address
 */
export function networkOf(address: string | null): string | null {
  const text = address?.trim().replace(/^::ffff:(?=\d{1,3}\.)/i, '') ?? '';
  if (IPV4.test(text)) return text;
  return IPV6.test(text) && text.includes(':') ? prefixOf(text) : null;
}
