/** Embedding sites as people read them. */
import { tr } from './locale.ts';

/** A host name, or words for requests that name none and for all beyond the most used. */
export function siteName(site: string): string {
  if (site === '') return tr('console.usage.no_site');
  if (site === '*') return tr('console.usage.other_sites');
  return site === location.hostname ? tr('console.usage.own_site', { site }) : site;
}
