/** One watermark: what it shows, where, how large and how clearly, seen on a real picture while it changes. */
import { useState } from 'preact/hooks';
import { type AssetCard, type BrandWatermark, brandWatermarkSchema } from '../../../shared/contract/index.ts';
import {
  PRESET_NAME_PATTERN,
  WATERMARK_POSITIONS,
  type WatermarkPosition,
} from '../../../shared/delivery/index.ts';
import { undrawnToTell } from '../../../shared/text/drawn-letters.ts';
import { AssetPicker } from '../../components/AssetPicker.tsx';
import { Button } from '../../components/Button.tsx';
import { Dialog } from '../../components/Dialog.tsx';
import { CheckField, Field, FieldError, SelectField, TextField } from '../../components/Field.tsx';
import { showPercent, tr } from '../../state/locale.ts';
import { describeError } from '../../state/notices.ts';
import { toApiError } from '../../state/resource.ts';
import { WatermarkPicture } from './WatermarkPicture.tsx';

export interface WatermarkDialogProps {
  readonly mark: BrandWatermark;
  readonly isNew: boolean;
  /** Names of the other marks. */
  readonly taken: readonly string[];
  /** Pictures it can be looked at on. */
  readonly samples: readonly AssetCard[];
  readonly onSave: (mark: BrandWatermark) => Promise<void>;
  readonly onDelete: () => Promise<void>;
  readonly onClose: () => void;
}

/** In the order they lie on a picture. */
const GRID: readonly WatermarkPosition[] = [
  'northwest',
  'north',
  'northeast',
  'west',
  'center',
  'east',
  'southwest',
  'south',
  'southeast',
];

export function WatermarkDialog(props: WatermarkDialogProps) {
  const { isNew, taken, samples, onSave, onDelete, onClose } = props;
  const [mark, setMark] = useState(props.mark);
  const [sampleId, setSampleId] = useState<string | null>(null);
  const [isPicking, setPicking] = useState(false);
  const [isBusy, setBusy] = useState(false);
  const [error, setError] = useState<string | null>(null);
  const sample = samples.find(({ id }) => id === sampleId) ?? samples[0];
  const nameError = taken.includes(mark.name)
    ? tr('console.mark.name_taken')
    : !PRESET_NAME_PATTERN.test(mark.name) || mark.name === 'none'
      ? tr('console.mark.name_shape')
      : null;
  const undrawn = mark.kind === 'text' ? undrawnToTell(mark.text) : null;
  const isReady = nameError === null && undrawn === null && brandWatermarkSchema.safeParse(mark).success;
  const run = async (act: () => Promise<void>) => {
    setBusy(true);
    setError(null);
    try {
      await act();
      onClose();
    } catch (failure) {
      setError(describeError(toApiError(failure)));
      setBusy(false);
    }
  };
  const { name, position, opacity, tiled, scale } = mark;
  const placement = { name, position, opacity, tiled, scale };
  return (
    <>
      <Dialog
        title={tr(isNew ? 'console.mark.add' : 'console.mark.edit')}
        size="wide"
        onClose={onClose}
        onSubmit={() => {
          if (isReady) void run(() => onSave(mark));
        }}
        footer={
          <>
            {!isNew && (
              <Button tone="danger" disabled={isBusy} onClick={() => void run(onDelete)}>
                {tr('console.mark.delete')}
              </Button>
            )}
            <Button onClick={onClose}>{tr('console.cancel')}</Button>
            <Button type="submit" tone="primary" isBusy={isBusy} disabled={!isReady}>
              {tr('console.mark.save')}
            </Button>
          </>
        }
      >
        <div class="mark-editor">
          <div class="stack">
            {sample ? (
              <WatermarkPicture mark={mark} sample={sample} isEdited />
            ) : (
              <p class="muted">{tr('console.mark.no_sample')}</p>
            )}
            {sample && samples.length > 1 && (
              <SelectField
                label={tr('console.mark.sample')}
                value={sample.id}
                options={samples.map(({ id, title }) => ({ value: id, label: title }))}
                onValue={setSampleId}
              />
            )}
          </div>
          <div class="stack">
            <TextField
              label={tr('console.mark.name')}
              hint={tr('console.mark.name_hint', { name: name || '…' })}
              error={nameError}
              required
              maxLength={40}
              value={name}
              onValue={(next) => setMark({ ...mark, name: next.toLowerCase() })}
            />
            <SelectField
              label={tr('console.mark.kind')}
              value={mark.kind}
              options={(['text', 'image'] as const).map((kind) => ({
                value: kind,
                label: tr(`console.mark.kind.${kind}`),
              }))}
              onValue={(kind) => {
                if (kind === 'text') setMark({ kind, text: '', ...placement });
                else setPicking(true);
              }}
            />
            {mark.kind === 'text' ? (
              <TextField
                label={tr('console.mark.text')}
                required
                maxLength={120}
                error={undrawn === null ? null : tr('delivery.mark.undrawn', { letters: undrawn })}
                value={mark.text}
                onValue={(text) => setMark({ ...mark, text })}
              />
            ) : (
              <div>
                <Button onClick={() => setPicking(true)}>{tr('console.mark.choose_picture')}</Button>
              </div>
            )}
            <fieldset class="field">
              <legend class="field-label">
                {tr(tiled ? 'console.mark.position_tiled' : 'console.mark.position')}
              </legend>
              <div class="position-grid">
                {GRID.filter((entry) => WATERMARK_POSITIONS.includes(entry)).map((entry) => (
                  <label key={entry}>
                    <input
                      type="radio"
                      name="mark-position"
                      checked={position === entry}
                      aria-label={tr(`console.mark.position.${entry}`)}
                      onChange={() => setMark({ ...mark, position: entry })}
                    />
                    <span aria-hidden="true" />
                  </label>
                ))}
              </div>
            </fieldset>
            <Slider
              label={tr('console.mark.scale', { share: showPercent(scale) })}
              value={scale}
              min={0.05}
              max={1}
              onValue={(next) => setMark({ ...mark, scale: next })}
            />
            <Slider
              label={tr('console.mark.opacity', { share: showPercent(opacity) })}
              value={opacity}
              min={0.05}
              max={1}
              onValue={(next) => setMark({ ...mark, opacity: next })}
            />
            <CheckField
              label={tr('console.mark.tiled')}
              checked={tiled}
              onValue={(next) => setMark({ ...mark, tiled: next })}
            />
            <FieldError error={error} />
          </div>
        </div>
      </Dialog>
      {isPicking && (
        <AssetPicker
          title={tr('console.mark.choose_picture')}
          onClose={() => setPicking(false)}
          onPick={([asset]) => {
            if (asset) setMark({ kind: 'image', assetId: asset.id, ...placement });
          }}
        />
      )}
    </>
  );
}

interface SliderProps {
  readonly label: string;
  readonly value: number;
  readonly min: number;
  readonly max: number;
  readonly onValue: (value: number) => void;
}

function Slider({ label, value, min, max, onValue }: SliderProps) {
  return (
    <Field label={label}>
      {(control) => (
        <input
          {...control}
          type="range"
          min={min}
          max={max}
          step={0.01}
          value={value}
          onInput={(event) => onValue(Number(event.currentTarget.value))}
        />
      )}
    </Field>
  );
}
