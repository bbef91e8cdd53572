/** A guideline page: its title and address, and its blocks in order. */
import { ChevronDown, GripVertical, Plus, Trash2, X } from 'lucide-preact';
import { useState } from 'preact/hooks';
import type { Guideline, GuidelineBlock } from '../../../shared/contract/index.ts';
import { slugSchema } from '../../../shared/contract/index.ts';
import { AssetPicker } from '../../components/AssetPicker.tsx';
import { Button, IconButton } from '../../components/Button.tsx';
import { TextAreaField, TextField } from '../../components/Field.tsx';
import { Icon } from '../../components/Icon.tsx';
import { Menu } from '../../components/Menu.tsx';
import { useSortable } from '../../components/sortable.ts';
import { tr } from '../../state/locale.ts';
import { notify } from '../../state/notices.ts';
import { AssetSlot } from './AssetSlot.tsx';
import type { PortalDraft } from './draft.ts';
import type { PartId } from './Outline.tsx';
import { BLOCK_KINDS, type BlockKind, makeBlock } from './sections.ts';

export interface GuidelinePanelProps {
  readonly index: number;
  readonly draft: PortalDraft;
  readonly onPart: (part: PartId | null) => void;
}

export function GuidelinePanel({ index, draft, onPart }: GuidelinePanelProps) {
  const page = draft.document.guidelines[index];
  const [open, setOpen] = useState<number | null>(null);
  const [picking, setPicking] = useState<'logo' | 'image' | null>(null);
  const blocks = page?.blocks ?? [];
  const ids = blocks.map((_, at) => String(at));
  const change = (part: Partial<Guideline>) =>
    draft.change({
      guidelines: draft.document.guidelines.map((other, at) =>
        at === index ? { ...other, ...part } : other,
      ),
    });
  const sortable = useSortable({
    ids,
    onMove: (id, afterId) => {
      const moving = blocks[Number(id)];
      if (!moving) return;
      const rest = ids.filter((other) => other !== id);
      const at = afterId === null ? 0 : rest.indexOf(afterId) + 1;
      const order = [...rest.slice(0, at), id, ...rest.slice(at)];
      setOpen(null);
      change({ blocks: order.flatMap((other) => blocks[Number(other)] ?? []) });
    },
  });
  if (!page) return <p class="muted">{tr('console.section.gone')}</p>;
  const add = (kind: BlockKind, assetId = '') => {
    change({ blocks: [...blocks, makeBlock(kind, assetId)] });
    setOpen(blocks.length);
  };
  const remove = () => {
    const before = draft.document.guidelines;
    draft.change({ guidelines: before.filter((_, at) => at !== index) });
    onPart(null);
    notify(tr('console.section.removed', { name: page.title }), {
      undo: async () => draft.change({ guidelines: before }),
    });
  };
  return (
    <>
      <TextField
        label={tr('console.guideline.title')}
        maxLength={200}
        value={page.title}
        onValue={(title) => change({ title })}
      />
      <TextField
        label={tr('console.portal.slug')}
        maxLength={80}
        error={slugSchema.safeParse(page.slug).success ? null : tr('console.slug_shape')}
        value={page.slug}
        onValue={(slug) => change({ slug })}
      />
      <TextAreaField
        label={tr('console.guideline.intro')}
        maxLength={1000}
        value={page.intro}
        onValue={(intro) => change({ intro })}
      />
      <div class="stack-s">
        <div class="spread">
          <h3 class="field-label">{tr('console.guideline.blocks')}</h3>
          <Menu
            label={tr('console.block.add')}
            icon={Plus}
            isIconOnly
            tone="quiet"
            placement="bottom-end"
            items={BLOCK_KINDS.map((kind) => ({
              id: kind,
              label: tr(`console.block.${kind}`),
              run: () => (kind === 'logo' || kind === 'image' ? setPicking(kind) : add(kind)),
            }))}
          />
        </div>
        <div class="visually-hidden" aria-live="assertive">
          {sortable.announcement}
        </div>
        <ol
          class="blocks"
          ref={(element) => {
            sortable.containerRef.current = element;
          }}
        >
          {sortable.order.map((id, at) => {
            const number = Number(id);
            const block = blocks[number];
            if (!block) return null;
            const name = `${tr(`console.block.${block.kind}`)} ${summaryOf(block)}`.trim();
            return (
              <li key={id} class="sort-row block" {...sortable.itemProps(id)}>
                <div class="block-head">
                  <button
                    type="button"
                    class="row-grip"
                    aria-label={tr('console.sort.handle', { name, position: at + 1, total: ids.length })}
                    title={tr('console.sort.hint')}
                    {...sortable.handleProps(id)}
                  >
                    <Icon of={GripVertical} />
                  </button>
                  <button
                    type="button"
                    class="block-toggle"
                    aria-expanded={open === number}
                    onClick={() => setOpen(open === number ? null : number)}
                  >
                    <span>{tr(`console.block.${block.kind}`)}</span>
                    <span class="muted truncate">{summaryOf(block)}</span>
                    <Icon of={ChevronDown} />
                  </button>
                </div>
                {open === number && (
                  <div class="block-body stack">
                    <BlockFields
                      block={block}
                      onBlock={(next) =>
                        change({ blocks: blocks.map((other, place) => (place === number ? next : other)) })
                      }
                    />
                    <div>
                      <Button
                        tone="quiet"
                        icon={Trash2}
                        onClick={() => {
                          setOpen(null);
                          change({ blocks: blocks.filter((_, place) => place !== number) });
                        }}
                      >
                        {tr('console.block.remove')}
                      </Button>
                    </div>
                  </div>
                )}
              </li>
            );
          })}
        </ol>
      </div>
      <div>
        <Button tone="quiet" icon={Trash2} onClick={remove}>
          {tr('console.guideline.remove')}
        </Button>
      </div>
      {picking && (
        <AssetPicker
          title={tr(`console.block.${picking}`)}
          onPick={([asset]) => {
            if (asset) add(picking, asset.id);
          }}
          onClose={() => setPicking(null)}
        />
      )}
    </>
  );
}

