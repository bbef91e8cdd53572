/** Builds everything a request can call. The only file that chooses adapters. */

import { waitUntil } from 'cloudflare:workers';
import { drizzleAdapter } from 'better-auth/adapters/drizzle';
import { drizzle } from 'drizzle-orm/d1';
import { encodeBase64Url } from '../shared/delivery/signature.ts';
import type { Clock } from '../shared/time/clock.ts';
import type { Database } from './db/database.ts';
import * as schema from './db/schema/index.ts';
import type { Env } from './env.ts';
import { SYSTEM_ACTOR } from './http/caller.ts';
import { createJobHandlers, createSweeper } from './jobs/handlers.ts';
import { createJobRunner, type JobRunner } from './jobs/run.ts';
import { logEvent } from './log.ts';
import { madeOnce } from './made-once.ts';
import { type AssetService, createAssetService } from './modules/assets/service.ts';
import { type AuditService, createAuditService } from './modules/audit/service.ts';
import { type CollectionService, createCollectionService } from './modules/collections/service.ts';
import {
  createDeliveryRepository,
  createDeliveryService,
  createEdgeReader,
  createEmbeddingService,
  createHotLane,
  createMarkReader,
  createRenditionService,
  createSnapshotMemo,
  createSurfaces,
  createUsageCounter,
  createUsageRepository,
  type DeliveryService,
  type EmbeddingService,
  type HotLane,
  type PortalGate,
  rollUpUsage,
  type Surfaces,
} from './modules/delivery/index.ts';
import { createIngestService, type IngestService, jobCaller } from './modules/ingest/service.ts';
import { createInsightService, type InsightService } from './modules/insights/service.ts';
import {
  createPortalArchives,
  createPortalGate,
  createPortalReader,
  createPortalService,
  type PortalArchives,
  type PortalService,
} from './modules/portals/index.ts';
import {
  createHandIn,
  createInquiryService,
  createRequestBrands,
  createRequestService,
  createRequestUpkeep,
  createReviewing,
  type HandIn,
  type InquiryService,
  type RequestService,
  type ReviewService,
} from './modules/requests/index.ts';
import { readSnapshot } from './modules/rights/index.ts';
import { createRightsService, type RightsService } from './modules/rights/service.ts';
import { createSearchService, type SearchService } from './modules/search/service.ts';
import { createSettingsService, type SettingsService } from './modules/settings/service.ts';
import {
  createInquiryIntake,
  createItemDesk,
  createShareService,
  createShareVisits,
  type ShareService,
  type ShareVisits,
} from './modules/shares/index.ts';
import { createTaggingRun } from './modules/tagging/index.ts';
import { createTaggingService, type TaggingService } from './modules/tagging/service.ts';
import { createUserService, type UserService } from './modules/users/service.ts';
import { createLocalTagger } from './platform/ai/local-tagger.ts';
import { createWorkersAiTagger, type VisionModelBinding } from './platform/ai/workers-ai-tagger.ts';
import { createAuthenticator } from './platform/auth/better-auth.ts';
import { createCacheApi } from './platform/cache/cache-api.ts';
import { createUploadSessions } from './platform/durable-objects/upload-sessions.ts';
import { createBindingMailer, createKeepingMailer } from './platform/email/mailer.ts';
import { createIdentifiers } from './platform/identifiers/identifiers.ts';
import { chooseEngine } from './platform/images/choose-engine.ts';
import { createSigner } from './platform/jose/jose-signer.ts';
import { createMetadataReader } from './platform/metadata/embedded-reader.ts';
import { createQueueDoorbell } from './platform/queues/doorbell.ts';
import { createR2Store } from './platform/r2/r2-store.ts';
import type { Doorbell } from './ports/doorbell.ts';
import type { Identifiers } from './ports/identifiers.ts';
import type { ImageTransformer } from './ports/image-transformer.ts';
import type { Mailer } from './ports/mailer.ts';
import type { ObjectStore } from './ports/object-store.ts';
import type { Signer } from './ports/signer.ts';
import type { Tagger } from './ports/tagger.ts';
import { sleep } from './sleep.ts';

/** The outside world as the modules see it. */
export interface Ports {
  readonly clock: Clock;
  readonly db: Database;
  readonly store: ObjectStore;
  readonly identifiers: Identifiers;
  readonly signer: Signer;
  readonly mailer: Mailer;
  readonly doorbell: Doorbell;
  readonly images: ImageTransformer;
  /** Goes on after the response. */
  readonly background: (work: Promise<unknown>) => void;
  /** Told after a delivery snapshot was compiled. */
  readonly onSnapshotCompiled: (assetId: string) => void;
}

