export { isBot, type PortalGate } from './desk.ts';
export { createEdgeReader } from './edge-reader.ts';
export { createEmbeddingService, type EmbeddingService } from './embedding.ts';
export { createHotLane, type HotLane } from './hot-lane.ts';
export { createMarkReader } from './marks.ts';
export { BoundedMap, SingleFlight } from './memory.ts';
export { causeOf, refuse as failRefused } from './refused.ts';
export { createRenditionService, type PlannedRendition, type RenditionService } from './renditions.ts';
export { createDeliveryRepository, type DownloadRecord } from './repository.ts';
export { createUsageRepository } from './repository-usage.ts';
export {
  type ArchiveCall,
  createDeliveryService,
  type DeliveryService,
  denialHeaders,
  type ResolvedTransformation,
} from './service.ts';
export { createSurfaces, type Surfaces } from './service-surfaces.ts';
export { createSnapshotMemo, type SnapshotMemo } from './snapshot-memo.ts';
export { movingInputOf, snippetInputOf } from './snippet-input.ts';
export { createUsageCounter } from './usage.ts';
export { rollUpUsage } from './usage-roll-up.ts';
