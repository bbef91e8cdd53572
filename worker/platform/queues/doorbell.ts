import type { JobMessage } from '../../env.ts';
import { logEvent } from '../../log.ts';
import type { Doorbell } from '../../ports/doorbell.ts';

/** The doorbell on a Cloudflare queue. A ring that fails is logged: the cron sweeper finds the work. */
export function createQueueDoorbell(queue: Queue<JobMessage>): Doorbell {
  return {
    async ring() {
      try {
        await queue.send({ kind: 'outbox' });
      } catch (error) {
        logEvent('warn', 'doorbell.failed', { error: String(error) });
      }
    },
  };
}
