/** What a link hands out: the first pictures and a count, or the collection. */
import { FolderOpen, ListX } from 'lucide-preact';
import type { ShareLink } from '../../../shared/contract/index.ts';
import { Button } from '../../components/Button.tsx';
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
  /** How many assets of the set are left out. */
  readonly leftOut: number;
  readonly onPutBack: () => void;
}

export function WhatLine(props: WhatLineProps) {
  return (
    <div class="stack-s">
      <What {...props} />
      {props.leftOut > 0 && <LeftOut {...props} />}
    </div>
  );
}

function LeftOut({ source, link, leftOut, onPutBack }: WhatLineProps) {
  const isFollowed = source?.kind === 'collection' || (link?.source.kind === 'collection' && !link.pinned);
  return (
    <div class="what-line">
      <Icon of={ListX} />
      <span>
        {tr('console.share.left_out', { count: leftOut })}{' '}
        {isFollowed && <span class="muted">{tr('console.share.left_out_follows')}</span>}
      </span>
      <Button tone="quiet" onClick={onPutBack}>
        {tr('console.share.put_back')}
      </Button>
    </div>
  );
}

function What({ source, link, total }: WhatLineProps) {
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
  if (link?.source.kind === 'collection') {
    return <CollectionLine {...link.source} total={total} isPinned={link.pinned} />;
  }
  return (
    <div class="what-line">{tr('console.asset_count', { count: total ?? link?.source.count ?? 0 })}</div>
  );
}

function CollectionLine({
  id,
  title = '',
  total,
  isPinned = false,
}: {
  readonly id: string;
  /** As the link knows it: the collection of a pinned one may be gone. */
  readonly title?: string;
  readonly total: number | null;
  readonly isPinned?: boolean;
}) {
  const { data } = useResource(`collection:${id}`, (signal) => readCollection(id, signal));
  return (
    <div class="what-line">
      {data?.cover ? <Thumb asset={data.cover} fit="cover" /> : <Icon of={FolderOpen} />}
      <span>
        <strong>{data?.title ?? title}</strong>{' '}
        <span class="muted">
          {tr('console.asset_count', { count: total ?? data?.assetCount ?? 0 })} ·{' '}
          {tr(isPinned ? 'console.shares.pinned' : 'console.share.follows')}
        </span>
      </span>
    </div>
  );
}

function OneThumb({ id }: { id: string }) {
  const { data } = useResource(assetKey(id), (signal) => readAsset(id, signal));
  return data ? <Thumb asset={data} fit="cover" /> : <span class="thumb" />;
}
