/** A brand to measure: the built Workers in workerd, a photograph, a portal and a share link, all made through the API. */
import sharp from 'sharp';
import { approve, license, upload } from '../tests/harness/library.ts';
import { createAdministrator, type Person } from '../tests/harness/people.ts';
import { startServer, type TestServer } from '../tests/harness/server.ts';

export interface Stage {
  readonly server: TestServer;
  readonly admin: Person;
  readonly port: number;
}

export interface Exhibit {
  readonly id: string;
  /** Path of the share link. */
  readonly link: string;
  /** Paths of reserved downloads on that link. */
  readonly grants: readonly string[];
}

/** Something with the detail of a photograph; another for every `seed`. */
export async function photograph(width: number, height: number, seed: number): Promise<Buffer> {
  const small = Buffer.alloc(96 * 64 * 3);
  let state = seed + 7;
  for (let i = 0; i < small.length; i++) {
    state = (state * 1103515245 + 12345) % 2147483648;
    small[i] = state / 8388608;
  }
  const noise = { type: 'gaussian' as const, mean: 128, sigma: 18 };
  const grain = await sharp({ create: { width, height, channels: 3, background: '#808080', noise } })
    .blur(0.7)
    .png({ compressionLevel: 0 })
    .toBuffer();
  return sharp(small, { raw: { width: 96, height: 64, channels: 3 } })
    .resize(width, height, { fit: 'fill', kernel: 'cubic' })
    .composite([{ input: grain, blend: 'soft-light' }])
    .jpeg({ quality: 88 })
    .toBuffer();
}

export async function startStage(): Promise<Stage> {
  const server = await startServer({ isClockReal: true });
  const admin = await createAdministrator(server);
  return { server, admin, port: Number(new URL(server.origin).port) };
}

async function post(stage: Stage, path: string, json: unknown): Promise<Record<string, string>> {
  const response = await stage.admin.fetch(path, { json });
  if (!response.ok) throw new Error(`${path} answered ${response.status}: ${await response.text()}`);
  return (await response.json()) as Record<string, string>;
}

/** A cleared photograph, on the portal `press-{seed}` and on a share link. `endsAt` is its licence's. */
export async function addExhibit(
  stage: Stage,
  seed: number,
  endsAt: number | null,
  size: readonly [number, number] = [2400, 1600],
): Promise<Exhibit> {
  const { admin } = stage;
  const { asset } = await upload(admin, await photograph(size[0], size[1], seed), `photo-${seed}.jpg`);
  if (asset === null) throw new Error('the photograph was refused');
  await license(admin, asset.id, { endsAt });
  await approve(admin, asset.id);
  const collection = await post(stage, '/api/admin/collections', { title: `Bench ${seed}` });
  await post(stage, `/api/admin/collections/${collection.id}/assets`, { add: [asset.id] });
  const portal = await post(stage, '/api/admin/portals', {
    slug: `press-${seed}`,
    document: { name: 'Press', sections: [{ kind: 'collection', id: 'one', collectionId: collection.id }] },
  });
  await post(stage, `/api/admin/portals/${portal.id}/publish`, {});
  const link = await post(stage, '/api/admin/shares', {
    name: `Bench ${seed}`,
    timeZone: 'UTC',
    permission: 'download_originals',
    source: { kind: 'assets', assetIds: [asset.id] },
  });
  const path = new URL(link.url ?? '').pathname;
  const grants: string[] = [];
  for (const preset of ['web', 'original']) {
    const reserved = await stage.server.fetch(`${path}/download?asset=${asset.id}&preset=${preset}`, {
      method: 'POST',
    });
    const location = reserved.headers.get('location');
    if (location === null) {
      throw new Error(
        `reserving answered ${reserved.status}: ${await reserved.text()} ${stage.server.logs.at(-1)}`,
      );
    }
    grants.push(new URL(location, stage.server.origin).pathname);
  }
  // An isolate may remember for the policy TTL that the asset was a draft.
  for (let attempt = 0; attempt < 40; attempt++) {
    const response = await stage.server.fetch(`/i/${asset.id}/w=320/x.jpg`);
    await response.arrayBuffer();
    if (response.status === 200) break;
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
  return { id: asset.id, link: path, grants };
}
