/** What is selected: one asset with its most used fields, or what many have in common. */
import { CodeXml } from 'lucide-preact';
import { useMemo } from 'preact/hooks';
import type { AssetCard } from '../../../shared/contract/index.ts';
import { Icon } from '../../components/Icon.tsx';
import { Loaded } from '../../components/States.tsx';
import { Mark, RightsMark, StatusMark } from '../../components/StatusMark.tsx';
import { Thumb } from '../../components/Thumb.tsx';
import { readAsset } from '../../operations/assets.ts';
import { assetKey } from '../../state/asset-changes.ts';
import { showBytes, showMeasure, tr } from '../../state/locale.ts';
import { useResource } from '../../state/resource.ts';
import { assetPanel } from '../asset/asset-panel.ts';
import { DescribeSection } from '../asset/DescribeSection.tsx';
import { KeywordsSection } from '../asset/KeywordsSection.tsx';
import { StatusControl } from '../asset/StatusControl.tsx';
import { RightsBrief } from '../rights/RightsBrief.tsx';

export function LibraryInspector({ assets }: { assets: readonly AssetCard[] }) {
  const [first] = assets;
  if (!first) return null;
  return assets.length === 1 ? <One card={first} /> : <Many assets={assets} />;
}

function One({ card }: { card: AssetCard }) {
  const resource = useResource(assetKey(card.id), (signal) => readAsset(card.id, signal));
  return (
    <>
      <div class="inspector-section">
        <a class="inspector-picture" href={`/admin/assets/${card.id}`}>
          <Thumb
            key={card.id}
            asset={card}
            transformation="w=640"
            alt={tr('console.library.open_named', { title: card.title })}
            isEager
          />
        </a>
        <div class="muted small numeric">
          {[
            // A drawing's measure says what it is.
            card.kind === 'vector' ? null : tr(`console.kind.${card.kind}`),
            showMeasure(card),
            showBytes(card.sizeBytes),
          ]
            .filter(Boolean)
            .join(' · ')}
        </div>
        <StatusControl asset={card} />
      </div>
      <RightsBrief asset={card} />
      {card.previewBase !== null && (
        <section class="inspector-section" aria-label={tr('console.asset.panel.embed')}>
          <a
            class="button"
            href={`/admin/assets/${card.id}`}
            onClick={() => {
              assetPanel.value = 'embed';
            }}
          >
            <Icon of={CodeXml} />
            {tr('console.embed.on_a_website')}
          </a>
        </section>
      )}
      <Loaded of={resource}>
        {(asset) => (
          <>
            <KeywordsSection key={`keywords-${asset.id}`} asset={asset} />
            <DescribeSection key={asset.id} asset={asset} />
          </>
        )}
      </Loaded>
    </>
  );
}

/** How many of each status and rights state. */
function Many({ assets }: { assets: readonly AssetCard[] }) {
  const groups = useMemo(() => {
    const statuses = Map.groupBy(assets, ({ status }) => status);
    const rights = Map.groupBy(assets, (asset) => asset.rights.state);
    return { statuses: [...statuses], rights: [...rights] };
  }, [assets]);
  const bytes = assets.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
  return (
    <div class="inspector-section">
      <h2 class="section-title">{tr('console.bulk.selected', { count: assets.length })}</h2>
      <div class="inspector-mosaic" aria-hidden="true">
        {assets.slice(0, 9).map((asset) => (
          <Thumb key={asset.id} asset={asset} fit="cover" />
        ))}
      </div>
      <div class="muted small">{showBytes(bytes)}</div>
      <dl class="facts">
        {groups.statuses.map(([status, members]) => (
          <div key={status}>
            <dt>
              <StatusMark status={status} />
            </dt>
            <dd class="numeric">{members.length}</dd>
          </div>
        ))}
      </dl>
      <dl class="facts">
        {groups.rights.map(([state, members]) => (
          <div key={state}>
            <dt>
              {members.length === 1 && members[0] ? (
                <RightsMark rights={members[0].rights} />
              ) : (
                <Mark tone="plain" label={tr(`console.rights_state.${state}`)} />
              )}
            </dt>
            <dd class="numeric">{members.length}</dd>
          </div>
        ))}
      </dl>
    </div>
  );
}
