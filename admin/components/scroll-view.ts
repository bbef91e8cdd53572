import type { RefObject } from 'preact';
import { useLayoutEffect, useState } from 'preact/hooks';

/** What of a scrolling element is in sight, in CSS pixels; before it is measured, its width is not known. */
export interface ScrollView {
  readonly top: number;
  readonly height: number;
  readonly width: number | null;
}

/** Measured anew whenever the element scrolls or changes its size. */
export function useScrollView(scroller: RefObject<HTMLElement>): ScrollView {
  const [view, setView] = useState<ScrollView>({ top: 0, height: 800, width: null });
  useLayoutEffect(() => {
    const element = scroller.current;
    if (!element) return;
    const measure = () =>
      setView({ top: element.scrollTop, height: element.clientHeight, width: element.clientWidth });
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    element.addEventListener('scroll', measure, { passive: true });
    return () => {
      observer.disconnect();
      element.removeEventListener('scroll', measure);
    };
  }, []);
  return view;
}
