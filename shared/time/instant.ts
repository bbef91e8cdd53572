/** A point in time: integer Unix milliseconds, UTC. Windows over instants are half-open, `[startsAt, endsAt)`. */
export type Instant = number;
