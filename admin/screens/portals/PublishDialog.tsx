/** Says what visitors will see differently, then publishes. */
import { Minus, PenLine, Plus } from 'lucide-preact';
import type { Collection, Portal, PortalDocument } from '../../../shared/contract/index.ts';
import { ActionDialog } from '../../components/Dialog.tsx';
import { Icon, type IconType } from '../../components/Icon.tsx';
import { publishPortal } from '../../operations/portals.ts';
import { showMoment, tr } from '../../state/locale.ts';
import { notify } from '../../state/notices.ts';

export interface PublishDialogProps {
  readonly portal: Portal;
  readonly collections: readonly Collection[];
  readonly onPublished: (portal: Portal) => void;
  readonly onClose: () => void;
}

interface Line {
  readonly icon: IconType;
  readonly text: string;
}

/** The differences in sentences, additions first. */
export function linesOf(portal: Portal, collections: readonly Pick<Collection, 'id' | 'title'>[]): Line[] {
  const { changes } = portal;
  const titleOf = (id: string) => collections.find((one) => one.id === id)?.title ?? id;
  const fields = changes.changed.filter(isDocumentField);
  return [
    ...changes.collectionsAdded.map((id) => ({
      icon: Plus,
      text: tr('console.publish.collection_added', { title: titleOf(id) }),
    })),
    ...changes.collectionsRemoved.map((id) => ({
      icon: Minus,
      text: tr('console.publish.collection_removed', { title: titleOf(id) }),
    })),
    ...(changes.assetsAdded.length > 0
      ? [{ icon: Plus, text: tr('console.publish.assets_added', { count: changes.assetsAdded.length }) }]
      : []),
    ...(changes.assetsRemoved.length > 0
      ? [{ icon: Minus, text: tr('console.publish.assets_removed', { count: changes.assetsRemoved.length }) }]
      : []),
    ...fields.map((field) => ({ icon: PenLine, text: tr(`console.publish.field.${field}`) })),
  ];
}

const FIELDS = [
  'name',
  'tagline',
  'theme',
  'logoAssetId',
  'heroAssetId',
  'contact',
  'sections',
  'guidelines',
  'presets',
  'allowOriginals',
  'offersEmbed',
  'imprint',
] as const satisfies readonly (keyof PortalDocument)[];
const isDocumentField = (name: string): name is (typeof FIELDS)[number] =>
  FIELDS.some((field) => field === name);

export function PublishDialog({ portal, collections, onPublished, onClose }: PublishDialogProps) {
  const lines = linesOf(portal, collections);
  const isFirst = portal.publishedAt === null;
  return (
    <ActionDialog
      title={tr('console.publish.title', { name: portal.draft.name })}
      action={tr('console.portal.publish')}
      onClose={onClose}
      onAction={async () => {
        onPublished(await publishPortal(portal.id));
        notify(tr('console.publish.done', { name: portal.draft.name }), { tone: 'good' });
      }}
    >
      <p>
        {isFirst
          ? tr('console.publish.first', {
              url: new URL(portal.url, location.origin).href.replace(/^https?:\/\//, ''),
            })
          : tr('console.publish.since', { when: showMoment(portal.publishedAt ?? 0) })}
      </p>
      {!isFirst && lines.length > 0 && (
        <ul class="change-lines" aria-label={tr('console.publish.changes')}>
          {lines.map(({ icon, text }) => (
            <li key={text}>
              <Icon of={icon} />
              {text}
            </li>
          ))}
        </ul>
      )}
      {!isFirst && lines.length === 0 && <p class="muted">{tr('console.publish.nothing')}</p>}
      <p class="muted small">{tr('console.publish.rights')}</p>
    </ActionDialog>
  );
}
