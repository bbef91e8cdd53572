/** Files dropped anywhere in the window are uploaded; dropped folders are walked. */
import { useEffect, useState } from 'preact/hooks';
import { filesOf } from '../../browser/uploads/chosen-files.ts';
import { tr } from '../state/locale.ts';
import { may } from '../state/session.ts';
import { upload } from './uploader.ts';

/** Where a drop goes: the library, unless an asset page asks for new versions. */
let dropTarget: { assetId: string; title: string } | null = null;

/** While the component is on screen, a dropped file becomes a new version of this asset. */
export function useVersionDrop(asset: { id: string; title: string } | null): void {
  useEffect(() => {
    if (!asset) return;
    const mine = { assetId: asset.id, title: asset.title };
    dropTarget = mine;
    return () => {
      if (dropTarget === mine) dropTarget = null;
    };
  }, [asset?.id, asset?.title]);
}

export function DropZone() {
  const [isOver, setOver] = useState(false);
  useEffect(() => {
    let depth = 0;
    const hasFiles = (event: DragEvent) =>
      event.dataTransfer?.types.includes('Files') === true && may('asset:write');
    const enter = (event: DragEvent) => {
      if (!hasFiles(event)) return;
      depth += 1;
      setOver(true);
    };
    const leave = (event: DragEvent) => {
      if (!hasFiles(event)) return;
      depth = Math.max(0, depth - 1);
      if (depth === 0) setOver(false);
    };
    const over = (event: DragEvent) => {
      if (hasFiles(event)) event.preventDefault();
    };
    const drop = (event: DragEvent) => {
      if (!hasFiles(event) || !event.dataTransfer) return;
      event.preventDefault();
      depth = 0;
      setOver(false);
      const options = dropTarget ? { assetId: dropTarget.assetId } : {};
      void filesOf(event.dataTransfer).then((files) => upload(files, options));
    };
    addEventListener('dragenter', enter);
    addEventListener('dragleave', leave);
    addEventListener('dragover', over);
    addEventListener('drop', drop);
    return () => {
      removeEventListener('dragenter', enter);
      removeEventListener('dragleave', leave);
      removeEventListener('dragover', over);
      removeEventListener('drop', drop);
    };
  }, []);
  if (!isOver) return null;
  return (
    <div class="drop-veil">
      <div />
      <p>
        {dropTarget
          ? tr('console.upload.drop_version', { title: dropTarget.title })
          : tr('console.upload.drop')}
        <span>{tr(dropTarget ? 'console.upload.drop_version_hint' : 'console.upload.drop_hint')}</span>
      </p>
    </div>
  );
}
