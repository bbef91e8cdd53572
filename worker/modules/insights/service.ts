import type { Insights, Overview } from '../../../shared/contract/audit.ts';
import type { Caller } from '../../http/app-env.ts';

export interface InsightService {
  overview(caller: Caller): Promise<Overview>;
  insights(caller: Caller, days: number): Promise<Insights>;
}
