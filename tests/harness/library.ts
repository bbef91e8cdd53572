/**
 * Assets for tests, made through the product's own doors.
 *
 *     const asset = await addPicture(admin, { title: 'Red' });
 *     await clear(admin, asset.id, { territories: { include: ['DE'], exclude: [] } });
 *     const another = await addCleared(admin);
 */
import sharp from 'sharp';
import type { AssetCard, AssetDetail } from '../../shared/contract/assets.ts';
import type { License } from '../../shared/contract/rights.ts';
import type { UploadStatus } from '../../shared/contract/uploads.ts';
import { read } from './answers.ts';
import type { Person } from './people.ts';

/** A JPEG of four coloured quadrants, different for every `seed`. */
export function picture(seed = 0, width = 1200, height = 800): Promise<Buffer> {
  const half = { width: width / 2, height: height / 2 };
  const tile = (r: number, g: number, b: number) =>
    sharp({ create: { ...half, channels: 3, background: { r, g, b } } })
      .png()
      .toBuffer();
  return Promise.all([
    tile(200, 40, (seed * 37) % 256),
    tile(40, 180, 60),
    tile(40, 60, 200),
    tile(230, 220, 60),
  ]).then(([a, b, c, d]) =>
    sharp({ create: { width, height, channels: 3, background: '#fff' } })
      .composite([
        { input: a, left: 0, top: 0 },
        { input: b, left: half.width, top: 0 },
        { input: c, left: 0, top: half.height },
        { input: d, left: half.width, top: half.height },
      ])
      .jpeg({ quality: 88 })
      .toBuffer(),
  );
}

/** Sends bytes with tus and waits until they are an asset whose picture is made. */
export async function upload(
  person: Person,
  bytes: Uint8Array,
  fileName: string,
  metadata: Record<string, string> = {},
): Promise<UploadStatus> {
  const pairs = Object.entries({ filename: fileName, ...metadata }).map(
    ([key, value]) => `${key} ${Buffer.from(value).toString('base64')}`,
  );
  const created = await person.fetch('/uploads', {
    method: 'POST',
    headers: {
      'tus-resumable': '1.0.0',
      'upload-length': String(bytes.length),
      'upload-metadata': pairs.join(','),
    },
  });
  const location = created.headers.get('location');
  if (created.status !== 201 || location === null) {
    throw new Error(`creating the upload answered ${created.status}: ${await created.text()}`);
  }
  const path = new URL(location, 'http://origin.invalid').pathname;
  const sent = await person.fetch(path, {
    method: 'PATCH',
    headers: {
      'tus-resumable': '1.0.0',
      'upload-offset': '0',
      'content-type': 'application/offset+octet-stream',
    },
    body: new Uint8Array(bytes),
  });
  if (sent.status !== 204) throw new Error(`sending bytes answered ${sent.status}: ${await sent.text()}`);
  const id = path.split('/').at(-1) ?? '';
  // What a job still changes would change under the test.
  await person.jobsDone();
  const page = await read<{ items: UploadStatus[] }>(await person.fetch(`/api/admin/uploads?ids=${id}`));
  const status = page.items[0];
  if (status?.state === 'done' || status?.state === 'failed') return status;
  throw new Error(`upload ${id} was not processed`);
}

/** Sends a file that becomes an asset: its id. */
export async function addFile(person: Person, bytes: Uint8Array, fileName: string): Promise<string> {
  const { asset, detail } = await upload(person, bytes, fileName);
  if (asset === null) throw new Error(`${fileName} was refused: ${detail}`);
  return asset.id;
}

export async function assetDetail(person: Person, assetId: string | null | undefined): Promise<AssetDetail> {
  return read<AssetDetail>(await person.fetch(`/api/admin/assets/${assetId}`));
}

let made = 0;

/** Uploads a picture of its own; a draft without a license. */
export async function addPicture(person: Person, fields: Record<string, unknown> = {}): Promise<AssetCard> {
  made += 1;
  const status = await upload(person, await picture(made, 1200, 800 + made * 2), `picture-${made}.jpg`);
  if (status.asset === null) throw new Error(`the picture was refused: ${status.detail}`);
  if (Object.keys(fields).length > 0) {
    await read(await person.fetch(`/api/admin/assets/${status.asset.id}`, { method: 'PATCH', json: fields }));
  }
  return status.asset;
}

/** Terms of a license: worldwide, all channels, no window. */
const TERMS = {
  name: 'Test license',
  startsAt: null,
  endsAt: null,
  timeZone: 'Europe/Berlin',
  territories: { include: null, exclude: [] },
  channels: null,
};

/** Makes a license: worldwide, all channels, no window unless said. */
export async function makeLicense(person: Person, terms: Record<string, unknown> = {}): Promise<License> {
  return read<License>(await person.fetch('/api/admin/licenses', { json: { ...TERMS, ...terms } }));
}

/** Gives a license other terms: those of `makeLicense` unless said. */
export async function changeLicense(
  person: Person,
  licenseId: string,
  terms: Record<string, unknown>,
): Promise<License> {
  return read<License>(
    await person.fetch(`/api/admin/licenses/${licenseId}`, { method: 'PUT', json: { ...TERMS, ...terms } }),
  );
}

/** Makes a license and assigns it. */
export async function license(
  person: Person,
  assetId: string | readonly string[],
  terms: Record<string, unknown> = {},
): Promise<License> {
  const created = await makeLicense(person, terms);
  const assetIds = typeof assetId === 'string' ? [assetId] : assetId;
  await read(await person.fetch('/api/admin/licenses/assign', { json: { assetIds, licenseId: created.id } }));
  return created;
}

export async function embargo(person: Person, assetId: string, liftsAt: number): Promise<void> {
  await read(
    await person.fetch(`/api/admin/assets/${assetId}/embargo`, {
      method: 'PUT',
      json: { liftsAt, timeZone: 'Europe/Berlin' },
    }),
  );
}

export async function setStatus(person: Person, assetId: string, status: string): Promise<void> {
  const reason = status === 'withdrawn' ? 'test' : null;
  await read(await person.fetch(`/api/admin/assets/${assetId}/status`, { json: { status, reason } }));
}

export const approve = (person: Person, assetId: string): Promise<void> =>
  setStatus(person, assetId, 'approved');

/** Licenses and approves: from here on these assets are handed out, as far as the terms go. */
export async function clear(
  person: Person,
  assetId: string | readonly string[],
  terms: Record<string, unknown> = {},
): Promise<License> {
  const created = await license(person, assetId, terms);
  for (const id of typeof assetId === 'string' ? [assetId] : assetId) await approve(person, id);
  return created;
}

/** A picture of its own that is handed out, as far as the terms of its license go: its id. */
export async function addCleared(
  person: Person,
  terms: Record<string, unknown> = {},
  fields: Record<string, unknown> = {},
): Promise<string> {
  const { id } = await addPicture(person, fields);
  await clear(person, id, terms);
  return id;
}
