/**
 * A cold rendition on our whole path — built Workers on loopback: object store, decision, engine, credit, store, answer —
 * beside bare sharp, ipx 3 and nginx `image_filter` on the same files, in turns. Every turn asks for a rendition that was never made;
 * the files of two turns differ in a comment only. Renditions from an original use the assets of those from its web master, after that
 * was taken from them.
 *
 * SSIM is against a resize of the whole decoded original that is never encoded. The photograph is drawn, so that the bench
 * runs anywhere; with `photo` a file of your own is enlarged or reduced to the sizes instead.
 */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { signHotlink } from '../scripts/vitrine.ts';
import { approve, license, upload } from '../tests/harness/library.ts';
import { testSecrets } from '../tests/harness/server.ts';
import { type Rival, startImageFilter, startIpx } from './cold-rivals.ts';
import { median, rate, shot } from './http-load.ts';
import { type Pixels, ssim } from './ssim.ts';
import { photograph, type Stage } from './stage.ts';

/** Turns of ours that are thrown away: compilers of JavaScript and Wasm get better in them, which the others do not need. */
const WARM_UP = 1;
/** Asked of everybody for WebP and JPEG, whose numbers mean the same; each one's own default for AVIF, where they do not. */
const QUALITY = 80;
/** Longer than an isolate remembers what an asset is delivered from. */
const SNAPSHOT_MS = 3000;
/** Our store and log are written after the answer; the next contender should not pay for it. */
const PAUSE_MS = 120;

type Format = 'webp' | 'jpeg' | 'avif';
type SourceName = '24 MP' | '2 MP';
/** `original`: from the file as it came. `master`: from the web master made at upload. */
type Start = 'original' | 'master';

interface Case {
  readonly source: SourceName;
  readonly start: Start;
  readonly width: number;
  readonly format: Format;
  readonly rivals: readonly ('sharp' | 'ipx' | 'image_filter')[];
}

const CASES: readonly Case[] = [
  { source: '24 MP', start: 'master', width: 1200, format: 'webp', rivals: ['ipx'] },
  { source: '2 MP', start: 'master', width: 400, format: 'webp', rivals: ['sharp', 'ipx'] },
  { source: '24 MP', start: 'original', width: 1200, format: 'webp', rivals: ['sharp'] },
  { source: '24 MP', start: 'original', width: 1200, format: 'jpeg', rivals: ['sharp', 'image_filter'] },
  { source: '2 MP', start: 'master', width: 400, format: 'jpeg', rivals: ['sharp', 'image_filter'] },
  { source: '24 MP', start: 'original', width: 1200, format: 'avif', rivals: ['ipx'] },
  { source: '2 MP', start: 'master', width: 400, format: 'avif', rivals: ['ipx'] },
];

interface Measured {
  readonly times: number[];
  bytes: number;
  similarity: number;
}

type Maker = (turn: number) => Promise<Uint8Array>;

/** The same JPEG under another checksum: a comment right after its start. */
function withComment(jpeg: Buffer, comment: string): Buffer {
  const text = Buffer.from(comment);
  const head = Buffer.from([0xff, 0xfe, 0, text.length + 2]);
  return Buffer.concat([jpeg.subarray(0, 2), head, text, jpeg.subarray(2)]);
}

async function pixelsOf(file: Uint8Array): Promise<Pixels> {
  const { data, info } = await sharp(file).removeAlpha().toColourspace('srgb').raw().toBuffer({
    resolveWithObject: true,
  });
  return { data, width: info.width, height: info.height, channels: 3 };
}

/** SSIM with what a perfect rendition of that size would show; rivals round a height differently. */
async function similarityOf(file: Uint8Array, original: Pixels): Promise<number> {
  const picture = await pixelsOf(file);
  const { width, height } = picture;
  const raw = { width: original.width, height: original.height, channels: original.channels };
  const data = await sharp(original.data, { raw }).resize(width, height, { fit: 'fill' }).raw().toBuffer();
  return ssim({ data, width, height, channels: 3 }, picture);
}

async function get(url: string, check?: (response: Response) => void): Promise<Uint8Array> {
  const response = await fetch(url);
  const bytes = new Uint8Array(await response.arrayBuffer());
  if (response.status !== 200) throw new Error(`${url} answered ${response.status}: ${Buffer.from(bytes)}`);
  check?.(response);
  return bytes;
}

const pause = () => new Promise((resolve) => setTimeout(resolve, PAUSE_MS));

