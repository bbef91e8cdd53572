/** The brand's settings for one tab, with a way to save a part of them that ⌘Z takes back. */
import type { ComponentChildren } from 'preact';
import type { Settings } from '../../../shared/contract/index.ts';
import { Loaded } from '../../components/States.tsx';
import { readSettings, updateSettings } from '../../operations/settings.ts';
import { tr } from '../../state/locale.ts';
import { notify } from '../../state/notices.ts';
import { invalidate, patchResource, useResource } from '../../state/resource.ts';

export type SaveSettings = (change: Partial<Settings>) => Promise<void>;

export interface LoadedSettingsProps {
  readonly children: (settings: Settings, save: SaveSettings) => ComponentChildren;
}

export function LoadedSettings({ children }: LoadedSettingsProps) {
  const settings = useResource('settings', readSettings);
  const adopt = (next: Settings) => {
    patchResource<Settings>('settings', () => next);
    invalidate('overview');
  };
  return (
    <Loaded of={settings}>
      {(present) =>
        children(present, async (change) => {
          const before = Object.fromEntries(
            Object.keys(change).map((name) => [name, present[name as keyof Settings]]),
          ) as Partial<Settings>;
          adopt(await updateSettings(change));
          notify(tr('console.saved'), {
            quiet: true,
            undo: async () => adopt(await updateSettings(before)),
          });
        })
      }
    </Loaded>
  );
}
