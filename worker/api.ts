/** The whole route table and the order of middleware. Pages are mounted after it by worker/index.ts. */
import { Hono } from 'hono';
import type { AppEnv } from './http/app-env.ts';
import { sameOriginWrites, unkept } from './http/guards.ts';
import { health } from './http/health.ts';
import { idempotentWrites } from './http/idempotency.ts';
import { onError } from './http/on-error.ts';
import { requestContext } from './http/request-context.ts';
import { boundedBodies } from './http/validate.ts';
import { assetRoutes } from './modules/assets/routes.ts';
import { auditRoutes } from './modules/audit/routes.ts';
import { collectionRoutes } from './modules/collections/routes.ts';
import { consoleDeliveryRoutes, hotlinkRoutes, portalDeliveryRoutes } from './modules/delivery/routes.ts';
import { embeddingRoutes } from './modules/delivery/routes-embedding.ts';
import { posterRoutes, uploadRoutes } from './modules/ingest/routes.ts';
import { tusRoutes } from './modules/ingest/routes-tus.ts';
import { insightRoutes } from './modules/insights/routes.ts';
import {
  portalArchiveRoutes,
  portalFeedRoutes,
  portalRoutes,
  publicPortalRoutes,
} from './modules/portals/routes.ts';
import { requestRoutes } from './modules/requests/routes.ts';
import { publicRequestRoutes, requestUploadRoutes } from './modules/requests/routes-visitor.ts';
import { assetRightsRoutes, licenseRoutes } from './modules/rights/routes.ts';
import { settingsRoutes } from './modules/settings/routes.ts';
import { shareRoutes } from './modules/shares/routes.ts';
import { publicShareRoutes, shareByteRoutes } from './modules/shares/routes-visitor.ts';
import { sessionRoutes, userRoutes } from './modules/users/routes.ts';

const adminApi = new Hono<AppEnv>()
  .use('*', unkept)
  .use('*', idempotentWrites)
  .route('/', sessionRoutes)
  .route('/', insightRoutes)
  .route('/', settingsRoutes)
  .route('/', embeddingRoutes)
  .route('/users', userRoutes)
  .route('/assets', assetRightsRoutes)
  .route('/assets', assetRoutes)
  .route('/assets', posterRoutes)
  .route('/assets', consoleDeliveryRoutes)
  .route('/licenses', licenseRoutes)
  .route('/collections', collectionRoutes)
  .route('/portals', portalRoutes)
  .route('/shares', shareRoutes)
  .route('/requests', requestRoutes)
  .route('/uploads', uploadRoutes)
  .route('/audit', auditRoutes);

export function createApi() {
  const app = new Hono<AppEnv>();
  app.onError(onError);
  app.use('*', requestContext);
  app.use('*', sameOriginWrites);
  app.use('*', boundedBodies);
  return app
    .get('/healthz', health)
    .route('/uploads', tusRoutes)
    .route('/api/admin', adminApi)
    .route('/', portalFeedRoutes)
    .route('/api/portal', publicPortalRoutes)
    .route('/api/share', publicShareRoutes)
    .route('/api/request', publicRequestRoutes)
    .route('/i', hotlinkRoutes)
    .route('/p', portalDeliveryRoutes)
    .route('/p', portalArchiveRoutes)
    .route('/s', shareByteRoutes)
    .route('/u', requestUploadRoutes);
}

/** The type our own front ends hand to Hono's typed client (`hc<Api>`). */
export type Api = ReturnType<typeof createApi>;
