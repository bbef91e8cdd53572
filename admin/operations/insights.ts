/** What was downloaded, and what was done. */
import type { AuditEvent, Insights, Page } from '../../shared/contract/index.ts';
import { abortable, api, read, toQuery } from '../api.ts';

export const readInsights = (days: number, signal?: AbortSignal): Promise<Insights> =>
  read(api.insights.$get({ query: toQuery({ days }) }, abortable(signal)));

export const listAudit = (
  query: { targetId?: string; event?: string; actorId?: string; cursor?: string },
  signal?: AbortSignal,
): Promise<Page<AuditEvent>> => read(api.audit.$get({ query: toQuery(query) }, abortable(signal)));
