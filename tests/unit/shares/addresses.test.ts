import { describe, expect, it } from 'vitest';
import { normalizeAllowed } from '../../../shared/shares/addresses.ts';

describe('normalizeAllowed', () => {
  it.each([
    ['Agency.Example', 'agency.example'],
    ['@agency.example', 'agency.example'],
    ['Ada@Bücher.example', 'ada@xn--bcher-kva.example'],
  ])('keeps %s as it is compared', (entry, kept) => {
    expect(normalizeAllowed(entry)).toBe(kept);
  });

  it.each(['*@agency.example', '*.agency.example', 'ada@*', 'ada@', 'agency'])(
    'refuses %s, which would match nobody',
    (entry) => {
      expect(normalizeAllowed(entry)).toBeNull();
    },
  );
});
