/** Opening a page: ask the API, prepare the page's style, and set status and headers before anything renders. */
import { type PageLogo, type PortalCard, type Theme, themeSchema } from '../../shared/contract/portals.ts';
import type { Answer, Refusal } from '../api/client.ts';
import { PageStyle } from './page-style.ts';

/** Look of a page that belongs to no portal. */
export const plainTheme: Theme = themeSchema.parse({});

/** What a page's frontmatter has of Astro; `Astro` itself fits. */
export interface PageContext {
  readonly response: { status?: number; readonly headers: Headers };
  readonly csp?: { insertStyleHash(hash: `sha256-${string}`): void } | undefined;
}

export type Opened<T> =
  | { readonly ok: true; readonly data: T; readonly style: PageStyle }
  | (Refusal & { readonly style: PageStyle });

/**
 * Status and `no-store` for a refusal, the theme and the pictures of the page's style, its hash in the policy. Pages never
 * outlive their rights: nothing rendered is stored anywhere.
 */
export async function openPage<T>(
  context: PageContext,
  answer: Answer<T>,
  look: (data: T) => {
    theme: Theme;
    cards: readonly (PortalCard | null)[];
    /** In the masthead. */
    logo?: Pick<PageLogo, 'thumbHash'> | null;
    swatches?: readonly string[];
  },
): Promise<Opened<T>> {
  context.response.headers.set('cache-control', 'private, no-store');
  if (answer.retryAfter) context.response.headers.set('retry-after', answer.retryAfter);
  if (!answer.ok) {
    const { denial } = answer;
    const style = new PageStyle(denial.portal?.theme ?? plainTheme);
    style.addPictures([denial.portal?.logo ?? null, denial.successor]);
    style.addLogo(denial.portal?.logo ?? null);
    context.response.status = answer.status;
    context.csp?.insertStyleHash(await style.hash());
    return { ...answer, style };
  }
  const { theme, cards, logo = null, swatches = [] } = look(answer.data);
  const style = new PageStyle(theme);
  style.addPictures(cards);
  style.addLogo(logo);
  for (const hex of swatches) style.addSwatch(hex);
  context.csp?.insertStyleHash(await style.hash());
  return { ok: true, data: answer.data, style };
}
