/** Follows an archive that is being prepared, then starts its download. Without script the page loads itself anew. */

import type { ArchiveProgress } from '../../shared/contract/share-visits.ts';
import { type Locale, t } from '../../shared/messages/index.ts';

const PAUSE_MS = 800;
const PAUSE_AFTER_ERROR_MS = 5000;

export function startPreparing(locale: Locale): void {
  const section = document.querySelector<HTMLElement>('[data-preparing]');
  const address = section?.dataset.preparing;
  if (!section || !address) return;
  const bar = section.querySelector<HTMLProgressElement>('[data-preparing-bar]');
  const count = section.querySelector<HTMLElement>('[data-preparing-count]');
  const look = async (): Promise<void> => {
    let pause = PAUSE_MS;
    try {
      const response = await fetch(address, { headers: { accept: 'application/json' } });
      if (response.status >= 400 && response.status < 500) return location.reload();
      if (!response.ok) throw new Error(`${response.status}`);
      const progress = (await response.json()) as ArchiveProgress;
      if (progress.state !== 'preparing') return location.reload();
      if (bar) {
        bar.max = progress.total;
        bar.value = progress.ready;
      }
      if (count)
        count.textContent = t(locale, 'share.preparing.progress', {
          ready: progress.ready,
          total: progress.total,
        });
    } catch {
      // Offline for a moment; the reservation waits.
      pause = PAUSE_AFTER_ERROR_MS;
    }
    setTimeout(() => void look(), pause);
  };
  void look();
}
