/** The few options of what is selected in the portal editor. */
import { Trash2 } from 'lucide-preact';
import type { Collection, Portal, PortalDocument } from '../../../shared/contract/index.ts';
import { slugSchema } from '../../../shared/contract/index.ts';
import { AUDIENCES } from '../../../shared/rights/types.ts';
import { Button } from '../../components/Button.tsx';
import { CheckField, SelectField, TextAreaField, TextField } from '../../components/Field.tsx';
import { InlineField } from '../../components/InlineField.tsx';
import { updatePortal } from '../../operations/portals.ts';
import { inTurn } from '../../state/in-turn.ts';
import { tr } from '../../state/locale.ts';
import { notify, notifyFailure } from '../../state/notices.ts';
import { AssetSlot } from './AssetSlot.tsx';
import type { PortalDraft } from './draft.ts';
import { GuidelinePanel } from './GuidelinePanel.tsx';
import { type PartId, sectionOf } from './Outline.tsx';
import { PresetField } from './PresetField.tsx';
import { SectionPanel } from './SectionPanel.tsx';
import { nameOfSection } from './sections.ts';
import { ThemePanel } from './ThemePanel.tsx';

export interface PartPanelProps {
  readonly part: PartId;
  readonly portal: Portal;
  readonly draft: PortalDraft;
  readonly collections: readonly Collection[];
  readonly onPart: (part: PartId | null) => void;
  readonly onPortal: (portal: Portal) => void;
}

export function PartPanel({ part, portal, draft, collections, onPart, onPortal }: PartPanelProps) {
  switch (part) {
    case 'brand':
      return <BrandPanel draft={draft} />;
    case 'theme':
      return <ThemePanel theme={draft.document.theme} onTheme={(theme) => draft.change({ theme })} />;
    case 'contact':
      return <ContactPanel draft={draft} />;
    case 'downloads':
      return <DownloadsPanel draft={draft} />;
    case 'address':
      return <AddressPanel portal={portal} onPortal={onPortal} />;
    default:
      return part.startsWith('section:') ? (
        <OneSection part={part} draft={draft} collections={collections} onPart={onPart} />
      ) : (
        <GuidelinePanel index={Number(part.slice('guideline:'.length))} draft={draft} onPart={onPart} />
      );
  }
}

/** The heading over the options. */
export function titleOfPart(
  part: PartId,
  document: PortalDocument,
  collections: readonly Collection[],
): string {
  switch (part) {
    case 'brand':
    case 'theme':
    case 'contact':
    case 'downloads':
    case 'address':
      return tr(`console.part.${part}`);
    default: {
      const section = sectionOf(document, part);
      if (section) return nameOfSection(section, collections);
      const page = document.guidelines[Number(part.slice('guideline:'.length))];
      return page?.title ?? tr('console.portal.guidelines');
    }
  }
}

function OneSection({
  part,
  draft,
  collections,
  onPart,
}: {
  part: PartId;
  draft: PortalDraft;
  collections: readonly Collection[];
  onPart: (part: PartId | null) => void;
}) {
  const { document } = draft;
  const section = sectionOf(document, part);
  if (!section) return <p class="muted">{tr('console.section.gone')}</p>;
  const remove = () => {
    const before = document.sections;
    draft.change({ sections: before.filter(({ id }) => id !== section.id) });
    onPart(null);
    notify(tr('console.section.removed', { name: nameOfSection(section, collections) }), {
      undo: async () => draft.change({ sections: before }),
    });
  };
  return (
    <>
      <SectionPanel
        section={section}
        collections={collections}
        onSection={(next) =>
          draft.change({
            sections: draft.document.sections.map((other) => (other.id === next.id ? next : other)),
          })
        }
      />
      <div>
        <Button tone="quiet" icon={Trash2} onClick={remove}>
          {tr('console.section.remove')}
        </Button>
      </div>
    </>
  );
}

