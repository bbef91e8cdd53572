import { describe, expect, it } from 'vitest';
import type { Caller } from '../../../worker/http/caller.ts';
import type { Reception } from '../../../worker/modules/ingest/reception.ts';
import { handleTus } from '../../../worker/modules/ingest/tus/protocol.ts';

describe('X-HTTP-Method-Override', () => {
  const calls: string[] = [];
  const reception = {
    get: async () => ({ id: 'upl_1', sizeBytes: 1, state: 'receiving', expiresAt: 0 }),
    offset: async () => 0,
    terminate: async () => void calls.push('terminated'),
  } as unknown as Reception;
  const send = (method: string) =>
    handleTus(reception, {
      request: new Request('https://brand.example/uploads/upl_1', {
        method,
        headers: { 'tus-resumable': '1.0.0', 'x-http-method-override': 'DELETE' },
      }),
      caller: {} as Caller,
      owner: { kind: 'user', userId: 'usr_1' },
      basePath: '/uploads',
      uploadId: 'upl_1',
    });

  it('turns a POST into what it names, and never a request that looks like reading', async () => {
    await expect(send('GET')).rejects.toMatchObject({ code: 'not_found' });
    expect((await send('HEAD')).status).toBe(200);
    expect(calls).toEqual([]);
    expect((await send('POST')).status).toBe(204);
    expect(calls).toEqual(['terminated']);
  });
});
