/**
 * Whether two values of a contract (what JSON can say) are the same, in whatever order their objects name things. A change is
 * what differs by this, so that sending what is there already changes nothing and is no event.
 */
export function isSameValue(one: unknown, other: unknown): boolean {
  if (one === other) return true;
  if (typeof one !== 'object' || typeof other !== 'object' || one === null || other === null) return false;
  if (Array.isArray(one) !== Array.isArray(other)) return false;
  const [left, right] = [new Map(Object.entries(one)), new Map(Object.entries(other))];
  return (
    left.size === right.size &&
    [...left].every(([name, value]) => right.has(name) && isSameValue(value, right.get(name)))
  );
}
