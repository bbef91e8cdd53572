/**
 * What is ticked on a link's page without script: every turn of the page (a filter, a kind, the next files) is a form that carries
 * the ticks along, so that files of several pages go into one archive. With script they are kept in the browser
 * (`scripts/share-kept.ts`). Nothing is written down, and nothing is read of a file that the page does not show.
 */
import { idOf } from '../../shared/contract/identifiers.ts';
import { KEPT_MAX } from '../../shared/shares/choice.ts';

/** Field of the button that turns the page; its value is the query of the page to show. */
export const TURN_FIELD = 'turn';
/** Every form of the page is smaller than this, in bytes, with as many ticks as are kept and on the page. */
const FORM_BYTES_MAX = 256 * 1024;

const assetId = idOf('asset');

/** The page to show next, and the ids that are ticked; null where the form turns no page. */
export function turnOf(
  form: FormData,
): { readonly query: URLSearchParams; readonly ticked: string[] } | null {
  const turn = form.get(TURN_FIELD);
  if (typeof turn !== 'string') return null;
  const query = new URLSearchParams(turn);
  const typed = form.get('q');
  // Whoever presses a kind or the next page goes on with the words that are shown; *find* takes what is typed.
  if (!query.has('q') && typeof typed === 'string' && typed !== '') query.set('q', typed);
  const ids = form.getAll('asset').filter((id) => assetId.safeParse(id).success);
  return { query, ticked: [...new Set(ids.map(String))].slice(0, KEPT_MAX) };
}

/** The form that was sent, read no further than any of this page is long; null for one that is longer. */
export async function formOf(request: Request): Promise<FormData | null> {
  const chunks: Uint8Array<ArrayBuffer>[] = [];
  let length = 0;
  const reader = request.body?.getReader();
  for (let step = await reader?.read(); step !== undefined && !step.done; step = await reader?.read()) {
    length += step.value.length;
    if (length > FORM_BYTES_MAX) {
      await reader?.cancel();
      return null;
    }
    chunks.push(step.value);
  }
  const headers = { 'content-type': request.headers.get('content-type') ?? '' };
  return new Response(new Blob(chunks), { headers }).formData();
}
