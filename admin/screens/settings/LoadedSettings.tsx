/** The brand's settings for one tab, with a way to save a part of them that ⌘Z takes back. */
import type { ComponentChildren } from 'preact';
import type { Settings } from '../../../shared/contract/index.ts';
import { Loaded } from '../../components/States.tsx';
import { readSettings, updateSettings } from '../../operations/settings.ts';
import { inTurn } from '../../state/in-turn.ts';
import { tr } from '../../state/locale.ts';
import { notify } from '../../state/notices.ts';
import { invalidate, patchResource, peekResource, useResource } from '../../state/resource.ts';

/** A change that builds on what is kept is a function of it: an earlier one may still be on its way. */
export type SettingsChange = Partial<Settings> | ((kept: Settings) => Partial<Settings>);
export type SaveSettings = (change: SettingsChange) => Promise<void>;

const KEY = 'settings';

export interface LoadedSettingsProps {
  readonly children: (settings: Settings, save: SaveSettings) => ComponentChildren;
}

export function LoadedSettings({ children }: LoadedSettingsProps) {
  const settings = useResource(KEY, readSettings);
  const put = async (change: Partial<Settings>) => {
    const next = await updateSettings(change);
    patchResource<Settings>(KEY, () => next);
    invalidate('overview');
  };
  const saving =
    (shown: Settings): SaveSettings =>
    async (asked) => {
      const before = await inTurn(KEY, async () => {
        const kept = peekResource<Settings>(KEY) ?? shown;
        const change = typeof asked === 'function' ? asked(kept) : asked;
        await put(change);
        return Object.fromEntries(
          Object.keys(change).map((name) => [name, kept[name as keyof Settings]]),
        ) as Partial<Settings>;
      });
      notify(tr('console.saved'), { quiet: true, undo: () => inTurn(KEY, () => put(before)) });
    };
  return <Loaded of={settings}>{(present) => children(present, saving(present))}</Loaded>;
}
