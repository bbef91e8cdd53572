/** Scrubbing through a film: a slider, single steps, and the frame that would be taken. */
import { SkipBack, SkipForward, StepBack, StepForward } from 'lucide-preact';
import { useId, useRef, useState } from 'preact/hooks';
import type { AssetDetail } from '../../../shared/contract/index.ts';
import { IconButton } from '../../components/Button.tsx';
import { locale, showNumber, tr } from '../../state/locale.ts';
import { drawVideo } from '../../uploads/draw-frame.ts';
import type { DrawChoice } from './poster-choice.ts';

/** Browsers do not tell a film's rate; most have 25 frames a second or more. */
const FRAME_SECONDS = 1 / 25;
/** Keeps short of the end, where some players show nothing. */
const END_SECONDS = 0.05;

export interface PosterFrameProps {
  readonly asset: AssetDetail;
  readonly onChoice: (choice: DrawChoice | null) => void;
}

/** `1:02.36`, to hundredths: frames lie closer together than seconds. */
function clock(seconds: number): string {
  const minutes = Math.floor(seconds / 60);
  const rest = (seconds - minutes * 60).toLocaleString(locale.value, {
    minimumIntegerDigits: 2,
    minimumFractionDigits: 2,
    maximumFractionDigits: 2,
  });
  return `${minutes}:${rest}`;
}

export function PosterFrame({ asset, onChoice }: PosterFrameProps) {
  const id = useId();
  const video = useRef<HTMLVideoElement>(null);
  const [duration, setDuration] = useState<number | null>(null);
  const [at, setAt] = useState(0);
  const [isUnplayable, setUnplayable] = useState(false);
  const last = Math.max(0, (duration ?? 0) - END_SECONDS);
  const go = (seconds: number) => {
    const next = Math.min(last, Math.max(0, seconds));
    setAt(next);
    // Nothing is taken while the player is on its way to the frame.
    onChoice(null);
    if (video.current) video.current.currentTime = next;
  };
  const settle = () => onChoice(async () => (video.current ? drawVideo(video.current) : null));
  if (isUnplayable) return <p class="banner">{tr('console.poster.unplayable')}</p>;
  return (
    <div class="stack-s">
      <div class="poster-stage">
        <video
          ref={video}
          muted
          playsInline
          preload="auto"
          src={`/api/admin/assets/${asset.id}/original?inline=1`}
          aria-label={asset.title}
          onLoadedMetadata={(event) => {
            const { duration: length, videoWidth } = event.currentTarget;
            if (!Number.isFinite(length) || videoWidth === 0) {
              setUnplayable(true);
              return;
            }
            setDuration(length);
            const first = Math.min(1, length / 10);
            setAt(first);
            event.currentTarget.currentTime = first;
          }}
          onSeeked={settle}
          onError={() => {
            setUnplayable(true);
            onChoice(null);
          }}
        />
      </div>
      <div class="poster-scrub">
        <label class="visually-hidden" for={id}>
          {tr('console.poster.moment')}
        </label>
        <input
          id={id}
          type="range"
          min={0}
          max={last}
          step={FRAME_SECONDS}
          value={at}
          disabled={duration === null}
          aria-valuetext={tr('console.poster.at', {
            moment: showNumber(Math.round(at * 100) / 100),
            length: showNumber(Math.round((duration ?? 0) * 10) / 10),
          })}
          onInput={(event) => go(event.currentTarget.valueAsNumber)}
        />
        <div class="line-up">
          <IconButton
            icon={SkipBack}
            label={tr('console.poster.second_back')}
            onClick={() => go(at - 1)}
            disabled={at <= 0}
          />
          <IconButton
            icon={StepBack}
            label={tr('console.poster.frame_back')}
            onClick={() => go(at - FRAME_SECONDS)}
            disabled={at <= 0}
          />
          <output class="numeric poster-clock" for={id}>
            {duration === null ? '–' : `${clock(at)} / ${clock(duration)}`}
          </output>
          <IconButton
            icon={StepForward}
            label={tr('console.poster.frame_on')}
            onClick={() => go(at + FRAME_SECONDS)}
            disabled={at >= last}
          />
          <IconButton
            icon={SkipForward}
            label={tr('console.poster.second_on')}
            onClick={() => go(at + 1)}
            disabled={at >= last}
          />
        </div>
      </div>
    </div>
  );
}
