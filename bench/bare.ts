/** A Worker of a few lines in workerd, to compare ours with: it decides nothing. */
import { convertV4MiniflareOptions, Miniflare } from 'miniflare';

interface Bare {
  /** On loopback. */
  readonly port: number;
  /** Source of the module. */
  readonly script: string;
  /** What the script may import from `./bytes.bin`. */
  readonly bytes?: Uint8Array;
  /** An empty bucket, `BUCKET`. */
  readonly hasBucket?: boolean;
}

/** Answers on its port when the promise is kept; to be disposed of. */
export async function startBare({ port, script, bytes, hasBucket = false }: Bare): Promise<Miniflare> {
  const bare = new Miniflare(
    convertV4MiniflareOptions({
      host: '127.0.0.1',
      port: 0,
      cf: false,
      workers: [
        {
          name: 'bare',
          compatibilityDate: '2026-10-01',
          r2Buckets: hasBucket ? ['BUCKET'] : [],
          modules: [
            { type: 'ESModule', path: 'bare.js', contents: script },
            ...(bytes === undefined ? [] : [{ type: 'Data' as const, path: 'bytes.bin', contents: bytes }]),
          ],
          unsafeDirectSockets: [{ host: '127.0.0.1', port }],
        },
      ],
    }),
  );
  await bare.ready;
  return bare;
}
