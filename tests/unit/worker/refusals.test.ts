/** The remembered page of forged tokens: for whom it stands, and until when. */
import { describe, expect, it } from 'vitest';
import type { Caller } from '../../../worker/http/caller.ts';
import { createRefusals } from '../../../worker/modules/shares/refusals.ts';
import { tokenFor } from '../../../worker/modules/shares/tokens.ts';
import { type Brand, PLAIN_THEME } from '../../../worker/modules/shares/view.ts';
import { createSigner } from '../../../worker/platform/jose/jose-signer.ts';

const signer = createSigner([Buffer.alloc(32, 7).toString('base64url')]);
const brandOf = (organisation: string): Brand => ({
  organisation,
  theme: PLAIN_THEME,
  contact: null,
  logoAssetId: null,
});
const caller = (locale: 'en' | 'de', origin = 'https://brand.example'): Caller => ({
  actor: { kind: 'visitor', id: null, name: 'Visitor' },
  role: null,
  locale,
  timeZone: 'UTC',
  territory: null,
  source: null,
  requestId: 'req_1',
  origin,
  now: 0,
});

describe('the page of forged tokens', () => {
  it('is given again in the same language under the same name only, and until the brand is read anew', async () => {
    let brand = brandOf('Linden');
    const refusals = createRefusals({ signer, wornBrand: () => brand });
    expect(refusals.recall(caller('en'))).toBeNull();
    const page = new Response('nothing here', { status: 404, headers: { 'x-said': 'once' } });
    await refusals.keep(caller('en'), page);
    // Whoever was first gets it whole.
    expect(await page.text()).toBe('nothing here');
    for (let again = 0; again < 2; again++) {
      const recalled = refusals.recall(caller('en'));
      expect(recalled?.status).toBe(404);
      expect(recalled?.headers.get('x-said')).toBe('once');
      expect(await recalled?.text()).toBe('nothing here');
    }
    expect(refusals.recall(caller('de'))).toBeNull();
    expect(refusals.recall(caller('en', 'https://other.example'))).toBeNull();
    brand = brandOf('Linden');
    expect(refusals.recall(caller('en'))).toBeNull();
  });

  it('is for what was never issued; a readable name is not known from its looks', async () => {
    const refusals = createRefusals({ signer, wornBrand: () => brandOf('Linden') });
    const issued = await tokenFor({ signer }, 'link', 'AbCdEfGhIjKlMnOp');
    expect(await refusals.isForged(issued)).toBe(false);
    expect(await refusals.isForged(`${issued.slice(0, -1)}${issued.endsWith('A') ? 'B' : 'A'}`)).toBe(true);
    expect(await refusals.isForged('spring-campaign')).toBe(false);
    expect(await refusals.isForged('A'.repeat(200))).toBe(true);
  });
});
