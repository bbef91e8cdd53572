/**
 * Seeds the demo brand through the product's own doors: the first-run page, resumable uploads, the console's API. Whatever
 * works for the seed works for a person. Everything it knows comes from `demo/manifest.ts`.
 */
import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  DEMO_ASSETS,
  DEMO_COLLECTIONS,
  DEMO_LICENSES,
  DEMO_ORGANISATION,
  DEMO_PORTAL,
  DEMO_SHARE_LINKS,
  DEMO_UPLOAD_REQUEST,
} from '../demo/manifest.ts';
import type { DemoAsset, DemoGuidelineBlock, DemoSection } from '../demo/types.ts';
import type { AssetDetail } from '../shared/contract/assets.ts';
import type { Collection } from '../shared/contract/collections.ts';
import type { GuidelineBlock, Portal, PortalSection } from '../shared/contract/portals.ts';
import type { UploadRequest } from '../shared/contract/requests.ts';
import type { License } from '../shared/contract/rights.ts';
import type { ShareLink } from '../shared/contract/shares.ts';
import type { UploadStatus } from '../shared/contract/uploads.ts';

export interface SeedInput {
  /** Where the gateway answers, without a trailing slash. */
  origin: string;
  setupCode: string;
  admin: { name?: string; email: string; password: string };
  onProgress: (message: string) => void;
  /** Rings the job runner, where no cron does. */
  tick?: () => Promise<unknown>;
}

/** Paths to print, relative to the origin. */
export interface SeedResult {
  portal: string;
  shareLink: string;
  uploadRequest: string;
  hotLink: string;
}

const demoFolder = fileURLToPath(new URL('../demo/', import.meta.url));
/** Uploads under way at once: the image engine does one picture at a time. */
const PARALLEL_UPLOADS = 3;
const PROCESSING_TIMEOUT_MS = 180_000;

class Api {
  readonly #origin: string;
  #cookie = '';

  constructor(origin: string) {
    this.#origin = origin;
  }

