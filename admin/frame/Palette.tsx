// biome-ignore-all lint/a11y/useKeyWithClickEvents: keys are handled once, on the search field (combobox pattern)
/** The command palette: every screen, every asset, every action on the selection, with the shortcut it would have been. */
import { Search } from 'lucide-preact';
import { useEffect, useId, useMemo, useRef, useState } from 'preact/hooks';
import type { AssetCard } from '../../shared/contract/index.ts';
import { matchChoices } from '../components/Combobox.tsx';
import { useModal } from '../components/Dialog.tsx';
import { Icon } from '../components/Icon.tsx';
import { Thumb } from '../components/Thumb.tsx';
import { listAssets } from '../operations/assets.ts';
import { type Command, commands, isPaletteOpen } from '../state/commands.ts';
import { tr } from '../state/locale.ts';
import { goTo } from '../state/navigation.ts';
import { recentAssets } from '../state/recent.ts';
import { toApiError } from '../state/resource.ts';
import { showChord } from '../state/shortcuts.ts';

interface Entry extends Command {
  readonly asset?: AssetCard;
}

const SEARCH_DELAY_MS = 150;
const MAX_ASSETS = 6;

/** Assets that match, asked for once typing pauses. */
function useFoundAssets(query: string): readonly AssetCard[] {
  const [found, setFound] = useState<readonly AssetCard[]>([]);
  useEffect(() => {
    if (query.trim().length < 2) {
      setFound([]);
      return;
    }
    const abort = new AbortController();
    const timer = setTimeout(async () => {
      try {
        const page = await listAssets({ q: query, limit: MAX_ASSETS }, abort.signal);
        setFound(page.items);
      } catch (error) {
        // The palette still offers screens and actions; the library says what is wrong with searching.
        if (!abort.signal.aborted) console.warn(toApiError(error).message);
      }
    }, SEARCH_DELAY_MS);
    return () => {
      clearTimeout(timer);
      abort.abort();
    };
  }, [query]);
  return found;
}

export function Palette() {
  const ref = useModal();
  const id = useId();
  const list = useRef<HTMLDivElement>(null);
  const [query, setQuery] = useState('');
  const [active, setActive] = useState(0);
  const found = useFoundAssets(query);
  const close = () => {
    isPaletteOpen.value = false;
  };
  const entries = useMemo<Entry[]>(() => {
    const matching = matchChoices(
      commands.value.map((command) => ({
        value: command.id,
        label: command.label,
        words: `${command.group} ${command.words ?? ''}`,
      })),
      query,
    ).map(({ value }) => value);
    const offered = query === '' ? commands.value.map(({ id: command }) => command) : matching;
    const byId = new Map(commands.value.map((command) => [command.id, command]));
    const assets = (query.trim().length < 2 ? recentAssets.value : found)
      .slice(0, MAX_ASSETS)
      .map((asset) => ({
        id: asset.id,
        label: asset.title,
        group: query.trim().length < 2 ? tr('console.palette.recent') : tr('console.palette.assets'),
        asset,
        run: () => goTo(`/admin/assets/${asset.id}`, { isAnimated: true }),
      }));
    const actions = offered.flatMap((commandId) => byId.get(commandId) ?? []);
    return query === '' ? [...actions, ...assets] : [...actions.slice(0, 8), ...assets];
  }, [query, found, commands.value]);
  const selected = Math.min(active, entries.length - 1);
  useEffect(() => setActive(0), [query]);
  useEffect(() => {
    list.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: 'nearest' });
  }, [selected]);
  const run = (entry: Entry | undefined) => {
    if (!entry) return;
    close();
    // The dialog must be gone before the command opens another or moves the focus.
    setTimeout(() => entry.run());
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'ArrowDown') setActive((selected + 1) % Math.max(1, entries.length));
    else if (event.key === 'ArrowUp')
      setActive((selected - 1 + entries.length) % Math.max(1, entries.length));
    else if (event.key === 'Enter') run(entries[selected]);
    else return;
    event.preventDefault();
  };
  return (
    <dialog
      ref={ref}
      class="palette"
      aria-label={tr('console.palette.open')}
      onCancel={(event) => {
        event.preventDefault();
        close();
      }}
      onMouseDown={(event) => {
        if (event.target === ref.current) close();
      }}
    >
      <div class="palette-search">
        <Icon of={Search} />
        <input
          type="text"
          role="combobox"
          autofocus
          aria-expanded="true"
          aria-controls={`${id}-list`}
          aria-activedescendant={entries[selected] ? `${id}-${selected}` : undefined}
          aria-label={tr('console.palette.placeholder')}
          placeholder={tr('console.palette.placeholder')}
          value={query}
          onInput={(event) => setQuery(event.currentTarget.value)}
          onKeyDown={onKeyDown}
        />
      </div>
      <div
        ref={list}
        class="palette-list"
        id={`${id}-list`}
        role="listbox"
        aria-label={tr('console.palette.open')}
      >
        {entries.length === 0 && <div class="palette-item muted">{tr('console.no_matches')}</div>}
        {entries.map((entry, index) => (
          <div key={entry.id} role="presentation">
            {entry.group !== entries[index - 1]?.group && (
              <div class="palette-group" role="presentation">
                {entry.group}
              </div>
            )}
            <div
              id={`${id}-${index}`}
              class="palette-item"
              role="option"
              tabIndex={-1}
              aria-selected={index === selected}
              onPointerMove={() => setActive(index)}
              onClick={() => run(entry)}
            >
              {entry.asset ? (
                <Thumb asset={entry.asset} fit="cover" />
              ) : (
                entry.icon && <Icon of={entry.icon} />
              )}
              <span class="truncate">{entry.label}</span>
              {entry.shortcut && <kbd>{entry.shortcut.split(' ').map(showChord).join(' ')}</kbd>}
            </div>
          </div>
        ))}
      </div>
    </dialog>
  );
}
