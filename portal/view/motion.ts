/** Whether an animation moves on its page, and the addresses that make it move or stand still. Pure. */

/** `auto`: it moves unless the visitor's system asks for less motion. */
export type MotionState = 'auto' | 'playing' | 'still';

export interface MotionView {
  readonly state: MotionState;
  readonly playHref: string;
  readonly pauseHref: string;
}

const PARAMETER = 'motion';

/** @param url of the page */
export function motionView(url: URL): MotionView {
  const asked = url.searchParams.get(PARAMETER);
  const withMotion = (value: string): string => {
    const parameters = new URLSearchParams(url.search);
    parameters.set(PARAMETER, value);
    return `${url.pathname}?${parameters}`;
  };
  return {
    state: asked === '1' ? 'playing' : asked === '0' ? 'still' : 'auto',
    playHref: withMotion('1'),
    pauseHref: withMotion('0'),
  };
}
