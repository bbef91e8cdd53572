/** Choosing one of the brand's collections: found by words of the title, however many there are. */
import { useEffect, useState } from 'preact/hooks';
import type { Collection } from '../../shared/contract/index.ts';
import { listCollections, readCollection } from '../operations/collections.ts';
import { useFound } from '../state/found.ts';
import { tr } from '../state/locale.ts';
import { useResource } from '../state/resource.ts';
import { Combobox } from './Combobox.tsx';
import { ErrorState, Skeleton, useIsSlow } from './States.tsx';

export interface CollectionPickerProps {
  readonly label: string;
  readonly placeholder?: string;
  /** Id of the chosen one; null for none. */
  readonly value: string | null;
  readonly onValue: (collection: Collection) => void;
}

/** Nothing where there is no collection to choose. */
export function CollectionPicker({ label, placeholder, value, onValue }: CollectionPickerProps) {
  const { pages, typed, isOpened, found } = useFound<Collection>('collections:found:', listCollections);
  // The chosen one may stand on a later page than those that are here.
  const isHere = value === null || pages.items.some(({ id }) => id === value);
  const chosen = useResource(isHere || pages.isNew ? null : `collection:${value}`, (signal) =>
    readCollection(value ?? '', signal),
  );
  // From then on the field stays, whatever else is looked for.
  const [isReady, setReady] = useState(false);
  useEffect(() => {
    if (isOpened && !chosen.isLoading) setReady(true);
  }, [isOpened, chosen.isLoading]);
  const isSlow = useIsSlow(!isReady && pages.error === null);
  const items = [
    ...(typed === '' && !isHere && chosen.data !== undefined ? [chosen.data] : []),
    ...pages.items,
  ];
  const isEmpty = typed === '' && !pages.isNew && items.length === 0;
  if (isReady && isEmpty && pages.error === null) return null;
  return (
    <>
      {pages.error && <ErrorState error={pages.error} onRetry={pages.reload} />}
      {!isReady && isSlow && <Skeleton />}
      {isReady && (
        <Combobox
          label={label}
          {...(placeholder === undefined ? {} : { placeholder })}
          value={value}
          choices={items.map((item) => ({
            value: item.id,
            label: item.title,
            note: tr('console.asset_count', { count: item.assetCount }),
          }))}
          found={found}
          onChoose={(id) => {
            const collection = items.find((item) => item.id === id);
            if (collection !== undefined) onValue(collection);
          }}
        />
      )}
    </>
  );
}
