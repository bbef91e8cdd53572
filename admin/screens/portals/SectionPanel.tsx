/** The few options of one section. */
import { GripVertical, Plus, X } from 'lucide-preact';
import { useState } from 'preact/hooks';
import type { Collection, PortalSection } from '../../../shared/contract/index.ts';
import { AssetPicker } from '../../components/AssetPicker.tsx';
import { Button, IconButton } from '../../components/Button.tsx';
import { CollectionPicker } from '../../components/CollectionPicker.tsx';
import { Field, TextAreaField, TextField } from '../../components/Field.tsx';
import { Icon } from '../../components/Icon.tsx';
import { useSortable } from '../../components/sortable.ts';
import { Thumb } from '../../components/Thumb.tsx';
import { readAsset } from '../../operations/assets.ts';
import { assetKey } from '../../state/asset-changes.ts';
import { tr } from '../../state/locale.ts';
import { useResource } from '../../state/resource.ts';

export interface SectionPanelProps {
  readonly section: PortalSection;
  readonly collections: readonly Collection[];
  readonly onSection: (section: PortalSection) => void;
}

export function SectionPanel({ section, collections, onSection }: SectionPanelProps) {
  switch (section.kind) {
    case 'collection':
      return (
        <>
          <CollectionPicker
            label={tr('console.section.collection')}
            value={section.collectionId}
            onValue={({ id }) => onSection({ ...section, collectionId: id })}
          />
          <TextField
            label={tr('console.section.title')}
            placeholder={collections.find(({ id }) => id === section.collectionId)?.title ?? ''}
            hint={tr('console.section.title_hint')}
            maxLength={200}
            value={section.title ?? ''}
            onValue={(title) => onSection({ ...section, title: title === '' ? null : title })}
          />
          <fieldset class="field">
            <legend class="field-label">{tr('console.section.layout')}</legend>
            <div class="line-up toggles">
              {(['grid', 'feature'] as const).map((layout) => (
                <label key={layout} class="toggle">
                  <input
                    type="radio"
                    name="layout"
                    checked={section.layout === layout}
                    onChange={() => onSection({ ...section, layout })}
                  />
                  <span>{tr(`console.section.layout.${layout}`)}</span>
                </label>
              ))}
            </div>
          </fieldset>
          <Field label={tr('console.section.limit', { count: section.limit })}>
            {(control) => (
              <input
                {...control}
                type="range"
                min={1}
                max={24}
                value={section.limit}
                onInput={(event) => onSection({ ...section, limit: Number(event.currentTarget.value) })}
              />
            )}
          </Field>
        </>
      );
    case 'assets':
      return (
        <>
          <TitleField value={section.title} onValue={(title) => onSection({ ...section, title })} />
          <AssetListField ids={section.assetIds} onIds={(assetIds) => onSection({ ...section, assetIds })} />
        </>
      );
    case 'press_kit':
      return (
        <>
          <TitleField value={section.title} onValue={(title) => onSection({ ...section, title })} />
          <TextAreaField
            label={tr('console.section.words')}
            maxLength={2000}
            value={section.text}
            onValue={(text) => onSection({ ...section, text })}
          />
          <CollectionPicker
            label={tr('console.section.collection')}
            value={section.collectionId}
            onValue={({ id }) => onSection({ ...section, collectionId: id })}
          />
          <p class="field-hint">{tr('console.section.kit_hint')}</p>
        </>
      );
    case 'text':
      return (
        <>
          <TextField
            label={tr('console.section.title')}
            hint={tr('console.section.title_optional')}
            maxLength={200}
            value={section.title ?? ''}
            onValue={(title) => onSection({ ...section, title: title === '' ? null : title })}
          />
          <TextAreaField
            label={tr('console.section.words')}
            hint={tr('console.section.markdown')}
            rows={8}
            maxLength={10_000}
            value={section.markdown}
            onValue={(markdown) => onSection({ ...section, markdown })}
          />
        </>
      );
    case 'guidelines':
      return <TitleField value={section.title} onValue={(title) => onSection({ ...section, title })} />;
    default:
      return section satisfies never;
  }
}

function TitleField({ value, onValue }: { value: string; onValue: (value: string) => void }) {
  return <TextField label={tr('console.section.title')} maxLength={200} value={value} onValue={onValue} />;
}

const MAX_ASSETS = 24;

/** Chosen assets in an order. */
function AssetListField({ ids, onIds }: { ids: readonly string[]; onIds: (ids: string[]) => void }) {
  const [isPicking, setPicking] = useState(false);
  const sortable = useSortable({
    ids,
    onMove: (id, afterId) => {
      const rest = ids.filter((other) => other !== id);
      const at = afterId === null ? 0 : rest.indexOf(afterId) + 1;
      onIds([...rest.slice(0, at), id, ...rest.slice(at)]);
    },
  });
  return (
    <fieldset class="field">
      <legend class="field-label">{tr('console.section.assets')}</legend>
      <div class="visually-hidden" aria-live="assertive">
        {sortable.announcement}
      </div>
      <ol
        class="asset-rows"
        ref={(element) => {
          sortable.containerRef.current = element;
        }}
      >
        {sortable.order.map((id, index) => (
          <li key={id} class="sort-row" {...sortable.itemProps(id)}>
            <AssetRow
              id={id}
              position={index + 1}
              total={ids.length}
              handle={sortable.handleProps(id)}
              onRemove={() => onIds(ids.filter((other) => other !== id))}
            />
          </li>
        ))}
      </ol>
      <div>
        <Button icon={Plus} disabled={ids.length >= MAX_ASSETS} onClick={() => setPicking(true)}>
          {tr('console.collection.add')}
        </Button>
      </div>
      {isPicking && (
        <AssetPicker
          title={tr('console.section.assets')}
          action={(count) => tr('console.collection.add_action', { count })}
          present={new Set(ids)}
          max={MAX_ASSETS - ids.length}
          onPick={(assets) => onIds([...ids, ...assets.map((asset) => asset.id)])}
          onClose={() => setPicking(false)}
        />
      )}
    </fieldset>
  );
}

interface AssetRowProps {
  readonly id: string;
  readonly position: number;
  readonly total: number;
  readonly handle: ReturnType<ReturnType<typeof useSortable>['handleProps']>;
  readonly onRemove: () => void;
}

function AssetRow({ id, position, total, handle, onRemove }: AssetRowProps) {
  const { data: asset } = useResource(assetKey(id), (signal) => readAsset(id, signal));
  const name = asset?.title ?? id;
  return (
    <div class="asset-row">
      <button
        type="button"
        class="row-grip"
        aria-label={tr('console.sort.handle', { name, position, total })}
        title={tr('console.sort.hint')}
        {...handle}
      >
        <Icon of={GripVertical} />
      </button>
      {asset && <Thumb asset={asset} fit="cover" />}
      <span class="truncate">{name}</span>
      <IconButton icon={X} label={tr('console.remove_named', { name })} onClick={onRemove} />
    </div>
  );
}
