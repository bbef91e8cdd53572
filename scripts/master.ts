/**
 * `vitrine master ASSET FILE`: makes the web master of a file that the image engine refuses (too large, or of a kind it does not
 * read) with sharp on this machine, and hands it in as the picture of the asset's current version. The engine makes its own of
 * what is sent, so nothing reaches a rendition that the engine did not write.
 */
import sharp from 'sharp';
import type { AssetDetail } from '../shared/contract/assets.ts';

/** Longest edge of a web master. */
const EDGE = 2560;
/** High enough that a rendition made from it shows no second generation. */
const QUALITY = 94;

/** sRGB, upright, without metadata; transparency is kept. @throws Error where sharp cannot read the file */
export async function masterFile(file: string | Uint8Array): Promise<{ bytes: Buffer; mediaType: string }> {
  const { data, info } = await sharp(file, { limitInputPixels: 1_000_000_000 })
    .autoOrient()
    .resize({ width: EDGE, height: EDGE, fit: 'inside', withoutEnlargement: true })
    .toColourspace('srgb')
    .raw({ depth: 'uchar' })
    .toBuffer({ resolveWithObject: true });
  const { width, height, channels } = info;
  const picture = sharp(data, { raw: { width, height, channels } });
  if (channels === 2 || channels === 4) {
    return { bytes: await picture.webp({ quality: QUALITY }).toBuffer(), mediaType: 'image/webp' };
  }
  return { bytes: await picture.jpeg({ quality: QUALITY }).toBuffer(), mediaType: 'image/jpeg' };
}

export interface MasterOrder {
  /** Of the installation, without a trailing slash. */
  readonly origin: string;
  readonly email: string;
  readonly password: string;
  readonly assetId: string;
  readonly file: string | Uint8Array;
}

/** @returns the asset as it is now. @throws Error with the server's own words where it refuses */
export async function sendMaster({
  origin,
  email,
  password,
  assetId,
  file,
}: MasterOrder): Promise<AssetDetail> {
  const { bytes, mediaType } = await masterFile(file);
  const session = await fetch(`${origin}/api/admin/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin },
    body: JSON.stringify({ email, password }),
  });
  await expectOk(session, 'signing in');
  const cookie = session.headers
    .getSetCookie()
    .map((entry) => entry.split(';')[0])
    .join('; ');
  const found = await fetch(`${origin}/api/admin/assets/${assetId}`, { headers: { cookie } });
  const asset = (await (await expectOk(found, `asset ${assetId}`)).json()) as AssetDetail;
  const version = [...asset.versions].sort((a, b) => b.number - a.number)[0];
  if (version === undefined) throw new Error(`asset ${assetId} has no version`);
  const sent = await fetch(`${origin}/api/admin/assets/${assetId}/versions/${version.id}/poster`, {
    method: 'PUT',
    headers: { 'content-type': mediaType, origin, cookie },
    body: new Uint8Array(bytes),
  });
  return (await (await expectOk(sent, 'handing the master in')).json()) as AssetDetail;
}

async function expectOk(response: Response, what: string): Promise<Response> {
  if (response.ok) return response;
  throw new Error(`${what} answered ${response.status}: ${(await response.text()).slice(0, 500)}`);
}
