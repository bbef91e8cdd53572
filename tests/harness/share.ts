/**
 * Share links for tests, made and visited through the product's own doors.
 *
 *     const link = await issue(admin, { assetIds: [asset.id] });
 *     const visitor = visit(server, link.url);
 *     expect((await visitor.view()).kind).toBe('open');
 */
import type { ShareView } from '../../shared/contract/share-visits.ts';
import type { ShareLink } from '../../shared/contract/shares.ts';
import { read } from './answers.ts';
import type { Person } from './people.ts';
import type { TestServer } from './server.ts';

export async function issue(
  person: Person,
  { assetIds, ...rest }: { assetIds?: readonly string[] } & Record<string, unknown>,
): Promise<ShareLink> {
  const response = await person.fetch('/api/admin/shares', {
    json: {
      name: 'Test link',
      timeZone: 'Europe/Berlin',
      permission: 'download_originals',
      ...(assetIds === undefined ? {} : { source: { kind: 'assets', assetIds } }),
      ...rest,
    },
  });
  return read<ShareLink>(response, 201);
}

/** The link as the console shows it now. */
export async function reread(person: Person, { id }: Pick<ShareLink, 'id'>): Promise<ShareLink> {
  return read<ShareLink>(await person.fetch(`/api/admin/shares/${id}`));
}

/** The token at the end of a link's address. */
export const tokenOf = (url: string): string => new URL(url).pathname.split('/').at(-1) ?? '';

export interface LinkVisitor {
  readonly token: string;
  readonly base: string;
  /** Cookies as a browser would send them. */
  cookie(): string;
  fetch(path: string, init?: RequestInit): Promise<Response>;
  view(): Promise<ShareView>;
  viewStatus(): Promise<number>;
  gate(input: Record<string, unknown>): Promise<{ status: number; view: ShareView }>;
  /** Presses *download*: the answer, whose `location` is the grant's address. */
  press(assetId: string, preset: string): Promise<Response>;
  /** Presses *download* and fetches. */
  download(assetId: string, preset: string): Promise<Response>;
  zip(fields?: { assets?: readonly string[]; preset?: string }): Promise<Response>;
}

/** Somebody who opens a link with a browser of their own. */
export function visit(server: TestServer, url: string, headers: Record<string, string> = {}): LinkVisitor {
  const token = tokenOf(url);
  const base = `/s/${token}`;
  const jar = new Map<string, string>();
  const cookie = () => [...jar].map(([name, value]) => `${name}=${value}`).join('; ');
  const call = async (path: string, init: RequestInit = {}): Promise<Response> => {
    const all = new Headers({ ...headers, ...(init.headers as Record<string, string>) });
    if (jar.size > 0) all.set('cookie', cookie());
    const response = await server.fetch(path, { ...init, headers: all });
    for (const entry of response.headers.getSetCookie()) {
      const [pair = ''] = entry.split(';');
      const at = pair.indexOf('=');
      if (/max-age=0/i.test(entry)) jar.delete(pair.slice(0, at));
      else jar.set(pair.slice(0, at), pair.slice(at + 1));
    }
    return response;
  };
  const form = (path: string, fields: URLSearchParams) =>
    call(path, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded', origin: server.origin },
      body: fields,
    });
  const follow = async (response: Response): Promise<Response> => {
    const location = response.headers.get('location');
    return location === null ? response : call(location);
  };
  const visitor: LinkVisitor = {
    token,
    base,
    cookie,
    fetch: call,
    view: async () => (await (await call(`/api/share/${token}`)).json()) as ShareView,
    viewStatus: async () => (await call(`/api/share/${token}`)).status,
    async gate(input) {
      const response = await call(`/api/share/${token}/gate`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', origin: server.origin },
        body: JSON.stringify(input),
      });
      return { status: response.status, view: (await response.json()) as ShareView };
    },
    press: (assetId, preset) => form(`${base}/download`, new URLSearchParams({ asset: assetId, preset })),
    async download(assetId, preset) {
      return follow(await visitor.press(assetId, preset));
    },
    async zip(fields = {}) {
      const body = new URLSearchParams({ preset: fields.preset ?? '' });
      for (const asset of fields.assets ?? []) body.append('asset', asset);
      return follow(await form(`${base}/zip`, body));
    },
  };
  return visitor;
}

/** The addresses of one link: long, vanity, a new recipient's. */
export async function addressesOf(admin: Person, link: ShareLink): Promise<string[]> {
  const answer = await admin.fetch(`/api/admin/shares/${link.id}/recipients`, {
    json: { recipients: [{ name: 'Kim', email: 'kim@agency.example' }] },
  });
  const [kim] = (await answer.json()) as { url: string }[];
  return [link.url, link.vanityUrl ?? '', kim?.url ?? ''];
}
