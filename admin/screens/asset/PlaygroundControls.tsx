/** A control for every parameter of an address; each writes into the address's text. */
import { X } from 'lucide-preact';
import { useId, useState } from 'preact/hooks';
import type { Settings } from '../../../shared/contract/index.ts';
import {
  acceptsText,
  BUILT_IN_PRESETS,
  FITS,
  FLIPS,
  GRAVITIES,
  LADDER_DPRS,
  LADDER_RATIOS,
  LADDER_WIDTHS,
  OUTPUT_FORMATS,
  PARAMETER_GUIDE,
  ROTATIONS,
} from '../../../shared/delivery/index.ts';
import { IconButton } from '../../components/Button.tsx';
import { readSettings } from '../../operations/settings.ts';
import { locale, tr } from '../../state/locale.ts';
import { useResource } from '../../state/resource.ts';
import { presetOf, statedValue, withValue } from './transformation-text.ts';

export interface PlaygroundControlsProps {
  readonly text: string;
  /** Frames of the file; whether they move is offered where there are several. */
  readonly frames: number;
  /** Frames or pages that a still can be made of; which one is offered where there are several. */
  readonly pages: number;
  readonly onText: (text: string) => void;
}

type Control =
  | { readonly name: ParameterName; readonly kind: 'choice'; readonly options: readonly string[] }
  | {
      readonly name: ParameterName;
      readonly kind: 'number';
      readonly min: number;
      readonly max: number;
      readonly step?: number;
      readonly list?: readonly number[];
      /** What holds while nothing is stated. */
      readonly unstated?: string;
    }
  | {
      readonly name: ParameterName;
      readonly kind: 'text';
      readonly example: string;
      /** Shows and picks the colour that the text names. */
      readonly isColour?: boolean;
      readonly list?: readonly string[];
    };

const NAMES = [
  'w',
  'h',
  'ar',
  'fit',
  'g',
  'fp',
  'dpr',
  'f',
  'q',
  'bg',
  'blur',
  'sharpen',
  'rot',
  'flip',
  'trim',
  'wm',
  'up',
  'page',
  'anim',
] as const;
type ParameterName = (typeof NAMES)[number];

function controlsOf(marks: readonly string[], frames: number, pages: number): readonly Control[] {
  return [
    { name: 'w', kind: 'number', min: 1, max: 12_000, list: LADDER_WIDTHS },
    { name: 'h', kind: 'number', min: 1, max: 12_000 },
    { name: 'ar', kind: 'text', example: '16:9', list: LADDER_RATIOS.map(({ w, h }) => `${w}:${h}`) },
    { name: 'fit', kind: 'choice', options: FITS },
    { name: 'g', kind: 'choice', options: GRAVITIES },
    { name: 'fp', kind: 'text', example: '0.5:0.25' },
    { name: 'dpr', kind: 'number', min: 1, max: 4, step: 0.25, list: LADDER_DPRS },
    { name: 'f', kind: 'choice', options: ['auto', ...OUTPUT_FORMATS] },
    { name: 'q', kind: 'number', min: 1, max: 100, unstated: 'auto' },
    { name: 'bg', kind: 'text', example: 'ffffff', isColour: true },
    { name: 'blur', kind: 'number', min: 0, max: 100 },
    { name: 'sharpen', kind: 'number', min: 0, max: 10, step: 0.1 },
    { name: 'rot', kind: 'choice', options: ROTATIONS.map(String) },
    { name: 'flip', kind: 'choice', options: FLIPS },
    { name: 'trim', kind: 'number', min: 0, max: 100 },
    { name: 'wm', kind: 'choice', options: ['none', ...marks] },
    { name: 'up', kind: 'choice', options: ['0', '1'] },
    ...(pages > 1 ? [{ name: 'page', kind: 'number', min: 1, max: pages } as const] : []),
    ...(frames > 1 ? [{ name: 'anim', kind: 'choice', options: ['0', '1'] } as const] : []),
  ];
}

/** What a parameter accepts, in words. */
function helpOf(control: Control): string {
  const accepts = PARAMETER_GUIDE.find(({ name }) => name === control.name)?.accepts;
  if (accepts === undefined) return '';
  // Of this file, not of any.
  const own = control.name === 'page' && control.kind === 'number' ? { max: control.max } : accepts.values;
  return acceptsText(locale.value, { rule: accepts.rule, ...(own ? { values: own } : {}) });
}

const PRESETS = BUILT_IN_PRESETS.filter(({ isHotLinkable }) => isHotLinkable).map(({ name }) => name);

