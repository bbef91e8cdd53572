/**
 * The end of a permission, crossed under load: every byte route, whole, ranged, conditional and HEAD, warm in every memory.
 * A request that was started at or after the end must bring no byte of the picture and no 304; nginx in front of us, keeping
 * what our headers let it keep, must have no stale answer. Every answer, of the warm phase, under load before the end and after it,
 * is judged by http-cache-semantics: no cache, shared or private, may give it again past the end.
 */
import { createCacheJudge } from './cache-judge.ts';
import { type Answer, drive, type Shot, shot } from './http-load.ts';
import { cachingProxy, nginxPath, startNginx } from './nginx.ts';
import { addExhibit, type Stage } from './stage.ts';

const TRANSFORMATIONS = [
  'thumb', 'card', 'square', 'preview', 'web', 'social-square', 'social-portrait', 'social-wide', 'email', 'hero',
  'w=160', 'w=240', 'w=320', 'w=480', 'w=640', 'w=320,ar=16:9', 'w=320,ar=1:1', 'w=640,ar=4:3', 'w=320,dpr=2', 'auto',
]; // biome-ignore format: a table
const DOWNLOADS = ['web', 'print', 'email', 'social-square', 'social-wide', 'original'];
const ACCEPTS = ['image/avif,image/webp,*/*', 'image/webp,*/*', '*/*'];

/**
 * A link is read from the database on every request, which costs the local simulator some five milliseconds a statement, so
 * its addresses come less often than those that are decided from memory; still each of them about a hundred times in a million.
 */
const LINKED_EVERY = 20;

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
  const linked: Shot[] = [];
  for (const url of [...free, ...grants]) {
    for (const accept of ACCEPTS) {
      const { etag, changed } = await validatorsOf(stage, url, accept);
      (url.startsWith(link) ? linked : shots).push(
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

  const judge = createCacheJudge();
  const kept = { judged: 0, storable: 0, latest: 0, refusedStorable: 0 };
  /** Until when a cache could give the answer again, seen from the moment its last byte arrived. */
  const keepUntil = (one: Shot, answer: Answer): number => {
    const { isStorable, keptMs } = judge(
      { method: one.isHead ? 'HEAD' : 'GET', headers: one.headers },
      answer,
    );
    kept.judged += 1;
    // A 412 or 416 that is kept would answer others.
    if (isStorable && answer.status >= 400) kept.refusedStorable += 1;
    if (!isStorable) return 0;
    kept.storable += 1;
    return Date.now() + keptMs;
  };
  // Each kind of request once, and the two failures of a condition and a range, while nothing is planned to end.
  const failing = free.flatMap((url) => [
    shot(`If-Match ${url}`, url, { 'if-match': '"other"' }),
    shot(`Range beyond ${url}`, url, { range: 'bytes=99999999999-' }),
  ]);
  const queue = [...shots, ...linked, ...failing];
  await drive(
    stage.port,
    2,
    () => queue.pop() ?? null,
    (one, answer) => {
      kept.latest = Math.max(kept.latest, keepUntil(one, answer));
    },
  );
  const warmJudged = kept.judged;

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
    keptPast: 0,
  };
  const wrong = new Set<string>();
  let turn = 0;
  let linkedTurn = 0;
  /** Every address again and again; those of the link in every {@link LINKED_EVERY}th turn. */
  const nextShot = (): Shot | null => {
    turn += 1;
    const one = turn % LINKED_EVERY === 0 ? linked[linkedTurn++ % linked.length] : shots[turn % shots.length];
    return one ?? null;
  };
  const direct = drive(
    stage.port,
    6,
    () => (counts.after >= requests ? null : nextShot()),
    (one, answer) => {
      if (keepUntil(one, answer) > endsAt) {
        counts.keptPast += 1;
        wrong.add(`kept past the end: ${answer.status} ${one.name} ${answer.startedAt - endsAt} ms`);
      }
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
  const [lost] = await Promise.all([direct, proxied]);
  await proxy?.close();
  const seconds = Math.round((Date.now() - endsAt) / 1000);
  console.log(`\nrights-exact: the end of a licence, crossed under load; ${seconds} s after it`);
  console.table({
    'kinds of request': shots.length + linked.length,
    'of these of the link': linked.length,
    'connections closed by the gateway': lost,
    'requests before the end': counts.before,
    'of these answered with bytes or 304': counts.beforeOk,
    'requests at or after the end': counts.after,
    'of these with bytes of the picture': counts.picture,
    'of these 304': counts.notModified,
    'of these without no-store': counts.storable,
    'answers judged by http-cache-semantics': kept.judged,
    'of these of the warm phase': warmJudged,
    'of these that a cache may keep': kept.storable,
    'kept past the end': counts.keptPast + (kept.latest > endsAt ? 1 : 0),
    'refusals (4xx) that a cache may keep': kept.refusedStorable,
    'nginx: hits before the end': counts.hits,
    'nginx: requests at or after the end': counts.proxied,
    'nginx: stale answers': counts.stale,
  });
  for (const line of [...wrong].slice(0, 20)) console.log('WRONG', line);
}
