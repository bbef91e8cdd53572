/** The frame around every screen: rail with counts, command palette, uploads, and what one can do everywhere. */
import {
  Command as CommandIcon,
  LogOut,
  Menu as MenuIcon,
  Monitor,
  Moon,
  Sun,
  UserRound,
} from 'lucide-preact';
import type { ComponentChildren } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { useLocation } from 'preact-iso';
import { BrandMark, Icon } from '../components/Icon.tsx';
import { Menu } from '../components/Menu.tsx';
import { Sheet } from '../components/Screen.tsx';
import { readOverview } from '../operations/overview.ts';
import { ShareDialogDoor } from '../screens/shares/ShareDialogDoor.tsx';
import { RAIL, type RailEntry } from '../screens.tsx';
import { type Command, isPaletteOpen, useCommands } from '../state/commands.ts';
import { locale, showNumber, tr } from '../state/locale.ts';
import { goTo } from '../state/navigation.ts';
import { notifyFailure, runUndo } from '../state/notices.ts';
import { useResource } from '../state/resource.ts';
import { SCHEMES, scheme } from '../state/scheme.ts';
import { may, me, signOut } from '../state/session.ts';
import { showChord, useShortcuts } from '../state/shortcuts.ts';
import { DropZone } from '../uploads/DropZone.tsx';
import { UploadPanel } from '../uploads/UploadPanel.tsx';
import { Palette } from './Palette.tsx';

const OVERVIEW_EVERY_MS = 30_000;
const CHORD_WINDOW_MS = 1_200;

export function Frame({ children }: { children: ComponentChildren }) {
  const [isMoreOpen, setMoreOpen] = useState(false);
  const overview = useResource('overview', readOverview);
  const { path } = useLocation();
  useEffect(() => {
    const timer = setInterval(() => {
      if (document.visibilityState === 'visible') overview.reload();
    }, OVERVIEW_EVERY_MS);
    return () => clearInterval(timer);
  }, []);
  useEffect(() => setMoreOpen(false), [path]);

  const entries = RAIL.filter((entry) => may(entry.permission));
  const goPressedAt = useRef(0);
  const goShortcuts = Object.fromEntries(
    entries.map((entry) => [
      entry.key,
      () => {
        if (Date.now() - goPressedAt.current < CHORD_WINDOW_MS) goTo(entry.href);
      },
    ]),
  );
  useShortcuts({
    ...goShortcuts,
    g: () => {
      goPressedAt.current = Date.now();
    },
    'mod+k': () => {
      isPaletteOpen.value = true;
    },
    'mod+z': () => void runUndo(),
  });
  useCommands(() => frameCommands(entries), [locale.value, me.value?.id]);

  const current = (entry: RailEntry) =>
    path.startsWith(entry.href) || (entry.href === '/admin/library' && path.startsWith('/admin/assets/'));
  const countOf = (entry: RailEntry) => {
    const count = overview.data && entry.count?.(overview.data);
    if (!count) return null;
    return (
      <span class="rail-count" data-tone={entry.isUrgent ? 'warn' : undefined}>
        {showNumber(count)}
      </span>
    );
  };
  return (
    <div class="frame">
      <a class="skip-link" href="#content">
        {tr('console.skip')}
      </a>
      <nav class="rail" aria-label={tr('console.nav.label')}>
        <div class="rail-brand">
          <BrandMark />
          <span class="rail-text truncate">{overview.data?.organisation ?? 'Vitrine'}</span>
        </div>
        {entries.map((entry) => (
          <div key={entry.href}>
            {entry.isSeparated && <hr class="rail-separator" />}
            <a
              class="rail-link"
              href={entry.href}
              aria-current={current(entry) ? 'page' : undefined}
              title={tr(entry.label)}
            >
              <Icon of={entry.icon} />
              <span class="rail-text">{tr(entry.label)}</span>
              {countOf(entry)}
            </a>
          </div>
        ))}
        <div class="rail-foot">
          <button
            type="button"
            class="rail-link"
            title={tr('console.palette.open')}
            onClick={() => {
              isPaletteOpen.value = true;
            }}
          >
            <Icon of={CommandIcon} />
            <span class="rail-text">{tr('console.palette.short')}</span>
            <kbd style={{ marginLeft: 'auto' }}>{showChord('mod+k')}</kbd>
          </button>
          <PersonMenu />
        </div>
      </nav>
      <main id="content" aria-label={tr('console.nav.label')} style={{ minHeight: 0, minWidth: 0 }}>
        {children}
      </main>
      <nav class="tabbar" aria-label={tr('console.nav.label')}>
        {entries
          .filter((entry) => entry.isInBar)
          .map((entry) => (
            <a key={entry.href} href={entry.href} aria-current={current(entry) ? 'page' : undefined}>
              <Icon of={entry.icon} />
              {tr(entry.label)}
              {entry.isUrgent && countOf(entry)}
            </a>
          ))}
        <button type="button" aria-expanded={isMoreOpen} onClick={() => setMoreOpen(true)}>
          <Icon of={MenuIcon} />
          {tr('console.nav.more')}
        </button>
      </nav>
      {isMoreOpen && (
        <Sheet title={overview.data?.organisation ?? 'Vitrine'} onClose={() => setMoreOpen(false)}>
          <div class="more-grid">
            {entries.map((entry) => (
              <a
                key={entry.href}
                class="rail-link"
                href={entry.href}
                aria-current={current(entry) ? 'page' : undefined}
              >
                <Icon of={entry.icon} />
                {tr(entry.label)}
                {countOf(entry)}
              </a>
            ))}
            <button type="button" class="rail-link" onClick={() => void leave()}>
              <Icon of={LogOut} />
              {tr('console.sign_out')}
            </button>
          </div>
        </Sheet>
      )}
      <UploadPanel />
      <DropZone />
      {isPaletteOpen.value && <Palette />}
      <ShareDialogDoor />
    </div>
  );
}

