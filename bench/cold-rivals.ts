/** What cold renditions are measured beside: ipx 3 and nginx's `image_filter`, each a server on loopback over the same files. */
import { existsSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createIPX, createIPXNodeServer, ipxFSStorage } from 'ipx';
import { nginxPath, startNginx } from './nginx.ts';

export interface Rival {
  readonly port: number;
  close(): Promise<void>;
}

export async function startIpx(folder: string): Promise<Rival> {
  const server = createServer(createIPXNodeServer(createIPX({ storage: ipxFSStorage({ dir: folder }) })));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

/** Where Debian's libnginx-mod-http-image-filter puts it. */
const IMAGE_FILTER = '/usr/lib/nginx/modules/ngx_http_image_filter_module.so';

/** Null where nginx or its module is not installed. `/{width}/{file}` is the file at that width. */
export async function startImageFilter(port: number, folder: string, quality: number): Promise<Rival | null> {
  if (nginxPath() === null || !existsSync(IMAGE_FILTER)) return null;
  const server = `
    location ~ ^/(?<width>\\d+)/(?<file>.+)$ {
      alias ${folder}/$file;
      image_filter resize $width -;
      image_filter_jpeg_quality ${quality};
      image_filter_buffer 64M;
    }`;
  return startNginx(port, server, {}, [IMAGE_FILTER]);
}
