/**
 * Requests a second of warm answers, each beside what it is compared with, in turns. `bare` is a Worker in workerd that
 * returns the same bytes from memory with the same headers.
 */
import { signHotlink } from '../scripts/vitrine.ts';
import { testSecrets } from '../tests/harness/server.ts';
import { startBare } from './bare.ts';
import { median, rate, type Shot, shot } from './http-load.ts';
import { nginxPath, startNginx } from './nginx.ts';
import { addExhibit, type Stage } from './stage.ts';

interface Contender {
  readonly name: string;
  readonly port: number;
  readonly shot: Shot;
  readonly status: number;
}

/** The picture under every path, `ok` under `/ok`. */
const bareScript = (headers: Readonly<Record<string, string>>): string => `
  import bytes from './bytes.bin';
  const picture = new Uint8Array(bytes);
  const headers = ${JSON.stringify(headers)};
  export default { fetch(request) {
    const { pathname } = new URL(request.url);
    if (pathname === '/ok') return new Response('ok');
    return new Response(picture, { headers });
  } };`;

export async function hotPath(
  stage: Stage,
  rounds: number,
  ports: { bare: number; nginx: number },
): Promise<void> {
  const { id } = await addExhibit(stage, 200, null);
  const accept = 'image/webp,*/*';
  const path = await signHotlink([testSecrets.ROOT_SECRET], `/i/${id}/w=900,q=80,f=webp/x.webp`, null);
  const first = await stage.server.fetch(path, { headers: { accept } });
  if (first.status !== 200) throw new Error(`the picture answered ${first.status}: ${await first.text()}`);
  const bytes = new Uint8Array(await first.arrayBuffer());
  const etag = first.headers.get('etag') ?? '';
  const headers = Object.fromEntries(
    [...first.headers].filter(([name]) => !['content-length', 'date', 'connection'].includes(name)),
  );
  const bare = await startBare({ port: ports.bare, script: bareScript(headers), bytes });
  const nginx =
    nginxPath() === null
      ? null
      : await startNginx(ports.nginx, 'root FOLDER; location / { }', { 'x.webp': bytes });
  const unsigned = `/i/${id}/w=960/x.webp`;
  await (await stage.server.fetch(unsigned, { headers: { accept } })).arrayBuffer();
  const contenders: Contender[] = [
    {
      name: 'bare: same bytes and headers',
      port: ports.bare,
      shot: shot('bare', '/x.webp', { accept }),
      status: 200,
    },
    {
      name: 'hot hit, signed, whole decision',
      port: stage.port,
      shot: shot('hot', path, { accept }),
      status: 200,
    },
    { name: 'bare: "ok"', port: ports.bare, shot: shot('ok', '/ok'), status: 200 },
    {
      name: '304, signed, whole decision',
      port: stage.port,
      shot: shot('304', path, { accept, 'if-none-match': etag }),
      status: 304,
    },
  ];
  if (nginx !== null) {
    contenders.push({ name: 'nginx static', port: nginx.port, shot: shot('nginx', '/x.webp'), status: 200 });
  }
  const rates = new Map<string, number[]>();
  const measure = async (contender: Contender): Promise<void> => {
    const value = await rate(contender.port, contender.shot, contender.status, 1500);
    rates.set(contender.name, [...(rates.get(contender.name) ?? []), value]);
  };
  for (const contender of contenders) await rate(contender.port, contender.shot, contender.status, 700);
  for (let round = 0; round < rounds; round++) for (const contender of contenders) await measure(contender);

  const everyTime = {
    ...contenders[1],
    name: 'hot hit that reads D1 every time (policy TTL 0)',
  } as Contender;
  const setPolicy = async (policyTtlMs: number) => {
    const response = await stage.admin.fetch('/api/admin/settings', {
      method: 'PATCH',
      json: { policyTtlMs },
    });
    if (!response.ok) throw new Error(`settings answered ${response.status}`);
    await new Promise((resolve) => setTimeout(resolve, 2500));
  };
  await setPolicy(0);
  for (let round = 0; round < rounds; round++) await measure(everyTime);
  await setPolicy(2000);
  await nginx?.close();
  await bare.dispose();

  const middle = (name: string) => median(rates.get(name) ?? []);
  console.log(
    `\nhot path: ${Math.round(bytes.length / 1024)} KB WebP, 8 connections, medians of ${rounds} turns of 1.5 s`,
  );
  console.table([...rates.keys()].map((name) => ({ what: name, 'requests/s': Math.round(middle(name)) })));
  const ratio = (a: string, b: string) => Number((middle(a) / middle(b)).toFixed(2));
  const rows = [
    {
      ratio: 'hot hit ÷ bare',
      value: ratio(contenders[1]?.name ?? '', contenders[0]?.name ?? ''),
      wanted: '≥ 0.85',
    },
    {
      ratio: '304 ÷ bare "ok"',
      value: ratio(contenders[3]?.name ?? '', contenders[2]?.name ?? ''),
      wanted: '≥ 0.8',
    },
    {
      ratio: 'D1 every time ÷ bare',
      value: ratio(everyTime.name, contenders[0]?.name ?? ''),
      wanted: 'beside',
    },
  ];
  if (nginx !== null) {
    rows.push({
      ratio: 'hot hit ÷ nginx static',
      value: ratio(contenders[1]?.name ?? '', 'nginx static'),
      wanted: '≥ 0.16',
    });
  }
  console.table(rows);
}