export interface Services extends Ports {
  readonly delivery: DeliveryService;
  readonly surfaces: Surfaces;
  readonly hotLane: HotLane;
  /** Code, signed URLs and use of hot-links. */
  readonly embedding: EmbeddingService;
  readonly users: UserService;
  readonly assets: AssetService;
  readonly rights: RightsService;
  readonly search: SearchService;
  readonly collections: CollectionService;
  readonly portals: PortalService;
  readonly portalArchives: PortalArchives;
  readonly shares: ShareService;
  /** What the holders of share links see and do. */
  readonly shareVisits: ShareVisits;
  readonly requests: RequestService;
  /** What was handed in, and the decisions about it. */
  readonly reviewing: ReviewService;
  readonly inquiries: InquiryService;
  /** What the people who were asked for files see and do. */
  readonly handIn: HandIn;
  readonly ingest: IngestService;
  readonly tagging: TaggingService;
  readonly audit: AuditService;
  readonly insights: InsightService;
  readonly settings: SettingsService;
  /** Works off the outbox. */
  readonly jobs: JobRunner;
  /** What the cron trigger does every minute. */
  readonly sweep: (now: number) => Promise<void>;
}

/** `5000` is a clock that is so many milliseconds ahead, `@1795000000000` one that stands at that instant. */
function testClock(moved: string): Clock {
  const value = Number(moved.replace('@', ''));
  if (!Number.isFinite(value) || value === 0) return Date.now;
  return moved.startsWith('@') ? () => value : () => Date.now() + value;
}

/** @param clockOffset how the clock is moved; honoured only where `TEST_CLOCK` is set. */
function createPorts(env: Env, clockOffset: string | null): Omit<Ports, 'onSnapshotCompiled'> {
  const clock = env.TEST_CLOCK === undefined ? Date.now : testClock(clockOffset ?? '');
  return {
    clock,
    db: drizzle(env.DB, { schema }),
    store: createR2Store(env.BUCKET),
    identifiers: createIdentifiers(clock),
    signer: createSigner(env.ROOT_SECRET.split(',').map((secret) => secret.trim())),
    mailer:
      env.EMAIL === undefined || !env.MAIL_FROM
        ? createKeepingMailer()
        : createBindingMailer(env.EMAIL, { email: env.MAIL_FROM, name: 'Vitrine' }),
    doorbell: createQueueDoorbell(env.JOBS),
    images: chooseEngine(env),
    background: waitUntil,
  };
}

function taggerOf(env: Env): Tagger {
  return env.AI === undefined
    ? createLocalTagger()
    : // The binding is typed per model; the adapter checks whatever comes back.
      createWorkersAiTagger(env.AI as unknown as VisionModelBinding);
}

/** Sessions are signed with a key of their own, so that it can be named without naming the root. */
async function sessionSecret(signer: Signer): Promise<string> {
  const [newest] = await signer.keys('session');
  return encodeBase64Url(newest?.bytes ?? new Uint8Array());
}

/** The delivery pipeline and the surfaces it serves. */
function buildDelivery(ports: Ports, settings: SettingsService, portalGate: PortalGate) {
  const rows = createDeliveryRepository(ports.db);
  const memo = createSnapshotMemo(
    createEdgeReader({ ...ports, rows, compile: (id) => readSnapshot(ports, id, ports.clock()) }),
    Date.now,
    ports.background,
  );
  const marks = createMarkReader(settings, async (id) => (await memo.get(id)).snapshot, ports.clock);
  const delivery = createDeliveryService({
    store: ports.store,
    renditions: createRenditionService({
      ...ports,
      cache: createCacheApi(),
      monotonic: Date.now,
      sleep,
      marks,
      record: (entry) => rows.recordRendition({ ...entry, createdAt: ports.clock() }),
    }),
  });
  const usageRows = createUsageRepository(ports.db);
  const usage = createUsageCounter({ ...ports, write: usageRows.count, wait: sleep });
  const hotLane = createHotLane({ delivery, memo, usage });
  const surfaces = createSurfaces({
    ...ports,
    delivery,
    marks,
    portalGate,
    memo,
    usage,
    monotonic: Date.now,
    hotLane,
    recordDownload: rows.recordDownload,
    noteGone: rows.noteGone,
  });
  return {
    delivery,
    hotLane,
    surfaces,
    embedding: createEmbeddingService({ ...ports, delivery, memo, rows: usageRows }),
    rollUp: (hour: number, now: number) => rollUpUsage(usageRows, hour, now),
    forget: memo.forget,
  };
}

/** Has the console's thumbnail made as WebP, so that it is there before anyone looks; AVIF follows with the first visit. */
async function warmThumbnail(surfaces: Surfaces, assetId: string, now: number): Promise<void> {
  try {
    const answer = await surfaces.consoleRendition(
      jobCaller(SYSTEM_ACTOR, 'en', now),
      new Request('https://vitrine.invalid/', { headers: { accept: 'image/webp,*/*' } }),
      { asset: assetId, segment: 'thumb' },
    );
    await answer.arrayBuffer();
  } catch (error) {
    // It is made when somebody asks.
    logEvent('warn', 'thumbnail.not_warmed', { assetId, error: String(error) });
  }
}

