/** A dialog to choose one asset or several from the library. */
import { Check, SearchX } from 'lucide-preact';
import { useEffect, useState } from 'preact/hooks';
import type { AssetCard, AssetKind } from '../../shared/contract/index.ts';
import { useAssetList } from '../state/asset-list.ts';
import { tr } from '../state/locale.ts';
import { describeError } from '../state/notices.ts';
import { toApiError } from '../state/resource.ts';
import { Button } from './Button.tsx';
import { Dialog } from './Dialog.tsx';
import { FieldError } from './Field.tsx';
import { Icon } from './Icon.tsx';
import { MoreRows } from './MoreRows.tsx';
import { Skeleton, useIsSlow } from './States.tsx';
import { RightsMark, StatusMark } from './StatusMark.tsx';
import { Thumb } from './Thumb.tsx';

const SEARCH_DELAY_MS = 200;

export interface AssetPickerProps {
  readonly title: string;
  readonly onClose: () => void;
  /** Choosing several: the verb for the button, given how many. Absent: the first click chooses. */
  readonly action?: (count: number) => string;
  readonly onPick: (assets: AssetCard[]) => Promise<unknown> | unknown;
  /** Shown as already there. */
  readonly present?: ReadonlySet<string>;
  readonly kind?: AssetKind;
  readonly max?: number;
}

export function AssetPicker({ title, onClose, action, onPick, present, kind, max = 500 }: AssetPickerProps) {
  const [text, setText] = useState('');
  const [q, setQuery] = useState('');
  const [chosen, setChosen] = useState<ReadonlyMap<string, AssetCard>>(new Map());
  const [isBusy, setBusy] = useState(false);
  const [error, setError] = useState<string | null>(null);
  useEffect(() => {
    const timer = setTimeout(() => setQuery(text.trim()), SEARCH_DELAY_MS);
    return () => clearTimeout(timer);
  }, [text]);
  const list = useAssetList({ ...(q === '' ? {} : { q }), ...(kind ? { kind } : {}) });
  const isSlow = useIsSlow(list.isNew && list.error === null);
  const pick = async (assets: AssetCard[]) => {
    setBusy(true);
    setError(null);
    try {
      await onPick(assets);
      onClose();
    } catch (failure) {
      setError(describeError(toApiError(failure)));
      setBusy(false);
    }
  };
  const press = (asset: AssetCard) => {
    if (!action) {
      void pick([asset]);
      return;
    }
    const next = new Map(chosen);
    if (!next.delete(asset.id) && next.size < max) next.set(asset.id, asset);
    setChosen(next);
  };
  return (
    <Dialog
      title={title}
      size="wide"
      onClose={onClose}
      {...(action
        ? {
            onSubmit: () => {
              if (chosen.size > 0 && !isBusy) void pick([...chosen.values()]);
            },
            footer: (
              <>
                <Button onClick={onClose}>{tr('console.cancel')}</Button>
                <Button type="submit" tone="primary" isBusy={isBusy} disabled={chosen.size === 0}>
                  {action(chosen.size)}
                </Button>
              </>
            ),
          }
        : {})}
    >
      <input
        class="input"
        type="search"
        autofocus
        aria-label={tr('console.library.search')}
        placeholder={tr('console.picker.placeholder')}
        value={text}
        onInput={(event) => setText(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter') event.preventDefault();
        }}
      />
      <FieldError error={error ?? (list.error ? describeError(list.error) : null)} />
      <div class="picker-scroll">
        {isSlow && <Skeleton />}
        {!list.isNew && list.items.length === 0 && (
          <p class="line-up muted">
            <Icon of={SearchX} />
            {tr('console.library.none_title')}
          </p>
        )}
        <ul class="picker-grid">
          {list.items.map((asset) => {
            const isPresent = present?.has(asset.id) ?? false;
            return (
              <li key={asset.id}>
                <button
                  type="button"
                  class="picker-tile"
                  aria-pressed={action ? isPresent || chosen.has(asset.id) : undefined}
                  disabled={isPresent || isBusy}
                  onClick={() => press(asset)}
                >
                  <Thumb asset={asset} />
                  {(isPresent || chosen.has(asset.id)) && (
                    <span class="picker-check">
                      <Icon of={Check} />
                    </span>
                  )}
                  <span class="tile-title">{asset.title}</span>
                  <span class="tile-marks">
                    {isPresent ? (
                      tr('console.picker.present')
                    ) : (
                      <>
                        {asset.status !== 'approved' && <StatusMark status={asset.status} />}
                        {asset.rights.state !== 'cleared' && <RightsMark rights={asset.rights} />}
                      </>
                    )}
                  </span>
                </button>
              </li>
            );
          })}
        </ul>
        <MoreRows of={list} />
      </div>
    </Dialog>
  );
}
