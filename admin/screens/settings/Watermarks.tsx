/** The brand's watermarks, each shown on a picture, and the one that rights may demand. */
import { Plus, Stamp } from 'lucide-preact';
import { useState } from 'preact/hooks';
import type { AssetCard, BrandWatermark, RightsState, Settings } from '../../../shared/contract/index.ts';
import { drawableText } from '../../../shared/text/drawn-letters.ts';
import { Button } from '../../components/Button.tsx';
import { SelectField } from '../../components/Field.tsx';
import { SavedMark, useSaving } from '../../components/InlineField.tsx';
import { EmptyState } from '../../components/States.tsx';
import { listAssets, readAsset } from '../../operations/assets.ts';
import { assetKey } from '../../state/asset-changes.ts';
import { showPercent, tr } from '../../state/locale.ts';
import { useResource } from '../../state/resource.ts';
import { LoadedSettings, type SaveSettings } from './LoadedSettings.tsx';
import { WatermarkDialog } from './WatermarkDialog.tsx';
import { WatermarkPicture } from './WatermarkPicture.tsx';

const MARKS_MAX = 20;

export function Watermarks() {
  return <LoadedSettings>{(settings, save) => <Marks settings={settings} save={save} />}</LoadedSettings>;
}

function newMark(settings: Settings): BrandWatermark {
  const taken = new Set(settings.watermarks.map(({ name }) => name));
  const name = taken.has('brand') ? `mark-${settings.watermarks.length + 1}` : 'brand';
  return {
    kind: 'text',
    name,
    text: settings.organisation,
    position: 'southeast',
    opacity: 0.6,
    tiled: false,
    scale: 0.25,
  };
}

/** States in which the brand itself may not use a picture either, whatever the channel. */
const UNUSABLE: readonly RightsState[] = ['upcoming', 'embargoed', 'ended', 'unlicensed'];

/** Says where a mark's own picture may not be used: whatever should carry the mark is refused then. */
function EndedMark({ assetId }: { assetId: string }) {
  const picture = useResource(assetKey(assetId), (signal) => readAsset(assetId, signal));
  const { data, error } = picture;
  const isUsable = data ? data.status === 'approved' && !UNUSABLE.includes(data.rights.state) : !error;
  if (isUsable) return null;
  return <span class="chip">{tr('console.mark.unusable')}</span>;
}

function Marks({ settings, save }: { settings: Settings; save: SaveSettings }) {
  const { state, save: track } = useSaving();
  const [editing, setEditing] = useState<{ mark: BrandWatermark; isNew: boolean } | null>(null);
  const samples = useResource('watermarks:samples', (signal) =>
    listAssets({ kind: 'image', status: 'approved', limit: 8 }, signal),
  );
  const sample: AssetCard | undefined = samples.data?.items.find(({ previewBase }) => previewBase !== null);
  const { watermarks, protectiveWatermark } = settings;
  return (
    <div class="settings marks">
      <section aria-label={tr('console.mark.title')}>
        <div class="spread">
          <p class="muted small">{tr('console.mark.about')}</p>
          <Button
            tone="primary"
            icon={Plus}
            disabled={watermarks.length >= MARKS_MAX}
            onClick={() => setEditing({ mark: newMark(settings), isNew: true })}
          >
            {tr('console.mark.add')}
          </Button>
        </div>
        {watermarks.length === 0 && (
          <EmptyState icon={Stamp} title={tr('console.mark.none_title')}>
            {tr('console.mark.none_text')}
          </EmptyState>
        )}
        <ul class="mark-list">
          {watermarks.map((mark) => (
            <li key={mark.name}>
              <button type="button" class="mark-card" onClick={() => setEditing({ mark, isNew: false })}>
                {sample && <WatermarkPicture mark={mark} sample={sample} />}
                <span class="spread">
                  <code>wm={mark.name}</code>
                  {mark.kind === 'image' && <EndedMark assetId={mark.assetId} />}
                  {protectiveWatermark === mark.name && (
                    <span class="chip">{tr('console.mark.protective')}</span>
                  )}
                </span>
                <span class="muted small">
                  {[
                    mark.kind === 'text'
                      ? tr('console.mark.quoted', { text: mark.text })
                      : tr('console.mark.kind.image'),
                    tr('console.mark.facts', {
                      opacity: showPercent(mark.opacity),
                      scale: showPercent(mark.scale),
                      tiled: mark.tiled ? 'yes' : 'no',
                    }),
                  ].join(' · ')}
                </span>
              </button>
            </li>
          ))}
        </ul>
      </section>
      <section aria-label={tr('console.mark.protective_title')}>
        <div class="spread">
          <h2 class="section-title">{tr('console.mark.protective_title')}</h2>
          <SavedMark state={state} />
        </div>
        <SelectField
          label={tr('console.mark.protective_which')}
          hint={tr('console.mark.protective_hint')}
          value={protectiveWatermark ?? ''}
          options={[
            {
              value: '',
              label: tr('console.mark.protective_default', { name: drawableText(settings.organisation) }),
            },
            ...watermarks.map(({ name }) => ({ value: name, label: name })),
          ]}
          onValue={(name) => void track(() => save({ protectiveWatermark: name === '' ? null : name }))}
        />
      </section>
      {editing && (
        <WatermarkDialog
          mark={editing.mark}
          isNew={editing.isNew}
          taken={watermarks
            .map(({ name }) => name)
            .filter((name) => editing.isNew || name !== editing.mark.name)}
          samples={samples.data?.items.filter(({ previewBase }) => previewBase !== null) ?? []}
          onClose={() => setEditing(null)}
          onSave={(mark) =>
            save({
              watermarks: editing.isNew
                ? [...watermarks, mark]
                : watermarks.map((entry) => (entry.name === editing.mark.name ? mark : entry)),
              ...(protectiveWatermark === editing.mark.name && !editing.isNew
                ? { protectiveWatermark: mark.name }
                : {}),
            })
          }
          onDelete={() =>
            save({
              watermarks: watermarks.filter(({ name }) => name !== editing.mark.name),
              ...(protectiveWatermark === editing.mark.name ? { protectiveWatermark: null } : {}),
            })
          }
        />
      )}
    </div>
  );
}
