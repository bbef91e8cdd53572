/** How somebody looks at a portal: as themselves, or, with `portal:write`, at the draft, from elsewhere, at another time. */
import { roleAllows } from '../../../shared/contract/users.ts';
import { toTerritory } from '../../../shared/rights/index.ts';
import type { Caller } from '../../http/caller.ts';

/** The query parameters of a preview, as they arrive. Ignored for everyone without `portal:write`. */
export interface ViewQuery {
  draft?: '1' | undefined;
  /** ISO 3166-1 alpha-2. */
  territory?: string | undefined;
  /** Unix milliseconds. */
  at?: number | undefined;
}

export interface Viewing {
  /** The instant and the country that rights are decided for. */
  readonly now: number;
  readonly territory: string | null;
  readonly isDraft: boolean;
  /** Signed in to the console. */
  readonly isMember: boolean;
  /** The preview's parameters to carry on in URLs of the page: `''` or `?draft=1&…`. */
  readonly query: string;
  /** What the page says about the preview; null for visitors. */
  readonly preview: { territory: string | null; at: number | null } | null;
}

export function viewingOf(caller: Caller, view: ViewQuery): Viewing {
  const isMember = caller.role !== null;
  const asked = view.draft !== undefined || view.territory !== undefined || view.at !== undefined;
  if (!asked || caller.role === null || !roleAllows(caller.role, 'portal:write')) {
    const { now, territory } = caller;
    return { now, territory, isDraft: false, isMember, query: '', preview: null };
  }
  const parameters = new URLSearchParams();
  if (view.draft !== undefined) parameters.set('draft', '1');
  if (view.territory !== undefined) parameters.set('territory', view.territory);
  if (view.at !== undefined) parameters.set('at', String(view.at));
  return {
    now: view.at ?? caller.now,
    territory: view.territory === undefined ? caller.territory : toTerritory(view.territory),
    isDraft: view.draft !== undefined,
    isMember,
    query: `?${parameters}`,
    preview: { territory: view.territory ?? null, at: view.at ?? null },
  };
}
