/** A portal's search. Nothing it says, neither facet nor spelling, comes from an asset that may not be shown. */
import type { z } from 'zod';
import type { PortalSearchView, portalSearchQuery } from '../../../shared/contract/portals.ts';
import { shownCard } from './cards.ts';
import { headerOf } from './header.ts';
import type { PageContext } from './judging.ts';
import type { PageTools } from './page-tools.ts';
import type { AssetWish, ShownCollection } from './repository-public.ts';
import { type CandidateList, scan } from './scan.ts';

/** Shown assets that facets are gathered from. */
const FACET_ASSETS_MAX = 240;
const FACET_STEPS = 4;

export async function searchView(
  tools: PageTools,
  context: PageContext,
  query: z.infer<typeof portalSearchQuery>,
  collection: ShownCollection | undefined,
): Promise<PortalSearchView> {
  const { shown } = context.portal;
  const within = { collectionId: collection?.id };
  const candidates = (text: string, wish: AssetWish): CandidateList => {
    const expression = tools.search.expression(text);
    if (expression !== null) return tools.rows.matching(expression, shown, wish);
    // Signs without a word in them match nothing; no text at all is browsing.
    return text === '' ? tools.rows.newest(shown, wish) : async () => [];
  };
  const through = collection === undefined ? {} : { through: collection };
  const wish: AssetWish = {
    ...within,
    kind: query.kind,
    orientation: query.orientation,
    colour: query.colour,
  };
  const [header, page, unfiltered] = await Promise.all([
    headerOf(tools, context),
    scan(tools.judge, context, candidates(query.q, wish), {
      limit: query.limit,
      cursor: query.cursor,
      withEmbargoed: false,
      ...through,
    }),
    scan(tools.judge, context, candidates(query.q, within), {
      limit: FACET_ASSETS_MAX,
      withEmbargoed: false,
      steps: FACET_STEPS,
      ...through,
    }),
  ]);
  const shownIds = unfiltered.items.flatMap((item) =>
    item.kind === 'available' ? [item.judged.snapshot.assetId] : [],
  );
  const facts = await tools.rows.facts(shownIds);
  const distinct = <T>(values: readonly (T | null)[]): T[] =>
    [...new Set(values)].filter((value) => value !== null).sort();

  let didYouMean: string | null = null;
  if (shownIds.length === 0 && query.q !== '') {
    const spelling = await tools.search.didYouMean(query.q);
    if (spelling !== null) {
      const meant = await scan(tools.judge, context, candidates(spelling, within), {
        limit: 1,
        withEmbargoed: false,
        ...through,
      });
      if (meant.items.length > 0) didYouMean = spelling;
    }
  }
  return {
    portal: header,
    query: query.q,
    results: {
      items: page.items.map((item) => shownCard(context, item, collection?.slug)),
      nextCursor: page.nextCursor,
    },
    facets: {
      kinds: distinct(facts.map((fact) => fact.kind)),
      colours: distinct(facts.map((fact) => fact.colour)),
      orientations: distinct(facts.map((fact) => fact.orientation)),
    },
    didYouMean,
  };
}
