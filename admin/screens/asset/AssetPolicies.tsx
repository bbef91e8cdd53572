/** What one picture does differently from the brand: the sites it may stand on, and what its address answers after a denial. */
import { ArrowRight } from 'lucide-preact';
import { useState } from 'preact/hooks';
import type { AssetDetail, Settings } from '../../../shared/contract/index.ts';
import { DENIAL_POLICIES, sitePolicyFor } from '../../../shared/delivery/index.ts';
import { AssetPicker } from '../../components/AssetPicker.tsx';
import { Button } from '../../components/Button.tsx';
import { CheckField, SelectField } from '../../components/Field.tsx';
import { SavedMark, useSaving } from '../../components/InlineField.tsx';
import { describePolicy, SitePolicyEditor } from '../../components/SitePolicyEditor.tsx';
import { readAsset } from '../../operations/assets.ts';
import { readSettings } from '../../operations/settings.ts';
import { assetKey, saveFields } from '../../state/asset-changes.ts';
import { tr } from '../../state/locale.ts';
import { useResource } from '../../state/resource.ts';

export function AssetPolicies({ asset }: { asset: AssetDetail }) {
  const settings = useResource<Settings>('settings', readSettings);
  if (!settings.data) return null;
  return (
    <>
      <Sites asset={asset} settings={settings.data} />
      <Denial asset={asset} settings={settings.data} />
    </>
  );
}

interface PartProps {
  readonly asset: AssetDetail;
  readonly settings: Settings;
}

function Sites({ asset, settings }: PartProps) {
  const { state, save } = useSaving();
  const own = asset.fields.allowedSites ?? null;
  const inherited = sitePolicyFor(null, settings.allowedSites, 'web');
  return (
    <section class="inspector-section" aria-label={tr('console.sites.title')}>
      <div class="spread">
        <h2 class="section-title">{tr('console.sites.title')}</h2>
        <SavedMark state={state} />
      </div>
      <CheckField
        label={tr('console.sites.own')}
        hint={own === null ? tr('console.sites.inherited', { policy: describePolicy(inherited) }) : ''}
        checked={own !== null}
        onValue={(isOwn) =>
          void save(() => saveFields(asset, { allowedSites: isOwn ? { ...inherited } : null }))
        }
      />
      {own !== null && (
        <SitePolicyEditor
          value={own}
          onValue={(allowedSites) => save(() => saveFields(asset, { allowedSites }))}
        />
      )}
    </section>
  );
}

function Denial({ asset, settings }: PartProps) {
  const { state, save } = useSaving();
  const [isPicking, setPicking] = useState(false);
  const { denialPolicy } = asset.fields;
  const successorAssetId = asset.fields.successorAssetId ?? null;
  const successor = useResource(successorAssetId === null ? null : assetKey(successorAssetId), (signal) =>
    readAsset(successorAssetId ?? '', signal),
  );
  return (
    <section class="inspector-section" aria-label={tr('console.denial.title')}>
      <div class="spread">
        <h2 class="section-title">{tr('console.denial.title')}</h2>
        <SavedMark state={state} />
      </div>
      <SelectField
        label={tr('console.denial.answer')}
        hint={tr('console.denial.hint')}
        value={denialPolicy ?? 'inherit'}
        options={[
          {
            value: 'inherit',
            label: tr('console.denial.inherit', {
              policy: tr(`console.settings.denial.${settings.denialPolicy}`),
            }),
          },
          ...DENIAL_POLICIES.map((value) => ({ value, label: tr(`console.settings.denial.${value}`) })),
        ]}
        onValue={(value) =>
          void save(() => saveFields(asset, { denialPolicy: value === 'inherit' ? null : value }))
        }
      />
      <div class="spread">
        <span class="two-lines">
          <span class="field-label">{tr('console.denial.successor')}</span>
          {successorAssetId === null ? (
            <span class="muted">{tr('console.denial.no_successor')}</span>
          ) : (
            <a class="line-up" href={`/admin/assets/${successorAssetId}`}>
              <ArrowRight class="icon" size={16} aria-hidden="true" />
              {successor.data?.title ?? '…'}
            </a>
          )}
        </span>
        <span class="line-up">
          {successorAssetId !== null && (
            <Button
              tone="quiet"
              onClick={() => void save(() => saveFields(asset, { successorAssetId: null }))}
            >
              {tr('console.denial.remove')}
            </Button>
          )}
          <Button onClick={() => setPicking(true)}>{tr('console.denial.choose')}</Button>
        </span>
      </div>
      {isPicking && (
        <AssetPicker
          title={tr('console.denial.choose_title')}
          present={new Set([asset.id])}
          onClose={() => setPicking(false)}
          onPick={async ([picked]) => {
            if (picked && picked.id !== asset.id) {
              await save(() => saveFields(asset, { successorAssetId: picked.id }));
            }
          }}
        />
      )}
    </section>
  );
}
