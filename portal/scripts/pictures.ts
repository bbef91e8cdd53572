/**
 * Asks again for pictures that did not come. A rendition nobody has asked for before is made on the way, one at a time, and
 * the engine may say that it is busy; its place shows the placeholder until then.
 */

const WAITS_MS = [700, 1500, 3000, 6000, 10_000, 15_000];

export function startPictures(): void {
  const tries = new WeakMap<HTMLImageElement, number>();
  const again = (image: HTMLImageElement): void => {
    const tried = tries.get(image) ?? 0;
    const wait = WAITS_MS[tried];
    if (wait === undefined) return;
    tries.set(image, tried + 1);
    image.dataset.state = 'waiting';
    // Spread out, so that the pictures of a page do not all come back at once.
    setTimeout(() => reload(image), wait * (0.6 + 0.8 * Math.random()));
  };
  // Errors of elements do not bubble, but they are captured.
  document.addEventListener('error', (event) => isPicture(event.target) && again(event.target), true);
  document.addEventListener(
    'load',
    (event) => {
      if (isPicture(event.target)) delete event.target.dataset.state;
    },
    true,
  );
  for (const image of document.querySelectorAll<HTMLImageElement>('img.picture'))
    if (image.complete && image.naturalWidth === 0 && image.currentSrc !== '') again(image);
}

function isPicture(target: EventTarget | null): target is HTMLImageElement {
  return target instanceof HTMLImageElement && target.classList.contains('picture');
}

/** Setting the same candidates makes the browser choose and fetch anew. */
function reload(image: HTMLImageElement): void {
  const { srcset, src } = image;
  image.removeAttribute('srcset');
  image.src = src;
  image.srcset = srcset;
}
