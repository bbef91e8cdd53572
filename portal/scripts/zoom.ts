/** Zoom by wheel, pinch and `+`. Without script the picture is a link to its file. */
import { isLocale, type Locale } from '../../shared/messages/locales.ts';
import { createViewer, slideOf } from './viewer.ts';

export function startZoom(): void {
  const locale = document.documentElement.lang;
  if (!isLocale(locale)) return;
  const links = [...document.querySelectorAll<HTMLAnchorElement>('a[data-zoom]')];
  for (const link of links) {
    link.addEventListener('click', (event) => {
      if (event.metaKey || event.ctrlKey || event.shiftKey) return;
      event.preventDefault();
      void open(links, links.indexOf(link), locale);
    });
  }
}

async function open(links: readonly HTMLAnchorElement[], index: number, locale: Locale): Promise<void> {
  (await createViewer(links.map(slideOf), index, locale)).init();
}
