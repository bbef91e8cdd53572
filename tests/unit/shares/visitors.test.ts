/** What visitors of a link read and fetch, where the database is not what is asked. */
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { DeliverySnapshot } from '../../../shared/delivery/snapshot.ts';
import type { DeniedUsage, Reason } from '../../../shared/rights/index.ts';
import type { Caller } from '../../../worker/http/caller.ts';
import type { Visit } from '../../../worker/modules/shares/admission.ts';
import { type ArchiveWish, choose } from '../../../worker/modules/shares/archive-plan.ts';
import { createDownloads, type DownloadDeps } from '../../../worker/modules/shares/downloads.ts';
import {
  createGrants,
  type GrantDeps,
  type OpenGrant,
  type Progress,
  type Transfer,
} from '../../../worker/modules/shares/grants.ts';
import { exclusionOf } from '../../../worker/modules/shares/view.ts';

const MINUTE_MS = 60_000;
const ALL: ArchiveWish = {
  assets: [],
  sizes: { every: '', byKind: {} },
  part: { rule: 'count', number: 1 },
};
const caller = { locale: 'en', now: 0, territory: 'DE' } as Caller;
// Only what the tested functions read.
const snapshot = { assetId: 'ast_1', title: 'Secret' } as DeliverySnapshot;
const visit = { link: { timeZone: 'UTC', endsAt: 86_400_000 } } as Visit;
const denied = (reason: Reason, startsAt: number | null = null): DeniedUsage => ({
  allowed: false,
  reasons: [reason],
  startsAt,
});

const TERMS = { bytes: 4, isPlayed: false };

describe('what is left out of a link', () => {
  const draft = { snapshot, view: denied({ code: 'not_approved', status: 'draft' }) };
  const embargoed = { snapshot, view: denied({ code: 'embargoed', liftsAt: MINUTE_MS }, MINUTE_MS) };

  it('does not count what is not public at all', () => {
    expect(exclusionOf(caller, 'UTC', draft)).toBeNull();
    expect(choose(visit, caller, [draft], ALL)).toMatchObject({ choices: [], leftOut: [] });
  });

  it('is named by its time alone before the time has come', () => {
    expect(exclusionOf(caller, 'UTC', embargoed)).toMatchObject({ title: null, startsAt: MINUTE_MS });
    expect(choose(visit, caller, [embargoed], ALL).leftOut).toMatchObject([
      { title: 'A file', assetId: '-' },
    ]);
  });
});

describe('a download under way', () => {
  afterEach(() => vi.unstubAllGlobals());
  const open = { visit, grant: { id: 'grant', createdAt: 0 } } as OpenGrant;

  it('extends its grant while bytes flow, so that it can be resumed whenever it is cut', async () => {
    vi.stubGlobal(
      'FixedLengthStream',
      class extends TransformStream {
        constructor(length: number) {
          super();
          expect(length).toBeGreaterThan(0);
        }
      },
    );
    vi.useFakeTimers();
    const steps: Progress[] = [];
    const background: Promise<unknown>[] = [];
    const { onGrant } = createDownloads({
      clock: () => Date.now(),
      grants: {
        begin: async () => undefined,
        step: async (_: OpenGrant, __: Transfer, progress: Progress) => {
          steps.push(progress);
          return false;
        },
      },
      background: (work: Promise<unknown>) => background.push(work),
    } as unknown as DownloadDeps);
    let chunks = 0;
    const body = new ReadableStream<Uint8Array>({
      async pull(controller) {
        await vi.advanceTimersByTimeAsync(3 * MINUTE_MS);
        if (++chunks > 4) controller.close();
        else controller.enqueue(new Uint8Array(1));
      },
    });
    const response = new Response(body, { headers: { 'content-length': '4' } });
    const answer = await onGrant(caller, open, new Request('https://x/'), response, {
      isPlayed: false,
      versionId: null,
    });
    await answer.arrayBuffer();
    await Promise.all(background);
    vi.useRealTimers();
    expect(steps.filter(({ state }) => state === 'running').length).toBeGreaterThanOrEqual(3);
    expect(steps.at(-1)).toMatchObject({ state: 'arrived', unsent: 0 });
    expect(steps.reduce((sum, { sent }) => sum + sent, 0)).toBe(4);
  });

  it('does not begin on a use that was given back meanwhile', async () => {
    const grants = createGrants({
      clock: () => 0,
      rows: { beginTransfer: async () => false, findGrant: async () => ({ ...open.grant, releasedAt: 1 }) },
    } as unknown as GrantDeps);
    const transfer = { terms: TERMS, bytes: 1, isWhole: true } as Transfer;
    await expect(grants.begin(caller, open, transfer)).rejects.toMatchObject({ code: 'no_longer' });
  });
});
