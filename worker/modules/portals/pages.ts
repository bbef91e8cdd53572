/** The pages of portals: what a visitor is shown, and what they read where something may not be shown. */
import type { z } from 'zod';
import { slugify } from '../../../shared/contract/identifiers.ts';
import type {
  DenialView,
  FrontView,
  GuidelineBlock,
  GuidelineBlockView,
  GuidelineView,
  PortalAssetView,
  PortalCollectionView,
  PortalHome,
  PortalSearchView,
  PublicAssetCard,
  portalSearchQuery,
} from '../../../shared/contract/portals.ts';
import { type PublicAnswerCode, publicAnswer } from '../../../shared/rights/index.ts';
import type { Caller } from '../../http/caller.ts';
import { assetView } from './asset-page.ts';
import { cardOf, contactOf, pageHref, shownCard } from './cards.ts';
import { downloadsOf } from './downloads.ts';
import { headerOf, isOpenAt } from './header.ts';
import { homeView } from './home-page.ts';
import type { Judged, PageContext } from './judging.ts';
import { renderMarkdown } from './markdown.ts';
import type { PageDeps, PageTools } from './page-tools.ts';
import type { ShownCollection } from './repository-public.ts';
import { scan } from './scan.ts';
import { searchView } from './search-page.ts';
import { type ViewQuery, viewingOf } from './viewing.ts';

/** A page, or the explanation that stands in its place. */
export type PublicAnswer<View> = { ok: true; view: View } | { ok: false; denial: DenialView };

