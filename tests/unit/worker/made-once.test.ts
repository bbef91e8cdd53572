import { afterEach, describe, expect, it, vi } from 'vitest';
import { encodeBase64Url } from '../../../shared/delivery/signature.ts';
import { madeOnce } from '../../../worker/made-once.ts';
import { createSigner } from '../../../worker/platform/jose/jose-signer.ts';

const never = () => new Promise<never>(() => {});

describe('a value made once', () => {
  it('is made by whoever comes first and kept', async () => {
    const make = vi.fn(async () => ({}));
    const get = madeOnce(make);
    const first = await get();
    expect(await get()).toBe(first);
    expect(make).toHaveBeenCalledTimes(1);
  });

  it('is waited for by nobody but the request that makes it', async () => {
    const make = vi.fn(never).mockImplementationOnce(never);
    const get = madeOnce<string>(make);
    void get();
    make.mockImplementationOnce(async () => 'own' as never);
    expect(await get()).toBe('own');
    expect(await get()).toBe('own');
  });

  it('keeps no failure', async () => {
    const make = vi.fn(async () => 'value');
    make.mockRejectedValueOnce(new Error('no'));
    const get = madeOnce(make);
    await expect(get()).rejects.toThrow('no');
    expect(await get()).toBe('value');
  });
});

describe('the keys of the signer', () => {
  afterEach(() => vi.restoreAllMocks());
  const create = () => createSigner([encodeBase64Url(new Uint8Array(32).fill(7))]);

  it('are derived by each request until they are there', async () => {
    const signer = create();
    vi.spyOn(crypto.subtle, 'deriveBits').mockImplementationOnce(never);
    void signer.mac('link', 'a');
    expect(await signer.mac('link', 'a')).toBe(await create().mac('link', 'a'));
  });

  it('are asked for again after a failure', async () => {
    const signer = create();
    vi.spyOn(crypto.subtle, 'deriveBits').mockRejectedValueOnce(new Error('no'));
    await expect(signer.mac('link', 'a')).rejects.toThrow('no');
    expect(await signer.mac('link', 'a')).toBe(await create().mac('link', 'a'));
  });
});
