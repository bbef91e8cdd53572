/**
 * Collections and portals for tests, made and visited through the product's own doors.
 *
 *     await portalOf(admin, 'press', [asset.id], { allowOriginals: false });
 *     const address = await zipAddress(server, { portal: 'press', assets: [asset.id] });
 */
import { expect } from 'vitest';
import type { Collection } from '../../shared/contract/collections.ts';
import type { Portal } from '../../shared/contract/portals.ts';
import { read } from './answers.ts';
import type { Person } from './people.ts';
import type { TestServer } from './server.ts';

export async function makeCollection(
  person: Person,
  title: string,
  assetIds: readonly string[] = [],
  fields: Record<string, unknown> = {},
): Promise<Collection> {
  const collection = await read<Collection>(
    await person.fetch('/api/admin/collections', { json: { title, ...fields } }),
  );
  if (assetIds.length > 0) {
    await read(
      await person.fetch(`/api/admin/collections/${collection.id}/assets`, { json: { add: assetIds } }),
    );
  }
  return collection;
}

/** Sections of a portal's document that show these collections. */
export const sectionsOf = (
  collectionIds: readonly string[],
  kind: 'collection' | 'press_kit' = 'collection',
) =>
  collectionIds.map((collectionId, index) => ({
    kind,
    id: `s${index}`,
    collectionId,
    ...(kind === 'press_kit' ? { title: 'Kit', text: '' } : {}),
  }));

/** Makes a portal that is named like its address unless `document` says otherwise, and leaves it a draft. */
export async function draftPortal(
  person: Person,
  slug: string,
  document: Record<string, unknown> = {},
  fields: Record<string, unknown> = {},
): Promise<Portal> {
  const json = { slug, document: { name: slug, ...document }, ...fields };
  return read<Portal>(await person.fetch('/api/admin/portals', { json }));
}

/** Makes a portal and publishes it. */
export async function makePortal(...input: Parameters<typeof draftPortal>): Promise<Portal> {
  const { id } = await draftPortal(...input);
  return read<Portal>(await input[0].fetch(`/api/admin/portals/${id}/publish`, { json: {} }));
}

/** A published portal that shows these assets, as a collection of its own. */
export async function portalOf(
  person: Person,
  slug: string,
  assetIds: readonly string[],
  document: Record<string, unknown> = {},
): Promise<Portal> {
  const collection = await makeCollection(person, `Of ${slug}`, assetIds);
  return makePortal(person, slug, { sections: sectionsOf([collection.id]), ...document });
}

/** What a visitor takes with them from a portal. */
export interface ZipWish {
  portal?: string;
  assets?: readonly string[];
  collection?: string;
  preset?: string;
  headers?: Record<string, string>;
}

/** Presses *download*: the answer, whose `location` is the archive's address. */
export function pressZip(
  server: TestServer,
  { portal = 'press', assets = [], collection, preset, headers = {} }: ZipWish,
): Promise<Response> {
  const body = new URLSearchParams(assets.map((id) => ['asset', id]));
  if (preset !== undefined) body.set('preset', preset);
  const query = collection === undefined ? '' : `?collection=${collection}`;
  return server.fetch(`/p/${portal}/zip${query}`, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded', origin: server.origin, ...headers },
    body,
  });
}

export async function zipAddress(server: TestServer, wish: ZipWish): Promise<string> {
  const response = await pressZip(server, wish);
  expect(response.status, await response.clone().text()).toBe(303);
  return response.headers.get('location') ?? '';
}