function BrandPanel({ draft }: { draft: PortalDraft }) {
  const { document } = draft;
  return (
    <>
      <TextField
        label={tr('console.portal.name')}
        required
        maxLength={120}
        error={document.name.trim() === '' ? tr('console.portal.name_needed') : null}
        value={document.name}
        onValue={(name) => draft.change({ name })}
      />
      <TextAreaField
        label={tr('console.portal.tagline')}
        maxLength={300}
        value={document.tagline}
        onValue={(tagline) => draft.change({ tagline })}
      />
      <AssetSlot
        label={tr('console.portal.hero')}
        hint={tr('console.portal.hero_hint')}
        kind="image"
        assetId={document.heroAssetId}
        onAsset={(heroAssetId) => draft.change({ heroAssetId })}
      />
      <AssetSlot
        label={tr('console.portal.logo')}
        hint={tr('console.portal.logo_hint')}
        assetId={document.logoAssetId}
        fit="contain"
        onAsset={(logoAssetId) => draft.change({ logoAssetId })}
      />
      <TextAreaField
        label={tr('console.portal.imprint')}
        hint={tr('console.portal.imprint_hint')}
        maxLength={2000}
        value={document.imprint}
        onValue={(imprint) => draft.change({ imprint })}
      />
    </>
  );
}

const NOBODY = { name: '', role: null, email: null, phone: null };
const orNull = (text: string): string | null => (text.trim() === '' ? null : text);

function ContactPanel({ draft }: { draft: PortalDraft }) {
  const contact = draft.document.contact ?? NOBODY;
  const change = (part: Partial<typeof contact>) => {
    const next = { ...contact, ...part };
    const isEmpty = next.name.trim() === '' && !next.role && !next.email && !next.phone;
    draft.change({ contact: isEmpty ? null : next });
  };
  return (
    <>
      <p class="muted">{tr('console.portal.contact_hint')}</p>
      <TextField
        label={tr('console.contact.name')}
        maxLength={120}
        value={contact.name}
        onValue={(name) => change({ name })}
      />
      <TextField
        label={tr('console.contact.role')}
        maxLength={120}
        value={contact.role ?? ''}
        onValue={(role) => change({ role: orNull(role) })}
      />
      <TextField
        label={tr('console.contact.email')}
        type="email"
        maxLength={200}
        value={contact.email ?? ''}
        onValue={(email) => change({ email: orNull(email) })}
      />
      <TextField
        label={tr('console.contact.phone')}
        type="tel"
        maxLength={40}
        value={contact.phone ?? ''}
        onValue={(phone) => change({ phone: orNull(phone) })}
      />
    </>
  );
}

function DownloadsPanel({ draft }: { draft: PortalDraft }) {
  const { document } = draft;
  return (
    <>
      <PresetField value={document.presets} onValue={(presets) => draft.change({ presets })} />
      <CheckField
        label={tr('console.portal.originals')}
        hint={tr('console.portal.originals_hint')}
        checked={document.allowOriginals}
        onValue={(allowOriginals) => draft.change({ allowOriginals })}
      />
      <CheckField
        label={tr('console.portal.embed')}
        hint={tr('console.portal.embed_hint')}
        checked={document.offersEmbed}
        onValue={(offersEmbed) => draft.change({ offersEmbed })}
      />
    </>
  );
}

/** Address, audience and front door take effect at once; they are no part of the draft. */
function AddressPanel({ portal, onPortal }: { portal: Portal; onPortal: (portal: Portal) => void }) {
  const save = async (change: Parameters<typeof updatePortal>[1]) => {
    const before = { slug: portal.slug, audience: portal.audience, isDefault: portal.isDefault };
    const put = (fields: Parameters<typeof updatePortal>[1]) =>
      inTurn(`portal:${portal.id}`, async () => onPortal(await updatePortal(portal.id, fields)));
    await put(change);
    notify(tr('console.saved'), { quiet: true, undo: () => put(before) });
  };
  const trySave = async (change: Parameters<typeof updatePortal>[1]) => {
    try {
      await save(change);
    } catch (error) {
      notifyFailure(error, tr('console.not_saved'));
    }
  };
  return (
    <>
      <p class="muted">{tr('console.portal.address_hint')}</p>
      <InlineField
        label={tr('console.portal.slug')}
        value={portal.slug}
        maxLength={80}
        hint={`${location.host}/p/${portal.slug}`}
        check={(text) => (slugSchema.safeParse(text).success ? null : tr('console.slug_shape'))}
        onSave={(slug) => save({ slug })}
      />
      <SelectField
        label={tr('console.portal.audience')}
        hint={tr('console.portal.audience_hint')}
        value={portal.audience}
        options={AUDIENCES.map((value) => ({ value, label: tr(`rights.audience_name.${value}`) }))}
        onValue={(audience) => void trySave({ audience })}
      />
      <CheckField
        label={tr('console.portal.default')}
        hint={tr('console.portal.default_hint')}
        checked={portal.isDefault}
        onValue={(isDefault) => void trySave({ isDefault })}
      />
    </>
  );
}
