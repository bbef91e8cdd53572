/** The parts of a portal: its fixed ones, its sections in order, its guideline pages. */
import {
  BookOpenText,
  Download,
  FolderOpen,
  GripVertical,
  Images,
  type LucideIcon,
  MapPin,
  Newspaper,
  Palette,
  Phone,
  Plus,
  SwatchBook,
  Tag,
  Text,
} from 'lucide-preact';
import { useState } from 'preact/hooks';
import type { Collection, PortalDocument, PortalSection } from '../../../shared/contract/index.ts';
import { Icon } from '../../components/Icon.tsx';
import { Menu } from '../../components/Menu.tsx';
import { useSortable } from '../../components/sortable.ts';
import { tr } from '../../state/locale.ts';
import { notify } from '../../state/notices.ts';
import { may } from '../../state/session.ts';
import type { PortalDraft } from './draft.ts';
import { makeGuideline, makeSection, nameOfSection, SECTION_KINDS, type SectionKind } from './sections.ts';

export const FIXED_PARTS = ['brand', 'theme', 'contact', 'downloads', 'address'] as const;
export type FixedPart = (typeof FIXED_PARTS)[number];
export type PartId = FixedPart | `section:${string}` | `guideline:${number}`;

const PART_ICONS: Readonly<Record<FixedPart, LucideIcon>> = {
  brand: Tag,
  theme: Palette,
  contact: Phone,
  downloads: Download,
  address: MapPin,
};
export const SECTION_ICONS: Readonly<Record<SectionKind, LucideIcon>> = {
  collection: FolderOpen,
  assets: Images,
  press_kit: Newspaper,
  text: Text,
  guidelines: SwatchBook,
};

export interface OutlineProps {
  readonly document: PortalDocument;
  readonly collections: readonly Collection[];
  readonly part: PartId | null;
  readonly draft: PortalDraft;
  readonly onPart: (part: PartId) => void;
}

export function Outline({ document, collections, part, draft, onPart }: OutlineProps) {
  const mayWrite = may('portal:write');
  const ids = document.sections.map(({ id }) => id);
  const byId = new Map(document.sections.map((section) => [section.id, section]));
  const [announcement, setAnnouncement] = useState('');
  const sortable = useSortable({
    ids,
    isDisabled: !mayWrite,
    onMove: (id, afterId) => {
      const moving = byId.get(id);
      if (!moving) return;
      const rest = document.sections.filter((section) => section.id !== id);
      const at = afterId === null ? 0 : rest.findIndex((section) => section.id === afterId) + 1;
      draft.change({ sections: [...rest.slice(0, at), moving, ...rest.slice(at)] });
    },
  });
  const add = (kind: SectionKind) => {
    const first = collections[0] ?? null;
    if (first === null && (kind === 'collection' || kind === 'press_kit')) {
      notify(tr('console.section.needs_collection'));
      return;
    }
    const section = makeSection(kind, first);
    draft.change({ sections: [...document.sections, section] });
    setAnnouncement(tr('console.section.added', { name: tr(`console.section.${kind}`) }));
    onPart(`section:${section.id}`);
  };
  const addGuideline = () => {
    const page = makeGuideline(document, tr('console.guideline.start'));
    draft.change({ guidelines: [...document.guidelines, page] });
    onPart(`guideline:${document.guidelines.length}`);
  };
  return (
    <nav class="outline" aria-label={tr('console.portal.parts')}>
      <div class="visually-hidden" aria-live="assertive">
        {sortable.announcement || announcement}
      </div>
      <ul>
        {FIXED_PARTS.map((name) => (
          <li key={name}>
            <Row
              icon={PART_ICONS[name]}
              label={tr(`console.part.${name}`)}
              isCurrent={part === name}
              onPick={() => onPart(name)}
            />
          </li>
        ))}
      </ul>
      <h2 class="outline-head">
        {tr('console.portal.sections')}
        {mayWrite && (
          <Menu
            label={tr('console.section.add')}
            icon={Plus}
            isIconOnly
            tone="quiet"
            placement="bottom-end"
            items={SECTION_KINDS.map((kind) => ({
              id: kind,
              label: tr(`console.section.${kind}`),
              icon: SECTION_ICONS[kind],
              run: () => add(kind),
            }))}
          />
        )}
      </h2>
      {ids.length === 0 && <p class="outline-empty">{tr('console.portal.sections_none')}</p>}
      <ol
        ref={(element) => {
          sortable.containerRef.current = element;
        }}
      >
        {sortable.order.map((id, index) => {
          const section = byId.get(id);
          if (!section) return null;
          const name = nameOfSection(section, collections);
          return (
            <li key={id} class="sort-row" {...sortable.itemProps(id)}>
              <Row
                icon={SECTION_ICONS[section.kind]}
                label={name}
                isCurrent={part === `section:${id}`}
                onPick={() => onPart(`section:${id}`)}
                onDrag={(event) => sortable.startDrag(id, event)}
              />
              {mayWrite && (
                <button
                  type="button"
                  class="row-grip"
                  aria-label={tr('console.sort.handle', { name, position: index + 1, total: ids.length })}
                  title={tr('console.sort.hint')}
                  {...sortable.handleProps(id)}
                >
                  <Icon of={GripVertical} />
                </button>
              )}
            </li>
          );
        })}
      </ol>
      <h2 class="outline-head">
        {tr('console.portal.guidelines')}
        {mayWrite && (
          <button
            type="button"
            class="icon-button"
            aria-label={tr('console.guideline.add')}
            title={tr('console.guideline.add')}
            onClick={addGuideline}
          >
            <Icon of={Plus} />
          </button>
        )}
      </h2>
      {document.guidelines.length === 0 && (
        <p class="outline-empty">{tr('console.portal.guidelines_none')}</p>
      )}
      <ul>
        {document.guidelines.map((page, index) => (
          <li key={page.slug}>
            <Row
              icon={BookOpenText}
              label={page.title === '' ? page.slug : page.title}
              isCurrent={part === `guideline:${index}`}
              onPick={() => onPart(`guideline:${index}`)}
            />
          </li>
        ))}
      </ul>
    </nav>
  );
}

interface RowProps {
  readonly icon: LucideIcon;
  readonly label: string;
  readonly isCurrent: boolean;
  readonly onPick: () => void;
  readonly onDrag?: (event: PointerEvent) => void;
}

function Row({ icon, label, isCurrent, onPick, onDrag }: RowProps) {
  return (
    <button
      type="button"
      class="outline-row"
      aria-current={isCurrent ? 'true' : undefined}
      onPointerDown={(event) => {
        if (event.pointerType === 'mouse') onDrag?.(event);
      }}
      onClick={onPick}
    >
      <Icon of={icon} />
      <span class="truncate">{label}</span>
    </button>
  );
}

/** The section a part names. */
export function sectionOf(document: PortalDocument, part: PartId): PortalSection | undefined {
  if (!part.startsWith('section:')) return undefined;
  const id = part.slice('section:'.length);
  return document.sections.find((section) => section.id === id);
}
