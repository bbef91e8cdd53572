/** Tells the job runner that the outbox has work. Losing a ring costs at most a minute: the sweeper rings again. */
export interface Doorbell {
  ring(): Promise<void>;
}
