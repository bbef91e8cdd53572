/** A small rendition with its ThumbHash beneath, or a card that names the kind where no picture can be made. */
import {
  AudioLines,
  Box,
  Clapperboard,
  File,
  FileArchive,
  FileText,
  Image,
  PenTool,
  Play,
  Type,
} from 'lucide-preact';
import { useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import { thumbHashToDataURL } from 'thumbhash';
import type { AssetCard, AssetKind } from '../../shared/contract/index.ts';
import { tr } from '../state/locale.ts';
import { Icon, type IconType } from './Icon.tsx';

export const KIND_ICONS: Readonly<Record<AssetKind, IconType>> = {
  image: Image,
  vector: PenTool,
  video: Clapperboard,
  audio: AudioLines,
  document: FileText,
  font: Type,
  model: Box,
  archive: FileArchive,
  other: File,
};

/** What a picture is made from; every list row and card has it. */
export type Pictured = Pick<
  AssetCard,
  'kind' | 'title' | 'fileName' | 'thumbHash' | 'dominantColour' | 'previewBase'
> &
  Partial<Pick<AssetCard, 'isMoving'>>;

/** Address of a console rendition: a preset (`thumb`, `preview`) or a ladder width (`w=640`). */
export function renditionUrl(asset: Pictured, transformation: string): string | null {
  return asset.previewBase === null ? null : `${asset.previewBase}${transformation}`;
}

const blurs = new Map<string, string | null>();

/** The blurred picture as a data URL; null for a damaged hash. */
export function blurOf(thumbHash: string): string | null {
  const known = blurs.get(thumbHash);
  if (known !== undefined) return known;
  let url: string | null = null;
  try {
    url = thumbHashToDataURL(Uint8Array.from(atob(thumbHash), (char) => char.charCodeAt(0)));
  } catch {
    // The colour beneath stands in.
  }
  if (blurs.size > 2000) blurs.clear();
  blurs.set(thumbHash, url);
  return url;
}

export interface ThumbProps {
  readonly asset: Pictured;
  readonly transformation?: string;
  readonly fit?: 'contain' | 'cover';
  /** Text alternative; empty where the title stands beside the picture. */
  readonly alt?: string;
  readonly isEager?: boolean;
}

/** A busy image engine asks to come back: the picture is tried again, later each time. */
const RETRY_DELAYS_MS = [1_500, 4_000, 9_000, 20_000];

export function Thumb({ asset, transformation = 'thumb', fit = 'contain', alt = '', isEager }: ThumbProps) {
  const url = renditionUrl(asset, transformation);
  const [attempt, setAttempt] = useState(0);
  const [isFailed, setFailed] = useState(false);
  const [isLoaded, setLoaded] = useState(false);
  const timer = useRef<ReturnType<typeof setTimeout>>();
  const blur = useMemo(() => (asset.thumbHash === null ? null : blurOf(asset.thumbHash)), [asset.thumbHash]);
  // Before the picture can arrive: one from memory is there at once, and would be forgotten.
  useLayoutEffect(() => {
    setAttempt(0);
    setFailed(false);
    setLoaded(false);
    return () => clearTimeout(timer.current);
  }, [url]);
  const onError = () => {
    const delay = RETRY_DELAYS_MS[attempt];
    if (delay === undefined) setFailed(true);
    else timer.current = setTimeout(() => setAttempt(attempt + 1), delay * (0.75 + Math.random() / 2));
  };
  if (url === null || isFailed) {
    // Without one the icon says what kind it is.
    const extension = /\.([a-z0-9]{1,5})$/i.exec(asset.fileName)?.[1];
    return (
      <span class="thumb">
        {alt !== '' && <span class="visually-hidden">{alt}</span>}
        <span class="thumb-card">
          <Icon of={KIND_ICONS[asset.kind]} />
          {extension && <span aria-hidden="true">{extension}</span>}
        </span>
      </span>
    );
  }
  return (
    <span
      class="thumb"
      data-fit={fit}
      data-loaded={isLoaded ? '' : undefined}
      style={asset.dominantColour ? { '--thumb-colour': asset.dominantColour } : undefined}
    >
      {blur && !isLoaded && <img class="thumb-blur" src={blur} alt="" />}
      <img
        key={attempt}
        class="thumb-picture"
        src={url}
        alt={alt}
        loading={isEager ? 'eager' : 'lazy'}
        decoding="async"
        draggable={false}
        style={isLoaded ? undefined : { opacity: 0 }}
        onLoad={() => setLoaded(true)}
        onError={onError}
      />
      {(asset.kind === 'video' || asset.isMoving) && transformation !== 'motion' && (
        <span class="thumb-play">
          <Icon of={Play} />
          <span class="visually-hidden">
            {tr(asset.isMoving ? 'console.kind.animation' : 'console.kind.video')}
          </span>
        </span>
      )}
    </span>
  );
}
