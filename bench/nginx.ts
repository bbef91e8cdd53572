/** nginx on loopback with a configuration of its own, in a folder that goes away with it. */
import { spawn, spawnSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface Nginx {
  readonly port: number;
  close(): Promise<void>;
}

/** Null where nginx is not installed. */
export function nginxPath(): string | null {
  for (const path of ['nginx', '/usr/sbin/nginx']) {
    if (spawnSync(path, ['-v']).status === 0) return path;
  }
  return null;
}

async function listens(port: number): Promise<void> {
  for (let attempt = 0; attempt < 100; attempt++) {
    const isUp = await new Promise<boolean>((resolve) => {
      const socket = connect({ port, host: '127.0.0.1' });
      socket.once('connect', () => {
        socket.destroy();
        resolve(true);
      });
      socket.once('error', () => resolve(false));
    });
    if (isUp) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error('nginx did not start');
}

/**
 * @param server body of the `server` block; `FOLDER` stands for nginx's own folder
 * @param files written into `FOLDER`
 * @param modules paths of dynamic modules
 */
export async function startNginx(
  port: number,
  server: string,
  files: Readonly<Record<string, Uint8Array>> = {},
  modules: readonly string[] = [],
): Promise<Nginx> {
  const path = nginxPath();
  if (path === null) throw new Error('nginx is not installed');
  const folder = await mkdtemp(join(tmpdir(), 'vitrine-nginx-'));
  // Started by root, its workers would run as somebody who may not read the folder.
  const user = process.getuid?.() === 0 ? 'user root;' : '';
  for (const [name, bytes] of Object.entries(files)) await writeFile(join(folder, name), bytes);
  const configuration = `
daemon off;
${modules.map((module) => `load_module ${module};`).join('\n')}
${user}
worker_processes 1;
pid ${folder}/pid;
error_log ${folder}/error.log;
events { worker_connections 512; }
http {
  access_log off;
  sendfile on;
  tcp_nodelay on;
  keepalive_requests 10000000;
  client_body_temp_path ${folder}/body;
  proxy_temp_path ${folder}/proxy;
  fastcgi_temp_path ${folder}/fastcgi;
  uwsgi_temp_path ${folder}/uwsgi;
  scgi_temp_path ${folder}/scgi;
  proxy_cache_path ${folder}/cache keys_zone=bench:10m;
  types { image/webp webp; image/jpeg jpg; }
  server { listen 127.0.0.1:${port}; ${server.replaceAll('FOLDER', folder)} }
}`;
  await writeFile(join(folder, 'nginx.conf'), configuration);
  const child = spawn(
    path,
    ['-p', folder, '-c', join(folder, 'nginx.conf'), '-e', join(folder, 'error.log')],
    {
      stdio: 'ignore',
    },
  );
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  process.once('exit', () => child.kill());
  await Promise.race([
    listens(port),
    ended.then(() => {
      throw new Error(`nginx ended at once; is port ${port} in use?`);
    }),
  ]);
  return {
    port,
    async close() {
      child.kill();
      await ended;
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** A cache in front of `upstream` that obeys its headers and says HIT or MISS in `x-cache`. */
export const cachingProxy = (upstream: number): string => `
  location / {
    proxy_pass http://127.0.0.1:${upstream};
    proxy_http_version 1.1;
    proxy_set_header Connection "";
    proxy_set_header Host $host;
    proxy_cache bench;
    proxy_cache_key $request_method$uri;
    add_header x-cache $upstream_cache_status always;
  }`;
