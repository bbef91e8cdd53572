import type { z } from 'zod';
import type {
  DenialView,
  FrontView,
  GuidelineView,
  Portal,
  PortalAssetView,
  PortalCollectionView,
  PortalHome,
  PortalSearchView,
  portalInput,
  portalPatch,
  portalSearchQuery,
} from '../../../shared/contract/portals.ts';
import type { Caller } from '../../http/app-env.ts';
import type { ViewQuery } from './viewing.ts';

/** A page, or the explanation that stands in its place with the status to send. */
export type PublicAnswer<View> =
  | { ok: true; view: View }
  | { ok: false; denial: DenialView; status: 403 | 404 | 410 | 451 };

export interface PortalService {
  list(caller: Caller): Promise<Portal[]>;
  get(caller: Caller, id: string): Promise<Portal>;
  create(caller: Caller, input: z.infer<typeof portalInput>): Promise<Portal>;
  update(caller: Caller, id: string, input: z.infer<typeof portalPatch>): Promise<Portal>;
  publish(caller: Caller, id: string): Promise<Portal>;
  setOff(caller: Caller, id: string, off: boolean): Promise<Portal>;
  remove(caller: Caller, id: string): Promise<{ id: string }>;

  front(caller: Caller): Promise<FrontView>;
  home(caller: Caller, portal: string, view: ViewQuery): Promise<PublicAnswer<PortalHome>>;
  collection(
    caller: Caller,
    portal: string,
    collection: string,
    query: ViewQuery & { cursor?: string | undefined; limit: number },
  ): Promise<PublicAnswer<PortalCollectionView>>;
  asset(
    caller: Caller,
    portal: string,
    assetId: string,
    query: ViewQuery & { collection?: string | undefined },
  ): Promise<PublicAnswer<PortalAssetView>>;
  search(
    caller: Caller,
    portal: string,
    query: ViewQuery & z.infer<typeof portalSearchQuery>,
  ): Promise<PublicAnswer<PortalSearchView>>;
  guideline(
    caller: Caller,
    portal: string,
    slug: string,
    view: ViewQuery,
  ): Promise<PublicAnswer<GuidelineView>>;
}
