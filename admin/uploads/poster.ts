/**
 * Posters made in this browser, from the file that was just uploaded, for what the engine does not draw: a frame of a film, the
 * first page of a PDF, a photograph that is too large or of a kind only browsers decode. One at a time, as each holds a whole
 * picture in memory. A file that cannot be drawn here either keeps its card.
 */
import type { AssetDetail } from '../../shared/contract/index.ts';
import { readAsset } from '../operations/assets.ts';
import { putPoster } from '../operations/uploads.ts';
import { drawFrame } from './draw-frame.ts';
import { drawPicture } from './draw-picture.ts';
import { encodePoster } from './encode-poster.ts';
import { type PosterWay, posterWay } from './poster-way.ts';

const ASK_EVERY_MS = 1_000;
/** A busy engine takes its time over thirty files dropped at once. */
const ASK_AT_MOST = 180;

let line: Promise<unknown> = Promise.resolve();

/**
 * Makes and hands in the poster of the asset's current version, where it needs one.
 *
 * @param file the bytes of that version
 * @param onStart told when there is a poster to make
 * @returns the asset with its poster, or null where none was needed or possible
 */
export function givePoster(file: Blob, assetId: string, onStart: () => void): Promise<AssetDetail | null> {
  const turn = line.then(() => make(file, assetId, onStart));
  line = turn.catch(() => undefined);
  return turn;
}

async function make(file: Blob, assetId: string, onStart: () => void): Promise<AssetDetail | null> {
  const asset = await judged(assetId);
  const way = posterWay(asset);
  const version = asset.versions.find(({ isCurrent }) => isCurrent);
  if (way === null || way === 'wait' || version === undefined || version.sizeBytes !== file.size) return null;
  onStart();
  const canvas = await draw(way, file);
  if (canvas === null) return null;
  const poster = await encodePoster(canvas);
  return poster === null ? null : putPoster(assetId, version.id, poster);
}

/** The asset once the server has said what it thinks of the file. */
async function judged(assetId: string): Promise<AssetDetail> {
  let asset = await readAsset(assetId);
  for (let asked = 0; posterWay(asset) === 'wait' && asked < ASK_AT_MOST; asked++) {
    await new Promise((resolve) => setTimeout(resolve, ASK_EVERY_MS));
    asset = await readAsset(assetId);
  }
  return asset;
}

/** The code that reads PDF is large, and loaded by those who bring one. */
async function draw(way: Exclude<PosterWay, 'wait'>, file: Blob): Promise<HTMLCanvasElement | null> {
  switch (way) {
    case 'film':
      return drawFrame(file);
    case 'page':
      return (await import('./draw-page.ts')).drawPage(file);
    case 'picture':
      return drawPicture(file);
    default:
      return way satisfies never;
  }
}
