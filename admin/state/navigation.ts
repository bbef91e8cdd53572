/**
 * Going somewhere from code that is not a component. The router registers itself once.
 */
let router: (url: string, isReplacing?: boolean) => void = (url) => location.assign(url);

export function registerRouter(route: (url: string, isReplacing?: boolean) => void): void {
  router = route;
}

/** Goes to a console address, with a view transition where the browser has them and motion is welcome. */
export function goTo(url: string, options: { isReplacing?: boolean; isAnimated?: boolean } = {}): void {
  const move = () => router(url, options.isReplacing);
  const isCalm = matchMedia('(prefers-reduced-motion: reduce)').matches;
  if (options.isAnimated && !isCalm && 'startViewTransition' in document) document.startViewTransition(move);
  else move();
}