/** One approved asset for every turn and source. */
async function addAssets(stage: Stage, files: Record<SourceName, Buffer>, turns: number) {
  const assets = {} as Record<SourceName, string[]>;
  for (const name of ['24 MP', '2 MP'] as const) {
    const ids: string[] = [];
    for (let turn = 0; turn < turns; turn++) {
      const status = await upload(stage.admin, withComment(files[name], `turn ${turn}`), `cold-${turn}.jpg`);
      if (status.asset === null) throw new Error(`the photograph was refused: ${status.detail}`);
      ids.push(status.asset.id);
    }
    await license(stage.admin, ids);
    for (const id of ids) await approve(stage.admin, id);
    assets[name] = ids;
  }
  return assets;
}

/** From here on these are delivered from their originals. */
async function takeMasters({ server, admin }: Stage, ids: readonly string[]): Promise<void> {
  const { DB } = await server.env();
  const marks = ids.map(() => '?').join(',');
  await DB.prepare(`UPDATE versions SET master_key = NULL WHERE asset_id IN (${marks})`)
    .bind(...ids)
    .run();
  // A change of rights writes the snapshot anew.
  await license(admin, [...ids]);
  await new Promise((resolve) => setTimeout(resolve, SNAPSHOT_MS));
}

export async function coldRenditions(
  stage: Stage,
  rounds: number,
  port: number,
  photo: string | undefined,
): Promise<void> {
  sharp.cache(false);
  const startedAt = performance.now();
  const large =
    photo === undefined
      ? await photograph(6000, 4000, 300)
      : await sharp(photo).autoOrient().resize(6000, 4000, { fit: 'cover' }).jpeg({ quality: 88 }).toBuffer();
  const files: Record<SourceName, Buffer> = {
    '24 MP': large,
    '2 MP': await sharp(large).resize(1920).jpeg({ quality: 88 }).toBuffer(),
  };
  const folder = await mkdtemp(join(tmpdir(), 'vitrine-cold-'));
  const paths: Record<SourceName, string> = { '24 MP': 'large.jpg', '2 MP': 'small.jpg' };
  for (const name of ['24 MP', '2 MP'] as const) await writeFile(join(folder, paths[name]), files[name]);
  const ipx = await startIpx(folder);
  const filter = await startImageFilter(port, folder, QUALITY);
  if (filter === null) console.log('nginx image_filter is not installed; its rows are left out');
  try {
    const turns = rounds + WARM_UP;
    const assets = await addAssets(stage, files, turns);
    const makers = (one: Case): Map<string, Maker> => {
      const file = paths[one.source];
      const ids = assets[one.source];
      const isAvif = one.format === 'avif';
      const all = new Map<string, Maker>();
      all.set('ours', async (turn) => {
        const path = `/i/${ids[turn]}/w=${one.width}${isAvif ? '' : `,q=${QUALITY}`},f=${one.format}/x.${one.format}`;
        const url = stage.server.origin + (await signHotlink([testSecrets.ROOT_SECRET], path, null));
        return get(url, ({ headers }) => {
          const timing = headers.get('server-timing') ?? '';
          if (!/\btransform;/.test(timing)) throw new Error(`not cold: ${timing}`);
        });
      });
      for (const rival of one.rivals) {
        if (rival === 'sharp') {
          all.set('sharp', () =>
            sharp(join(folder, file))
              .autoOrient()
              .resize(one.width)
              .toFormat(one.format, { quality: QUALITY })
              .toBuffer(),
          );
        } else if (rival === 'ipx') {
          const path = `w_${one.width},f_${one.format}${isAvif ? '' : `,q_${QUALITY}`}/${file}`;
          all.set('ipx', () => get(`http://127.0.0.1:${ipx.port}/${path}`));
        } else if (filter !== null) {
          all.set('image_filter', () => get(`http://127.0.0.1:${filter.port}/${one.width}/${file}`));
        }
      }
      return all;
    };
    const measured = new Map<Case, Map<string, Measured>>();
    let haveMasters = true;
    for (const one of CASES) {
      if (one.start === 'original' && haveMasters) {
        await takeMasters(stage, assets['24 MP']);
        haveMasters = false;
      }
      const results = await measure(makers(one), await pixelsOf(files[one.source]), turns);
      measured.set(one, results);
    }
    report(measured, rounds, photo);
    await repeated(stage, assets['2 MP'][0] ?? '', ipx, paths['2 MP']);
    console.log(`whole bench: ${Math.round((performance.now() - startedAt) / 1000)} s`);
  } finally {
    await filter?.close();
    await ipx.close();
    await rm(folder, { recursive: true, force: true });
  }
}