export interface PortalPages {
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

type Denied = { ok: false; denial: DenialView };

export function createPortalPages(deps: PageDeps, tools: PageTools): PortalPages {
  const { judge, rows } = tools;

  /** Opens the portal and makes the page, or says why not. */
  async function open<View>(
    caller: Caller,
    slug: string,
    view: ViewQuery,
    make: (context: PageContext) => Promise<View | Denied>,
  ): Promise<PublicAnswer<View>> {
    const settings = await deps.settings.get();
    const viewing = viewingOf(caller, view);
    const portal = await deps.reader.open(slug, viewing);
    const blank = { portal: null, startsAt: null, contact: settings.contact, successor: null };
    if (portal === null) return { ok: false, denial: { ...blank, answer: 'not_found' } };
    const context = { caller, viewing, portal, settings };
    if (portal.rule.state !== 'active') {
      return { ok: false, denial: { ...blank, answer: 'no_longer', contact: contactOf(context) } };
    }
    const made = await make(context);
    return isDenied(made) ? made : { ok: true, view: made };
  }
  function isDenied(made: unknown): made is Denied {
    return typeof made === 'object' && made !== null && 'ok' in made && made.ok === false;
  }
  async function deny(
    context: PageContext,
    answer: PublicAnswerCode,
    rest: { startsAt?: number | null; successor?: PublicAssetCard | null } = {},
  ): Promise<Denied> {
    return {
      ok: false,
      denial: {
        portal: await headerOf(tools, context),
        answer,
        startsAt: rest.startsAt ?? null,
        contact: contactOf(context),
        successor: rest.successor ?? null,
      },
    };
  }
  /** Why a judged asset is not shown, and what to use instead. */
  async function denyAsset(context: PageContext, { snapshot, view }: Judged): Promise<Denied> {
    if (view.allowed) return deny(context, 'not_found');
    const { code } = publicAnswer(view.reasons);
    // An asset that nobody may know of names no successor.
    const successorId = code === 'not_found' ? null : snapshot.rights.successorAssetId;
    const next =
      successorId === null ? undefined : (await judge.judge(context, [successorId])).get(successorId);
    return deny(context, code, {
      startsAt: code === 'not_yet' ? view.startsAt : null,
      successor: next?.view.allowed === true ? cardOf(context, next) : null,
    });
  }
  async function findCollection(context: PageContext, slug: string): Promise<ShownCollection | undefined> {
    const shown = await rows.collections(context.portal.shown.collectionIds);
    return shown.find((row) => row.slug === slug);
  }

  async function blockView(
    context: PageContext,
    block: GuidelineBlock,
    judged: Map<string, Judged>,
    anchors: (text: string) => string,
    nextRule: () => number,
  ): Promise<GuidelineBlockView | null> {
    switch (block.kind) {
      case 'heading':
        return { kind: 'heading', text: block.text, anchor: anchors(block.text) };
      case 'text':
        return { kind: 'text', html: renderMarkdown(block.markdown) };
      case 'swatches':
        return { kind: 'swatches', swatches: block.swatches };
      case 'type_specimen':
        return { kind: 'type_specimen', family: block.family, sample: block.sample, note: block.note };
      case 'rules':
        return {
          kind: 'rules',
          rules: block.rules.map((text) => {
            const number = nextRule();
            return { number, anchor: `rule-${number}`, text };
          }),
        };
      case 'logo':
      case 'image': {
        const found = judged.get(block.assetId);
        if (found === undefined || !found.view.allowed) return null;
        const asset = cardOf(context, found);
        return block.kind === 'image'
          ? { kind: 'image', asset, caption: block.caption }
          : {
              kind: 'logo',
              asset,
              caption: block.caption,
              fields: block.fields,
              downloads: downloadsOf(context, found),
            };
      }
      default:
        return block satisfies never;
    }
  }

  return {
    async front(caller) {
      const settings = await deps.settings.get();
      const viewing = viewingOf(caller, {});
      const portals = await rows.published();
      const fallback = portals.find((record) => record.isDefault && record.audience !== 'internal');
      const listed: FrontView['portals'] = [];
      for (const record of portals) {
        if (record.audience !== 'public' && record.audience !== 'press') continue;
        const portal = await deps.reader.open(record.slug, viewing);
        if (portal === null || portal.rule.state !== 'active') continue;
        const context = { caller, viewing, portal, settings };
        const { name, tagline, heroAssetId } = portal.document;
        const hero =
          heroAssetId === null ? undefined : (await judge.judge(context, [heroAssetId])).get(heroAssetId);
        listed.push({
          slug: record.slug,
          name,
          tagline,
          hero: hero?.view.allowed === true ? cardOf(context, hero) : null,
        });
      }
      return {
        organisation: settings.organisation,
        defaultPortal: fallback?.slug ?? null,
        portals: listed,
      };
    },
    home: (caller, slug, view) => open(caller, slug, view, (context) => homeView(tools, context)),
    collection: (caller, slug, collectionSlug, query) =>
      open<PortalCollectionView>(caller, slug, query, async (context) => {
        const collection = await findCollection(context, collectionSlug);
        if (collection === undefined) return deny(context, 'not_found');
        const { now } = context.viewing;
        if (collection.startsAt !== null && now < collection.startsAt) {
          return deny(context, 'not_yet', { startsAt: collection.startsAt });
        }
        if (!isOpenAt(collection, now)) return deny(context, 'no_longer');
        const page = await scan(judge, context, rows.inCollection(collection.id), {
          limit: query.limit,
          cursor: query.cursor,
          withEmbargoed: true,
          through: collection,
        });
        return {
          portal: await headerOf(tools, context),
          collection: {
            slug: collection.slug,
            title: collection.title,
            description: collection.description,
          },
          assets: {
            items: page.items.map((shown) => shownCard(context, shown, collection.slug)),
            nextCursor: page.nextCursor,
          },
          zipAction: pageHref(context, '/zip', collection.slug),
        };
      }),
    asset: (caller, slug, assetId, query) =>
      open<PortalAssetView>(caller, slug, query, async (context) => {
        const found = (await judge.judge(context, [assetId])).get(assetId);
        if (found === undefined) return deny(context, 'not_found');
        if (!found.view.allowed) return denyAsset(context, found);
        const collection =
          query.collection === undefined ? undefined : await findCollection(context, query.collection);
        return assetView(tools, context, found, found.view, collection);
      }),
    search: (caller, slug, query) =>
      open<PortalSearchView>(caller, slug, query, async (context) => {
        const collection =
          query.collection === undefined ? undefined : await findCollection(context, query.collection);
        if (query.collection !== undefined && collection === undefined) return deny(context, 'not_found');
        return searchView(tools, context, query, collection);
      }),
    guideline: (caller, slug, guidelineSlug, view) =>
      open<GuidelineView>(caller, slug, view, async (context) => {
        const page = context.portal.document.guidelines.find((entry) => entry.slug === guidelineSlug);
        if (page === undefined) return deny(context, 'not_found');
        const assetIds = page.blocks.flatMap((block) =>
          block.kind === 'logo' || block.kind === 'image' ? [block.assetId] : [],
        );
        const judged = await judge.judge(context, assetIds);
        const taken = new Map<string, number>();
        const anchors = (text: string): string => {
          const base = slugify(text, 'section');
          const times = (taken.get(base) ?? 0) + 1;
          taken.set(base, times);
          return times === 1 ? base : `${base}-${times}`;
        };
        let rule = 0;
        const blocks: GuidelineBlockView[] = [];
        for (const block of page.blocks) {
          const made = await blockView(context, block, judged, anchors, () => ++rule);
          if (made !== null) blocks.push(made);
        }
        return {
          portal: await headerOf(tools, context),
          title: page.title,
          slug: page.slug,
          intro: page.intro,
          blocks,
        };
      }),
  };
}
