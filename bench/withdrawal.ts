/** How long after an unplanned withdrawal each surface still gives the picture: polled from several sides at once. */
import { median } from './http-load.ts';
import { cachingProxy, nginxPath, startNginx } from './nginx.ts';
import { addExhibit, type Stage } from './stage.ts';

const POLL_MS = 40;

export async function withdrawal(stage: Stage, rounds: number, proxyPort: number): Promise<void> {
  const proxy = nginxPath() === null ? null : await startNginx(proxyPort, cachingProxy(stage.port));
  const delays = new Map<string, number[]>();
  for (let round = 0; round < rounds; round++) {
    const { id, link, grants } = await addExhibit(stage, 100 + round, null, [1200, 800]);
    const surfaces: Record<string, string> = {
      'hot-link': `${stage.server.origin}/i/${id}/w=320/x.jpg`,
      'portal page picture': `${stage.server.origin}/p/press-${100 + round}/r/${id}/1/w=320`,
      'portal download': `${stage.server.origin}/p/press-${100 + round}/assets/${id}/download/web`,
      'share link preview': `${stage.server.origin}${link}/r/${id}/w=320`,
      'share link download (HEAD on a grant)': `${stage.server.origin}${grants[1]}`,
    };
    if (proxy !== null)
      surfaces['hot-link through nginx'] = `http://127.0.0.1:${proxy.port}/i/${id}/w=320/x.jpg`;
    const ask = async (name: string, url: string) => {
      const method = name.includes('HEAD') ? 'HEAD' : 'GET';
      const response = await fetch(url, { method });
      await response.arrayBuffer();
      return response.status;
    };
    for (const [name, url] of Object.entries(surfaces)) {
      for (let attempt = 0; (await ask(name, url)) !== 200; attempt++) {
        if (attempt === 20) throw new Error(`${name} is not warm`);
        await new Promise((resolve) => setTimeout(resolve, 250));
      }
    }
    let isOver = false;
    let withdrawnAt = Number.POSITIVE_INFINITY;
    const watchers = Object.entries(surfaces).map(async ([name, url]) => {
      let last = 0;
      let gone = 0;
      // Three denials in a row: an isolate that still remembers would show.
      while (gone < 3 && !isOver) {
        const startedAt = Date.now();
        const status = await ask(name, url);
        if (status < 400) {
          last = startedAt;
          gone = 0;
        } else if (startedAt > withdrawnAt) gone += 1;
        await new Promise((resolve) => setTimeout(resolve, POLL_MS));
      }
      const list = delays.get(name) ?? [];
      delays.set(name, [...list, Math.max(0, last - withdrawnAt)]);
    });
    await new Promise((resolve) => setTimeout(resolve, 500));
    const response = await stage.admin.fetch(`/api/admin/assets/${id}/status`, {
      json: { status: 'withdrawn', reason: 'bench' },
    });
    if (!response.ok) throw new Error(`withdrawing answered ${response.status}`);
    withdrawnAt = Date.now();
    const giveUp = setTimeout(() => {
      isOver = true;
    }, 30_000);
    await Promise.all(watchers);
    clearTimeout(giveUp);
  }
  await proxy?.close();
  console.log(`\nwithdrawal: last picture after the withdrawal was answered, ${rounds} withdrawals`);
  console.table(
    [...delays].map(([surface, list]) => ({
      surface,
      'median ms': median(list),
      'max ms': Math.max(...list),
    })),
  );
}