const SCHEME_ICONS = { auto: Monitor, light: Sun, dark: Moon } as const;

function PersonMenu() {
  const person = me.value;
  if (!person) return null;
  return (
    <Menu
      label={tr('console.person', { name: person.name })}
      class="rail-link"
      placement="top-start"
      items={[
        ...SCHEMES.map((name) => ({
          id: name,
          label: tr(`console.scheme.${name}`),
          icon: SCHEME_ICONS[name],
          run: () => {
            scheme.value = name;
          },
        })),
        {
          id: 'sign-out',
          label: tr('console.sign_out'),
          icon: LogOut,
          isSeparated: true,
          run: () => void leave(),
        },
      ]}
    >
      <Icon of={UserRound} />
      <span class="rail-text truncate">{person.name}</span>
    </Menu>
  );
}

async function leave(): Promise<void> {
  try {
    await signOut();
  } catch (error) {
    notifyFailure(error, tr('console.sign_out_failed'));
  }
}

function frameCommands(entries: readonly RailEntry[]): Command[] {
  return [
    ...entries.map((entry) => ({
      id: `go:${entry.href}`,
      label: tr(entry.label),
      group: tr('console.palette.screens'),
      icon: entry.icon,
      shortcut: `g ${entry.key}`,
      run: () => goTo(entry.href),
    })),
    {
      id: 'undo',
      label: tr('console.palette.undo'),
      group: tr('console.palette.everywhere'),
      shortcut: 'mod+z',
      run: () => void runUndo(),
    },
    ...SCHEMES.map((name) => ({
      id: `scheme:${name}`,
      label: tr('console.palette.scheme', { name: tr(`console.scheme.${name}`) }),
      group: tr('console.palette.everywhere'),
      icon: SCHEME_ICONS[name],
      run: () => {
        scheme.value = name;
      },
    })),
    {
      id: 'sign-out',
      label: tr('console.sign_out'),
      group: tr('console.palette.everywhere'),
      icon: LogOut,
      run: () => void leave(),
    },
  ];
}
