/** What the command palette offers: every screen, every recent asset, and what the present screen can do. */
import { computed, signal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { IconType } from '../components/Icon.tsx';

export interface Command {
  readonly id: string;
  readonly label: string;
  /** Heading it stands under. */
  readonly group: string;
  readonly icon?: IconType;
  /** The chord that would have done it. */
  readonly shortcut?: string;
  /** Further words it is found by. */
  readonly words?: string;
  run(): void;
}

const sources = signal<ReadonlyMap<symbol, readonly Command[]>>(new Map());

/** In the order the sources were added, newest screen first. */
export const commands = computed(() => [...sources.value.values()].reverse().flat());

export const isPaletteOpen = signal(false);

/** Offers commands while the component is on screen; `deps` say when they change. */
export function useCommands(offered: () => readonly Command[], deps: readonly unknown[]): void {
  useEffect(() => {
    const key = Symbol('commands');
    sources.value = new Map([...sources.peek(), [key, offered()]]);
    return () => {
      const rest = new Map(sources.peek());
      rest.delete(key);
      sources.value = rest;
    };
  }, [...deps]);
}
