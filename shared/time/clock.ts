import type { Instant } from './instant.ts';

/** Where the present comes from. A port: the Worker passes a real one, tests one that they move. */
export type Clock = () => Instant;