  async call<Answer>(method: string, path: string, body?: unknown): Promise<Answer> {
    const response = await this.request(path, {
      method,
      headers: { 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    if (!response.ok) {
      throw new Error(
        `${method} ${path} answered ${response.status}: ${(await response.text()).slice(0, 500)}`,
      );
    }
    for (const cookie of response.headers.getSetCookie()) {
      if (/session_token/.test(cookie)) this.#cookie = cookie.split(';')[0] ?? '';
    }
    return (await response.json()) as Answer;
  }

  request(path: string, init: RequestInit): Promise<Response> {
    const headers = new Headers(init.headers);
    if (this.#cookie !== '') headers.set('cookie', this.#cookie);
    return fetch(new URL(path, this.#origin), { ...init, headers, redirect: 'manual' });
  }
}

/** Sends one file with tus (creation, then one PATCH). @returns the upload's id. */
async function upload(api: Api, file: string): Promise<string> {
  const bytes = await readFile(join(demoFolder, file));
  const created = await api.request('/uploads', {
    method: 'POST',
    headers: {
      'tus-resumable': '1.0.0',
      'upload-length': String(bytes.length),
      'upload-metadata': `filename ${Buffer.from(basename(file)).toString('base64')}`,
    },
  });
  const location = created.headers.get('location');
  if (created.status !== 201 || location === null) {
    throw new Error(
      `uploading ${file} was refused: ${created.status} ${(await created.text()).slice(0, 300)}`,
    );
  }
  const path = new URL(location, 'http://origin.invalid').pathname;
  const sent = await api.request(path, {
    method: 'PATCH',
    headers: {
      'tus-resumable': '1.0.0',
      'upload-offset': '0',
      'content-type': 'application/offset+octet-stream',
    },
    body: bytes,
  });
  if (sent.status !== 204) {
    throw new Error(`sending ${file} failed: ${sent.status} ${(await sent.text()).slice(0, 300)}`);
  }
  return basename(path);
}

async function waitForAsset(api: Api, uploadId: string, tick?: () => Promise<unknown>): Promise<string> {
  const giveUpAt = Date.now() + PROCESSING_TIMEOUT_MS;
  for (let attempt = 0; Date.now() < giveUpAt; attempt++) {
    const { items } = await api.call<{ items: UploadStatus[] }>('GET', `/api/admin/uploads?ids=${uploadId}`);
    const status = items[0];
    if (status?.state === 'done' && status.asset !== null) return status.asset.id;
    if (status?.state === 'failed') throw new Error(`${status.fileName}: ${status.detail ?? 'failed'}`);
    await new Promise((resolve) => setTimeout(resolve, 150));
    if (attempt > 20 && attempt % 20 === 0) await tick?.();
  }
  throw new Error(`upload ${uploadId} was not processed in ${PROCESSING_TIMEOUT_MS / 1000} s`);
}

async function inParallel<T>(
  items: readonly T[],
  width: number,
  work: (item: T) => Promise<void>,
): Promise<void> {
  const queue = [...items];
  await Promise.all(
    Array.from({ length: width }, async () => {
      for (let item = queue.shift(); item !== undefined; item = queue.shift()) await work(item);
    }),
  );
}

/** The picture of a film or a document, made beforehand: the engine draws neither. */
async function addPoster(api: Api, id: string, poster: string): Promise<void> {
  const giveUpAt = Date.now() + PROCESSING_TIMEOUT_MS;
  const detail = () => api.call<AssetDetail>('GET', `/api/admin/assets/${id}`);
  let asset = await detail();
  // Until the job that looks for a picture has said that there is none.
  while (asset.verdict !== 'no_preview' && Date.now() < giveUpAt) {
    await new Promise((resolve) => setTimeout(resolve, 150));
    asset = await detail();
  }
  const version = asset.versions.find(({ isCurrent }) => isCurrent);
  const response = await api.request(`/api/admin/assets/${id}/versions/${version?.id}/poster`, {
    method: 'PUT',
    headers: { 'content-type': 'image/jpeg' },
    body: await readFile(join(demoFolder, poster)),
  });
  if (!response.ok) {
    throw new Error(
      `the poster of ${id} was refused: ${response.status} ${(await response.text()).slice(0, 300)}`,
    );
  }
}

/** What the file itself does not say: catalogue number, focal point, releases, embargo. */
async function describeAsset(api: Api, id: string, asset: DemoAsset, now: number): Promise<void> {
  await api.call('PATCH', `/api/admin/assets/${id}`, {
    title: asset.title,
    headline: asset.headline,
    caption: asset.caption,
    altText: asset.altText,
    creator: asset.creator,
    creditLine: asset.creditLine,
    copyrightNotice: asset.copyrightNotice,
    usageTerms: asset.usageTerms,
    webStatement: asset.webStatement,
    city: asset.city,
    country: asset.country,
    countryCode: asset.countryCode,
    sku: asset.sku,
    focalPoint: asset.focalPoint,
    isUnrestricted: asset.isUnrestricted,
  });
  if (asset.keywords.length > 0) {
    await api.call('POST', `/api/admin/assets/${id}/keywords`, { add: asset.keywords });
  }
  for (const release of asset.releases) {
    await api.call('POST', `/api/admin/assets/${id}/releases`, release);
  }
  if (asset.embargoLiftsAfter !== null) {
    await api.call('PUT', `/api/admin/assets/${id}/embargo`, {
      liftsAt: now + asset.embargoLiftsAfter,
      timeZone: DEMO_ORGANISATION.timeZone,
    });
  }
}

export async function seedDemo(input: SeedInput): Promise<SeedResult> {
  const api = new Api(input.origin);
  const now = Math.ceil(Date.now() / 3_600_000) * 3_600_000;
  await api.call('POST', '/api/admin/setup', {
    code: input.setupCode,
    name: input.admin.name ?? 'Maja Lindqvist',
    email: input.admin.email,
    password: input.admin.password,
    organisation: DEMO_ORGANISATION.name,
  });
  await api.call('PATCH', '/api/admin/settings', {
    timeZone: DEMO_ORGANISATION.timeZone,
    contact: DEMO_PORTAL.contact,
  });
  await api.call('PATCH', '/api/admin/me', { timeZone: DEMO_ORGANISATION.timeZone });

  const ids = new Map<string, string>();
  let done = 0;
  await inParallel(DEMO_ASSETS, PARALLEL_UPLOADS, async (asset) => {
    const id = await waitForAsset(api, await upload(api, asset.file), input.tick);
    ids.set(asset.key, id);
    await describeAsset(api, id, asset, now);
    if (asset.poster !== null) await addPoster(api, id, asset.poster);
    done += 1;
    if (done % 10 === 0 || done === DEMO_ASSETS.length) {
      input.onProgress(`${done} of ${DEMO_ASSETS.length} assets`);
    }
  });
  const idOf = (key: string): string => {
    const id = ids.get(key);
    if (id === undefined) throw new Error(`the demo names an asset “${key}” that it does not have`);
    return id;
  };

  for (const license of DEMO_LICENSES) {
    const { key, startsAfter, endsAfter, ...terms } = license;
    const created = await api.call<License>('POST', '/api/admin/licenses', {
      ...terms,
      startsAt: startsAfter === null ? null : now + startsAfter,
      endsAt: endsAfter === null ? null : now + endsAfter,
    });
    const covered = DEMO_ASSETS.filter((asset) => asset.licenses.includes(key)).map((asset) =>
      idOf(asset.key),
    );
    if (covered.length > 0) {
      await api.call('POST', '/api/admin/licenses/assign', { assetIds: covered, licenseId: created.id });
    }
  }
  for (const status of ['in_review', 'approved', 'withdrawn'] as const) {
    const assetIds = DEMO_ASSETS.filter((asset) => asset.status === status).map((asset) => idOf(asset.key));
    if (assetIds.length === 0) continue;
    await api.call('POST', '/api/admin/assets/status', {
      assetIds,
      status,
      reason: status === 'withdrawn' ? 'Replaced by a newer picture' : null,
    });
  }
  input.onProgress('described, licensed and approved');

  const collections = new Map<string, string>();
  for (const collection of DEMO_COLLECTIONS) {
    const created = await api.call<Collection>('POST', '/api/admin/collections', {
      title: collection.title,
      slug: collection.slug,
      description: collection.description,
      coverAssetId: idOf(collection.cover),
    });
    collections.set(collection.key, created.id);
    await api.call('POST', `/api/admin/collections/${created.id}/assets`, {
      add: collection.assets.map(idOf),
    });
  }
  const collectionOf = (key: string): string => {
    const id = collections.get(key);
    if (id === undefined) throw new Error(`the demo names a collection “${key}” that it does not have`);
    return id;
  };

  const sectionOf = (section: DemoSection): PortalSection => {
    switch (section.kind) {
      case 'collection':
      case 'press_kit': {
        const { collection, ...rest } = section;
        return { ...rest, collectionId: collectionOf(collection) } as PortalSection;
      }
      case 'assets': {
        const { assets, ...rest } = section;
        return { ...rest, assetIds: assets.map(idOf) };
      }
      case 'text':
      case 'guidelines':
        return section;
      default:
        return section satisfies never;
    }
  };
  const blockOf = (block: DemoGuidelineBlock): GuidelineBlock => {
    if (block.kind !== 'logo' && block.kind !== 'image') return block;
    const { asset, ...rest } = block;
    return { ...rest, assetId: idOf(asset) } as GuidelineBlock;
  };
  const { slug, audience, isDefault, logo, hero, sections, guidelines, ...brand } = DEMO_PORTAL;
  const portal = await api.call<Portal>('POST', '/api/admin/portals', {
    slug,
    audience,
    isDefault,
    document: {
      ...brand,
      logoAssetId: idOf(logo),
      heroAssetId: idOf(hero),
      sections: sections.map(sectionOf),
      guidelines: guidelines.map((page) => ({ ...page, blocks: page.blocks.map(blockOf) })),
    },
  });
  await api.call('POST', `/api/admin/portals/${portal.id}/publish`);
  input.onProgress('portal published');

  const links: ShareLink[] = [];
  for (const link of DEMO_SHARE_LINKS) {
    const { key: _key, source, endsAfter, ...options } = link;
    links.push(
      await api.call<ShareLink>('POST', '/api/admin/shares', {
        ...options,
        endsAt: now + endsAfter,
        source:
          'collection' in source
            ? { kind: 'collection', collectionId: collectionOf(source.collection) }
            : { kind: 'assets', assetIds: source.assets.map(idOf) },
      }),
    );
  }
  const { key: _key, deadlineAfter, ...brief } = DEMO_UPLOAD_REQUEST;
  const request = await api.call<UploadRequest>('POST', '/api/admin/requests', {
    ...brief,
    deadline: now + deadlineAfter,
  });
  input.onProgress('two share links and an upload request');

  const heroAsset = DEMO_ASSETS.find((asset) => asset.key === hero);
  return {
    portal: `/p/${slug}`,
    shareLink: new URL(links[0]?.url ?? '/', input.origin).pathname,
    uploadRequest: new URL(request.url, input.origin).pathname,
    hotLink: `/i/${idOf(hero)}/w=1200/${basename(heroAsset?.file ?? 'picture.jpg')}`,
  };
}
