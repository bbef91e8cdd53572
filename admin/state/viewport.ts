/** Whether the window is as narrow as a phone: the rail becomes a bar at the foot, the inspector a sheet. */
import { signal } from '@preact/signals';

const query = matchMedia('(max-width: 40rem)');

export const isNarrow = signal(query.matches);

query.addEventListener('change', () => {
  isNarrow.value = query.matches;
});
