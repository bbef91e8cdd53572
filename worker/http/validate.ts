/** Input validation in front of a handler; answers `validation_failed` with one line per field. */
import { zValidator } from '@hono/zod-validator';
import type { ValidationTargets } from 'hono';
import type { ZodType } from 'zod';
import { fail } from './errors.ts';

/** Bodies of our own JSON API; uploads have their own limits. */
export const JSON_BODY_MAX_BYTES = 2 * 1024 * 1024;

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
