/** A place for one asset: what is in it, and choosing another. */
import { ImagePlus, X } from 'lucide-preact';
import { useState } from 'preact/hooks';
import type { AssetKind } from '../../../shared/contract/index.ts';
import { AssetPicker } from '../../components/AssetPicker.tsx';
import { Button, IconButton } from '../../components/Button.tsx';
import { RightsMark, StatusMark } from '../../components/StatusMark.tsx';
import { Thumb } from '../../components/Thumb.tsx';
import { readAsset } from '../../operations/assets.ts';
import { assetKey } from '../../state/asset-changes.ts';
import { tr } from '../../state/locale.ts';
import { useResource } from '../../state/resource.ts';

export interface AssetSlotProps {
  readonly label: string;
  readonly hint?: string;
  readonly assetId: string | null;
  readonly kind?: AssetKind;
  readonly fit?: 'cover' | 'contain';
  /** Absent: it cannot be emptied. */
  readonly onAsset: (assetId: string | null) => void;
  readonly isRequired?: boolean;
}

export function AssetSlot({
  label,
  hint,
  assetId,
  kind,
  fit = 'cover',
  onAsset,
  isRequired,
}: AssetSlotProps) {
  const [isPicking, setPicking] = useState(false);
  const resource = useResource(assetId === null || assetId === '' ? null : assetKey(assetId), (signal) =>
    readAsset(assetId ?? '', signal),
  );
  const asset = assetId === null ? undefined : resource.data;
  const isShown = asset && asset.status === 'approved' && asset.rights.state === 'cleared';
  return (
    <fieldset class="field asset-slot">
      <legend class="field-label">{label}</legend>
      {asset && (
        <div class="asset-slot-picture">
          <Thumb asset={asset} fit={fit} transformation="w=640" alt={asset.title} />
        </div>
      )}
      <div class="spread">
        <span class="truncate">
          {asset ? (
            <a href={`/admin/assets/${asset.id}`}>{asset.title}</a>
          ) : (
            <span class="muted">{tr(resource.isLoading ? 'console.loading' : 'console.slot.none')}</span>
          )}
        </span>
        <span class="line-up asset-slot-acts">
          <Button icon={ImagePlus} onClick={() => setPicking(true)}>
            {tr(asset ? 'console.slot.change' : 'console.slot.choose')}
          </Button>
          {asset && !isRequired && (
            <IconButton
              icon={X}
              label={tr('console.remove_named', { name: label })}
              onClick={() => onAsset(null)}
            />
          )}
        </span>
      </div>
      {asset && !isShown && (
        <div class="line-up small">
          <StatusMark status={asset.status} />
          <RightsMark rights={asset.rights} />
          <span class="muted">{tr('console.slot.not_shown')}</span>
        </div>
      )}
      {hint && <div class="field-hint">{hint}</div>}
      {isPicking && (
        <AssetPicker
          title={label}
          {...(kind ? { kind } : {})}
          onPick={([chosen]) => {
            if (chosen) onAsset(chosen.id);
          }}
          onClose={() => setPicking(false)}
        />
      )}
    </fieldset>
  );
}
