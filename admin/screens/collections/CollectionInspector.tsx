/** What a collection is (title, text, window, cover, where it shows) and what can be done with what is selected in it. */
import { ArrowLeftToLine, Bookmark, BookmarkX, ImageUp, LayoutPanelTop, Minus } from 'lucide-preact';
import { useState } from 'preact/hooks';
import { type AssetCard, type Collection, slugSchema } from '../../../shared/contract/index.ts';
import { DENIAL_POLICIES } from '../../../shared/delivery/index.ts';
import { AssetPicker } from '../../components/AssetPicker.tsx';
import { Button } from '../../components/Button.tsx';
import { SelectField } from '../../components/Field.tsx';
import { Icon } from '../../components/Icon.tsx';
import { InlineField, SavedMark, useSaving } from '../../components/InlineField.tsx';
import { RightsMark, StatusMark } from '../../components/StatusMark.tsx';
import { Thumb } from '../../components/Thumb.tsx';
import { ZonedDateTimeField } from '../../components/ZonedDateTimeField.tsx';
import { timeZone, tr } from '../../state/locale.ts';
import { may } from '../../state/session.ts';
import { WindowMark } from './CollectionsScreen.tsx';
import { saveCollection } from './changes.ts';

export interface CollectionInspectorProps {
  readonly collection: Collection;
  readonly selected: readonly AssetCard[];
  readonly order: readonly string[];
  readonly onRemove: () => void;
  readonly onMove: (assetId: string, afterAssetId: string | null) => void;
}

export function CollectionInspector(props: CollectionInspectorProps) {
  const { collection, selected } = props;
  return (
    <>
      {selected.length > 0 && <SelectedSection {...props} />}
      <AboutSection collection={collection} />
      <WindowSection collection={collection} />
      <DenialSection collection={collection} />
      <section class="inspector-section" aria-label={tr('console.collection.places')}>
        <h2 class="field-label">{tr('console.collection.places')}</h2>
        {collection.portals.length === 0 ? (
          <p class="muted">{tr('console.collection.places_none')}</p>
        ) : (
          <ul class="stack-s">
            {collection.portals.map(({ id, name }) => (
              <li key={id} class="line-up">
                <Icon of={LayoutPanelTop} />
                <a href={`/admin/portals/${id}`}>{name}</a>
              </li>
            ))}
          </ul>
        )}
      </section>
    </>
  );
}

function SelectedSection({ collection, selected, order, onRemove, onMove }: CollectionInspectorProps) {
  const { state, save } = useSaving();
  const [one] = selected;
  if (!one) return null;
  const isOne = selected.length === 1;
  const isCover = collection.coverAssetId === one.id;
  return (
    <section class="inspector-section" aria-label={tr('console.bulk.label')}>
      <div class="spread">
        <h2 class="section-title truncate">
          {isOne ? (
            <a href={`/admin/assets/${one.id}`}>{one.title}</a>
          ) : (
            tr('console.bulk.selected', { count: selected.length })
          )}
        </h2>
        <SavedMark state={state} />
      </div>
      {isOne && (
        <div class="line-up small">
          <StatusMark status={one.status} />
          <RightsMark rights={one.rights} />
        </div>
      )}
      {may('collection:write') && (
        <div class="line-up">
          {isOne && (
            <Button
              icon={isCover ? BookmarkX : Bookmark}
              onClick={() =>
                void save(() => saveCollection(collection, { coverAssetId: isCover ? null : one.id }))
              }
            >
              {tr(isCover ? 'console.collection.cover_clear' : 'console.collection.cover_use')}
            </Button>
          )}
          {isOne && order[0] !== one.id && (
            <Button icon={ArrowLeftToLine} onClick={() => onMove(one.id, null)}>
              {tr('console.collection.move_first')}
            </Button>
          )}
          <Button icon={Minus} onClick={onRemove}>
            {tr('console.collection.remove', { count: selected.length })}
          </Button>
        </div>
      )}
    </section>
  );
}

