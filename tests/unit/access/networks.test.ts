import { describe, expect, it } from 'vitest';
import { networkOf } from '../../../shared/access/networks.ts';

describe('a network', () => {
  it.each([
    ['203.0.113.7', '203.0.113.7'],
    ['::ffff:203.0.113.7', '203.0.113.7'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2'],
    ['2001:DB8:1:2:ffff::1', '2001:db8:1:2'],
    ['2001:db8:0001:0002::', '2001:db8:1:2'],
    ['2001:db8::1', '2001:db8:0:0'],
    ['::1', '0:0:0:0'],
  ])('of %s is %s', (address, network) => {
    expect(networkOf(address)).toBe(network);
  });
  it.each([null, '', 'localhost', '1.2.3', '2001:db8::1::2', '1:2:3', '12345::1', 'g::1'])(
    'is not known from %s',
    (address) => {
      expect(networkOf(address)).toBeNull();
    },
  );
});
