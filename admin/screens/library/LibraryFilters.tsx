/** The search field with its small language, and the filters as tokens with counts. */
import { Search } from 'lucide-preact';
import { useEffect, useId, useRef, useState } from 'preact/hooks';
import { FilterTokens } from '../../components/FilterTokens.tsx';
import { Icon } from '../../components/Icon.tsx';
import type { MenuItem } from '../../components/Menu.tsx';
import { type AssetQuery, readFacets } from '../../operations/assets.ts';
import { readCollection } from '../../operations/collections.ts';
import { showNumber, tr } from '../../state/locale.ts';
import { useResource } from '../../state/resource.ts';
import { useShortcuts } from '../../state/shortcuts.ts';
import { completeSearch, FILTERS, type Filter, parseSearch, WORD_FILTERS, type WordFilter } from './query.ts';

interface FilterProps {
  readonly query: AssetQuery;
  readonly onQuery: (query: AssetQuery) => void;
}

const SEARCH_DELAY_MS = 250;

export function LibrarySearch({ query, onQuery }: FilterProps) {
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  const [text, setText] = useState(query.q ?? '');
  const [active, setActive] = useState(-1);
  const [isOpen, setOpen] = useState(false);
  const timer = useRef<ReturnType<typeof setTimeout>>();
  const latest = useRef(query);
  latest.current = query;
  useEffect(() => {
    if (document.activeElement !== input.current) setText(query.q ?? '');
  }, [query.q]);
  useShortcuts({ '/': () => input.current?.focus(), 'mod+f': () => input.current?.focus() });

  const submit = (typed: string, isFinal: boolean) => {
    clearTimeout(timer.current);
    const run = () => {
      const parsed = parseSearch(typed);
      const { q, ...filters } = parsed;
      const { q: _old, ...rest } = latest.current;
      // Filters become tokens once the word is finished; until then they stay text.
      if (isFinal && Object.keys(filters).length > 0) setText(q ?? '');
      onQuery(
        isFinal ? { ...rest, ...parsed } : { ...rest, ...(typed.trim() === '' ? {} : { q: typed.trim() }) },
      );
    };
    if (isFinal) run();
    else timer.current = setTimeout(run, SEARCH_DELAY_MS);
  };
  const type = (typed: string) => {
    setText(typed);
    setActive(-1);
    setOpen(true);
    const hasFinishedFilter = /:\S+\s$/.test(typed);
    if (hasFinishedFilter) submit(typed, true);
    else if (!/(^|\s)\S*:\S*$/.test(typed)) submit(typed, false);
  };
  const offers = isOpen ? completeSearch(text).slice(0, 8) : [];
  const take = (offer: string) => {
    setActive(-1);
    if (offer.endsWith(':')) {
      setText(offer);
      return;
    }
    submit(offer, true);
    setOpen(false);
  };
  return (
    <search class="library-search">
      <Icon of={Search} />
      <input
        ref={input}
        class="input"
        type="search"
        role="combobox"
        aria-label={tr('console.library.search')}
        aria-expanded={offers.length > 0}
        aria-controls={`${id}-offers`}
        aria-autocomplete="list"
        aria-activedescendant={offers[active] === undefined ? undefined : `${id}-${active}`}
        autocomplete="off"
        placeholder={tr('console.library.search_placeholder')}
        value={text}
        onInput={(event) => type(event.currentTarget.value)}
        onBlur={() => setTimeout(() => setOpen(false), 150)}
        onKeyDown={(event) => {
          if (event.key === 'ArrowDown' && offers.length > 0) setActive((active + 1) % offers.length);
          else if (event.key === 'ArrowUp' && offers.length > 0)
            setActive((active - 1 + offers.length) % offers.length);
          else if (event.key === 'Enter' || (event.key === 'Tab' && active >= 0)) {
            const offer = offers[active];
            if (offer === undefined) submit(text, true);
            else take(offer);
          } else if (event.key === 'Escape') {
            if (isOpen && offers.length > 0) setOpen(false);
            else if (text !== '') {
              setText('');
              submit('', true);
            } else input.current?.blur();
          } else if (event.key === 'Backspace' && text === '') {
            const last = FILTERS.filter((filter) => query[filter]).at(-1);
            if (last) onQuery(without(query, last));
          } else return;
          event.preventDefault();
          event.stopPropagation();
        }}
      />
      <span class="kbd" aria-hidden="true">
        /
      </span>
      <div
        class="combobox-list"
        id={`${id}-offers`}
        role="listbox"
        aria-label={tr('console.filters')}
        hidden={offers.length === 0}
      >
        {offers.map((offer, index) => (
          <div
            key={offer}
            id={`${id}-${index}`}
            class="combobox-item"
            role="option"
            tabIndex={-1}
            aria-selected={index === active}
            data-highlighted={index === active ? '' : undefined}
            onPointerDown={(event) => {
              event.preventDefault();
              take(offer);
            }}
          >
            {offer}
          </div>
        ))}
      </div>
    </search>
  );
}

