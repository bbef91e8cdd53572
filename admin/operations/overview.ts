/** Counts of the rail. */
import type { Overview } from '../../shared/contract/index.ts';
import { abortable, api, read } from '../api.ts';

export const readOverview = (signal?: AbortSignal): Promise<Overview> =>
  read(api.overview.$get({}, abortable(signal)));
