/** Builds everything a request can call. The only file that chooses adapters. */
import { drizzle } from 'drizzle-orm/d1';
import type { Clock } from '../shared/time/clock.ts';
import type { Database } from './db/database.ts';
import * as schema from './db/schema/index.ts';
import type { Env } from './env.ts';
import { fail } from './http/errors.ts';
import type { AssetService } from './modules/assets/service.ts';
import type { AuditService } from './modules/audit/service.ts';
import type { CollectionService } from './modules/collections/service.ts';
import type { IngestService } from './modules/ingest/service.ts';
import type { InsightService } from './modules/insights/service.ts';
import type { PortalService } from './modules/portals/service.ts';
import type { RequestService } from './modules/requests/service.ts';
import type { RightsService } from './modules/rights/service.ts';
import type { SettingsService } from './modules/settings/service.ts';
import type { ShareService } from './modules/shares/service.ts';
import type { TaggingService } from './modules/tagging/service.ts';
import type { UserService } from './modules/users/service.ts';
import { createBindingMailer, createKeepingMailer } from './platform/email/mailer.ts';
import { createIdentifiers } from './platform/identifiers/identifiers.ts';
import { createSigner } from './platform/jose/jose-signer.ts';
import { createQueueDoorbell } from './platform/queues/doorbell.ts';
import { createR2Store } from './platform/r2/r2-store.ts';
import type { Doorbell } from './ports/doorbell.ts';
import type { Identifiers } from './ports/identifiers.ts';
import type { Mailer } from './ports/mailer.ts';
import type { ObjectStore } from './ports/object-store.ts';
import type { Signer } from './ports/signer.ts';

/** The outside world as the modules see it. */
export interface Ports {
  readonly clock: Clock;
  readonly db: Database;
  readonly store: ObjectStore;
  readonly identifiers: Identifiers;
  readonly signer: Signer;
  readonly mailer: Mailer;
  readonly doorbell: Doorbell;
  /** Goes on after the response. */
  readonly background: (work: Promise<unknown>) => void;
}

export interface Services extends Ports {
  readonly users: UserService;
  readonly assets: AssetService;
  readonly rights: RightsService;
  readonly collections: CollectionService;
  readonly portals: PortalService;
  readonly shares: ShareService;
  readonly requests: RequestService;
  readonly ingest: IngestService;
  readonly tagging: TaggingService;
  readonly audit: AuditService;
  readonly insights: InsightService;
  readonly settings: SettingsService;
}

/** What one request brings besides the bindings. */
export interface RequestScope {
  waitUntil(work: Promise<unknown>): void;
  /** Milliseconds added to the clock; honoured only where `TEST_CLOCK` is set. */
  testClockOffset: string | null;
}

/** Answers `unavailable` on every call. */
function absent<T extends object>(): T {
  // The proxy stands in for any service: each method exists and fails the same way.
  return new Proxy({}, { get: () => () => fail('unavailable') }) as T;
}

export function createPorts(env: Env, scope: RequestScope): Ports {
  const offset = env.TEST_CLOCK === undefined ? 0 : Number(scope.testClockOffset ?? 0);
  const clock: Clock = Number.isFinite(offset) && offset !== 0 ? () => Date.now() + offset : Date.now;
  return {
    clock,
    db: drizzle(env.DB, { schema }),
    store: createR2Store(env.BUCKET),
    identifiers: createIdentifiers(clock),
    signer: signerOf(env),
    mailer:
      env.EMAIL === undefined || !env.MAIL_FROM
        ? createKeepingMailer()
        : createBindingMailer(env.EMAIL, { email: env.MAIL_FROM, name: 'Vitrine' }),
    doorbell: createQueueDoorbell(env.JOBS),
    background: (work) => scope.waitUntil(work),
  };
}

/** Deriving keys costs milliseconds; one signer serves an isolate for as long as its secrets stay the same. */
let signerMemo: { secrets: string; signer: Signer } | null = null;
function signerOf(env: Env): Signer {
  const secrets = env.ROOT_SECRET;
  if (signerMemo === null || signerMemo.secrets !== secrets) {
    signerMemo = { secrets, signer: createSigner(secrets.split(',').map((secret) => secret.trim())) };
  }
  return signerMemo.signer;
}

export function createServices(env: Env, scope: RequestScope): Services {
  const ports = createPorts(env, scope);
  return {
    ...ports,
    users: absent(),
    assets: absent(),
    rights: absent(),
    collections: absent(),
    portals: absent(),
    shares: absent(),
    requests: absent(),
    ingest: absent(),
    tagging: absent(),
    audit: absent(),
    insights: absent(),
    settings: absent(),
  };
}
