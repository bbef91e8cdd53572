/** Buttons. A verb says what it does; `tone="primary"` is the one thing to do next on a screen. */
import type { ComponentChildren, JSX, Ref } from 'preact';
import { showChord } from '../state/shortcuts.ts';
import { Icon, type IconType } from './Icon.tsx';

export interface ButtonProps extends Omit<JSX.ButtonHTMLAttributes<HTMLButtonElement>, 'icon' | 'loading'> {
  readonly tone?: 'primary' | 'plain' | 'quiet' | 'danger';
  /** For `danger` inside a confirmation: filled. */
  readonly isStrong?: boolean;
  readonly icon?: IconType | undefined;
  /** Chord shown on the button; registering it is the caller's business. */
  readonly shortcut?: string | undefined;
  readonly isBusy?: boolean;
  readonly children?: ComponentChildren;
  readonly buttonRef?: Ref<HTMLButtonElement>;
}

export function Button(props: ButtonProps) {
  const { tone = 'plain', isStrong, icon, shortcut, isBusy = false, children, buttonRef, ...rest } = props;
  return (
    <button
      type="button"
      {...rest}
      ref={buttonRef ?? null}
      class={rest.class ? `button ${String(rest.class)}` : 'button'}
      data-tone={tone}
      data-strong={isStrong ? '' : undefined}
      disabled={isBusy || rest.disabled === true}
      aria-busy={isBusy || undefined}
    >
      {icon && <Icon of={icon} />}
      {children}
      {shortcut && (
        <span class="kbd" aria-hidden="true">
          {showChord(shortcut)}
        </span>
      )}
    </button>
  );
}

export interface IconButtonProps
  extends Omit<JSX.ButtonHTMLAttributes<HTMLButtonElement>, 'icon' | 'loading'> {
  readonly icon: IconType;
  /** Name for screen readers, and the tooltip. */
  readonly label: string;
  readonly shortcut?: string | undefined;
  readonly buttonRef?: Ref<HTMLButtonElement>;
}

export function IconButton({ icon, label, shortcut, buttonRef, ...rest }: IconButtonProps) {
  return (
    <button
      type="button"
      {...rest}
      ref={buttonRef ?? null}
      class={rest.class ? `icon-button ${String(rest.class)}` : 'icon-button'}
      aria-label={label}
      title={shortcut ? `${label} (${showChord(shortcut)})` : label}
    >
      <Icon of={icon} />
    </button>
  );
}
