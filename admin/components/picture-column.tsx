import type { AssetCard } from '../../shared/contract/index.ts';
import { tr } from '../state/locale.ts';
import { Thumb } from './Thumb.tsx';
import type { Column } from './VirtualTable.tsx';

/** The first column of every table of assets. */
export const pictureColumn = (): Column<AssetCard> => ({
  id: 'picture',
  label: tr('console.field.picture'),
  isLabelHidden: true,
  width: '3rem',
  cell: (asset) => (
    <span class="table-thumb">
      <Thumb asset={asset} fit="cover" />
    </span>
  ),
});
