/** Withdrawing asks for a reason and says first which surfaces go dark. */
import { CircleAlert } from 'lucide-preact';
import { useEffect, useMemo, useState } from 'preact/hooks';
import type { AssetCard, AssetDetail } from '../../../shared/contract/index.ts';
import { Combobox } from '../../components/Combobox.tsx';
import { ActionDialog } from '../../components/Dialog.tsx';
import { TextAreaField } from '../../components/Field.tsx';
import { Icon } from '../../components/Icon.tsx';
import { readAsset } from '../../operations/assets.ts';
import { findAssets, setStatus } from '../../state/asset-changes.ts';
import { tr } from '../../state/locale.ts';
import { toApiError, useResource } from '../../state/resource.ts';

const LOOKED_AT = 12;
/** Places named before the rest is counted: the reason asked for below them stays in view. */
const SURFACES_SHOWN = 8;

export interface WithdrawDialogProps {
  readonly assets: readonly AssetCard[];
  readonly onClose: () => void;
}

export function WithdrawDialog({ assets, onClose }: WithdrawDialogProps) {
  const [reason, setReason] = useState('');
  const [successor, setSuccessor] = useState<string | null>(null);
  const count = assets.length;
  const key = assets.map(({ id }) => id).join();
  // More than a dozen are summed up without naming every place.
  const details = useResource(`withdraw:${key}`, (signal) =>
    Promise.all(assets.slice(0, LOOKED_AT).map(({ id }) => readAsset(id, signal))),
  );
  const surfaces = useMemo(() => (details.data ? surfacesOf(details.data) : []), [details.data]);
  const [candidates, setCandidates] = useState<readonly AssetCard[]>([]);
  useEffect(() => {
    const abort = new AbortController();
    findAssets('', abort.signal).then(
      (page) => setCandidates(page.items),
      (error: unknown) => {
        // Without suggestions a successor can still be named later, on the asset's page.
        if (!abort.signal.aborted) console.warn(toApiError(error).message);
      },
    );
    return () => abort.abort();
  }, []);
  return (
    <ActionDialog
      title={tr('console.withdraw.title', { count, title: assets[0]?.title ?? '' })}
      tone="danger"
      onClose={onClose}
      action={tr('console.withdraw.action', { count })}
      isDisabled={reason.trim().length < 3}
      onAction={() => setStatus(assets, 'withdrawn', { reason: reason.trim(), successorAssetId: successor })}
    >
      <div class="banner" data-tone="warn">
        <Icon of={CircleAlert} />
        <div class="stack-s">
          <span>{tr('console.withdraw.effect', { count })}</span>
          {surfaces.length > 0 && (
            <ul class="bullets">
              {surfaces.slice(0, SURFACES_SHOWN).map((surface) => (
                <li key={surface}>{surface}</li>
              ))}
              {surfaces.length > SURFACES_SHOWN && (
                <li>{tr('console.shares.and_more', { count: surfaces.length - SURFACES_SHOWN })}</li>
              )}
            </ul>
          )}
        </div>
      </div>
      <TextAreaField
        label={tr('console.withdraw.reason')}
        hint={tr('console.withdraw.reason_hint')}
        required
        maxLength={1000}
        value={reason}
        onValue={setReason}
      />
      {count === 1 && (
        <Combobox
          label={tr('console.withdraw.successor')}
          hint={tr('console.withdraw.successor_hint')}
          value={successor}
          choices={candidates
            .filter(({ id }) => id !== assets[0]?.id)
            .map((asset) => ({
              value: asset.id,
              label: asset.title,
              note: tr(`rights.status.${asset.status}`),
            }))}
          onChoose={setSuccessor}
        />
      )}
    </ActionDialog>
  );
}

/** The places these assets are seen at, by name. */
function surfacesOf(assets: readonly AssetDetail[]): string[] {
  const collections = new Set(assets.flatMap((asset) => asset.collections.map(({ title }) => title)));
  const links = new Set(
    assets.flatMap((asset) =>
      asset.shareLinks.filter(({ state }) => state === 'active').map(({ name }) => name),
    ),
  );
  const hotlinks = assets.filter(({ hotlink }) => hotlink !== null).length;
  return [
    ...(hotlinks > 0 ? [tr('console.withdraw.hotlinks', { count: hotlinks })] : []),
    ...[...collections].map((title) => tr('console.withdraw.in_collection', { title })),
    ...[...links].map((name) => tr('console.withdraw.in_link', { name })),
  ];
}
