/** An address that leads nowhere still belongs to somebody: the frame of the brand's default portal, where there is one. */
import type { ApiClient, Refusal } from '../api/client.ts';

export async function nowhere(api: Pick<ApiClient, 'front' | 'collection'>): Promise<Refusal> {
  const front = await api.front();
  const portal = front.ok ? front.data.defaultPortal : null;
  if (portal !== null) {
    // A collection that is not there is refused in the portal's frame, without reading any of its pictures.
    const missing = await api.collection(portal, 'no-such-page', null);
    if (!missing.ok && missing.denial.answer === 'not_found') return missing;
  }
  return {
    ok: false,
    status: 404,
    requestId: null,
    denial: { portal: null, answer: 'not_found', startsAt: null, contact: null, successor: null },
  };
}
