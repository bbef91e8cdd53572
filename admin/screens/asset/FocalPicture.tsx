/**
 * The picture, and on it the focal point that every crop keeps visible. A click or the arrow keys move it; the crops
 * beneath show at once what a square, a landscape, a portrait and a social card will look like.
 */
import { Crosshair, Images, Pause, Play } from 'lucide-preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { AssetDetail } from '../../../shared/contract/index.ts';
import { Button } from '../../components/Button.tsx';
import { SavedMark, useSaving } from '../../components/InlineField.tsx';
import { renditionUrl, Thumb } from '../../components/Thumb.tsx';
import { saveFields } from '../../state/asset-changes.ts';
import { showPercent, tr } from '../../state/locale.ts';
import { may } from '../../state/session.ts';
import { takesPoster } from '../../uploads/poster-way.ts';
import { cropOf, type Point, type Size } from './crop.ts';

import { PosterDialog } from './PosterDialog.tsx';

const STEP = 0.01;
const BIG_STEP = 0.1;
const NUDGE_PAUSE_MS = 400;
const CENTRE: Point = { x: 0.5, y: 0.5 };
const CROPS = [
  { name: 'square', shape: '1:1', width: 1080, height: 1080 },
  { name: 'landscape', shape: '16:9', width: 1600, height: 900 },
  { name: 'portrait', shape: '4:5', width: 1080, height: 1350 },
  { name: 'social', shape: '1.91:1', width: 1200, height: 630 },
] as const;

const rounded = (value: number) => Math.round(value * 1000) / 1000;
const clamp = (value: number) => Math.max(0, Math.min(1, value));