function summaryOf(block: GuidelineBlock): string {
  switch (block.kind) {
    case 'heading':
      return block.text;
    case 'text':
      return block.markdown.slice(0, 40);
    case 'swatches':
      return block.swatches.map(({ name }) => name).join(', ');
    case 'logo':
    case 'image':
      return block.caption ?? '';
    case 'rules':
      return block.rules[0] ?? '';
    case 'type_specimen':
      return block.family;
    default:
      return block satisfies never;
  }
}

const orNull = (text: string): string | null => (text === '' ? null : text);

function BlockFields({
  block,
  onBlock,
}: {
  block: GuidelineBlock;
  onBlock: (block: GuidelineBlock) => void;
}) {
  switch (block.kind) {
    case 'heading':
      return (
        <TextField
          label={tr('console.block.heading')}
          maxLength={200}
          value={block.text}
          onValue={(text) => onBlock({ ...block, text })}
        />
      );
    case 'text':
      return (
        <TextAreaField
          label={tr('console.section.words')}
          hint={tr('console.section.markdown')}
          rows={6}
          maxLength={10_000}
          value={block.markdown}
          onValue={(markdown) => onBlock({ ...block, markdown })}
        />
      );
    case 'rules':
      return (
        <TextAreaField
          label={tr('console.block.rules')}
          hint={tr('console.block.rules_hint')}
          rows={6}
          value={block.rules.join('\n')}
          onValue={(text) => onBlock({ ...block, rules: text.split('\n') })}
        />
      );
    case 'type_specimen':
      return (
        <>
          <TextField
            label={tr('console.block.family')}
            maxLength={80}
            value={block.family}
            onValue={(family) => onBlock({ ...block, family })}
          />
          <TextField
            label={tr('console.block.sample')}
            maxLength={300}
            value={block.sample}
            onValue={(sample) => onBlock({ ...block, sample })}
          />
          <TextField
            label={tr('console.block.note')}
            maxLength={300}
            value={block.note ?? ''}
            onValue={(note) => onBlock({ ...block, note: orNull(note) })}
          />
        </>
      );
    case 'logo':
    case 'image':
      return (
        <>
          <AssetSlot
            label={tr(`console.block.${block.kind}`)}
            assetId={block.assetId}
            fit="contain"
            isRequired
            onAsset={(assetId) => {
              if (assetId !== null) onBlock({ ...block, assetId });
            }}
          />
          <TextField
            label={tr('console.block.caption')}
            maxLength={300}
            value={block.caption ?? ''}
            onValue={(caption) => onBlock({ ...block, caption: orNull(caption) })}
          />
          {block.kind === 'logo' && (
            <fieldset class="field">
              <legend class="field-label">{tr('console.block.fields')}</legend>
              <div class="line-up toggles">
                {(['light', 'dark', 'photo'] as const).map((field) => (
                  <label key={field} class="toggle">
                    <input
                      type="checkbox"
                      checked={block.fields.includes(field)}
                      onChange={(event) => {
                        const fields = event.currentTarget.checked
                          ? [...block.fields, field]
                          : block.fields.filter((other) => other !== field);
                        if (fields.length > 0) onBlock({ ...block, fields });
                      }}
                    />
                    <span>{tr(`console.block.field.${field}`)}</span>
                  </label>
                ))}
              </div>
            </fieldset>
          )}
        </>
      );
    case 'swatches':
      return <Swatches block={block} onBlock={onBlock} />;
    default:
      return block satisfies never;
  }
}

type SwatchBlock = Extract<GuidelineBlock, { kind: 'swatches' }>;

function Swatches({ block, onBlock }: { block: SwatchBlock; onBlock: (block: SwatchBlock) => void }) {
  const change = (at: number, part: Partial<SwatchBlock['swatches'][number]>) =>
    onBlock({
      ...block,
      swatches: block.swatches.map((swatch, place) => (place === at ? { ...swatch, ...part } : swatch)),
    });
  return (
    <>
      {block.swatches.map((swatch, at) => (
        <div key={at} class="swatch-row">
          <input
            type="color"
            aria-label={tr('console.theme.pick', { name: swatch.name })}
            value={swatch.hex}
            onInput={(event) => change(at, { hex: event.currentTarget.value })}
          />
          <input
            class="input"
            aria-label={tr('console.block.swatch_name')}
            maxLength={60}
            value={swatch.name}
            onInput={(event) => change(at, { name: event.currentTarget.value })}
          />
          <IconButton
            icon={X}
            label={tr('console.remove_named', { name: swatch.name })}
            disabled={block.swatches.length === 1}
            onClick={() => onBlock({ ...block, swatches: block.swatches.filter((_, place) => place !== at) })}
          />
          <input
            class="input swatch-note"
            aria-label={tr('console.block.swatch_note')}
            placeholder={tr('console.block.swatch_note')}
            maxLength={120}
            value={swatch.note ?? ''}
            onInput={(event) => change(at, { note: orNull(event.currentTarget.value) })}
          />
        </div>
      ))}
      <div>
        <Button
          icon={Plus}
          disabled={block.swatches.length >= 24}
          onClick={() =>
            onBlock({
              ...block,
              swatches: [
                ...block.swatches,
                { name: tr('console.block.swatch_name'), hex: '#808080', note: null },
              ],
            })
          }
        >
          {tr('console.block.swatch_add')}
        </Button>
      </div>
    </>
  );
}
