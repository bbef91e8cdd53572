/** The picture as large as the window. Arrows move through the list, Space or Escape closes. */
import { ArrowLeft, ArrowRight, X } from 'lucide-preact';
import type { AssetCard } from '../../../shared/contract/index.ts';
import { Button, IconButton } from '../../components/Button.tsx';
import { useModal } from '../../components/Dialog.tsx';
import { RightsMark, StatusMark } from '../../components/StatusMark.tsx';
import { Thumb } from '../../components/Thumb.tsx';
import { showMeasure, tr } from '../../state/locale.ts';
import { useShortcuts } from '../../state/shortcuts.ts';

export interface PreviewProps {
  readonly asset: AssetCard;
  readonly onStep: (direction: 1 | -1) => void;
  readonly onOpen: () => void;
  readonly onClose: () => void;
}

export function Preview({ asset, onStep, onOpen, onClose }: PreviewProps) {
  const ref = useModal();
  const measure = showMeasure(asset);
  return (
    <dialog
      ref={ref}
      class="preview"
      aria-label={tr('console.library.preview', { title: asset.title })}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
    >
      <PreviewKeys onStep={onStep} onOpen={onOpen} onClose={onClose} />
      <div class="preview-picture">
        <Thumb key={asset.id} asset={asset} transformation="preview" alt={asset.title} isEager />
      </div>
      <footer class="preview-foot">
        <strong class="truncate">{asset.title}</strong>
        <StatusMark status={asset.status} />
        <RightsMark rights={asset.rights} />
        {measure && <span class="numeric">{measure}</span>}
        <span class="spacer" />
        <IconButton icon={ArrowLeft} label={tr('console.library.previous')} onClick={() => onStep(-1)} />
        <IconButton icon={ArrowRight} label={tr('console.library.next')} onClick={() => onStep(1)} />
        <Button tone="quiet" onClick={onOpen}>
          {tr('console.library.open')}
        </Button>
        <IconButton icon={X} label={tr('console.close')} onClick={onClose} />
      </footer>
    </dialog>
  );
}

/** Mounted inside the open dialog, so that its keys come before those of the screen behind. */
function PreviewKeys({ onStep, onOpen, onClose }: Omit<PreviewProps, 'asset'>) {
  useShortcuts({
    ' ': onClose,
    Enter: onOpen,
    ArrowRight: () => onStep(1),
    ArrowDown: () => onStep(1),
    ArrowLeft: () => onStep(-1),
    ArrowUp: () => onStep(-1),
  });
  return null;
}
