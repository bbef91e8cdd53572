/**
 * The files of a link, large, one after the other: arrow keys move, + and − zoom, Esc returns to the place. Title, credit and
 * downloads are inside. A film plays where its picture would be. Without script a picture is a link to its file, and a film plays on
 * its tile.
 */
import type PhotoSwipe from 'photoswipe';
import { type Locale, t } from '../../shared/messages/index.ts';
import { createViewer, slideOf } from './viewer.ts';

export function startTheatre(list: HTMLElement, locale: Locale): void {
  list.addEventListener('click', (event) => {
    const link =
      event.target instanceof Element ? event.target.closest<HTMLAnchorElement>('a[data-theatre]') : null;
    if (link === null || event.metaKey || event.ctrlKey || event.shiftKey) return;
    event.preventDefault();
    void open(list, link, locale);
  });
}

/** What is shown on the page now: a filter holds here too. */
function linksIn(list: HTMLElement): HTMLAnchorElement[] {
  return [...list.querySelectorAll<HTMLAnchorElement>('.share-item:not([hidden]) a[data-theatre]')];
}

async function open(list: HTMLElement, first: HTMLAnchorElement, locale: Locale): Promise<void> {
  const links = linksIn(list);
  const slides = links.map((link) => {
    const { width, height, ...slide } = slideOf(link);
    // What has no size of its own gets the window's.
    return link.dataset.media
      ? { ...slide, type: FILM, media: link.dataset.media }
      : { ...slide, width, height };
  });
  const viewer = await createViewer(slides, links.indexOf(first), locale, {
    padding: { top: 56, bottom: 88, left: 0, right: 0 },
    mainClass: 'theatre',
    // The picture on the page that was looked at last, not the one it began with.
    returnFocus: false,
  });
  viewer.on('uiRegister', () => {
    viewer.ui?.registerElement({
      name: 'words',
      order: 9,
      isButton: false,
      appendTo: 'root',
      onInit: (element) => {
        const show = (): void => element.replaceChildren(...wordsOf(links[viewer.currIndex], locale));
        viewer.on('change', show);
        show();
      },
    });
  });
  playFilms(viewer);
  viewer.on('keydown', (event) => zoomByKey(viewer, event.originalEvent));
  viewer.on('destroy', () => {
    const link = links[viewer.currIndex];
    link?.scrollIntoView({ block: 'nearest' });
    // When the viewer has let go of the focus, which it keeps to itself while it is there.
    setTimeout(() => link?.focus({ preventScroll: true }));
  });
  viewer.init();
}

const FILM = 'film';

/** Films in the place of pictures: silent until somebody plays them, paused when one moves on. */
function playFilms(viewer: PhotoSwipe): void {
  viewer.on('contentLoad', (event) => {
    const { data, type } = event.content;
    if (type !== FILM) return;
    event.preventDefault();
    const film = document.createElement('video');
    film.controls = true;
    film.preload = 'none';
    film.playsInline = true;
    film.poster = data.src ?? '';
    film.src = String(data.media);
    film.setAttribute('aria-label', data.alt ?? '');
    const stage = document.createElement('div');
    stage.className = 'pswp__content theatre-film';
    stage.appendChild(film);
    event.content.element = stage;
  });
  viewer.on('contentDeactivate', ({ content }) => content.element?.querySelector('video')?.pause());
  viewer.on('contentDestroy', ({ content }) => content.element?.querySelector('video')?.pause());
  // What is pressed on the film's own controls is the film's: keys that seek do not turn the page.
  viewer.on('pointerDown', (event) => {
    if (event.originalEvent.target instanceof HTMLVideoElement) event.preventDefault();
  });
  viewer.on('keydown', (event) => {
    const { target, key } = event.originalEvent;
    if (target instanceof HTMLVideoElement && key !== 'Escape' && key !== 'Tab') event.preventDefault();
  });
}

function zoomByKey(viewer: PhotoSwipe, event: KeyboardEvent): void {
  const slide = viewer.currSlide;
  if (!slide?.isZoomable() || event.ctrlKey || event.metaKey || !['+', '=', '-', '0'].includes(event.key))
    return;
  event.preventDefault();
  const { initial, max } = slide.zoomLevels;
  const wanted =
    event.key === '0' ? initial : event.key === '-' ? slide.currZoomLevel / 1.5 : slide.currZoomLevel * 1.5;
  slide.zoomTo(Math.min(max, Math.max(initial, wanted)), undefined, 150);
}

/** Title, credit and the downloads of the file, as they stand on the page. */
function wordsOf(link: HTMLAnchorElement | undefined, locale: Locale): HTMLElement[] {
  const tile = link?.closest<HTMLElement>('.share-item');
  if (!tile) return [];
  const words = document.createElement('div');
  words.className = 'theatre-words';
  for (const selector of ['.share-title', '.share-credit']) {
    const line = tile.querySelector(selector);
    if (line) words.appendChild(line.cloneNode(true));
  }
  const play = tile.querySelector('form.share-play');
  if (play) words.appendChild(play.cloneNode(true));
  const form = tile.querySelector<HTMLFormElement>('form.downloads');
  if (!form) return [words];
  const more = document.createElement('details');
  more.className = 'theatre-download';
  const summary = document.createElement('summary');
  summary.className = 'button';
  summary.textContent = t(locale, 'share.theatre.download');
  more.appendChild(summary);
  more.appendChild(form.cloneNode(true));
  return [words, more];
}
