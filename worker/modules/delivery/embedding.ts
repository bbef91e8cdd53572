/**
 * Embedding, for the people who do it: ready-to-paste code, signed URLs, and how a picture is used by which sites and pages.
 * Nothing here gives bytes; a hot-link decides for itself, however it came about.
 */
import type { z } from 'zod';
import type {
  AssetSnippets,
  AssetUsage,
  DayUsage,
  HotlinkOverview,
  SignedUrl,
  signInput,
  snippetsQuery,
  UrlSigningKey,
} from '../../../shared/contract/delivery.ts';
import {
  buildSnippets,
  canonicalPath,
  canonicalRequest,
  type DeliverySnapshot,
  motionToSign,
  parseTransformation,
  type SnippetInput,
  urlFileName,
} from '../../../shared/delivery/index.ts';
import { encodeBase64Url, importSigningKey, signUrl } from '../../../shared/delivery/signature.ts';
import { placeholderUrl } from '../../../shared/delivery/thumb-hash.ts';
import { hotlinkStanding } from '../../../shared/rights/hotlink-standing.ts';
import { DAY_MS, MINUTE_MS } from '../../../shared/time/durations.ts';
import { type Database, runBatch } from '../../db/database.ts';
import type { Caller } from '../../http/caller.ts';
import { fail } from '../../http/errors.ts';
import type { Identifiers } from '../../ports/identifiers.ts';
import type { ImageTransformer } from '../../ports/image-transformer.ts';
import type { Signer } from '../../ports/signer.ts';
import { auditStatement } from '../audit/index.ts';
import type { UsageRepository } from './repository-usage.ts';
import type { DeliveryService } from './service.ts';
import type { SnapshotMemo } from './snapshot-memo.ts';
import { movingInputOf, snippetInputOf } from './snippet-input.ts';

export interface EmbeddingService {
  /** @throws Failure `unsupported_media` where no picture can be made of the asset */
  snippets(caller: Caller, assetId: string, query: z.infer<typeof snippetsQuery>): Promise<AssetSnippets>;
  /** @throws Failure for a transformation that does not parse, and for an end that has passed */
  sign(caller: Caller, assetId: string, input: z.infer<typeof signInput>): Promise<SignedUrl>;
  /** The keys that verify signed URLs, the signing one first. */
  keys(): Promise<UrlSigningKey[]>;
  usage(caller: Caller, assetId: string, days: number): Promise<AssetUsage>;
  overview(caller: Caller, days: number): Promise<HotlinkOverview>;
}

export interface EmbeddingDeps {
  readonly db: Database;
  readonly identifiers: Identifiers;
  readonly signer: Signer;
  readonly images: Pick<ImageTransformer, 'capabilities'>;
  readonly delivery: Pick<DeliveryService, 'resolve'>;
  readonly memo: Pick<SnapshotMemo, 'getRecent'>;
  readonly rows: UsageRepository;
}

/** Longest life of a signature that is made only to look at the result. */
const PREVIEW_MS = 10 * MINUTE_MS;
const ROWS_MAX = 100;
const TOP_ASSETS = 20;
const CHANNEL_ROWS_MAX = 300;

function ratioOf(text: string | undefined): SnippetInput['ratio'] {
  const [w, h] = (text ?? '').split(':').map(Number);
  return w === undefined || h === undefined || !(w > 0) || !(h > 0) ? null : { w, h };
}

