/** What every `ObjectStore` does. Call inside a `describe`; `store` is asked for anew by each test. */
import { randomBytes } from 'node:crypto';
import { expect, it } from 'vitest';
import type { ObjectStore } from '../../worker/ports/object-store.ts';

const MIB = 1024 * 1024;

async function bytesOf(body: ReadableStream<Uint8Array> | undefined): Promise<Buffer> {
  if (body === undefined) throw new Error('nothing stored');
  return Buffer.from(await new Response(body).arrayBuffer());
}

export function objectStoreContract(store: () => Promise<ObjectStore>): void {
  it('gives back what was put, with size and type', async () => {
    const subject = await store();
    const bytes = randomBytes(10_000);
    await subject.put('contract/plain', bytes, { mediaType: 'image/png' });
    const object = await subject.get('contract/plain');
    expect(object).toMatchObject({ key: 'contract/plain', size: 10_000, mediaType: 'image/png' });
    expect((await bytesOf(object?.body)).equals(bytes)).toBe(true);
    expect(await subject.head('contract/plain')).toMatchObject({ size: 10_000, mediaType: 'image/png' });
  });

  it('gives exactly the asked range and still says the whole size', async () => {
    const subject = await store();
    const bytes = randomBytes(1000);
    await subject.put('contract/range', bytes, { mediaType: 'text/plain' });
    for (const range of [
      { start: 0, length: 1 },
      { start: 100, length: 250 },
      { start: 999, length: 1 },
      { start: 500, length: 0 },
    ]) {
      const object = await subject.get('contract/range', range);
      expect(object?.size).toBe(1000);
      const expected = bytes.subarray(range.start, range.start + range.length);
      expect((await bytesOf(object?.body)).equals(expected)).toBe(true);
    }
  });

  it('has nothing under a key nobody wrote, and deletes without complaint', async () => {
    const subject = await store();
    expect(await subject.get('contract/none')).toBeNull();
    expect(await subject.head('contract/none')).toBeNull();
    await subject.put('contract/gone', new Uint8Array([1]), { mediaType: 'text/plain' });
    await subject.delete(['contract/gone', 'contract/none']);
    await subject.delete([]);
    expect(await subject.get('contract/gone')).toBeNull();
  });

  it('puts equal parts and a shorter last one together in order', async () => {
    const subject = await store();
    const parts = [randomBytes(5 * MIB), randomBytes(5 * MIB), randomBytes(1234)];
    const id = await subject.createMultipart('contract/parts', 'video/mp4');
    const second = await subject.uploadPart('contract/parts', id, 2, parts[1] as Buffer);
    const first = await subject.uploadPart('contract/parts', id, 1, parts[0] as Buffer);
    const third = await subject.uploadPart('contract/parts', id, 3, parts[2] as Buffer);
    expect(await subject.head('contract/parts')).toBeNull();
    await subject.completeMultipart('contract/parts', id, [first, second, third]);
    const object = await subject.get('contract/parts');
    expect(object?.mediaType).toBe('video/mp4');
    expect((await bytesOf(object?.body)).equals(Buffer.concat(parts))).toBe(true);
  });

  it('takes a part again, the last write counts', async () => {
    const subject = await store();
    const id = await subject.createMultipart('contract/again', 'video/mp4');
    await subject.uploadPart('contract/again', id, 1, Buffer.from('first'));
    const part = await subject.uploadPart('contract/again', id, 1, Buffer.from('second'));
    await subject.completeMultipart('contract/again', id, [part]);
    expect((await bytesOf((await subject.get('contract/again'))?.body)).toString()).toBe('second');
  });

  it('leaves nothing of an aborted multipart upload, and refuses its parts', async () => {
    const subject = await store();
    const id = await subject.createMultipart('contract/aborted', 'video/mp4');
    await subject.uploadPart('contract/aborted', id, 1, Buffer.from('bytes'));
    await subject.abortMultipart('contract/aborted', id);
    await expect(subject.uploadPart('contract/aborted', id, 2, Buffer.from('more'))).rejects.toThrow();
    expect(await subject.head('contract/aborted')).toBeNull();
  });
}
