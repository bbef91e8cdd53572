/**
 * Keys of the asset page: arrows to the neighbours, Escape back to where the visitor was, `c` copies the credit. And the
 * picture's way between a grid and its page, where the browser draws view transitions.
 */

export function startAssetKeys(): void {
  const back = document.querySelector<HTMLAnchorElement>('[data-back]');
  if (back !== null) {
    back.addEventListener('click', (event) => {
      if (event.metaKey || event.ctrlKey || event.shiftKey || !cameFrom(back)) return;
      event.preventDefault();
      history.back();
    });
    document.addEventListener('keydown', (event) => onKey(event, back));
  }
  addEventListener('pageswap', (event) =>
    nameTile(event.activation?.entry.url ?? null, event.viewTransition),
  );
  addEventListener('pagereveal', (event) => {
    const from = window.navigation?.activation?.from?.url ?? null;
    nameTile(from, event.viewTransition);
  });
}

function onKey(event: KeyboardEvent, back: HTMLAnchorElement): void {
  if (event.defaultPrevented || event.altKey || event.ctrlKey || event.metaKey) return;
  const { target } = event;
  if (target instanceof Element && target.closest('input, textarea, select, video, audio, [popover]')) return;
  if (document.querySelector('.pswp--open, :popover-open')) return;
  const isMirrored = getComputedStyle(document.documentElement).direction === 'rtl';
  const selectors: Readonly<Record<string, string>> = {
    ArrowRight: `a[rel="${isMirrored ? 'prev' : 'next'}"]`,
    ArrowLeft: `a[rel="${isMirrored ? 'next' : 'prev'}"]`,
    c: '.credit [data-copy]',
    '+': '[data-zoom]',
  };
  const selector = selectors[event.key];
  if (event.key === 'Escape') back.click();
  else if (selector !== undefined) document.querySelector<HTMLElement>(selector)?.click();
}

/** Whether going back in history leads to the page the link names, at the place it was scrolled to. */
function cameFrom(back: HTMLAnchorElement): boolean {
  if (history.length < 2 || document.referrer === '') return false;
  return new URL(document.referrer).pathname === new URL(back.href).pathname;
}

/**
 * The tile of `url` and the stage of its page share a name, so that the picture travels; other pictures stay unnamed. A page
 * with a stage of its own has the name already.
 */
function nameTile(url: string | null, transition: ViewTransition | null): void {
  if (url === null || transition === null || document.querySelector('.stage') !== null) return;
  const { pathname } = new URL(url);
  const link = document.querySelector(`.tile-link[href^="${CSS.escape(pathname)}"]`);
  const picture = link?.querySelector<HTMLElement>('.picture');
  if (!picture) return;
  picture.style.viewTransitionName = 'stage';
  void transition.finished.finally(() => {
    picture.style.viewTransitionName = '';
  });
}
