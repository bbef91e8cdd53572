/**
 * The real page of the draft at the width of a device, scaled to fit. A newer page is loaded behind the present one and
 * takes its place, at the same scroll position, when it is there.
 */
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { tr } from '../../state/locale.ts';

export const DEVICES = ['phone', 'tablet', 'desktop'] as const;
export type Device = (typeof DEVICES)[number];
const WIDTHS: Readonly<Record<Device, number>> = { phone: 390, tablet: 820, desktop: 1440 };

export interface PagePreviewProps {
  readonly src: string;
  readonly device: Device;
  /** A new number loads the page again. */
  readonly revision: number;
  /** Element id to bring into view. */
  readonly anchor: string | null;
}

interface Shown {
  readonly key: string;
  readonly src: string;
}

export function PagePreview({ src, device, revision, anchor }: PagePreviewProps) {
  const stage = useRef<HTMLDivElement>(null);
  const [size, setSize] = useState({ width: 0, height: 0 });
  const wanted: Shown = { key: `${revision} ${src}`, src };
  const [shown, setShown] = useState<Shown>(wanted);
  const frames = useRef(new Map<string, HTMLIFrameElement>());

  useLayoutEffect(() => {
    const element = stage.current;
    if (!element) return;
    const measure = () => setSize({ width: element.clientWidth, height: element.clientHeight });
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, []);

  const bringIntoView = (key: string) => {
    if (anchor === null) return;
    const page = frames.current.get(key)?.contentDocument;
    const isCalm = matchMedia('(prefers-reduced-motion: reduce)').matches;
    page?.getElementById(anchor)?.scrollIntoView({ behavior: isCalm ? 'auto' : 'smooth', block: 'start' });
  };
  useEffect(() => bringIntoView(shown.key), [anchor]);

  const onLoad = (frame: Shown) => {
    const next = frames.current.get(frame.key)?.contentWindow;
    const before = frames.current.get(shown.key)?.contentWindow;
    if (!next || frame.key !== wanted.key) return;
    if (before && before !== next && before.location.pathname === next.location.pathname) {
      next.scrollTo({ top: before.scrollY, behavior: 'instant' });
    } else bringIntoView(frame.key);
    setShown(frame);
  };

  const width = WIDTHS[device];
  const scale = size.width === 0 ? 1 : Math.min(1, size.width / width);
  const visible = shown.key === wanted.key ? [wanted] : [shown, wanted];
  return (
    <div ref={stage} class="page-stage" data-device={device}>
      <div class="page-frame" style={{ width: `${width * scale}px` }} aria-busy={shown.key !== wanted.key}>
        {visible.map((frame) => (
          <iframe
            key={frame.key}
            ref={(element) => {
              if (element) frames.current.set(frame.key, element);
              else frames.current.delete(frame.key);
            }}
            src={frame.src}
            title={tr('console.portal.page')}
            aria-hidden={frame.key !== shown.key || undefined}
            tabIndex={frame.key === shown.key ? 0 : -1}
            data-waiting={frame.key === shown.key ? undefined : ''}
            style={{
              width: `${width}px`,
              height: `${size.height / scale}px`,
              transform: scale === 1 ? undefined : `scale(${scale})`,
            }}
            onLoad={() => onLoad(frame)}
          />
        ))}
      </div>
    </div>
  );
}
