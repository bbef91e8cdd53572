/** A brand with people and assets for tests of curation: assets go straight into the database, everything else through the API. */
import { formatId, type IdKind } from '../../shared/contract/identifiers.ts';
import type { Problem } from '../../shared/contract/problem.ts';
import { cookieOf } from '../harness/answers.ts';
import { type TestServer, testSecrets } from '../harness/server.ts';

export const HOUR_MS = 3_600_000;

export const newId = (kind: IdKind): string =>
  formatId(kind, Date.now(), crypto.getRandomValues(new Uint8Array(16)));

export interface AssetWish {
  title: string;
  caption?: string;
  altText?: string;
  kind?: string;
  status?: 'draft' | 'in_review' | 'approved' | 'withdrawn';
  embargoLiftsAt?: number;
  unrestricted?: boolean;
  keywords?: string[];
  createdAt?: number;
  successorAssetId?: string;
  mediaType?: string;
  fileName?: string;
  width?: number | null;
  height?: number | null;
  orientation?: string;
  colour?: string;
  sizeBytes?: number;
}

export interface Brand {
  readonly server: TestServer;
  /** A request of a signed-in person; `null` for a visitor. */
  call<T>(
    who: 'administrator' | 'curator' | 'viewer' | null,
    path: string,
    init?: { method?: string; body?: unknown; headers?: Record<string, string> },
  ): Promise<{ status: number; body: T; problem: Problem; text: string; headers: Headers }>;
  addAsset(wish: AssetWish): Promise<string>;
  /** A permitting license on these assets. */
  license(assetIds: readonly string[], input?: Record<string, unknown>): Promise<string>;
}

const password = 'correct horse battery';
const json = (body: unknown): RequestInit => ({
  method: 'POST',
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(body),
});
/** Sets the brand up: an administrator, a curator, a viewer, and no memory of policies. */
export async function createBrand(server: TestServer): Promise<Brand> {
  const cookies: Record<string, string> = {};
  const email = (role: string) => `${role}@brand.example`;
  await server.fetch(
    '/api/admin/setup',
    json({
      name: 'Ada Brandt',
      email: email('administrator'),
      password,
      organisation: 'Brand',
      code: testSecrets.SETUP_CODE,
    }),
  );
  const signIn = async (role: string) => {
    const response = await server.fetch('/api/admin/session', json({ email: email(role), password }));
    if (!response.ok) throw new Error(`signing in failed: ${await response.text()}`);
    cookies[role] = cookieOf(response);
  };
  await signIn('administrator');

  const call: Brand['call'] = async (who, path, init = {}) => {
    const headers = new Headers(init.headers);
    if (who !== null) headers.set('cookie', cookies[who] ?? '');
    if (init.body !== undefined) headers.set('content-type', 'application/json');
    const response = await server.fetch(path, {
      method: init.method ?? (init.body === undefined ? 'GET' : 'POST'),
      headers,
      ...(init.body === undefined ? {} : { body: JSON.stringify(init.body) }),
    });
    const text = await response.text();
    const isJson = response.headers.get('content-type')?.includes('json') ?? false;
    const body = isJson ? JSON.parse(text) : null;
    return { status: response.status, body, problem: body, text, headers: response.headers };
  };
  for (const role of ['curator', 'viewer']) {
    await call('administrator', '/api/admin/users', {
      body: { name: `Test ${role}`, email: email(role), role, password },
    });
    await signIn(role);
  }
  await call('administrator', '/api/admin/settings', { method: 'PATCH', body: { policyTtlMs: 0 } });

  const { DB } = await server.env();
  let inserted = 0;
  return {
    server,
    call,
    async addAsset(wish) {
      const id = newId('asset');
      const versionId = newId('version');
      const now = wish.createdAt ?? Date.now() - 10 * HOUR_MS + ++inserted;
      const { width = 3000, height = 2000 } = wish;
      const fileName = wish.fileName ?? `${wish.title.toLowerCase().replaceAll(/[^a-z]+/g, '-')}.jpg`;
      await DB.batch([
        DB.prepare(
          `INSERT INTO assets (id, slug, kind, status, title, caption, alt_text, credit_line, creator, current_version_id,
             embargo_lifts_at, is_unrestricted, successor_asset_id, orientation, colour, created_by, created_at, updated_at)
           VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'test', ?, ?)`,
        ).bind(
          id,
          wish.title.toLowerCase().replaceAll(/[^a-z]+/g, '-'),
          wish.kind ?? 'image',
          wish.status ?? 'approved',
          wish.title,
          wish.caption ?? null,
          wish.altText ?? null,
          'Brand / Ida Norrby',
          'Ida Norrby',
          versionId,
          wish.embargoLiftsAt ?? null,
          wish.unrestricted === false ? 0 : 1,
          wish.successorAssetId ?? null,
          wish.orientation ?? 'landscape',
          wish.colour ?? null,
          now,
          now,
        ),
        DB.prepare(
          `INSERT INTO versions (id, asset_id, number, storage_key, file_name, media_type, size_bytes, sha256, crc32, width, height,
             is_renderable, master_key, master_type, master_width, master_height, created_by, created_at)
           VALUES (?, ?, 1, ?, ?, ?, ?, ?, 1, ?, ?, ?, ?, ?, ?, ?, 'test', ?)`,
        ).bind(
          versionId,
          id,
          `originals/${id}`,
          fileName,
          wish.mediaType ?? 'image/jpeg',
          wish.sizeBytes ?? 1_000_000,
          id.padEnd(64, '0').slice(0, 64),
          width,
          height,
          width === null ? 0 : 1,
          width === null ? null : `masters/${id}`,
          width === null ? null : 'image/jpeg',
          width === null ? null : Math.min(width, 2560),
          height === null ? null : Math.min(height, 1707),
          now,
        ),
        ...(wish.keywords ?? []).map((keyword) =>
          DB.prepare(
            `INSERT INTO asset_keywords (asset_id, keyword, folded, source, created_at) VALUES (?, ?, ?, 'person', ?)`,
          ).bind(id, keyword, keyword.toLowerCase(), now),
        ),
      ]);
      return id;
    },
    async license(assetIds, input = {}) {
      const created = await call<{ id: string }>('administrator', '/api/admin/licenses', {
        body: {
          name: 'Agency',
          licensor: null,
          effect: 'permit',
          startsAt: null,
          endsAt: null,
          timeZone: 'Europe/Berlin',
          territories: { include: null, exclude: [] },
          channels: null,
          audiences: null,
          maxPixels: null,
          usageTerms: null,
          ...input,
        },
      });
      if (created.status !== 201 && created.status !== 200) throw new Error(created.text);
      const assigned = await call('administrator', '/api/admin/licenses/assign', {
        body: { licenseId: created.body.id, assetIds },
      });
      if (assigned.status !== 200) throw new Error(assigned.text);
      return created.body.id;
    },
  };
}
