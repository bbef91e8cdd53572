/**
 * Keyboard shortcuts. A chord is `mod+shift+k`, `j`, `Escape`; `mod` is ⌘ on Apple systems and Ctrl elsewhere.
 *
 * The newest component that knows a chord gets it. Letters are left alone while somebody types, and everything is
 * left alone behind an open dialog except to what the dialog itself registered.
 */
import { useEffect, useRef } from 'preact/hooks';

export type Shortcuts = Readonly<Record<string, (event: KeyboardEvent) => void>>;

interface Layer {
  current: Shortcuts;
  /** Number of modal dialogs that were open when the layer was added. */
  readonly depth: number;
}

const layers: Layer[] = [];
export const isApple = /Mac|iPhone|iPad/.test(navigator.platform);

/** Registers shortcuts while the component is on screen. */
export function useShortcuts(shortcuts: Shortcuts, isActive = true): void {
  const latest = useRef(shortcuts);
  latest.current = shortcuts;
  useEffect(() => {
    if (!isActive) return;
    const layer: Layer = {
      get current() {
        return latest.current;
      },
      depth: openDialogs(),
    };
    layers.push(layer);
    return () => {
      layers.splice(layers.indexOf(layer), 1);
    };
  }, [isActive]);
}

/** A chord as people read it: `⌘K`, `Ctrl K`, `⇧A`. */
export function showChord(chord: string): string {
  const names: Record<string, string> = isApple
    ? {
        mod: '⌘',
        shift: '⇧',
        alt: '⌥',
        Escape: 'Esc',
        Enter: '↵',
        ' ': 'Space',
        ArrowDown: '↓',
        ArrowUp: '↑',
      }
    : {
        mod: 'Ctrl',
        shift: 'Shift',
        alt: 'Alt',
        Escape: 'Esc',
        Enter: 'Enter',
        ' ': 'Space',
        ArrowDown: '↓',
      };
  return chord
    .split('+')
    .map((part) => names[part] ?? part.toUpperCase())
    .join(isApple ? '' : ' ');
}

/** Whether keys typed here are text. */
export function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (
    target.isContentEditable ||
    target instanceof HTMLTextAreaElement ||
    target instanceof HTMLSelectElement
  ) {
    return true;
  }
  return target instanceof HTMLInputElement && !/^(checkbox|radio|range|button|submit)$/.test(target.type);
}

function openDialogs(): number {
  return document.querySelectorAll('dialog:modal').length;
}

function chordOf(event: KeyboardEvent): string {
  const parts: string[] = [];
  if (isApple ? event.metaKey : event.ctrlKey) parts.push('mod');
  if (event.shiftKey && event.key.length > 1) parts.push('shift');
  else if (event.shiftKey && /^[a-z]$/i.test(event.key)) parts.push('shift');
  if (event.altKey) parts.push('alt');
  parts.push(event.key.length === 1 ? event.key.toLowerCase() : event.key);
  return parts.join('+');
}

document.addEventListener('keydown', (event) => {
  if (event.defaultPrevented || event.isComposing) return;
  const chord = chordOf(event);
  if (isTyping(event.target) && !chord.startsWith('mod+') && chord !== 'Escape') return;
  // Undo inside a text field belongs to the browser.
  if (isTyping(event.target) && chord === 'mod+z') return;
  const depth = openDialogs();
  for (let index = layers.length - 1; index >= 0; index -= 1) {
    const layer = layers[index];
    const run = layer && layer.depth >= depth ? layer.current[chord] : undefined;
    if (run) {
      event.preventDefault();
      run(event);
      return;
    }
  }
});