export function PlaygroundControls({ text, frames, pages, onText }: PlaygroundControlsProps) {
  const id = useId();
  const settings = useResource<Settings>('settings', readSettings);
  const marks = settings.data?.watermarks.map(({ name }) => name) ?? [];
  const controls = controlsOf(marks, frames, pages);
  const [touched, setTouched] = useState<ParameterName | null>(null);
  const explained = controls.find(({ name }) => name === touched);
  return (
    <section class="play-controls" aria-label={tr('console.play.parameters')}>
      <div class="play-control" data-wide="">
        <label for={`${id}-preset`}>{tr('console.play.preset')}</label>
        <select
          id={`${id}-preset`}
          class="input"
          value={presetOf(text) ?? ''}
          onChange={(event) => onText(event.currentTarget.value === '' ? 'w=800' : event.currentTarget.value)}
        >
          <option value="">{tr('console.play.preset_none')}</option>
          {PRESETS.map((name) => (
            <option key={name} value={name}>
              {name}
            </option>
          ))}
        </select>
      </div>
      {controls.map((control) => (
        <ParameterControl
          key={control.name}
          control={control}
          id={`${id}-${control.name}`}
          text={text}
          onText={onText}
          onFocus={() => setTouched(control.name)}
        />
      ))}
      {/* Each control carries its own words for screen readers. */}
      <p class="play-hint muted small" aria-hidden="true">
        {explained ? (
          <>
            <code>{explained.name}</code> {helpOf(explained)}
          </>
        ) : (
          tr('console.play.hint')
        )}
      </p>
    </section>
  );
}

/** `#rrggbb` of a colour as an address spells it; white where it names none. */
function pickable(text: string): string {
  const [r, g, b] = text.length <= 4 ? [...text] : [text.slice(0, 2), text.slice(2, 4), text.slice(4, 6)];
  const full = [r, g, b]
    .map((part = '') => (part.length === 1 ? part + part : part))
    .join('')
    .toLowerCase();
  return /^[0-9a-f]{6}$/.test(full) ? `#${full}` : '#ffffff';
}

function ParameterControl({
  control,
  id,
  text,
  onText,
  onFocus,
}: Omit<PlaygroundControlsProps, 'frames' | 'pages'> & {
  control: Control;
  id: string;
  onFocus: () => void;
}) {
  const { name } = control;
  const stated = statedValue(text, name);
  const value = stated === '' ? '1' : (stated ?? '');
  const set = (next: string) => onText(withValue(text, name, next === '' ? null : next));
  return (
    <div class="play-control" data-stated={stated === null ? undefined : ''} onFocusCapture={onFocus}>
      <label for={id}>
        <code>{name}</code> {tr(`console.play.parameter.${name}`)}
      </label>
      <span id={`${id}-help`} hidden>
        {helpOf(control)}
      </span>
      {control.kind === 'choice' ? (
        <select
          id={id}
          class="input"
          aria-describedby={`${id}-help`}
          value={value}
          onChange={(event) => set(event.currentTarget.value)}
        >
          <option value="">–</option>
          {control.options.map((option) => (
            <option key={option} value={option}>
              {option}
            </option>
          ))}
        </select>
      ) : (
        <>
          <input
            id={id}
            class="input numeric"
            aria-describedby={`${id}-help`}
            type={control.kind === 'number' ? 'number' : 'text'}
            {...(control.kind === 'number'
              ? {
                  min: control.min,
                  max: control.max,
                  step: control.step ?? 1,
                  inputMode: 'decimal' as const,
                  placeholder: control.unstated,
                }
              : { placeholder: control.example, spellcheck: false, autocapitalize: 'off' })}
            {...(control.list ? { list: `${id}-list` } : {})}
            value={value}
            onInput={(event) => set(event.currentTarget.value)}
          />
          {control.kind === 'text' && control.isColour && (
            <input
              class="play-colour"
              type="color"
              aria-label={tr('console.play.pick_colour')}
              value={pickable(value)}
              onInput={(event) => set(event.currentTarget.value.slice(1))}
            />
          )}
          {control.list && (
            <datalist id={`${id}-list`}>
              {control.list.map((entry) => (
                <option key={String(entry)} value={String(entry)} />
              ))}
            </datalist>
          )}
        </>
      )}
      {stated !== null && (
        <IconButton
          icon={X}
          class="play-clear"
          label={tr('console.play.without', { name })}
          onClick={() => onText(withValue(text, name, null))}
        />
      )}
    </div>
  );
}
