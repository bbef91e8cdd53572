/** Which sizes a link offers: for every file, and other ones for single kinds ("originals for logos, web for photos"). */
import { Plus, X } from 'lucide-preact';
import type { AssetKind, ShareLink } from '../../../shared/contract/index.ts';
import { ASSET_KINDS } from '../../../shared/contract/index.ts';
import { Button, IconButton } from '../../components/Button.tsx';
import { Menu } from '../../components/Menu.tsx';
import { tr } from '../../state/locale.ts';
import { OFFERED_PRESETS, presetName } from '../portals/PresetField.tsx';

type ByKind = ShareLink['presetsByKind'];

/** Sizes a kind is first given: pictures the web's, everything else its original. */
const FIRST: Readonly<Record<AssetKind, readonly string[]>> = {
  image: ['web', 'email'],
  vector: ['original', 'web'],
  video: ['original'],
  audio: ['original'],
  document: ['original'],
  font: ['original'],
  model: ['original'],
  archive: ['original'],
  other: ['original'],
};
const COMMON: ByKind = { vector: [...FIRST.vector], image: [...FIRST.image] };

export interface SizesFieldProps {
  readonly presets: readonly string[];
  readonly byKind: ByKind;
  /** Whether the link's level hands out originals. */
  readonly hasOriginals: boolean;
  readonly onValue: (part: { presets?: string[]; presetsByKind?: ByKind }) => void;
}

export function SizesField({ presets, byKind, hasOriginals, onValue }: SizesFieldProps) {
  const named = ASSET_KINDS.filter((kind) => byKind[kind] !== undefined);
  const setKind = (kind: AssetKind, sizes: string[] | undefined) => {
    const next: ByKind = { ...byKind };
    if (sizes === undefined) delete next[kind];
    else next[kind] = sizes;
    onValue({ presetsByKind: next });
  };
  return (
    <div class="stack-s">
      <SizeToggles
        legend={tr('console.presets.label')}
        offered={OFFERED_PRESETS}
        value={presets}
        hint={presets.length === 0 ? tr('console.presets.none') : null}
        onValue={(next) => onValue({ presets: next })}
      />
      {named.map((kind) => (
        <div key={kind} class="kind-sizes">
          <SizeToggles
            legend={tr('console.share.sizes_of', { kind: tr(`portal.kind.${kind}`) })}
            offered={[...(hasOriginals ? ['original'] : []), ...OFFERED_PRESETS]}
            value={byKind[kind] ?? []}
            hint={(byKind[kind] ?? []).length === 0 ? tr('console.share.sizes_none') : null}
            onValue={(next) => setKind(kind, next)}
          />
          <IconButton
            icon={X}
            label={tr('console.share.sizes_remove', { kind: tr(`portal.kind.${kind}`) })}
            onClick={() => setKind(kind, undefined)}
          />
        </div>
      ))}
      <div class="line-up">
        <Menu
          label={tr('console.share.sizes_add')}
          icon={Plus}
          tone="quiet"
          items={ASSET_KINDS.filter((kind) => byKind[kind] === undefined).map((kind) => ({
            id: kind,
            label: tr(`portal.kind.${kind}`),
            run: () => setKind(kind, [...FIRST[kind]]),
          }))}
        />
        {named.length === 0 && hasOriginals && (
          <Button tone="quiet" onClick={() => onValue({ presetsByKind: COMMON })}>
            {tr('console.share.sizes_common')}
          </Button>
        )}
      </div>
    </div>
  );
}

interface SizeTogglesProps {
  readonly legend: string;
  readonly offered: readonly string[];
  readonly value: readonly string[];
  readonly hint: string | null;
  readonly onValue: (value: string[]) => void;
}

function SizeToggles({ legend, offered, value, hint, onValue }: SizeTogglesProps) {
  return (
    <fieldset class="field">
      <legend class="field-label">{legend}</legend>
      <div class="line-up toggles">
        {[...new Set([...offered, ...value])].map((name) => (
          <label key={name} class="toggle">
            <input
              type="checkbox"
              checked={value.includes(name)}
              onChange={(event) =>
                onValue(
                  event.currentTarget.checked ? [...value, name] : value.filter((other) => other !== name),
                )
              }
            />
            <span>{presetName(name)}</span>
          </label>
        ))}
      </div>
      {hint && <div class="field-hint">{hint}</div>}
    </fieldset>
  );
}
