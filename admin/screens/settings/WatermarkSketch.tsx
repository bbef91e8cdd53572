/** A watermark on a picture of the brand, drawn anew with every change. */
import { useEffect, useRef, useState } from 'preact/hooks';
import type { AssetCard, BrandWatermark } from '../../../shared/contract/index.ts';
import { drawableText } from '../../../shared/text/drawn-letters.ts';
import { renditionUrl } from '../../components/Thumb.tsx';
import { readAsset } from '../../operations/assets.ts';
import { assetKey } from '../../state/asset-changes.ts';
import { tr } from '../../state/locale.ts';
import { useResource } from '../../state/resource.ts';
import { drawSketch } from './watermark-sketch.ts';

function usePicture(url: string | null): HTMLImageElement | null {
  const [loaded, setLoaded] = useState<HTMLImageElement | null>(null);
  useEffect(() => {
    setLoaded(null);
    if (url === null) return;
    let isWanted = true;
    const picture = new Image();
    picture.onload = () => {
      if (isWanted) setLoaded(picture);
    };
    picture.src = url;
    return () => {
      isWanted = false;
    };
  }, [url]);
  return loaded;
}

export interface WatermarkSketchProps {
  readonly mark: BrandWatermark;
  /** On which it is shown. */
  readonly sample: AssetCard;
  readonly size?: 'w=640' | 'w=960';
}

export function WatermarkSketch({ mark, sample, size = 'w=640' }: WatermarkSketchProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const picture = usePicture(renditionUrl(sample, size));
  const assetId = mark.kind === 'image' ? mark.assetId : null;
  const logo = useResource(assetId === null ? null : assetKey(assetId), (signal) =>
    readAsset(assetId ?? '', signal),
  );
  const logoPicture = usePicture(logo.data ? renditionUrl(logo.data, 'w=640') : null);
  useEffect(() => {
    if (canvas.current === null || picture === null) return;
    const content =
      mark.kind === 'text'
        ? ({ kind: 'text', text: drawableText(mark.text) } as const)
        : logoPicture === null
          ? ({ kind: 'text', text: '' } as const)
          : ({ kind: 'image', picture: logoPicture } as const);
    drawSketch(canvas.current, picture, { ...mark, content });
  }, [mark, picture, logoPicture]);
  return (
    <canvas
      ref={canvas}
      class="mark-sketch"
      role="img"
      aria-label={tr('console.mark.sketch', { name: mark.name, title: sample.title })}
    />
  );
}
