export { createEdgeReader } from './edge-reader.ts';
export { createHotLane, type HotLane } from './hot-lane.ts';
export { createMarkReader } from './marks.ts';
export {
  createRenditionService,
  type PlannedRendition,
  type RenditionService,
  refuse as failRefused,
} from './renditions.ts';
export { createDeliveryRepository, type DownloadRecord } from './repository.ts';
export {
  createDeliveryService,
  type DeliveryService,
  denialHeaders,
  type ResolvedTransformation,
} from './service.ts';
export { createSurfaces, isBot, type PortalGate, type Surfaces } from './service-surfaces.ts';
export { createSnapshotMemo, type SnapshotMemo } from './snapshot-memo.ts';
export { createUsageCounter } from './usage.ts';
