import type { ByteCache } from '../../ports/byte-cache.ts';

/** Not a host that anybody can ask: entries are reached through this adapter only, after a decision. */
const INTERNAL_ORIGIN = 'https://renditions.vitrine.invalid/';
/** Renditions are content-addressed, so an entry can be kept for as long as the cache likes. */
const KEEP_SECONDS = 30 * 86_400;

/** The data centre's Cache API. */
export function createCacheApi(): ByteCache {
  return {
    async get(key) {
      const cache = await caches.open('renditions');
      const hit = await cache.match(INTERNAL_ORIGIN + key);
      return hit === undefined ? null : new Uint8Array(await hit.arrayBuffer());
    },
    async put(key, bytes, mediaType) {
      const cache = await caches.open('renditions');
      await cache.put(
        INTERNAL_ORIGIN + key,
        new Response(bytes.slice(), {
          headers: { 'content-type': mediaType, 'cache-control': `public, max-age=${KEEP_SECONDS}` },
        }),
      );
    },
  };
}
