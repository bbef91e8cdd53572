/** One icon set (Lucide), 1.5-px stroke, hidden from screen readers: the control around it has the name. */
import type { LucideIcon } from 'lucide-preact';

export type IconType = LucideIcon;

export function Icon({ of: Picture, class: extra }: { of: IconType; class?: string }) {
  return <Picture class={extra ? `icon ${extra}` : 'icon'} size={16} strokeWidth={1.5} aria-hidden="true" />;
}

/** The product's mark: a pane in a frame. */
export function BrandMark() {
  return (
    <svg viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="1.75" aria-hidden="true">
      <path d="M3 3h18v18H3z" />
      <path d="M3 15.5 9.5 9l4.5 4.5 2.5-2.5 4.5 4.5" />
    </svg>
  );
}
