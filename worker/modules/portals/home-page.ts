/** A portal's start page: its sections, each filled with what may be shown. */
import type { PortalCard, PortalHome, PortalSection, SectionView } from '../../../shared/contract/portals.ts';
import { cardOf, pageHref, shownCard } from './cards.ts';
import { downloadsOf } from './downloads.ts';
import { headerOf, isOpenAt } from './header.ts';
import type { PageContext } from './judging.ts';
import { renderMarkdown } from './markdown.ts';
import type { PageTools } from './page-tools.ts';
import type { ShownCollection } from './repository-public.ts';
import { scan, shownOf } from './scan.ts';

/** Pictures a press kit shows, and assets it counts at most. */
const KIT_CARDS = 8;
const KIT_ASSETS_MAX = 240;
const SECTION_STEPS = 2;

export async function homeView(tools: PageTools, context: PageContext): Promise<PortalHome> {
  const { portal, viewing } = context;
  const { heroAssetId, sections } = portal.document;
  const [header, hero, collections] = await Promise.all([
    headerOf(tools, context),
    tools.judge.judge(context, heroAssetId === null ? [] : [heroAssetId]),
    tools.rows.collections(portal.shown.collectionIds),
  ]);
  const open = collections.filter((collection) => isOpenAt(collection, viewing.now));
  const views = await Promise.all(sections.map((section) => sectionView(tools, context, section, open)));
  const judgedHero = hero.get(heroAssetId ?? '');
  return {
    portal: header,
    hero: judgedHero?.view.allowed === true ? cardOf(context, judgedHero) : null,
    sections: views.filter((view) => view !== null),
  };
}

async function sectionView(
  tools: PageTools,
  context: PageContext,
  section: PortalSection,
  open: readonly ShownCollection[],
): Promise<SectionView | null> {
  switch (section.kind) {
    case 'collection': {
      const collection = open.find((row) => row.id === section.collectionId);
      if (collection === undefined) return null;
      const { items } = await scan(tools.judge, context, tools.rows.inCollection(collection.id), {
        limit: section.limit,
        withEmbargoed: true,
        through: collection,
        steps: SECTION_STEPS,
      });
      return {
        kind: 'collection',
        id: section.id,
        title: section.title ?? collection.title,
        description: collection.description,
        href: pageHref(context, `/collections/${collection.slug}`),
        layout: section.layout,
        cards: items.map((shown) => shownCard(context, shown, collection.slug)),
      };
    }
    case 'assets': {
      const judged = await tools.judge.judge(context, section.assetIds);
      const cards = section.assetIds.flatMap((id): PortalCard[] => {
        const found = judged.get(id);
        const shown = found === undefined ? null : shownOf(found, true);
        return shown === null ? [] : [shownCard(context, shown)];
      });
      return cards.length === 0 ? null : { kind: 'assets', id: section.id, title: section.title, cards };
    }
    case 'press_kit': {
      const collection = open.find((row) => row.id === section.collectionId);
      if (collection === undefined) return null;
      const { items } = await scan(tools.judge, context, tools.rows.inCollection(collection.id), {
        limit: KIT_ASSETS_MAX,
        withEmbargoed: true,
        through: collection,
      });
      const handedOut = items.flatMap((shown) =>
        shown.kind === 'available' && downloadsOf(context, shown.judged).length > 0 ? [shown.judged] : [],
      );
      return {
        kind: 'press_kit',
        id: section.id,
        title: section.title,
        text: section.text,
        href: pageHref(context, `/collections/${collection.slug}`),
        zipAction: pageHref(context, '/zip', collection.slug),
        cards: items.slice(0, KIT_CARDS).map((shown) => shownCard(context, shown, collection.slug)),
        assetCount: handedOut.length,
        totalBytes: handedOut.reduce((sum, { snapshot }) => sum + snapshot.version.sizeBytes, 0),
      };
    }
    case 'text':
      return {
        kind: 'text',
        id: section.id,
        title: section.title,
        html: renderMarkdown(section.markdown),
      };
    case 'guidelines': {
      const pages = context.portal.document.guidelines.map(({ slug, title, intro }) => ({
        slug,
        title,
        intro,
      }));
      return pages.length === 0 ? null : { kind: 'guidelines', id: section.id, title: section.title, pages };
    }
    default:
      return section satisfies never;
  }
}
