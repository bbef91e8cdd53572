/**
 * A watermark on a picture of the brand, as the image engine draws it, anew with every change. A sketch stands in its place while
 * the engine is at work.
 */
import { useEffect, useRef, useState } from 'preact/hooks';
import type { AssetCard, BrandWatermark } from '../../../shared/contract/index.ts';
import { drawableText, undrawnToTell } from '../../../shared/text/drawn-letters.ts';
import { Button } from '../../components/Button.tsx';
import { renditionUrl } from '../../components/Thumb.tsx';
import { readAsset } from '../../operations/assets.ts';
import { assetKey } from '../../state/asset-changes.ts';
import { tr } from '../../state/locale.ts';
import { describeError } from '../../state/notices.ts';
import { useResource } from '../../state/resource.ts';
import { may } from '../../state/session.ts';
import { drawSketch } from './watermark-sketch.ts';
import { useTrial } from './watermark-trial.ts';

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

export interface WatermarkPictureProps {
  readonly mark: BrandWatermark;
  /** On which it is shown. */
  readonly sample: AssetCard;
  /** Says what is being shown, and offers another try. */
  readonly isEdited?: boolean;
}

export function WatermarkPicture({ mark, sample, isEdited = false }: WatermarkPictureProps) {
  const [turn, setTurn] = useState(0);
  // The field says so already.
  const isUndrawn = isEdited && mark.kind === 'text' && undrawnToTell(mark.text) !== null;
  const mayAsk = may('settings:write') && !isUndrawn;
  const { picture, error, isDrawing } = useTrial(sample.id, mark, turn, mayAsk);
  const label = tr('console.mark.shown', { name: mark.name, title: sample.title });
  return (
    <span class="mark-picture" aria-busy={isDrawing}>
      {picture === null ? (
        <Sketch mark={mark} sample={sample} label={tr('console.mark.sketch', { of: label })} />
      ) : (
        <img class="mark-shown" src={picture} alt={label} />
      )}
      {error !== null && <span class="field-error">{describeError(error)}</span>}
      {isEdited && error !== null && (
        <span>
          <Button onClick={() => setTurn(turn + 1)}>{tr('console.retry')}</Button>
        </span>
      )}
      {isEdited && (isDrawing || picture !== null) && (
        <span class="muted small" role="status">
          {tr(isDrawing ? 'console.mark.drawing' : 'console.mark.drawn')}
        </span>
      )}
    </span>
  );
}

interface SketchProps {
  readonly mark: BrandWatermark;
  readonly sample: AssetCard;
  readonly label: string;
}

function Sketch({ mark, sample, label }: SketchProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const picture = usePicture(renditionUrl(sample, 'w=640'));
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
  return <canvas ref={canvas} class="mark-shown" role="img" aria-label={label} />;
}
