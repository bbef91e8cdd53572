/** The viewer of large pictures: PhotoSwipe, loaded when it is first asked for, with names in the reader's language. */
import type PhotoSwipe from 'photoswipe';
import type { PhotoSwipeOptions, SlideData } from 'photoswipe';
import { type Locale, t } from '../../shared/messages/index.ts';

/** What a link to a picture says about it. */
export function slideOf(link: HTMLAnchorElement): SlideData {
  const picture = link.querySelector('img');
  return {
    src: link.href,
    srcset: link.dataset.srcset ?? '',
    width: Number(link.dataset.width),
    height: Number(link.dataset.height),
    alt: picture?.alt ?? '',
    msrc: picture?.currentSrc ?? '',
  };
}

/** A viewer that is not open yet: `init()` opens it. */
export async function createViewer(
  slides: SlideData[],
  index: number,
  locale: Locale,
  options: PhotoSwipeOptions = {},
): Promise<PhotoSwipe> {
  const [{ default: Viewer }] = await Promise.all([
    import('photoswipe'),
    import('photoswipe/dist/photoswipe.css'),
  ]);
  const viewer = new Viewer({
    index: Math.max(0, index),
    dataSource: slides,
    wheelToZoom: true,
    showHideAnimationType: matchMedia('(prefers-reduced-motion: reduce)').matches ? 'none' : 'fade',
    bgOpacity: 1,
    maxZoomLevel: 4,
    counter: slides.length > 1,
    closeTitle: t(locale, 'share.theatre.close'),
    zoomTitle: t(locale, 'share.theatre.zoom'),
    arrowPrevTitle: t(locale, 'share.theatre.previous'),
    arrowNextTitle: t(locale, 'share.theatre.next'),
    ...options,
  });
  const name = (): void => {
    const label = t(locale, 'share.theatre.label', { number: viewer.currIndex + 1, total: slides.length });
    viewer.element?.setAttribute('aria-label', label);
  };
  viewer.on('initialLayout', name);
  viewer.on('change', name);
  return viewer;
}
