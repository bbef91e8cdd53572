/** Whose logo stands on the link's page. */
import type { ShareLink } from '../../../shared/contract/index.ts';
import { SelectField } from '../../components/Field.tsx';
import { tr } from '../../state/locale.ts';
import { AssetSlot } from '../portals/AssetSlot.tsx';

const KINDS = ['portal', 'asset', 'none'] as const;

export interface LogoFieldProps {
  readonly value: ShareLink['logo'];
  readonly onValue: (logo: ShareLink['logo']) => void;
}

export function LogoField({ value, onValue }: LogoFieldProps) {
  return (
    <div class="stack-s">
      <SelectField
        label={tr('console.share.logo')}
        hint={tr('console.share.logo_hint')}
        value={value.kind}
        options={KINDS.map((kind) => ({ value: kind, label: tr(`console.share.logo.${kind}`) }))}
        onValue={(kind) => onValue(kind === 'asset' ? { kind, assetId: '' } : { kind })}
      />
      {value.kind === 'asset' && (
        <AssetSlot
          label={tr('console.share.logo_asset')}
          assetId={value.assetId === '' ? null : value.assetId}
          fit="contain"
          onAsset={(assetId) => onValue(assetId === null ? { kind: 'portal' } : { kind: 'asset', assetId })}
        />
      )}
    </div>
  );
}
