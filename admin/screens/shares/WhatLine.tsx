/** What a link hands out: the first pictures and a count, or the collection. */
import { FolderOpen } from 'lucide-preact';
import type { ShareLink } from '../../../shared/contract/index.ts';
import { Icon } from '../../components/Icon.tsx';
import { Thumb } from '../../components/Thumb.tsx';
import { readAsset } from '../../operations/assets.ts';
import { readCollection } from '../../operations/collections.ts';
import { assetKey } from '../../state/asset-changes.ts';
import { tr } from '../../state/locale.ts';
import { useResource } from '../../state/resource.ts';
import type { ShareSource } from './open-share-dialog.ts';

const SHOWN = 6;

export interface WhatLineProps {
  /** Null: what the link holds is said by `link`. */
  readonly source: ShareSource | null;
  readonly link: ShareLink | undefined;
  /** How many assets that is, once known. */
  readonly total: number | null;
}

export function WhatLine({ source, link, total }: WhatLineProps) {
  if (source?.kind === 'assets') {
    return (
      <div class="what-line">
        <span class="what-pictures" aria-hidden="true">
          {source.assetIds.slice(0, SHOWN).map((id) => (
            <OneThumb key={id} id={id} />
          ))}
        </span>
        <span>{tr('console.asset_count', { count: source.assetIds.length })}</span>
      </div>
    );
  }
  if (source) return <CollectionLine id={source.collectionId} total={total} />;
  const count = link?.source.kind === 'assets' ? link.source.count : 0;
  return <div class="what-line">{tr('console.asset_count', { count })}</div>;
}

function CollectionLine({ id, total }: { id: string; total: number | null }) {
  const { data } = useResource(`collection:${id}`, (signal) => readCollection(id, signal));
  return (
    <div class="what-line">
      {data?.cover ? <Thumb asset={data.cover} fit="cover" /> : <Icon of={FolderOpen} />}
      <span>
        <strong>{data?.title ?? ''}</strong>{' '}
        <span class="muted">
          {tr('console.asset_count', { count: total ?? data?.assetCount ?? 0 })} ·{' '}
          {tr('console.share.follows')}
        </span>
      </span>
    </div>
  );
}

function OneThumb({ id }: { id: string }) {
  const { data } = useResource(assetKey(id), (signal) => readAsset(id, signal));
  return data ? <Thumb asset={data} fit="cover" /> : <span class="thumb" />;
}
