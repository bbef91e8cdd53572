/** Forms that need no script: urlencoded fields, and the query for what they leave out. */
import type { AppContext } from './app-env.ts';

/** The fields of a form after those of the query. */
export async function fieldsOf(c: AppContext): Promise<URLSearchParams> {
  const fields = new URLSearchParams(new URL(c.req.url).search);
  if ((c.req.header('content-type') ?? '').startsWith('application/x-www-form-urlencoded')) {
    for (const [name, value] of new URLSearchParams(await c.req.text())) fields.append(name, value);
  }
  return fields;
}
