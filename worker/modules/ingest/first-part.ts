/** A look at the first bytes of a body on its way to the store: what they are, before the rest has come. */

/**
 * Reads up to `length` bytes.
 * @returns them, and a body of all bytes, these included; the original is not to be used again
 */
export async function peek(
  body: ReadableStream<Uint8Array>,
  length: number,
): Promise<{ head: Uint8Array; whole: ReadableStream<Uint8Array> }> {
  const reader = body.getReader();
  const chunks: Uint8Array[] = [];
  let size = 0;
  let isOver = false;
  while (size < length && !isOver) {
    const { done, value } = await reader.read();
    if (done) isOver = true;
    else {
      chunks.push(value);
      size += value.length;
    }
  }
  const head = new Uint8Array(size);
  let at = 0;
  for (const chunk of chunks) {
    head.set(chunk, at);
    at += chunk.length;
  }
  // Of bytes, as what is sent to a Durable Object has to be.
  const whole = new ReadableStream({
    type: 'bytes',
    start(controller) {
      if (head.length > 0) controller.enqueue(head.slice());
      if (isOver) controller.close();
    },
    async pull(controller) {
      const { done, value } = await reader.read();
      if (!done) {
        controller.enqueue(value as Uint8Array<ArrayBuffer>);
        return;
      }
      controller.close();
      // A read that waits for bytes is told that there are none.
      (controller as ReadableByteStreamController).byobRequest?.respond(0);
    },
    cancel: (reason) => reader.cancel(reason),
  });
  return { head: head.subarray(0, length), whole };
}