function AboutSection({ collection }: { collection: Collection }) {
  const isReadOnly = !may('collection:write');
  const [isPicking, setPicking] = useState(false);
  return (
    <section class="inspector-section" aria-label={tr('console.collection.about')}>
      <div class="cover">
        {collection.cover ? (
          <Thumb asset={collection.cover} fit="cover" transformation="w=640" />
        ) : (
          <span class="cover-empty">{tr('console.collection.cover_none')}</span>
        )}
      </div>
      {!isReadOnly && (
        <div class="spread">
          <span class="muted small">
            {tr(
              collection.coverAssetId ? 'console.collection.cover_chosen' : 'console.collection.cover_first',
            )}
          </span>
          <Button tone="quiet" icon={ImageUp} onClick={() => setPicking(true)}>
            {tr('console.collection.cover_choose')}
          </Button>
        </div>
      )}
      <InlineField
        label={tr('console.collection.title')}
        value={collection.title}
        isReadOnly={isReadOnly}
        maxLength={200}
        check={(text) => (text === '' ? tr('console.field.title_needed') : null)}
        onSave={(title) => saveCollection(collection, { title })}
      />
      <InlineField
        label={tr('console.collection.description')}
        value={collection.description ?? ''}
        placeholder={tr('console.field.empty')}
        isReadOnly={isReadOnly}
        isMultiline
        maxLength={4000}
        onSave={(text) => saveCollection(collection, { description: text === '' ? null : text })}
      />
      <InlineField
        label={tr('console.collection.slug')}
        value={collection.slug}
        isReadOnly={isReadOnly}
        maxLength={80}
        hint={tr('console.collection.slug_hint')}
        check={(text) => (slugSchema.safeParse(text).success ? null : tr('console.slug_shape'))}
        onSave={(slug) => saveCollection(collection, { slug })}
      />
      {isPicking && (
        <AssetPicker
          title={tr('console.collection.cover_choose')}
          onPick={([asset]) => asset && saveCollection(collection, { coverAssetId: asset.id })}
          onClose={() => setPicking(false)}
        />
      )}
    </section>
  );
}

/** What hot-links to its assets answer after a denial, where an asset says nothing itself. */
function DenialSection({ collection }: { collection: Collection }) {
  const { state, error, save } = useSaving();
  return (
    <section class="inspector-section" aria-label={tr('console.denial.title')}>
      <div class="spread">
        <h2 class="field-label">{tr('console.denial.title')}</h2>
        <SavedMark state={state} />
      </div>
      <SelectField
        label={tr('console.denial.answer')}
        hint={tr('console.denial.collection_hint')}
        error={error}
        disabled={!may('collection:write')}
        value={collection.denialPolicy ?? 'inherit'}
        options={[
          { value: 'inherit', label: tr('console.denial.inherit_brand') },
          ...DENIAL_POLICIES.map((value) => ({ value, label: tr(`console.settings.denial.${value}`) })),
        ]}
        onValue={(value) =>
          void save(() => saveCollection(collection, { denialPolicy: value === 'inherit' ? null : value }))
        }
      />
    </section>
  );
}

function WindowSection({ collection }: { collection: Collection }) {
  const [zone, setZone] = useState(timeZone.value);
  const { state, error, save } = useSaving();
  return (
    <section class="inspector-section" aria-label={tr('console.collection.window')}>
      <div class="spread">
        <h2 class="field-label">{tr('console.collection.window')}</h2>
        {state === 'idle' ? <WindowMark collection={collection} /> : <SavedMark state={state} />}
      </div>
      <p class="muted small">{tr('console.collection.window_hint')}</p>
      <ZonedDateTimeField
        label={tr('console.collection.starts')}
        value={collection.startsAt}
        zone={zone}
        emptyLabel={tr('console.collection.at_once')}
        onValue={(startsAt) => void save(() => saveCollection(collection, { startsAt }))}
      />
      <ZonedDateTimeField
        label={tr('console.collection.ends')}
        value={collection.endsAt}
        zone={zone}
        onZone={setZone}
        emptyLabel={tr('console.collection.no_end')}
        defaultTime="18:00"
        error={error}
        onValue={(endsAt) => void save(() => saveCollection(collection, { endsAt }))}
      />
    </section>
  );
}
