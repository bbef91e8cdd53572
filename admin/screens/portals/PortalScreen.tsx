/** The portal editor: sections on the left, the real page in the middle, what is selected on the right. */
import { ArrowLeft, Ellipsis, Monitor, Power, Smartphone, Tablet, Trash2, Upload } from 'lucide-preact';
import { useState } from 'preact/hooks';
import { useRoute } from 'preact-iso';
import type { Portal } from '../../../shared/contract/index.ts';
import { AddressActs } from '../../components/AddressActs.tsx';
import { Button, IconButton } from '../../components/Button.tsx';
import { ActionDialog } from '../../components/Dialog.tsx';
import { FieldError } from '../../components/Field.tsx';
import { Icon } from '../../components/Icon.tsx';
import { SavedMark } from '../../components/InlineField.tsx';
import { Menu } from '../../components/Menu.tsx';
import { Screen } from '../../components/Screen.tsx';
import { ErrorState, Skeleton, useIsSlow } from '../../components/States.tsx';
import { listCollections, readCollections } from '../../operations/collections.ts';
import { deletePortal, readPortal, switchPortal } from '../../operations/portals.ts';
import { useCommands } from '../../state/commands.ts';
import { locale, tr } from '../../state/locale.ts';
import { goTo } from '../../state/navigation.ts';
import { notify, notifyFailure } from '../../state/notices.ts';
import { isOneOf, remembered } from '../../state/remembered.ts';
import { invalidate, useResource } from '../../state/resource.ts';
import { may } from '../../state/session.ts';
import { useShortcuts } from '../../state/shortcuts.ts';
import { isNarrow } from '../../state/viewport.ts';
import { usePortalDraft } from './draft.ts';
import { LookAs, type LookingAs, NOT_LOOKING } from './LookAs.tsx';
import { Outline, type PartId } from './Outline.tsx';
import { DEVICES, type Device, PagePreview } from './PagePreview.tsx';
import { PartPanel, titleOfPart } from './PartPanel.tsx';
import { PortalMark } from './PortalsScreen.tsx';
import { PublishDialog } from './PublishDialog.tsx';
import { collectionIdsOf } from './sections.ts';

const DEVICE_ICONS = { phone: Smartphone, tablet: Tablet, desktop: Monitor } as const;
const device = remembered<Device>('portal.device', 'desktop', isOneOf(DEVICES));

export default function PortalScreen() {
  const { params } = useRoute();
  const id = params.id ?? '';
  const resource = useResource(`portal:${id}`, (signal) => readPortal(id, signal));
  const isSlow = useIsSlow(resource.isLoading && !resource.data);
  const back = (
    <a class="icon-button" href="/admin/portals" aria-label={tr('console.portal.back')}>
      <Icon of={ArrowLeft} />
    </a>
  );
  if (resource.data) {
    return <Editor key={id} portal={resource.data} back={back} onPortal={resource.put} />;
  }
  return (
    <Screen title={tr('console.nav.portals')} lead={back}>
      {resource.error ? (
        <ErrorState error={resource.error} onRetry={resource.reload} />
      ) : (
        isSlow && <Skeleton />
      )}
    </Screen>
  );
}

interface EditorProps {
  readonly portal: Portal;
  readonly back: preact.ComponentChildren;
  readonly onPortal: (portal: Portal) => void;
}

