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

/** A form with one small file, on the page of an upload request; larger files come in pieces. */
const FORM_FILE_MAX_BYTES = 11 * 1024 * 1024;

const limitedTo = (maxSize: number) => bodyLimit({ maxSize, onError: () => fail('payload_too_large') });
const limited = limitedTo(BODY_MAX_BYTES);
const limitedForm = limitedTo(FORM_FILE_MAX_BYTES);
/** Pictures as bodies are posters. */
const limitedPicture = limitedTo(POSTER_MAX_BYTES);

/** Refuses bodies above `BODY_MAX_BYTES`, pictures above `POSTER_MAX_BYTES`, before anything holds them in memory. */
export const boundedBodies = createMiddleware<AppEnv>((c, next) => {
  const type = c.req.header('content-type') ?? '';
  if (type === STREAMED) return next();
  if (/^\/u\/[^/]+$/.test(c.req.path) && type.startsWith('multipart/form-data')) return limitedForm(c, next);
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
