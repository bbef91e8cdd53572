/**
 * What an answer says, or an error that says why it says nothing.
 *
 *     const { id } = await read<Portal>(await admin.fetch('/api/admin/portals', { json }), 201);
 *     const bytes = await (await good(await server.fetch(path))).arrayBuffer();
 */

/** An answer that is good. */
export async function good(response: Response): Promise<Response> {
  if (response.ok) return response;
  throw new Error(`${response.url} answered ${response.status}: ${(await response.text()).slice(0, 500)}`);
}

/** Value of the `Cookie` header that sends back what an answer set. */
export const cookieOf = (response: Response): string =>
  response.headers
    .getSetCookie()
    .map((entry) => entry.split(';')[0])
    .join('; ');

/** The JSON of an answer: of any that is good, or of exactly this status. */
export async function read<T = unknown>(response: Response, status?: number): Promise<T> {
  if (status === undefined) await good(response);
  else if (response.status !== status)
    throw new Error(`${response.url} answered ${response.status}, not ${status}: ${await response.text()}`);
  return (await response.json()) as T;
}
