/** What every surface does alike: look an asset up, say no, and write a download down. */
import type { Settings } from '../../../shared/contract/audit.ts';
import type { DeliverySnapshot } from '../../../shared/delivery/index.ts';
import {
  type Audience,
  type DeniedUsage,
  type EnclosingRule,
  publicAnswer,
} from '../../../shared/rights/index.ts';
import type { Caller } from '../../http/caller.ts';
import { fail } from '../../http/errors.ts';
import type { Identifiers } from '../../ports/identifiers.ts';
import type { Signer } from '../../ports/signer.ts';
import type { HotLane } from './hot-lane.ts';
import type { MarkReader } from './marks.ts';
import type { DownloadRecord } from './repository.ts';
import { type DeliveryService, denialHeaders } from './service.ts';
import type { EdgeRecord, SnapshotMemo } from './snapshot-memo.ts';
import type { UsageCounter } from './usage.ts';

/** What stands around an asset on a portal; null when it is not shown there. */
export interface PortalAdmission {
  readonly portalId: string;
  readonly enclosing: readonly EnclosingRule[];
  readonly audience: Audience;
  readonly allowOriginals: boolean;
  /** Presets offered; empty: the defaults. */
  readonly presets: readonly string[];
  /** Rules for the pictures on its pages: no larger than what it hands out. */
  readonly pictureRules: readonly EnclosingRule[];
  /** The visitor as whom a member looks at the portal. */
  readonly territory: string | null;
  readonly now: number;
}
export interface ViewParameters {
  draft?: '1' | undefined;
  territory?: string | undefined;
  at?: number | undefined;
}
export type PortalGate = (
  portal: string,
  assetId: string,
  caller: Caller,
  view: ViewParameters,
) => Promise<PortalAdmission | null>;

export interface SurfaceDeps {
  readonly delivery: DeliveryService;
  readonly memo: SnapshotMemo;
  readonly hotLane: HotLane;
  readonly marks: Pick<MarkReader, 'onTrial'>;
  readonly signer: Signer;
  readonly identifiers: Identifiers;
  readonly portalGate: PortalGate;
  readonly usage: UsageCounter;
  /** Milliseconds that only measure durations. */
  readonly monotonic: () => number;
  readonly background: (work: Promise<unknown>) => void;
  readonly recordDownload: (row: DownloadRecord) => Promise<void>;
  readonly noteGone: (assetId: string, now: number) => Promise<void>;
}

/** Programs that say they are programs; their downloads are listed apart. */
const BOTS =
  /bot\b|crawl|spider|slurp|preview|monitor|curl\/|wget\/|python-|libwww|headless|facebookexternalhit|whatsapp|embedly|mimecast|proofpoint|barracuda/i;

export function isBot(request: Request): boolean {
  return BOTS.test(request.headers.get('user-agent') ?? '');
}

/** An asset as it stands at the edge. */
export interface Loaded {
  readonly snapshot: DeliverySnapshot;
  readonly settings: Settings;
  readonly record: EdgeRecord;
}

export interface Desk {
  load(assetId: string): Promise<Loaded | null>;
  /** @throws Failure the public answer to a denial */
  deny(denied: DeniedUsage): never;
  /** Writes a download down after the answer; a HEAD, a range or a 304 is none. */
  recordDownload(
    caller: Caller,
    request: Request,
    snapshot: DeliverySnapshot,
    surface: DownloadRecord['surface'],
    surfaceId: string,
    what: string,
    response: Response,
  ): void;
}

export function createDesk(deps: SurfaceDeps): Desk {
  return {
    async load(assetId) {
      const record = await deps.memo.get(assetId);
      const { snapshot, settings } = record;
      return snapshot === null ? null : { snapshot, settings, record };
    },
    deny(denied) {
      const answer = publicAnswer(denied.reasons);
      return fail(answer.code, {
        headers: denialHeaders(),
        ...(denied.startsAt === null ? {} : { context: { startsAt: denied.startsAt } }),
      });
    },
    recordDownload(caller, request, snapshot, surface, surfaceId, what, response) {
      // A resumed range or a HEAD is part of a download already counted.
      if (request.method !== 'GET' || response.status !== 200) return;
      deps.background(
        deps.recordDownload({
          id: deps.identifiers.next('delivery'),
          surface,
          surfaceId,
          assetId: snapshot.assetId,
          versionId: snapshot.version.id,
          recipientId: null,
          what,
          sizeBytes: Number(response.headers.get('content-length') ?? snapshot.version.sizeBytes),
          territory: caller.territory,
          isBot: isBot(request),
          at: caller.now,
        }),
      );
    },
  };
}
