/**
 * The short way of an answer that was given moments ago: parsing, canonicalising, the signature and the plan are remembered for
 * the exact URL and `Accept`; the decision is asked for anew, with the clock of this request. Whatever is not exactly as it was
 * (another snapshot, other conditions, an end that has come, bytes no longer in memory) goes the whole way.
 */
import { embeddingSite } from '../../../shared/delivery/sites.ts';
import { createSteadyDecider, type SteadyDecider, type Use } from '../../../shared/rights/index.ts';
import type { RememberedAnswer } from './answers.ts';
import { BoundedMap } from './memory.ts';
import type { WarmAnswers } from './service.ts';
import type { EdgeRecord, SnapshotMemo } from './snapshot-memo.ts';
import { isServed, type UsageCounter } from './usage.ts';

export interface HotEntry {
  readonly assetId: string;
  /** The very record the answer was made from. */
  readonly record: EdgeRecord;
  readonly channel: Use['channel'];
  readonly answer: RememberedAnswer;
}

const ENTRIES_MAX = 4000;
/** Longer addresses go the whole way: what a stranger writes must not fill the memory. */
const KEY_MAX = 1000;

export interface HotLane {
  remember(request: Request, entry: HotEntry): void;
  /**
   * Null: go the whole way.
   * @param territory country of the request; read only where the rights tell countries apart
   */
  answer(request: Request, territory: () => string | null, now: number): Response | null;
}

const keyOf = (request: Request): string => `${request.url}\n${request.headers.get('accept') ?? ''}`;

export function createHotLane(deps: {
  readonly delivery: WarmAnswers;
  readonly memo: Pick<SnapshotMemo, 'peek'>;
  readonly usage: Pick<UsageCounter, 'count'>;
}): HotLane {
  const entries = new BoundedMap<HotEntry & { readonly decide: SteadyDecider }>(ENTRIES_MAX);
  return {
    remember(request, entry) {
      const key = keyOf(request);
      const { snapshot } = entry.record;
      if (key.length > KEY_MAX || snapshot === null) return;
      const decide = createSteadyDecider(snapshot.rights, {
        subject: { kind: 'public', audience: 'public' },
        action: 'embed',
        channel: entry.channel,
        enclosing: [],
      });
      entries.set(key, { ...entry, decide });
    },
    answer(request, territory, now) {
      if (request.method !== 'GET' && request.method !== 'HEAD') return null;
      const entry = entries.get(keyOf(request));
      if (entry === undefined) return null;
      const { record, assetId, answer, decide } = entry;
      if (deps.memo.peek(assetId) !== record) return null;
      const decision = decide(territory, now);
      if (!decision.allowed) return null;
      const response = deps.delivery.warm(request, answer, decision, now);
      if (response !== null && isServed(response.status)) {
        const referer = request.headers.get('referer');
        const site = embeddingSite(referer ?? request.headers.get('origin'));
        const ruled = record.snapshot?.allowedSites === null ? entry.channel : null;
        deps.usage.count(assetId, site, 'served', now, referer, ruled);
      }
      return response;
    },
  };
}
