/** Input in front of a handler: bodies are bounded, and validated with one line per field in the answer. */
import { zValidator } from '@hono/zod-validator';
import type { ValidationTargets } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { createMiddleware } from 'hono/factory';
import type { ZodType } from 'zod';
import { POSTER_MAX_BYTES } from '../../shared/contract/uploads.ts';
import type { AppEnv } from './app-env.ts';
import { fail } from './errors.ts';

/** Longest JSON or form body; uploads have their own limits. */
export const BODY_MAX_BYTES = 2 * 1024 * 1024;
/** Type of a tus request's body: streamed, and read by nothing that expects JSON or a form. */
const STREAMED = 'application/offset+octet-stream';

const onError = () => fail('payload_too_large');
const limited = bodyLimit({ maxSize: BODY_MAX_BYTES, onError });
/** Pictures as bodies are posters. */
const limitedPicture = bodyLimit({ maxSize: POSTER_MAX_BYTES, onError });

/** Refuses bodies above `BODY_MAX_BYTES`, pictures above `POSTER_MAX_BYTES`, before anything holds them in memory. */
export const boundedBodies = createMiddleware<AppEnv>((c, next) => {
  const type = c.req.header('content-type') ?? '';
  if (type === STREAMED) return next();
  return type.startsWith('image/') ? limitedPicture(c, next) : limited(c, next);
});

export const valid = <Target extends keyof ValidationTargets, Schema extends ZodType>(
  target: Target,
  schema: Schema,
) =>
  zValidator(target, schema, (result) => {
    if (!result.success) {
      fail('validation_failed', {
        errors: result.error.issues.map((issue) => ({ path: issue.path.join('.'), message: issue.message })),
      });
    }
  });
