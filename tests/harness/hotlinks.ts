/** Hot-links for Worker tests: their addresses, and a server on which a change shows at the next request. */
import { expect } from 'vitest';
import { createAdministrator, type Person } from './people.ts';
import { startServer, type TestServer } from './server.ts';

export const hotlinkPath = (assetId: string, transformation = 'w=320', name = 'x.jpg') =>
  `/i/${assetId}/${transformation}/${name}`;

/** Changes fields of an asset as the library does. */
export async function changeAsset(person: Person, assetId: string, json: object): Promise<void> {
  const response = await person.fetch(`/api/admin/assets/${assetId}`, { method: 'PATCH', json });
  expect(response.status).toBe(200);
}

/** A server that remembers no rights, and its administrator. */
export async function startForgetful(): Promise<{ server: TestServer; admin: Person }> {
  const server = await startServer();
  const admin = await createAdministrator(server);
  await admin.fetch('/api/admin/settings', { method: 'PATCH', json: { policyTtlMs: 0 } });
  return { server, admin };
}
