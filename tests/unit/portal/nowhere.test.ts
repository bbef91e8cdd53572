import { describe, expect, it } from 'vitest';
import type { ApiClient, Refusal } from '../../../portal/api/client.ts';
import { nowhere } from '../../../portal/view/nowhere.ts';
import { portalSearchQuery } from '../../../shared/contract/portals.ts';
import { denial, front } from '../../fixtures/portal-views.ts';

const refused = (answer: 'not_found' | 'no_longer'): Refusal => ({
  ok: false,
  status: 404,
  requestId: null,
  denial: denial(answer),
});
const apiWith = (
  defaultPortal: string | null,
  collection: ApiClient['collection'],
): Pick<ApiClient, 'front' | 'collection'> => ({
  front: async () => ({ ok: true, data: { ...front, defaultPortal }, status: 200, setCookies: [] }),
  collection,
});

describe('an address that leads nowhere', () => {
  it('is shown in the frame of the default portal', async () => {
    const answer = await nowhere(apiWith('press', async () => refused('not_found')));
    expect(answer).toMatchObject({
      status: 404,
      denial: { answer: 'not_found', portal: denial('not_found').portal },
    });
  });

  it('is shown without one where there is no such portal, or it is closed', async () => {
    const unasked = async () => {
      throw new Error('nothing to ask');
    };
    for (const answer of [
      await nowhere(apiWith(null, unasked)),
      await nowhere(apiWith('press', async () => refused('no_longer'))),
    ])
      expect(answer).toMatchObject({ status: 404, denial: { answer: 'not_found', portal: null } });
  });
});

describe('a portal’s search', () => {
  it('takes the beginning of a query that is too long', () => {
    expect(portalSearchQuery.parse({ q: `  ${'lamp '.repeat(200)}` }).q).toHaveLength(199);
  });
});