function buildServices(env: Env, clockOffset: string | null): Services {
  const compiled = new Set<(assetId: string) => void>();
  const ports: Ports = {
    ...createPorts(env, clockOffset),
    onSnapshotCompiled: (assetId) => {
      for (const forget of compiled) forget(assetId);
    },
  };
  const { db, signer } = ports;
  const authentication = madeOnce(async () => {
    const secret = await sessionSecret(signer);
    return createAuthenticator(
      drizzleAdapter(db, {
        provider: 'sqlite',
        schema: {
          user: schema.users,
          session: schema.sessions,
          account: schema.accounts,
          verification: schema.verifications,
        },
      }),
      {
        secret,
        origin: env.PUBLIC_ORIGIN || 'http://localhost',
        secureCookies: env.ENVIRONMENT === 'production',
      },
    );
  });
  const settings = createSettingsService({
    ...ports,
    binding: env.DB,
    publicOrigin: env.PUBLIC_ORIGIN,
  });
  const search = createSearchService(ports);
  const assets = createAssetService({
    ...ports,
    search,
    countPages: (version, now) => ingest.countPages(version, now),
  });
  const portalReader = createPortalReader({ ...ports, settings });
  const portalGate = createPortalGate({ reader: portalReader });
  const ingest = createIngestService({
    ...ports,
    assets,
    metadataReader: createMetadataReader(),
    sessions: createUploadSessions(env.UPLOADS),
    tagging: createTaggingRun({ ...ports, tagger: taggerOf(env) }),
    warm: (assetId) => warmThumbnail(delivered.surfaces, assetId, ports.clock()),
    startJobs: () => {
      ports.background(ports.doorbell.ring());
      ports.background(jobs.runDue());
    },
  });
  const { forget, rollUp, ...delivered } = buildDelivery(ports, settings, portalGate);
  compiled.add(forget);
  const shares = createShareService({ ...ports, settings, assets, search });
  const intake = createInquiryIntake({ ...ports, settings });
  const shareVisits = createShareVisits({
    ...ports,
    ...delivered,
    settings,
    intake,
    preflight: shares.preflight,
  });
  const portals = createPortalService({ ...ports, reader: portalReader, settings, search });
  const rights = createRightsService(ports);
  const requests = createRequestService({ ...ports, settings });
  const requestUpkeep = createRequestUpkeep({ ...ports, settings });
  const jobDeps = { ...ports, ingest, rollUpUsage: rollUp, tellRefused: requestUpkeep.tellRefused };
  const jobs = createJobRunner({ ...ports, handlers: () => createJobHandlers(jobDeps) });
  return {
    ...ports,
    ...delivered,
    settings,
    users: createUserService({ ...ports, authentication, settings, setupCode: env.SETUP_CODE ?? '' }),
    rights,
    search,
    assets,
    collections: createCollectionService({ ...ports, assets, onChange: portalReader.forget }),
    portals,
    portalArchives: createPortalArchives({ ...ports, ...delivered, reader: portalReader, settings }),
    shares,
    shareVisits,
    requests,
    inquiries: createInquiryService({
      ...ports,
      settings,
      shares,
      requests,
      ingest,
      itemDesk: createItemDesk(ports),
    }),
    reviewing: createReviewing({ ...ports, assets, ingest, rights, upkeep: requestUpkeep }),
    handIn: createHandIn({
      ...ports,
      brandOf: createRequestBrands({ ...ports, settings, portals }),
      ingest,
      intake,
    }),
    ingest,
    tagging: createTaggingService({ ...ports, detail: (caller, id) => assets.detail(caller, id) }),
    audit: createAuditService(ports),
    insights: createInsightService({ ...ports, settings }),
    jobs,
    sweep: createSweeper(jobDeps, [
      ['share links', shareVisits.sweep],
      ['upload requests', requestUpkeep.sweep],
    ]),
  };
}

/** Services hold no state of a request, so one set serves an isolate; a moved test clock gets its own. */
const built = new WeakMap<Env, Map<string, Services>>();

export function createServices(env: Env, clockOffset: string | null = null): Services {
  const offsets = built.get(env) ?? new Map<string, Services>();
  built.set(env, offsets);
  const key = env.TEST_CLOCK === undefined ? '' : (clockOffset ?? '');
  const services = offsets.get(key) ?? buildServices(env, clockOffset);
  if (offsets.size > 50) offsets.clear();
  offsets.set(key, services);
  return services;
}
