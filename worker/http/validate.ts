/** Input in front of a handler: bodies are bounded, and validated with one line per field in the answer. */
import { zValidator } from '@hono/zod-validator';
import type { Context, ValidationTargets } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { createMiddleware } from 'hono/factory';
import type { ZodType } from 'zod';
import { POSTER_MAX_BYTES } from '../../shared/contract/uploads.ts';
import type { AppEnv } from './app-env.ts';
import { fail } from './errors.ts';
import { fieldProblems } from './issues.ts';

/** Longest JSON or form body; uploads have their own limits. */
export const BODY_MAX_BYTES = 2 * 1024 * 1024;
/** A form with one small file, on the page of an upload request; larger files come in pieces. */
const FORM_FILE_MAX_BYTES = 11 * 1024 * 1024;

/** Most of a refused body that is taken before the answer. */
const DROPPED_MAX_BYTES = 32 * 1024 * 1024;

/**
 * Takes what a client still sends and drops it. One that is in the middle of sending when its connection is closed sees that reset,
 * and never the answer that says why.
 */
async function dropRest({ body }: Request): Promise<void> {
  // Where no length was stated, what arrived has been counted and read already.
  if (body === null || body.locked) return;
  const reader = body.getReader();
  for (let bytes = 0; bytes < DROPPED_MAX_BYTES; ) {
    // Whoever has gone reads no answer.
    const piece = await reader.read().catch(() => null);
    if (piece === null || piece.done) return;
    bytes += piece.value.length;
  }
}

const limitedTo = (maxSize: number) =>
  bodyLimit({
    maxSize,
    onError: async (c) => {
      await dropRest(c.req.raw);
      return fail('payload_too_large');
    },
  });
const limited = limitedTo(BODY_MAX_BYTES);

/** The routes that take more, each with the type of body it takes more of; null where the route itself counts what arrives. */
const LARGER: readonly {
  readonly path: RegExp;
  readonly type: string;
  readonly limit: ReturnType<typeof limitedTo> | null;
}[] = [
  // tus: streamed to the store, and read by nothing that expects JSON or a form.
  {
    path: /^\/(?:u\/[^/]+\/)?uploads(?:\/[^/]+)?$/,
    type: 'application/offset+octet-stream',
    limit: null,
  },
  { path: /^\/u\/[^/]+$/, type: 'multipart/form-data', limit: limitedTo(FORM_FILE_MAX_BYTES) },
  {
    path: /^\/api\/admin\/assets\/[^/]+\/versions\/[^/]+\/poster$/,
    type: 'image/',
    limit: limitedTo(POSTER_MAX_BYTES),
  },
];

/**
 * Refuses bodies above `BODY_MAX_BYTES`, or above what the route takes more of, before anything holds them in memory: by the
 * length they state, and while they are read where they state none. What a client calls its body opens no other route.
 */
export const boundedBodies = createMiddleware<AppEnv>((c, next) => {
  const sent = (c.req.header('content-type') ?? '').toLowerCase();
  const larger = LARGER.find(({ path, type }) => sent.startsWith(type) && path.test(c.req.path));
  if (larger === undefined) return limited(c, next);
  return larger.limit === null ? next() : larger.limit(c, next);
});

export const valid = <Target extends keyof ValidationTargets, Schema extends ZodType>(
  target: Target,
  schema: Schema,
) =>
  zValidator(target, schema, (result, c) => {
    if (!result.success) {
      // Every route has its caller: it is known before anything is read.
      const { locale } = (c as unknown as Context<AppEnv>).get('caller');
      fail('validation_failed', { errors: fieldProblems(locale, result.error.issues) });
    }
  });
