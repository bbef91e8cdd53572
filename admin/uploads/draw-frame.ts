/** The first frame of a film that is not black, around its first second. */
import { openCanvas } from './canvas.ts';
import { isBlack, posterMoments, posterSize } from './poster-way.ts';

const PATIENCE_MS = 20_000;
/** Edge of the copy that is looked at for blackness. */
const LOOK_EDGE = 32;

/** Null where the browser does not play the film. */
export async function drawFrame(file: Blob): Promise<HTMLCanvasElement | null> {
  const address = URL.createObjectURL(file);
  const video = document.createElement('video');
  video.muted = true;
  video.playsInline = true;
  video.preload = 'auto';
  try {
    const opened = until(video, 'loadeddata');
    video.src = address;
    await opened;
    if (video.videoWidth === 0) return null;
    for (const moment of posterMoments(video.duration)) {
      await seek(video, moment);
      if (!looksBlack(video)) break;
    }
    return drawVideo(video);
  } catch (error) {
    console.info('no frame of this film can be drawn here', error);
    return null;
  } finally {
    video.removeAttribute('src');
    video.load();
    URL.revokeObjectURL(address);
  }
}

/** The frame that a player shows. */
export function drawVideo(video: HTMLVideoElement): HTMLCanvasElement {
  const size = posterSize(video.videoWidth, video.videoHeight);
  const { canvas, context } = openCanvas(size);
  context.drawImage(video, 0, 0, size.width, size.height);
  return canvas;
}

async function seek(video: HTMLVideoElement, moment: number): Promise<void> {
  const arrived = until(video, 'seeked');
  video.currentTime = moment;
  await arrived;
}

function looksBlack(video: HTMLVideoElement): boolean {
  const { context } = openCanvas({ width: LOOK_EDGE, height: LOOK_EDGE });
  context.drawImage(video, 0, 0, LOOK_EDGE, LOOK_EDGE);
  return isBlack(context.getImageData(0, 0, LOOK_EDGE, LOOK_EDGE).data);
}

/** Rejects on an error of the film, or when it takes too long. */
function until(video: HTMLVideoElement, event: 'loadeddata' | 'seeked'): Promise<void> {
  return new Promise((resolve, reject) => {
    const done = (end: () => void) => () => {
      clearTimeout(timer);
      video.removeEventListener(event, arrive);
      video.removeEventListener('error', fail);
      end();
    };
    const arrive = done(resolve);
    const fail = done(() => reject(new Error(video.error?.message ?? `no ${event} in time`)));
    const timer = setTimeout(fail, PATIENCE_MS);
    video.addEventListener(event, arrive);
    video.addEventListener('error', fail);
  });
}
