/** Readable addresses of links: `/s/{name}`. Which ones may be had, besides those that are taken. */
import { slugSchema } from '../contract/identifiers.ts';

export const VANITY_MIN = 4;

/** Names that would pass for a part of the product, for a person of authority, or for a trap. */
const RESERVED: ReadonlySet<string> = new Set([
  'about',
  'account',
  'accounts',
  'admin',
  'administrator',
  'assets',
  'billing',
  'collections',
  'console',
  'contact',
  'download',
  'downloads',
  'extend',
  'help',
  'imprint',
  'impressum',
  'info',
  'legal',
  'link',
  'links',
  'login',
  'logo',
  'logout',
  'mail',
  'null',
  'password',
  'portal',
  'portals',
  'preview',
  'privacy',
  'request',
  'requests',
  'root',
  'search',
  'security',
  'settings',
  'setup',
  'share',
  'shares',
  'sign-in',
  'signin',
  'static',
  'status',
  'support',
  'system',
  'undefined',
  'upload',
  'uploads',
  'user',
  'users',
  'vitrine',
  'webmaster',
]);

export type VanityShape = 'good' | 'reserved' | 'malformed';

/** What can be said of a name without asking who has it. */
export function vanityShape(name: string): VanityShape {
  if (!slugSchema.min(VANITY_MIN).safeParse(name).success) return 'malformed';
  return RESERVED.has(name) ? 'reserved' : 'good';
}
