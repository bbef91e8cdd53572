/** What a link hands out, in a few words. */
import type { ShareLink } from '../../../shared/contract/index.ts';
import { tr } from '../../state/locale.ts';

export function whatOf(link: ShareLink): string {
  return link.source.kind === 'collection'
    ? tr('console.shares.what_collection', { title: link.source.title })
    : tr('console.asset_count', { count: link.source.count });
}
