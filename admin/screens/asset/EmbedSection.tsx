/** Embedding one picture: whether its rights allow it, the code, on which sites it may stand and on which it does. */
import { CircleCheck, CircleX, Clock } from 'lucide-preact';
import type { AssetDetail, AssetSnippets } from '../../../shared/contract/index.ts';
import { Icon } from '../../components/Icon.tsx';
import { EmptyState, Loaded } from '../../components/States.tsx';
import { readSnippets } from '../../operations/delivery.ts';
import { locale, tr } from '../../state/locale.ts';
import { useResource } from '../../state/resource.ts';
import { may } from '../../state/session.ts';
import { isNarrow } from '../../state/viewport.ts';
import { AssetPolicies } from './AssetPolicies.tsx';
import { AssetUsagePanel } from './AssetUsagePanel.tsx';
import { EmbedCode } from './EmbedCode.tsx';
import { Playground } from './Playground.tsx';

export function EmbedSection({ asset }: { asset: AssetDetail }) {
  // Asked again when a field that the code carries, or the rights, have changed.
  const key = `asset:${asset.id}:snippets:${asset.updatedAt}:${asset.status}:${asset.rights.state}:${locale.value}`;
  const snippets = useResource(key, (signal) => readSnippets(asset.id, signal));
  if (asset.hotlink === null) {
    return (
      <EmptyState icon={CircleX} title={tr('console.embed.none_title')}>
        {tr('console.embed.none_text')}
      </EmptyState>
    );
  }
  return (
    <>
      <Loaded of={snippets}>
        {(found) => (
          <>
            <Standing snippets={found} />
            <EmbedCode snippets={found} />
          </>
        )}
      </Loaded>
      {/* Wide windows show it in the place of the picture. */}
      {isNarrow.value && <Playground key={asset.id} asset={asset} />}
      <AssetUsagePanel asset={asset} />
      {may('asset:write') && <AssetPolicies asset={asset} />}
    </>
  );
}

/** In one sentence: works until when and where, or why not. */
function Standing({ snippets: { standing } }: { snippets: AssetSnippets }) {
  const isPlanned = standing.isAllowed ? standing.until !== null : standing.startsAt !== null;
  const tone = standing.isAllowed ? 'good' : isPlanned ? 'warn' : 'bad';
  const icon = isPlanned ? Clock : standing.isAllowed ? CircleCheck : CircleX;
  return (
    <section class="inspector-section" aria-label={tr('console.embed.standing')}>
      <div class="banner" data-tone={tone} role="status">
        <Icon of={icon} />
        <span>{standing.sentence}</span>
      </div>
    </section>
  );
}
