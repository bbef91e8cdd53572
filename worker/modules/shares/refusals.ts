/**
 * The page behind a token that nobody issued, remembered: it says the same whatever the token, so that somebody who guesses
 * addresses costs a MAC and no page. It is made anew when the brand's clothes were read anew.
 */
import type { Caller } from '../../http/caller.ts';
import type { Signer } from '../../ports/signer.ts';
import { BoundedMap } from '../delivery/index.ts';
import { readShareToken } from './tokens.ts';
import type { Brand } from './view.ts';

/** Languages times the host names we may be reached under. */
const REMEMBERED_MAX = 32;

interface Remembered {
  readonly brand: Brand;
  readonly status: number;
  readonly headers: [string, string][];
  readonly body: ArrayBuffer;
}

/** @param wornBrand what pages of forged tokens wear at the moment; another object whenever it was read anew */
export function createRefusals(deps: { readonly signer: Signer; readonly wornBrand: () => Brand }) {
  const remembered = new BoundedMap<Remembered>(REMEMBERED_MAX);
  const keyOf = ({ locale, origin }: Caller): string => `${locale} ${origin}`;

  return {
    /** Whether `token` was never issued; false for a vanity name, which only the database knows. */
    isForged: async (token: string): Promise<boolean> => (await readShareToken(deps, token)) === null,
    recall(caller: Caller): Response | null {
      const kept = remembered.get(keyOf(caller));
      if (kept === undefined || kept.brand !== deps.wornBrand()) return null;
      return new Response(kept.body, { status: kept.status, headers: kept.headers });
    },
    /** @param page of a forged token, asked for without cookies and query: nothing in it is about who asked */
    async keep(caller: Caller, page: Response): Promise<void> {
      const brand = deps.wornBrand();
      const body = await page.clone().arrayBuffer();
      remembered.set(keyOf(caller), { brand, status: page.status, headers: [...page.headers], body });
    },
  };
}
