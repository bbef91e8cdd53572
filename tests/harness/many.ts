/**
 * Many assets at once, for what must work with thousands: rows copied from one asset that was made through the product's own
 * doors, with its versions, licences and snapshot. The bytes are the original's.
 *
 *     const ids = await copyAsset(server, asset.id, 2000);
 */
import { randomBytes } from 'node:crypto';
import { formatId } from '../../shared/contract/identifiers.ts';
import type { TestServer } from './server.ts';

/** Rows of one statement; the copies travel as one JSON parameter. */
const STEP = 500;

export async function copyAsset(
  server: TestServer,
  assetId: string,
  count: number,
  title: (index: number) => string = (index) => `Copy ${String(index + 1).padStart(4, '0')}`,
): Promise<string[]> {
  const { DB: db } = await server.env();
  const columns = async (table: string): Promise<string[]> => {
    const { results } = await db
      .prepare(`SELECT name FROM pragma_table_info('${table}')`)
      .all<{ name: string }>();
    return results.map(({ name }) => name);
  };
  const copies = Array.from({ length: count }, (_, index) => ({
    id: formatId('asset', Date.now() + index, randomBytes(16)),
    version: formatId('version', Date.now() + index, randomBytes(16)),
    title: title(index),
  }));
  /** Copies the rows of `table` that belong to the asset, with some columns from the copy. */
  const copy = async (
    table: string,
    of: string,
    replaced: Readonly<Record<string, string>>,
  ): Promise<void> => {
    const names = await columns(table);
    const values = names.map((name) => replaced[name] ?? `t.${name}`);
    for (let at = 0; at < copies.length; at += STEP) {
      await db
        .prepare(
          `INSERT INTO ${table} (${names.join(', ')}) SELECT ${values.join(', ')} FROM ${table} t, json_each(?1) j WHERE t.${of} = ?2`,
        )
        .bind(JSON.stringify(copies.slice(at, at + STEP)), assetId)
        .run();
    }
  };
  const [id, version, name] = ['id', 'version', 'title'].map((key) => `json_extract(j.value, '$.${key}')`);
  if (id === undefined || version === undefined || name === undefined) throw new Error('unreachable');
  await copy('assets', 'id', { id, title: name, slug: `'copy'`, current_version_id: version });
  await copy('versions', 'asset_id', { id: version, asset_id: id });
  await copy('asset_licenses', 'asset_id', { asset_id: id });
  await copy('asset_snapshots', 'asset_id', {
    asset_id: id,
    snapshot: `json_set(t.snapshot, '$.assetId', ${id}, '$.title', ${name}, '$.version.id', ${version}, '$.credit.title', ${name})`,
  });
  return copies.map((copied) => copied.id);
}
