/**
 * The end of a permission, crossed under load: every byte route, whole, ranged, conditional and HEAD, warm in every memory.
 * A request that was started at or after the end must bring no byte of the picture and no 304; nginx in front of us, keeping
 * what our headers let it keep, must have no stale answer.
 */
import { drive, type Shot, shot } from './http-load.ts';
import { cachingProxy, nginxPath, startNginx } from './nginx.ts';
import { addExhibit, type Stage } from './stage.ts';

const TRANSFORMATIONS = [
  'thumb', 'card', 'square', 'preview', 'web', 'social-square', 'social-portrait', 'social-wide', 'email', 'hero',
  'w=160', 'w=240', 'w=320', 'w=480', 'w=640', 'w=320,ar=16:9', 'w=320,ar=1:1', 'w=640,ar=4:3', 'w=320,dpr=2', 'auto',
]; // biome-ignore format: a table
const DOWNLOADS = ['web', 'print', 'email', 'social-square', 'social-wide', 'original'];
const ACCEPTS = ['image/avif,image/webp,*/*', 'image/webp,*/*', '*/*'];

async function validatorsOf(
  stage: Stage,
  url: string,
  accept: string,
): Promise<{ etag: string; changed: string }> {
  const response = await stage.server.fetch(url, { method: 'HEAD', headers: { accept } });
  if (response.status !== 200) throw new Error(`${url} answered ${response.status}`);
  return {
    etag: response.headers.get('etag') ?? '',
    changed: response.headers.get('last-modified') ?? '',
  };
}

async function warmUp(stage: Stage, urls: readonly string[]): Promise<void> {
  for (const url of urls) {
    for (const accept of ACCEPTS) {
      for (let attempt = 0; ; attempt++) {
        const response = await stage.server.fetch(url, { headers: { accept } });
        await response.arrayBuffer();
        if (response.status === 200) break;
        if (attempt === 40) throw new Error(`${url} answered ${response.status}`);
        await new Promise((resolve) => setTimeout(resolve, 500));
      }
    }
  }
}

/**
 * Crosses as many ends as asked for, each of a picture of its own.
 * @param requests how many to start at or after the ends, together
 */
export async function rightsExact(
  stage: Stage,
  { requests, ends, proxyPort }: { requests: number; ends: number; proxyPort: number },
): Promise<void> {
  for (let seed = 1; seed <= ends; seed++) {
    await crossOneEnd(stage, Math.ceil(requests / ends), proxyPort, seed);
  }
}

async function crossOneEnd(stage: Stage, requests: number, proxyPort: number, seed: number): Promise<void> {
  // The licence gets its end when everything is warm.
  const { id, link, grants } = await addExhibit(stage, seed, null);
  const free = [
    ...TRANSFORMATIONS.map((transformation) => `/i/${id}/${transformation}/x.jpg`),
    ...TRANSFORMATIONS.map((transformation) => `/p/press-${seed}/r/${id}/1/${transformation}`),
    ...DOWNLOADS.map((preset) => `/p/press-${seed}/assets/${id}/download/${preset}`),
    ...TRANSFORMATIONS.map((transformation) => `${link}/r/${id}/${transformation}`),
  ];
  await warmUp(stage, free);
  const shots: Shot[] = [];
  for (const url of [...free, ...grants]) {
    for (const accept of ACCEPTS) {
      const { etag, changed } = await validatorsOf(stage, url, accept);
      shots.push(
        shot(`GET ${url}`, url, { accept }),
        shot(`HEAD ${url}`, url, { accept }, 'HEAD'),
        shot(`Range ${url}`, url, { accept, range: 'bytes=0-1023' }),
        shot(`If-None-Match ${url}`, url, { accept, 'if-none-match': etag }),
        shot(`If-None-Match * ${url}`, url, { accept, 'if-none-match': '*' }),
        shot(`If-Modified-Since ${url}`, url, { accept, 'if-modified-since': changed }),
        shot(`Range If-Range ${url}`, url, { accept, range: 'bytes=-64', 'if-range': etag }),
      );
    }
  }
  const proxy = nginxPath() === null ? null : await startNginx(proxyPort, cachingProxy(stage.port));
  if (proxy === null) console.log('nginx is not installed: no cache in front of us is proved');

  const endsAt = Math.ceil(Date.now() / 1000) * 1000 + 14_000;
  const licenses = await stage.admin.fetch(`/api/admin/assets/${id}/rights`);
  const { licenses: [license] = [] } = (await licenses.json()) as { licenses?: { id: string }[] };
  const changed = await stage.admin.fetch(`/api/admin/licenses/${license?.id}`, {
    method: 'PUT',
    json: {
      name: 'Bench', startsAt: null, endsAt, timeZone: 'UTC',
      territories: { include: null, exclude: [] }, channels: null,
    }, // biome-ignore format: one line
  });
  if (!changed.ok)
    throw new Error(`changing the licence answered ${changed.status}: ${await changed.text()}`);

  const counts = {
    before: 0,
    beforeOk: 0,
    after: 0,
    picture: 0,
    notModified: 0,
    storable: 0,
    hits: 0,
    proxied: 0,
    stale: 0,
  };
  const wrong = new Set<string>();
  let turn = 0;
  const direct = drive(
    stage.port,
    6,
    () => (counts.after >= requests ? null : (shots[turn++ % shots.length] ?? null)),
    (one, answer) => {
      if (answer.startedAt < endsAt) {
        counts.before += 1;
        if (answer.status < 400) counts.beforeOk += 1;
        return;
      }
      counts.after += 1;
      if (answer.status === 304) counts.notModified += 1;
      if (answer.status < 400 || /content-type: (?:image|application\/octet)/i.test(answer.head))
        counts.picture += 1;
      if (!/cache-control: no-store/i.test(answer.head)) counts.storable += 1;
      if (answer.status < 400)
        wrong.add(`${answer.status} ${one.name} ${answer.startedAt - endsAt} ms after`);
    },
  );
  const gets = shots.filter(({ name }) => name.startsWith('GET /i/'));
  let proxyTurn = 0;
  const proxied =
    proxy === null
      ? Promise.resolve()
      : drive(
          proxy.port,
          2,
          () => (Date.now() > endsAt + 20_000 ? null : (gets[proxyTurn++ % gets.length] ?? null)),
          (one, answer) => {
            if (answer.startedAt < endsAt) {
              if (/x-cache: HIT/i.test(answer.head)) counts.hits += 1;
              return;
            }
            counts.proxied += 1;
            if (answer.status < 400) {
              counts.stale += 1;
              wrong.add(`nginx ${answer.status} ${one.name} ${answer.startedAt - endsAt} ms after`);
            }
          },
        );
  await Promise.all([direct, proxied]);
  await proxy?.close();
  const seconds = Math.round((Date.now() - endsAt) / 1000);
  console.log(`\nrights-exact: the end of a licence, crossed under load; ${seconds} s after it`);
  console.table({
    'kinds of request': shots.length,
    'requests before the end': counts.before,
    'of these answered with bytes or 304': counts.beforeOk,
    'requests at or after the end': counts.after,
    'of these with bytes of the picture': counts.picture,
    'of these 304': counts.notModified,
    'of these without no-store': counts.storable,
    'nginx: hits before the end': counts.hits,
    'nginx: requests at or after the end': counts.proxied,
    'nginx: stale answers': counts.stale,
  });
  for (const line of [...wrong].slice(0, 20)) console.log('WRONG', line);
}
