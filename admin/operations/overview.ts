/** Counts of the rail. */
import type { Overview } from '../../shared/contract/index.ts';
import { call } from '../api.ts';

export const readOverview = (signal?: AbortSignal): Promise<Overview> => call('GET', '/overview', { signal });
