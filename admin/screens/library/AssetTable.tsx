/** The library as a table. */
import type { AssetCard } from '../../../shared/contract/index.ts';
import { pictureColumn } from '../../components/picture-column.tsx';
import { RightsMark, StatusMark } from '../../components/StatusMark.tsx';
import { type Column, VirtualTable } from '../../components/VirtualTable.tsx';
import type { AssetQuery } from '../../operations/assets.ts';
import type { AssetList } from '../../state/asset-list.ts';
import { showBytes, showDate, showMeasure, tr } from '../../state/locale.ts';

export interface AssetTableProps {
  readonly list: AssetList;
  readonly query: AssetQuery;
  readonly selected: ReadonlySet<string>;
  readonly onSelect: (asset: AssetCard, event: MouseEvent | KeyboardEvent) => void;
  readonly onOpen: (asset: AssetCard) => void;
  readonly onQuery: (query: AssetQuery) => void;
}

export function AssetTable({ list, query, selected, onSelect, onOpen, onQuery }: AssetTableProps) {
  const sort = query.sort ?? 'newest';
  const columns: Column<AssetCard>[] = [
    pictureColumn(),
    {
      id: 'title',
      label: tr('console.field.title'),
      width: 'minmax(12rem, 2fr)',
      sorted: sort === 'title' ? 'ascending' : undefined,
      onSort: () => onQuery({ ...query, sort: 'title' }),
      cell: (asset) => asset.title,
    },
    {
      id: 'file',
      label: tr('console.field.file_name'),
      width: 'minmax(9rem, 1.4fr)',
      cell: (asset) => <span class="muted">{asset.fileName}</span>,
    },
    {
      id: 'status',
      label: tr('console.field.status'),
      width: '6.5rem',
      cell: (asset) => <StatusMark status={asset.status} />,
    },
    {
      id: 'rights',
      label: tr('console.field.rights'),
      width: '9rem',
      cell: (asset) => <RightsMark rights={asset.rights} />,
    },
    {
      id: 'pixels',
      label: tr('console.field.pixels'),
      width: '8.5rem',
      align: 'end',
      cell: (asset) => showMeasure(asset) ?? '–',
    },
    {
      id: 'size',
      label: tr('console.field.size'),
      width: '5rem',
      align: 'end',
      cell: (asset) => showBytes(asset.sizeBytes),
    },
    {
      id: 'added',
      label: tr('console.field.added'),
      width: '6rem',
      align: 'end',
      sorted: sort === 'newest' ? 'descending' : sort === 'oldest' ? 'ascending' : undefined,
      onSort: () => onQuery({ ...query, sort: sort === 'newest' ? 'oldest' : 'newest' }),
      cell: (asset) => showDate(asset.createdAt),
    },
  ];
  return (
    <VirtualTable
      label={tr('console.nav.library')}
      rows={list.items}
      columns={columns}
      total={list.total}
      keyOf={(asset) => asset.id}
      rowHeight={48}
      selected={selected}
      onSelect={onSelect}
      onOpen={onOpen}
      onEnd={list.loadMore}
    />
  );
}
