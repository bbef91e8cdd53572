import { describe, expect, it } from 'vitest';
import { createApiClient } from '../../../portal/api/client.ts';
import { visitShare } from '../../../portal/view/share-visit.ts';
import { denial, home } from '../../fixtures/portal-views.ts';
import { shareView } from '../../fixtures/share-views.ts';

function clientFor(
  answer: (request: Request) => Response,
  page = new Request('https://brand.example/p/press'),
) {
  const asked: Request[] = [];
  const api = createApiClient({
    request: page,
    fetchApi: async (request) => {
      asked.push(request);
      return answer(request);
    },
  });
  return { api, asked };
}
const json = (body: unknown, status = 200, headers: Record<string, string> = {}): Response =>
  new Response(JSON.stringify(body), { status, headers: { 'content-type': 'application/json', ...headers } });

describe('what pages ask of the API', () => {
  it('passes on the visitor’s cookie and language, and the parameters of a preview', async () => {
    const page = new Request('https://brand.example/p/press?draft=1&territory=US&utm=x', {
      headers: { cookie: 'a=b', 'accept-language': 'de', authorization: 'secret' },
    });
    const { api, asked } = clientFor(() => json(home()), page);
    await api.home('press');
    expect(asked[0]?.url).toBe('https://brand.example/api/portal/press?draft=1&territory=US');
    expect(asked[0]?.headers.get('cookie')).toBe('a=b');
    expect(asked[0]?.headers.get('accept-language')).toBe('de');
    expect(asked[0]?.headers.get('authorization')).toBeNull();
  });

  it('cannot be led to another path by what stands in an address', async () => {
    const { api, asked } = clientFor(() => json(home()));
    await api.collection('../admin', 'a/b?c', null);
    expect(new URL(asked[0]?.url ?? '').pathname).toBe('/api/portal/..%2Fadmin/collections/a%2Fb%3Fc');
  });

  it('keeps the status and the explanation of a refusal', async () => {
    const startsAt = Date.UTC(2026, 11, 4);
    const { api } = clientFor(() =>
      json({ code: 'not_yet', context: { denial: { ...denial('not_yet'), startsAt } } }, 403),
    );
    expect(await api.home('press')).toMatchObject({
      ok: false,
      status: 403,
      denial: { answer: 'not_yet', startsAt, portal: { slug: home().portal.slug } },
    });
  });

  it('explains a problem without an explanation by its code', async () => {
    const { api } = clientFor(() => json({ code: 'withdrawn', requestId: 'r1' }, 410));
    const answer = await api.home('press');
    expect(answer).toMatchObject({
      ok: false,
      status: 410,
      requestId: 'r1',
      denial: { answer: 'withdrawn' },
    });
  });

  it('survives an answer that is not JSON', async () => {
    const { api } = clientFor(() => new Response('busy', { status: 503 }));
    expect(await api.home('press')).toMatchObject({ ok: false, status: 503 });
  });

  it('shows a closed or gated link with its status', async () => {
    const { api } = clientFor(() => json(shareView('ended'), 410));
    expect(await api.share('t', new URLSearchParams())).toMatchObject({
      ok: true,
      status: 410,
      data: { reason: 'ended' },
    });
  });
});

describe('a visit to a link', () => {
  const post = (fields: Record<string, string>): Request =>
    new Request('https://brand.example/s/t', { method: 'POST', body: new URLSearchParams(fields) });

  it('changes nothing by looking', async () => {
    const { api, asked } = clientFor(() => json(shareView('password'), 401));
    const visit = await visitShare(api, 't', new Request('https://brand.example/s/t'));
    expect(asked.map((request) => request.method)).toEqual(['GET']);
    expect(visit).toMatchObject({ goTo: null, setCookies: [] });
  });

  it('hands on the grant’s cookie when a gate is passed', async () => {
    const { api, asked } = clientFor(() => json(shareView('open'), 200, { 'set-cookie': 'grant=1; Path=/' }));
    const visit = await visitShare(api, 't', post({ intent: 'password', password: 'lamp' }));
    expect(asked.map((request) => request.method)).toEqual(['POST']);
    expect(visit).toMatchObject({ goTo: '/s/t', setCookies: ['grant=1; Path=/'] });
  });

  it('stays at the gate after a wrong password', async () => {
    const wrong = { ...shareView('password'), error: 'wrong' };
    const { api } = clientFor(() => json(wrong, 401));
    const visit = await visitShare(api, 't', post({ intent: 'password', password: 'x' }));
    expect(visit).toMatchObject({
      goTo: null,
      answer: { ok: true, status: 401, data: { error: 'wrong' } },
    });
  });

  it('sends a request on once, and shows what was typed where it was not taken', async () => {
    const asks = {
      intent: 'ask',
      kind: 'extension',
      email: 'kim@press.example',
      reason: 'Print',
      until: '2026-12-01',
    };
    const { api, asked } = clientFor((request) =>
      request.method === 'POST' ? new Response(null, { status: 204 }) : json(shareView('ended'), 410),
    );
    expect(await visitShare(api, 't', post(asks))).toMatchObject({ goTo: '/s/t?asked=1' });
    expect(asked.map((request) => request.method)).toEqual(['POST', 'GET']);
    const { api: strict } = clientFor((request) =>
      request.method === 'POST' ? json({ code: 'bad_request' }, 400) : json(shareView('ended'), 410),
    );
    expect(await visitShare(strict, 't', post(asks))).toMatchObject({
      goTo: null,
      asked: { state: 'failed', reason: 'wrong', values: { reason: 'Print', until: '2026-12-01' } },
    });
  });
});
