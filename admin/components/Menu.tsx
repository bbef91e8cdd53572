/** A menu behind a button, with the keyboard and ARIA behaviour of the pattern. */
import * as menu from '@zag-js/menu';
import { normalizeProps, useMachine } from '@zag-js/preact';
import type { ComponentChildren } from 'preact';
import { useId } from 'preact/hooks';
import { showChord } from '../state/shortcuts.ts';
import { Icon, type IconType } from './Icon.tsx';

export interface MenuItem {
  readonly id: string;
  readonly label: string;
  readonly icon?: IconType;
  readonly tone?: 'plain' | 'danger';
  readonly shortcut?: string;
  /** Said quietly at the end of the line, such as a count. */
  readonly note?: string;
  readonly isDisabled?: boolean;
  /** Draws a line above. */
  readonly isSeparated?: boolean;
  readonly run: () => void;
}

export interface MenuProps {
  /** Name of the button. */
  readonly label: string;
  readonly icon?: IconType;
  /** Shows only the icon; the label is its name. */
  readonly isIconOnly?: boolean;
  readonly tone?: 'primary' | 'plain' | 'quiet';
  readonly items: readonly MenuItem[];
  readonly placement?: NonNullable<menu.PositioningOptions['placement']>;
  readonly children?: ComponentChildren;
  readonly class?: string;
}

export function Menu(props: MenuProps) {
  const {
    label,
    icon,
    isIconOnly = false,
    tone = 'plain',
    items,
    placement = 'bottom-start',
    children,
  } = props;
  const service = useMachine(menu.machine, {
    id: useId(),
    'aria-label': label,
    positioning: { placement, strategy: 'fixed', gutter: 4 },
    onSelect: ({ value }) => items.find((item) => item.id === value)?.run(),
  });
  const api = menu.connect(service, normalizeProps);
  const trigger = isIconOnly ? 'icon-button' : 'button';
  return (
    <>
      <button
        {...api.getTriggerProps()}
        class={props.class ?? trigger}
        data-tone={tone}
        aria-label={isIconOnly ? label : undefined}
        title={isIconOnly ? label : undefined}
      >
        {children ?? (
          <>
            {icon && <Icon of={icon} />}
            {!isIconOnly && label}
          </>
        )}
      </button>
      {api.open && (
        <div {...api.getPositionerProps()}>
          <div {...api.getContentProps()} class="menu">
            {items.map((item) => (
              <div key={item.id} role="presentation">
                {item.isSeparated && <hr class="menu-separator" />}
                <div
                  {...api.getItemProps({ value: item.id, disabled: item.isDisabled ?? false })}
                  class="menu-item"
                  data-tone={item.tone}
                >
                  {item.icon && <Icon of={item.icon} />}
                  <span>{item.label}</span>
                  {item.note && <span class="note numeric">{item.note}</span>}
                  {item.shortcut && (
                    <span class="kbd" aria-hidden="true">
                      {showChord(item.shortcut)}
                    </span>
                  )}
                </div>
              </div>
            ))}
          </div>
        </div>
      )}
    </>
  );
}
