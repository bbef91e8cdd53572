/** The present, as a signal that moves every ten seconds: relative times and rights states on screen follow it. */
import { signal } from '@preact/signals';

const TICK_MS = 10_000;

export const now = signal(Date.now());

setInterval(() => {
  now.value = Date.now();
}, TICK_MS);
