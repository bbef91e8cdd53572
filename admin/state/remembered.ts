/** Signals that outlive the page: pane widths, the library's view, open sections. */
import { effect, type Signal, signal } from '@preact/signals';

const PREFIX = 'vitrine.console.';

/**
 * A signal kept in local storage under `name`. `accept` refuses values of an older shape; a browser that refuses
 * storage gets a plain signal.
 */
export function remembered<T>(name: string, initial: T, accept: (value: unknown) => value is T): Signal<T> {
  const state = signal<T>(read(name, initial, accept));
  effect(() => {
    const text = JSON.stringify(state.value);
    try {
      localStorage.setItem(PREFIX + name, text);
    } catch {
      // Private windows refuse storage; the preference then lasts as long as the page.
    }
  });
  return state;
}

export const isNumber = (value: unknown): value is number =>
  typeof value === 'number' && Number.isFinite(value);
export const isBoolean = (value: unknown): value is boolean => typeof value === 'boolean';
export const isOneOf =
  <T extends string>(values: readonly T[]) =>
  (value: unknown): value is T =>
    values.some((candidate) => candidate === value);

function read<T>(name: string, initial: T, accept: (value: unknown) => value is T): T {
  try {
    const text = localStorage.getItem(PREFIX + name);
    if (text === null) return initial;
    const value: unknown = JSON.parse(text);
    return accept(value) ? value : initial;
  } catch {
    // Unreadable means not remembered.
    return initial;
  }
}
