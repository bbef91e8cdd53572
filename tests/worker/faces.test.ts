/** `g=face` on the whole way: through the gateway and the built engine in workerd. */
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { signHotlink } from '../../scripts/vitrine.ts';
import { faceScene, leftOf, showsFace } from '../fixtures/face-scene.ts';
import { clear, upload } from '../harness/library.ts';
import { createAdministrator } from '../harness/people.ts';
import { startServer, type TestServer, testSecrets } from '../harness/server.ts';

const FACE_AT = 0;

let server: TestServer;
let scene: Uint8Array;
let id = '';
beforeAll(async () => {
  server = await startServer();
  const admin = await createAdministrator(server);
  scene = await faceScene(FACE_AT, 400);
  const { asset } = await upload(admin, scene, 'scene.jpg');
  id = asset?.id ?? '';
  await clear(admin, id);
  await vi.waitFor(async () => expect((await server.fetch(`/i/${id}/w=64/x.jpg`)).status).toBe(200), {
    timeout: 20_000,
    interval: 100,
  });
});
afterAll(() => server.close());

async function cropFor(gravity: string): Promise<Uint8Array> {
  const path = `/i/${id}/w=320,h=320,fit=cover,g=${gravity},f=jpeg/x.jpg`;
  const response = await server.fetch(await signHotlink([testSecrets.ROOT_SECRET], path, null));
  expect(response.status).toBe(200);
  expect(response.headers.get('server-timing')).toContain('transform');
  return new Uint8Array(await response.arrayBuffer());
}

describe('g=face in workerd', () => {
  it('crops around the face, which g=auto loses', async () => {
    const face = await cropFor('face');
    expect(await sharp(face).metadata()).toMatchObject({ width: 320, height: 320 });
    expect(showsFace(await leftOf(scene, face), FACE_AT)).toBe(true);
    expect(showsFace(await leftOf(scene, await cropFor('auto')), FACE_AT)).toBe(false);
  });
});