async function measure(
  makers: Map<string, Maker>,
  original: Pixels,
  turns: number,
): Promise<Map<string, Measured>> {
  const results = new Map<string, Measured>();
  for (const name of makers.keys()) results.set(name, { times: [], bytes: 0, similarity: 0 });
  for (let turn = 0; turn < turns; turn++) {
    for (const [name, make] of makers) {
      if (turn < WARM_UP && name !== 'ours') continue;
      const startedAt = performance.now();
      const bytes = await make(turn);
      const time = performance.now() - startedAt;
      const result = results.get(name);
      if (result === undefined) continue;
      if (turn >= WARM_UP) result.times.push(time);
      if (turn === turns - 1) {
        result.bytes = bytes.length;
        result.similarity = await similarityOf(bytes, original);
      }
      await pause();
    }
  }
  return results;
}

interface Wish {
  readonly one: Omit<Case, 'rivals'>;
  readonly rival: string;
  readonly time: number;
  /** Most bytes as a ratio, and least SSIM as a difference; null: not asked for. */
  readonly bytes: number | null;
  readonly similarity: number | null;
  readonly stretch?: number;
}

const WISHES: readonly Wish[] = CASES.flatMap((one): Wish[] => {
  const wish = (rival: string, time: number, bytes: number | null, similarity: number | null) => ({
    one,
    rival,
    time,
    bytes,
    similarity,
  });
  if (one.format === 'avif') return [wish('ipx', 0.3, 0.8, -0.005)];
  if (one.format === 'jpeg') return [wish('image_filter', 1, 1, 0)];
  if (one.source === '2 MP') return [wish('ipx', 1.4, null, null), wish('sharp', Infinity, 1.05, -0.005)];
  if (one.start === 'master') return [wish('ipx', 1.2, null, null)];
  return [wish('sharp', 1.9, 1.05, -0.005)];
});

function report(measured: Map<Case, Map<string, Measured>>, rounds: number, photo: string | undefined): void {
  console.log(
    `\ncold renditions, quality ${QUALITY} (AVIF: each one's default), ${photo ?? 'a drawn photograph'}, medians of ${rounds} in turns`,
  );
  const round = (value: number, digits: number) => Number(value.toFixed(digits));
  console.table(
    [...measured].flatMap(([one, results]) =>
      [...results].map(([who, { times, bytes, similarity }]) => ({
        rendition: nameOf(one),
        who,
        ms: round(median(times), 1),
        bytes,
        SSIM: round(similarity, 4),
      })),
    ),
  );
  const rows: Record<string, string | number>[] = [];
  for (const wish of WISHES) {
    const results = [...measured].find(([one]) => one === wish.one)?.[1];
    const ours = results?.get('ours');
    const theirs = results?.get(wish.rival);
    if (ours === undefined || theirs === undefined) continue;
    const of = `${nameOf(wish.one)} ÷ ${wish.rival}`;
    const add = (what: string, wanted: string, value: number, digits: number, holds: boolean) =>
      rows.push({
        what: `${what}: ${of}`,
        wanted,
        measured: round(value, digits),
        holds: holds ? 'yes' : 'NO',
      });
    const time = median(ours.times) / median(theirs.times);
    if (Number.isFinite(wish.time)) add('time', `≤ ${wish.time}`, time, 2, time <= wish.time);
    const bytes = ours.bytes / theirs.bytes;
    if (wish.bytes !== null) add('bytes', `≤ ${wish.bytes}`, bytes, 2, bytes <= wish.bytes);
    const gain = ours.similarity - theirs.similarity;
    if (wish.similarity !== null) add('SSIM', `≥ ${wish.similarity}`, gain, 4, gain >= wish.similarity);
  }
  console.table(rows);
}

const nameOf = ({ source, start, width, format }: Omit<Case, 'rivals'>): string =>
  `${source}${start === 'master' && source === '24 MP' ? ' by its web master' : ''} → ${width} ${format}`;

/** The same picture again and again: ours is kept, ipx makes it anew. */
async function repeated(stage: Stage, id: string, ipx: Rival, file: string): Promise<void> {
  const path = `/i/${id}/w=400,q=${QUALITY},f=webp/x.webp`;
  const signed = await signHotlink([testSecrets.ROOT_SECRET], path, null);
  await get(stage.server.origin + signed);
  const ours = await rate(stage.port, shot('ours', signed), 200, 2000);
  const theirs = await rate(ipx.port, shot('ipx', `/w_400,f_webp,q_${QUALITY}/${file}`), 200, 2000);
  const ratio = ours / theirs;
  console.table([
    {
      what: 'requests/s, 2 MP → 400 webp again: ours ÷ ipx',
      wanted: '≥ 30',
      measured: Math.round(ratio),
      holds: ratio >= 30 ? 'yes' : 'NO',
    },
  ]);
}
