/** Light, dark, or as the system says; remembered on this machine. */
import { effect } from '@preact/signals';
import { isOneOf, remembered } from './remembered.ts';

export const SCHEMES = ['auto', 'light', 'dark'] as const;
export type Scheme = (typeof SCHEMES)[number];

export const scheme = remembered<Scheme>('scheme', 'auto', isOneOf(SCHEMES));

effect(() => {
  document.documentElement.style.colorScheme = scheme.value === 'auto' ? 'light dark' : scheme.value;
});
