/** Making and naming the parts of a portal's document. Pure, but for the random part of a new section's id. */
import type {
  GuidelineBlock,
  Portal,
  PortalDocument,
  PortalSection,
} from '../../../shared/contract/index.ts';
import { slugify } from '../../../shared/contract/index.ts';
import { tr } from '../../state/locale.ts';

export const SECTION_KINDS = ['collection', 'assets', 'press_kit', 'text', 'guidelines'] as const;
export type SectionKind = PortalSection['kind'];

export const BLOCK_KINDS = [
  'heading',
  'text',
  'swatches',
  'logo',
  'rules',
  'type_specimen',
  'image',
] as const;
export type BlockKind = GuidelineBlock['kind'];

const newId = (): string => `s-${crypto.randomUUID().slice(0, 8)}`;

/** A section of this kind with everything it needs; `collectionId` for the kinds that show one. */
export function makeSection(
  kind: SectionKind,
  collection: { id: string; title: string } | null,
): PortalSection {
  const id = newId();
  switch (kind) {
    case 'collection':
      return { kind, id, collectionId: collection?.id ?? '', title: null, layout: 'grid', limit: 8 };
    case 'press_kit':
      return {
        kind,
        id,
        collectionId: collection?.id ?? '',
        title: collection?.title ?? tr('console.section.press_kit'),
        text: '',
      };
    case 'assets':
      return { kind, id, title: tr('console.section.assets_title'), assetIds: [] };
    case 'text':
      return { kind, id, title: null, markdown: tr('console.section.text_start') };
    case 'guidelines':
      return { kind, id, title: tr('console.section.guidelines') };
    default:
      return kind satisfies never;
  }
}

/** Collections that a portal's draft shows, and that publishing it would bring or take away. */
export function collectionIdsOf({ changes }: Pick<Portal, 'changes'>, document: PortalDocument): string[] {
  const shown = document.sections.flatMap((section) =>
    'collectionId' in section && section.collectionId !== '' ? [section.collectionId] : [],
  );
  return [...new Set([...shown, ...changes.collectionsAdded, ...changes.collectionsRemoved])];
}

/** What a section is called in the list. */
export function nameOfSection(
  section: PortalSection,
  collections: readonly { readonly id: string; readonly title: string }[],
): string {
  switch (section.kind) {
    case 'collection':
      return (
        section.title ??
        collections.find(({ id }) => id === section.collectionId)?.title ??
        tr('console.section.collection')
      );
    case 'press_kit':
    case 'assets':
    case 'guidelines':
      return section.title === '' ? tr(`console.section.${section.kind}`) : section.title;
    case 'text':
      return section.title ?? firstWords(section.markdown);
    default:
      return section satisfies never;
  }
}

function firstWords(markdown: string): string {
  const text = markdown.replaceAll(/[#*_>`[\]]/g, '').trim();
  return text === '' ? tr('console.section.text') : text.slice(0, 60);
}

export function makeBlock(kind: BlockKind, assetId: string): GuidelineBlock {
  switch (kind) {
    case 'heading':
      return { kind, text: tr('console.block.heading') };
    case 'text':
      return { kind, markdown: '' };
    case 'swatches':
      return { kind, swatches: [{ name: tr('console.block.swatch_name'), hex: '#808080', note: null }] };
    case 'logo':
      return { kind, assetId, caption: null, fields: ['light', 'dark'] };
    case 'rules':
      return { kind, rules: [tr('console.block.rule_start')] };
    case 'type_specimen':
      return {
        kind,
        family: tr('console.block.family_start'),
        sample: 'Hamburgefonstiv 0123456789',
        note: null,
      };
    case 'image':
      return { kind, assetId, caption: null };
    default:
      return kind satisfies never;
  }
}

/** A guideline page with a free address. */
export function makeGuideline(document: PortalDocument, title: string): PortalDocument['guidelines'][number] {
  const taken = new Set(document.guidelines.map(({ slug }) => slug));
  const base = slugify(title);
  let slug = base;
  for (let number = 2; taken.has(slug); number += 1) slug = `${base}-${number}`;
  return { slug, title, intro: '', blocks: [{ kind: 'heading', text: title }] };
}
