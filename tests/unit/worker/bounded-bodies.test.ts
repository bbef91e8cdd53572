/** A body that is refused by its length: taken and dropped first, within a bound, so that its sender reads the answer. */
import { Hono } from 'hono';
import { expect, it } from 'vitest';
import type { AppEnv } from '../../../worker/http/app-env.ts';
import { Failure } from '../../../worker/http/errors.ts';
import { boundedBodies } from '../../../worker/http/validate.ts';

const MEGABYTE = 1024 ** 2;
const app = new Hono<AppEnv>()
  .use(boundedBodies)
  .post('*', (c) => c.text('taken'))
  .onError((error, c) => c.text(error instanceof Failure ? error.code : String(error)));

/** Sends megabyte after megabyte, as far as somebody takes them. */
async function send(megabytes: number, endsAfter = megabytes) {
  let taken = 0;
  const body = new ReadableStream<Uint8Array>(
    {
      pull(controller) {
        if (taken === megabytes) controller.close();
        else if (taken === endsAfter) controller.error(new Error('gone'));
        else {
          taken += 1;
          controller.enqueue(new Uint8Array(MEGABYTE));
        }
      },
    },
    { highWaterMark: 0 },
  );
  const headers = { 'content-type': 'application/json', 'content-length': String(megabytes * MEGABYTE) };
  const init: RequestInit & { duplex: 'half' } = { method: 'POST', headers, body, duplex: 'half' };
  const answer = await app.request(new Request('http://v.example/api/admin/assets', init));
  return { answer: await answer.text(), taken };
}

it('is answered once it has been sent', async () => {
  expect(await send(1)).toEqual({ answer: 'taken', taken: 0 });
  expect(await send(12)).toEqual({ answer: 'payload_too_large', taken: 12 });
});

it('is answered before its end where that is far away, or nobody sends it any more', async () => {
  expect(await send(400)).toEqual({ answer: 'payload_too_large', taken: 32 });
  expect(await send(12, 3)).toEqual({ answer: 'payload_too_large', taken: 3 });
});
