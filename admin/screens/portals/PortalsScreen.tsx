/** Every portal, drawn as its own page, with its state. */
import { LayoutPanelTop } from 'lucide-preact';
import { useState } from 'preact/hooks';
import type { Portal } from '../../../shared/contract/index.ts';
import { slugify } from '../../../shared/contract/index.ts';
import { AUDIENCES, type Audience } from '../../../shared/rights/types.ts';
import { AddressActs } from '../../components/AddressActs.tsx';
import { Button } from '../../components/Button.tsx';
import { ActionDialog } from '../../components/Dialog.tsx';
import { SelectField, TextField } from '../../components/Field.tsx';
import { Screen } from '../../components/Screen.tsx';
import { EmptyState, Loaded } from '../../components/States.tsx';
import { Mark } from '../../components/StatusMark.tsx';
import { createPortal, listPortals } from '../../operations/portals.ts';
import { useCommands } from '../../state/commands.ts';
import { locale, tr } from '../../state/locale.ts';
import { goTo } from '../../state/navigation.ts';
import { invalidate, useResource } from '../../state/resource.ts';
import { may } from '../../state/session.ts';
import { useShortcuts } from '../../state/shortcuts.ts';

export default function PortalsScreen() {
  const portals = useResource('portals', listPortals);
  const [isCreating, setCreating] = useState(false);
  const create = () => setCreating(true);
  const mayCreate = may('portal:write');
  useShortcuts(mayCreate ? { n: create } : {});
  useCommands(
    () =>
      mayCreate
        ? [
            {
              id: 'portals:new',
              label: tr('console.portals.new'),
              group: tr('console.nav.portals'),
              icon: LayoutPanelTop,
              shortcut: 'n',
              run: create,
            },
          ]
        : [],
    [locale.value],
  );
  const newButton = mayCreate && (
    <Button tone="primary" icon={LayoutPanelTop} onClick={create}>
      {tr('console.portals.new')}
    </Button>
  );
  return (
    <Screen
      title={tr('console.nav.portals')}
      count={portals.data?.length}
      actions={portals.data && portals.data.length > 0 ? newButton : undefined}
    >
      <Loaded
        of={portals}
        skeleton={
          <div class="cover-grid" data-size="large" role="status" aria-label={tr('console.loading')}>
            <div class="skeleton cover" />
            <div class="skeleton cover" />
          </div>
        }
      >
        {(items) =>
          items.length === 0 ? (
            <EmptyState icon={LayoutPanelTop} title={tr('console.portals.empty_title')} action={newButton}>
              {tr('console.portals.empty_text')}
            </EmptyState>
          ) : (
            <ul class="cover-grid" data-size="large">
              {items.map((portal) => (
                <PortalCover key={portal.id} portal={portal} />
              ))}
            </ul>
          )
        }
      </Loaded>
      {isCreating && <CreatePortalDialog onClose={() => setCreating(false)} />}
    </Screen>
  );
}

/** Whether visitors see it, and whether they see what the draft says. */
export function PortalMark({ portal }: { portal: Pick<Portal, 'state' | 'hasUnpublishedChanges'> }) {
  const { state, hasUnpublishedChanges } = portal;
  if (state === 'off') return <Mark tone="bad" label={tr('console.portal.state.off')} />;
  if (state === 'draft') return <Mark tone="plain" isHollow label={tr('console.portal.state.draft')} />;
  return hasUnpublishedChanges ? (
    <Mark tone="warn" label={tr('console.portal.state.changed')} />
  ) : (
    <Mark tone="good" label={tr('console.portal.state.published')} />
  );
}

function PortalCover({ portal }: { portal: Portal }) {
  const url = new URL(portal.url, location.origin).href;
  return (
    <li class="portal-cover">
      <a class="cover-card" href={`/admin/portals/${portal.id}`}>
        <span class="cover portal-thumb">
          {may('portal:write') && (
            <iframe
              src={`/p/${portal.slug}?draft=1`}
              title={tr('console.portal.page')}
              loading="lazy"
              tabIndex={-1}
              aria-hidden="true"
              inert
            />
          )}
        </span>
        <span class="cover-title">{portal.name}</span>
      </a>
      <div class="cover-facts">
        <PortalMark portal={portal} />
        <span>{tr('console.portal.for', { audience: tr(`rights.audience.${portal.audience}`) })}</span>
        {portal.isDefault && <span>{tr('console.portal.front')}</span>}
      </div>
      <div class="portal-address">
        <span class="truncate muted">{url.replace(/^https?:\/\//, '')}</span>
        <AddressActs
          url={url}
          pageUrl={portal.url}
          copyLabel={tr('console.portal.copy')}
          openLabel={tr('console.portal.visit')}
        />
      </div>
    </li>
  );
}

function CreatePortalDialog({ onClose }: { onClose: () => void }) {
  const [name, setName] = useState('');
  const [slug, setSlug] = useState<string | null>(null);
  const [audience, setAudience] = useState<Audience>('press');
  const address = slug ?? (name.trim() === '' ? '' : slugify(name));
  return (
    <ActionDialog
      title={tr('console.portals.new')}
      onClose={onClose}
      action={tr('console.portals.create')}
      isDisabled={name.trim() === '' || address === ''}
      onAction={async () => {
        const made = await createPortal({ slug: address, audience, document: { name: name.trim() } });
        invalidate('portals');
        goTo(`/admin/portals/${made.id}`);
      }}
    >
      <TextField
        label={tr('console.portal.name')}
        required
        autofocus
        maxLength={120}
        value={name}
        onValue={setName}
      />
      <TextField
        label={tr('console.portal.slug')}
        hint={`${location.host}/p/${address === '' ? '…' : address}`}
        required
        maxLength={80}
        pattern="[a-z0-9]+(-[a-z0-9]+)*"
        value={address}
        onValue={setSlug}
      />
      <SelectField
        label={tr('console.portal.audience')}
        hint={tr('console.portal.audience_hint')}
        value={audience}
        options={AUDIENCES.map((value) => ({ value, label: tr(`rights.audience_name.${value}`) }))}
        onValue={setAudience}
      />
    </ActionDialog>
  );
}