export function FocalPicture({ asset }: { asset: AssetDetail }) {
  const [isPicking, setPicking] = useState(false);
  const [draft, setDraft] = useState<Point | null>(null);
  const { state, save } = useSaving();
  const frame = useRef<HTMLButtonElement>(null);
  const stored = asset.fields.focalPoint ?? null;
  const point = draft ?? stored ?? CENTRE;
  const canPick =
    asset.previewBase !== null && may('asset:write') && asset.width !== null && asset.height !== null;
  const current = asset.versions.find(({ isCurrent }) => isCurrent);
  const givable = current && may('asset:write') && takesPoster(asset, current) ? current : null;
  const [isGiving, setGiving] = useState(false);
  const [isPlaying, setPlaying] = useState(false);
  const ratio = asset.width && asset.height ? asset.width / asset.height : 1;

  const timer = useRef<ReturnType<typeof setTimeout>>();
  const latest = useRef<Point | null>(null);
  const commit = (next: Point) => {
    clearTimeout(timer.current);
    latest.current = next;
    setDraft(next);
    void save(() => saveFields(asset, { focalPoint: next })).then(() => {
      // A newer move is still on the picture.
      if (latest.current === next) setDraft(null);
    });
  };
  /** Steps of the keyboard are one change, and one undo, once they pause. */
  const nudge = (next: Point) => {
    clearTimeout(timer.current);
    latest.current = next;
    setDraft(next);
    timer.current = setTimeout(() => commit(next), NUDGE_PAUSE_MS);
  };
  useEffect(() => {
    if (isPicking) frame.current?.focus();
  }, [isPicking]);
  const at = (event: { clientX: number; clientY: number }): Point => {
    const box = frame.current?.getBoundingClientRect();
    if (!box) return CENTRE;
    return {
      x: rounded(clamp((event.clientX - box.left) / box.width)),
      y: rounded(clamp((event.clientY - box.top) / box.height)),
    };
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const step = event.shiftKey ? BIG_STEP : STEP;
    const moves: Record<string, [number, number]> = {
      ArrowLeft: [-step, 0],
      ArrowRight: [step, 0],
      ArrowUp: [0, -step],
      ArrowDown: [0, step],
    };
    const move = moves[event.key];
    if (!move) return;
    event.preventDefault();
    event.stopPropagation();
    nudge({ x: rounded(clamp(point.x + move[0])), y: rounded(clamp(point.y + move[1])) });
  };
  return (
    <div class="asset-stage" data-picking={isPicking ? '' : undefined}>
      <div class="asset-picture">
        <div class="asset-frame" style={{ '--ratio': String(ratio) }}>
          <Medium asset={asset} isPlaying={isPlaying} isPicking={isPicking} />
          {isPicking && (
            <button
              ref={frame}
              type="button"
              class="focal-field"
              aria-label={tr('console.focal.field', { x: showPercent(point.x), y: showPercent(point.y) })}
              onPointerDown={(event) => {
                event.currentTarget.setPointerCapture(event.pointerId);
                setDraft(at(event));
              }}
              onPointerMove={(event) => {
                if (event.currentTarget.hasPointerCapture(event.pointerId)) setDraft(at(event));
              }}
              onPointerUp={(event) => commit(at(event))}
              onKeyDown={onKeyDown}
            >
              <span class="focal-point" style={{ left: `${point.x * 100}%`, top: `${point.y * 100}%` }} />
            </button>
          )}
        </div>
      </div>
      {(canPick || givable || asset.isMoving) && (
        <div class="asset-stage-bar">
          {givable && !isPicking && (
            <Button tone="quiet" icon={Images} onClick={() => setGiving(true)}>
              {tr(givable.poster === null ? 'console.poster.open' : 'console.poster.change')}
            </Button>
          )}
          {asset.isMoving && !isPicking && (
            <Button tone="quiet" icon={isPlaying ? Pause : Play} onClick={() => setPlaying(!isPlaying)}>
              {tr(isPlaying ? 'console.motion.pause' : 'console.motion.play')}
            </Button>
          )}
          {canPick && (
            <Button
              tone="quiet"
              icon={Crosshair}
              aria-pressed={isPicking}
              onClick={() => setPicking(!isPicking)}
            >
              {tr(isPicking ? 'console.focal.done' : stored ? 'console.focal.move' : 'console.focal.set')}
            </Button>
          )}
          {isPicking && stored && (
            <Button
              tone="quiet"
              onClick={() => {
                clearTimeout(timer.current);
                latest.current = null;
                setDraft(null);
                void save(() => saveFields(asset, { focalPoint: null }));
              }}
            >
              {tr('console.focal.clear')}
            </Button>
          )}
          <SavedMark state={state} />
        </div>
      )}
      {isGiving && givable && (
        <PosterDialog asset={asset} version={givable} onClose={() => setGiving(false)} />
      )}
      {isPicking && (
        <ul class="focal-crops">
          {CROPS.map(({ name, shape, width, height }) => (
            <li key={name}>
              <CropPreview asset={asset} point={point} wished={{ width, height }} />
              <span class="small muted focal-shape">
                {tr(`console.focal.${name}`)} {shape}
              </span>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

interface MediumProps {
  readonly asset: AssetDetail;
  readonly isPlaying: boolean;
  readonly isPicking: boolean;
}

/** The picture, or a player where the original is sound or film. */
function Medium({ asset, isPlaying, isPicking }: MediumProps) {
  const original = `/api/admin/assets/${asset.id}/original?inline=1`;
  const poster = renditionUrl(asset, 'preview');
  // What is cropped is the picture, not the film.
  if (asset.kind === 'video' && !isPicking) {
    return (
      <video
        controls
        preload="metadata"
        src={original}
        {...(poster === null ? {} : { poster })}
        aria-label={asset.title}
      />
    );
  }
  if (asset.kind === 'audio' && !isPicking) {
    return (
      <div class="asset-audio">
        <Thumb asset={asset} />
        {/* biome-ignore lint/a11y/useMediaCaption: captions are part of the original, where it has any */}
        <audio controls preload="metadata" src={original} aria-label={asset.title} />
      </div>
    );
  }
  return <Still asset={asset} isPlaying={isPlaying && !isPicking && asset.isMoving} />;
}

function Still({ asset, isPlaying = false }: { asset: AssetDetail; isPlaying?: boolean }) {
  return (
    <Thumb
      asset={asset}
      transformation={isPlaying ? 'motion' : 'preview'}
      alt={asset.fields.altText ?? asset.title}
      isEager
    />
  );
}

interface CropPreviewProps {
  readonly asset: AssetDetail;
  readonly point: Point;
  readonly wished: Size;
}

/** The crop as delivery will make it, drawn from the preview. */
function CropPreview({ asset, point, wished }: CropPreviewProps) {
  const crop = cropOf({ width: asset.width ?? 1, height: asset.height ?? 1 }, wished, point);
  const url = renditionUrl(asset, 'preview');
  return (
    <div class="focal-crop" style={{ aspectRatio: `${wished.width} / ${wished.height}` }}>
      {url && (
        <img
          src={url}
          alt=""
          style={{
            width: `${100 / crop.width}%`,
            height: `${100 / crop.height}%`,
            left: `${(-crop.x / crop.width) * 100}%`,
            top: `${(-crop.y / crop.height) * 100}%`,
          }}
        />
      )}
    </div>
  );
}
