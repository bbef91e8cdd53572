/** Zoom by wheel, pinch and `+`: PhotoSwipe, loaded when it is first asked for. Without script the picture is a link to its file. */

export function startZoom(): void {
  const links = [...document.querySelectorAll<HTMLAnchorElement>('a[data-zoom]')];
  for (const link of links) {
    link.addEventListener('click', (event) => {
      if (event.metaKey || event.ctrlKey || event.shiftKey) return;
      event.preventDefault();
      void open(links, links.indexOf(link));
    });
  }
}

async function open(links: readonly HTMLAnchorElement[], index: number): Promise<void> {
  const [{ default: PhotoSwipe }] = await Promise.all([
    import('photoswipe'),
    import('photoswipe/dist/photoswipe.css'),
  ]);
  const viewer = new PhotoSwipe({
    index,
    dataSource: links.map((link) => ({
      src: link.href,
      srcset: link.dataset.srcset ?? '',
      width: Number(link.dataset.width),
      height: Number(link.dataset.height),
      alt: link.querySelector('img')?.alt ?? '',
      msrc: link.querySelector('img')?.currentSrc ?? '',
    })),
    wheelToZoom: true,
    showHideAnimationType: matchMedia('(prefers-reduced-motion: reduce)').matches ? 'none' : 'fade',
    bgOpacity: 1,
    maxZoomLevel: 4,
    counter: links.length > 1,
  });
  viewer.init();
}