export function createEmbeddingService(deps: EmbeddingDeps): EmbeddingService {
  const { db, rows } = deps;

  async function getSnapshot(assetId: string): Promise<DeliverySnapshot> {
    const { snapshot } = await deps.memo.getRecent(assetId, 0);
    return snapshot ?? fail('not_found');
  }

  /** Whole UTC days, today included. */
  function spanOf(now: number, days: number) {
    const to = now - (now % DAY_MS) + DAY_MS;
    return { from: to - days * DAY_MS, to };
  }
  /** One entry a day, and the sums. */
  function filled(span: { from: number; to: number }, found: readonly DayUsage[]) {
    const known = new Map(found.map((row) => [row.day, row]));
    const byDay: DayUsage[] = [];
    for (let at = span.from; at < span.to; at += DAY_MS) {
      const day = new Date(at).toISOString().slice(0, 10);
      byDay.push(known.get(day) ?? { day, served: 0, refused: 0, reported: 0 });
    }
    const sum = (name: 'served' | 'refused' | 'reported') =>
      byDay.reduce((total, row) => total + row[name], 0);
    return { ...span, served: sum('served'), refused: sum('refused'), reported: sum('reported'), byDay };
  }

  return {
    async snippets(caller, assetId, query) {
      const snapshot = await getSnapshot(assetId);
      const { rights, version } = snapshot;
      const placeholder = version.thumbHash === null ? null : placeholderUrl(version.thumbHash);
      const input = snippetInputOf(snapshot, {
        origin: caller.origin,
        engine: deps.images.capabilities,
        now: caller.now,
        displayWidth: query.width,
        ratio: ratioOf(query.ratio),
      });
      if (input === null) return fail('unsupported_media');
      const moving = movingInputOf(snapshot, input);
      return {
        assetId,
        ...buildSnippets(input),
        input,
        // The preset is as wide as it is and has the picture's own shape.
        moving: moving === null || motionToSign(input) !== null ? null : buildSnippets(moving),
        motionUrl: moving?.motionUrl ?? null,
        placeholder,
        dominantColour: version.dominantColour,
        standing: hotlinkStanding(caller.locale, {
          rights,
          now: caller.now,
          territory: caller.territory,
          zone: caller.timeZone,
        }),
      };
    },

    async sign(caller, assetId, input) {
      const snapshot = await getSnapshot(assetId);
      // Refuses what no signature would open, with the problem a request would get.
      const { canonical, transformation } = deps.delivery.resolve(
        input.transformation,
        { kind: 'hotlink', signed: true },
        { assetId, tail: '', origin: caller.origin, audience: 'public', now: caller.now },
      );
      const parsed = parseTransformation(input.transformation);
      if (!parsed.ok) return fail('transformation_invalid');
      const wished = input.isPreview ? caller.now + PREVIEW_MS : input.expiresAt;
      // A URL carries whole seconds.
      const expiresAt = wished === null ? null : Math.floor(wished / 1000) * 1000;
      if (expiresAt !== null && expiresAt <= caller.now) {
        fail('validation_failed', {
          errors: [{ path: 'expiresAt', message: 'choose an end in the future' }],
        });
      }
      const [newest] = await deps.signer.keys('url');
      if (newest === undefined) return fail('unavailable');
      const { kid } = newest;
      const key = await importSigningKey(encodeBase64Url(newest.bytes));
      const extension = transformation.f === 'auto' || transformation.f === 'jpeg' ? 'jpg' : transformation.f;
      const signed = await signUrl(
        { kid, key },
        canonicalPath(assetId, parsed.value),
        urlFileName(input.fileName ?? snapshot.slug, extension),
        expiresAt,
      );
      if (!input.isPreview) {
        await runBatch(db, [
          auditStatement(
            deps,
            caller,
            'asset.url_signed',
            { kind: 'asset', id: assetId, label: snapshot.title },
            { transformation: canonical, kid, expiresAt },
          ),
        ]);
      }
      return { url: `${caller.origin}${signed}`, canonical: canonicalRequest(parsed.value), kid, expiresAt };
    },

    async keys() {
      const keys = await deps.signer.keys('url');
      return keys.map(({ kid }, index) => ({ kid, isSigning: index === 0 }));
    },

    async usage(caller, assetId, days) {
      await getSnapshot(assetId);
      const span = spanOf(caller.now, days);
      const [found, sites, pages] = await Promise.all([
        rows.daysOf(assetId, span),
        rows.sitesOf(assetId, span, ROWS_MAX),
        rows.pagesOf(assetId, span, ROWS_MAX),
      ]);
      return { ...filled(span, found), sites, pages };
    },

    async overview(caller, days) {
      const span = spanOf(caller.now, days);
      const [found, sites, assets, channels] = await Promise.all([
        rows.daysOf(null, span),
        rows.sitesOf(null, span, ROWS_MAX),
        rows.assetsIn(span, TOP_ASSETS),
        rows.channelsIn(span, CHANNEL_ROWS_MAX),
      ]);
      return { ...filled(span, found), sites, assets, channels };
    },
  };
}