function Editor({ portal, back, onPortal }: EditorProps) {
  const adopt = (next: Portal) => {
    onPortal(next);
    invalidate('portals', 'collection');
  };
  const draft = usePortalDraft(portal, adopt);
  const collections = useResource('collections:all', (signal) => listCollections({}, signal));
  const [part, setPart] = useState<PartId | null>(isNarrow.value ? null : 'brand');
  const [isPublishing, setPublishing] = useState(false);
  const [isDeleting, setDeleting] = useState(false);
  const [looking, setLooking] = useState<LookingAs>(NOT_LOOKING);
  const [isPageShown, setPageShown] = useState(false);
  const mayWrite = may('portal:write');
  const mayPublish = may('portal:publish');
  const { document } = draft;
  const newest = collections.data?.items ?? [];
  const others = collectionIdsOf(portal, document).filter((id) => !newest.some((one) => one.id === id));
  // What the portal names and is not among the newest.
  const named = useResource(
    collections.data === undefined || others.length === 0 ? null : `collection:named:${others.join(' ')}`,
    (signal) => readCollections(others, signal),
  );
  const known = [...newest, ...(named.data ?? [])];

  const publish = async () => {
    if (await draft.flush()) setPublishing(true);
  };
  const toggleOff = async () => {
    const off = portal.state !== 'off';
    try {
      adopt(await switchPortal(portal.id, off));
      notify(tr(off ? 'console.portal.switched_off' : 'console.portal.switched_on', { name: portal.name }), {
        undo: async () => adopt(await switchPortal(portal.id, !off)),
      });
    } catch (error) {
      notifyFailure(error, tr('console.portal.switch_failed'));
    }
  };
  useShortcuts({
    ...(mayPublish ? { 'mod+Enter': () => void publish() } : {}),
    '1': () => pickDevice('phone'),
    '2': () => pickDevice('tablet'),
    '3': () => pickDevice('desktop'),
  });
  useCommands(
    () => [
      ...(mayPublish
        ? [
            {
              id: 'portal:publish',
              label: tr('console.portal.publish'),
              group: portal.name,
              icon: Upload,
              shortcut: 'mod+Enter',
              run: () => void publish(),
            },
          ]
        : []),
      ...DEVICES.map((name, index) => ({
        id: `portal:${name}`,
        label: tr(`console.portal.device.${name}`),
        group: portal.name,
        icon: DEVICE_ICONS[name],
        shortcut: String(index + 1),
        run: () => pickDevice(name),
      })),
    ],
    [portal.name, locale.value],
  );

  const guideline = part?.startsWith('guideline:')
    ? document.guidelines[Number(part.slice('guideline:'.length))]
    : undefined;
  const query = new URLSearchParams({ draft: '1' });
  if (looking.territory !== null) query.set('territory', looking.territory);
  if (looking.at !== null) query.set('at', String(looking.at));
  const src = `/p/${portal.slug}${guideline ? `/guidelines/${guideline.slug}` : ''}?${query}`;
  const url = new URL(portal.url, location.origin).href;
  const hasOutline = !isNarrow.value || !isPageShown;
  const hasPage = !isNarrow.value || isPageShown;
  const hasPanel = part !== null && (!isNarrow.value || !isPageShown);
  return (
    <Screen
      title={document.name === '' ? portal.name : document.name}
      lead={back}
      count={
        <span class="line-up">
          <PortalMark portal={portal} />
          <SavedMark state={draft.state} />
        </span>
      }
      isPadded={false}
      actions={
        <>
          {isNarrow.value && (
            <Button aria-pressed={isPageShown} onClick={() => setPageShown(!isPageShown)}>
              {tr(isPageShown ? 'console.portal.show_parts' : 'console.portal.show_page')}
            </Button>
          )}
          {!isNarrow.value && (
            <AddressActs
              url={url}
              pageUrl={portal.url}
              copyLabel={tr('console.portal.copy')}
              openLabel={tr('console.portal.visit')}
            />
          )}
          {mayPublish && (
            <Menu
              label={tr('console.portal.more')}
              icon={Ellipsis}
              isIconOnly
              placement="bottom-end"
              items={[
                ...(portal.state === 'draft'
                  ? []
                  : [
                      {
                        id: 'off',
                        label: tr(
                          portal.state === 'off' ? 'console.portal.switch_on' : 'console.portal.switch_off',
                        ),
                        icon: Power,
                        run: () => void toggleOff(),
                      },
                    ]),
                {
                  id: 'delete',
                  label: tr('console.portal.delete'),
                  icon: Trash2,
                  tone: 'danger' as const,
                  isSeparated: portal.state !== 'draft',
                  run: () => setDeleting(true),
                },
              ]}
            />
          )}
          {mayPublish && (
            <Button
              tone="primary"
              disabled={
                portal.state === 'published' && !portal.hasUnpublishedChanges && draft.state !== 'saving'
              }
              onClick={() => void publish()}
            >
              {tr('console.portal.publish')}
            </Button>
          )}
        </>
      }
      inspector={
        hasPanel && part !== null ? (
          <fieldset class="part-panel" disabled={!mayWrite} key={part}>
            {!isNarrow.value && <h2 class="part-title">{titleOfPart(part, document, known)}</h2>}
            <FieldError error={draft.error} />
            <PartPanel
              part={part}
              portal={portal}
              draft={draft}
              collections={known}
              onPart={setPart}
              onPortal={adopt}
            />
          </fieldset>
        ) : null
      }
      inspectorTitle={part === null ? tr('console.inspector') : titleOfPart(part, document, known)}
      onInspectorClose={() => setPart(null)}
    >
      <div class="portal-editor">
        {hasOutline && (
          <Outline document={document} collections={known} part={part} draft={draft} onPart={setPart} />
        )}
        {hasPage && (
          <section class="page-pane" aria-label={tr('console.portal.page')}>
            <div class="page-bar">
              <div class="button-group">
                {DEVICES.map((name, index) => (
                  <IconButton
                    key={name}
                    icon={DEVICE_ICONS[name]}
                    label={tr(`console.portal.device.${name}`)}
                    shortcut={String(index + 1)}
                    aria-pressed={device.value === name}
                    onClick={() => pickDevice(name)}
                  />
                ))}
              </div>
              <LookAs audience={portal.audience} value={looking} onValue={setLooking} />
            </div>
            <PagePreview
              src={src}
              device={isNarrow.value ? 'phone' : device.value}
              revision={draft.revision}
              anchor={part?.startsWith('section:') ? part.slice('section:'.length) : null}
            />
          </section>
        )}
      </div>
      {isPublishing && (
        <PublishDialog
          portal={portal}
          collections={known}
          onPublished={adopt}
          onClose={() => setPublishing(false)}
        />
      )}
      {isDeleting && (
        <ActionDialog
          title={tr('console.portal.delete_title', { name: portal.name })}
          action={tr('console.portal.delete')}
          tone="danger"
          onClose={() => setDeleting(false)}
          onAction={async () => {
            await deletePortal(portal.id);
            invalidate('portals', 'collection');
            notify(tr('console.portal.deleted', { name: portal.name }));
            goTo('/admin/portals');
          }}
        >
          <p>{tr('console.portal.delete_text', { url: url.replace(/^https?:\/\//, '') })}</p>
        </ActionDialog>
      )}
    </Screen>
  );
}

function pickDevice(name: Device): void {
  device.value = name;
}