/** The name of a filter's value: "Draft", "Image". */
function valueName(filter: WordFilter, value: string): string {
  switch (filter) {
    case 'status':
      return tr(`rights.status.${value as (typeof WORD_FILTERS.status)[number]}`);
    case 'kind':
      return tr(`console.kind.${value as (typeof WORD_FILTERS.kind)[number]}`);
    case 'rights':
      return tr(`console.rights_state.${value as (typeof WORD_FILTERS.rights)[number]}`);
    case 'orientation':
      return tr(`console.orientation.${value as (typeof WORD_FILTERS.orientation)[number]}`);
    case 'colour':
      return tr(`console.colour.${value as (typeof WORD_FILTERS.colour)[number]}`);
    default:
      return filter satisfies never;
  }
}

const without = (query: AssetQuery, filter: Filter): AssetQuery =>
  Object.fromEntries(Object.entries(query).filter(([name]) => name !== filter));

export function LibraryTokens({ query, onQuery }: FilterProps) {
  const facets = useResource(`facets:${JSON.stringify(query)}`, (signal) => readFacets(query, signal));
  const { collectionId = null } = query;
  const collection = useResource(collectionId && `collection:${collectionId}`, (signal) =>
    readCollection(collectionId ?? '', signal),
  );
  const tokens = FILTERS.flatMap((filter) => {
    const value = query[filter];
    if (!value) return [];
    const name =
      filter === 'keyword'
        ? value
        : filter === 'collectionId'
          ? (collection.data?.title ?? '…')
          : valueName(filter, value);
    return [
      {
        id: filter,
        label: tr('console.library.token', { filter: tr(`console.filter_name.${filter}`), value: name }),
        count: facets.data?.total,
        onRemove: () => onQuery(without(query, filter)),
      },
    ];
  });
  const counts: Partial<Record<WordFilter, Partial<Record<string, number>>>> = {
    ...(facets.data
      ? { status: facets.data.statuses, kind: facets.data.kinds, orientation: facets.data.orientations }
      : {}),
  };
  const offers: MenuItem[] = (Object.keys(WORD_FILTERS) as WordFilter[])
    .filter((filter) => !query[filter] && filter !== 'colour')
    .flatMap((filter, position) => {
      const known = counts[filter];
      return WORD_FILTERS[filter]
        .filter((value) => known === undefined || (known[value] ?? 0) > 0)
        .map((value, index) => ({
          id: `${filter}:${value}`,
          label: tr('console.library.token', {
            filter: tr(`console.filter_name.${filter}`),
            value: valueName(filter, value),
          }),
          ...(known === undefined ? {} : { note: showNumber(known[value] ?? 0) }),
          isSeparated: index === 0 && position > 0,
          run: () => onQuery({ ...query, [filter]: value }),
        }));
    });
  return <FilterTokens tokens={tokens} offers={offers} />;
}
