/** Where an asset is seen: collections and links. */
import { FolderOpen, Send } from 'lucide-preact';
import type { AssetDetail } from '../../../shared/contract/index.ts';
import { Icon } from '../../components/Icon.tsx';
import { tr } from '../../state/locale.ts';

export function PlacesSection({ asset }: { asset: AssetDetail }) {
  return (
    <section class="inspector-section" aria-label={tr('console.asset.places')}>
      <h2 class="field-label">{tr('console.asset.places')}</h2>
      {asset.collections.length + asset.shareLinks.length === 0 && (
        <p class="muted">{tr('console.asset.places_none')}</p>
      )}
      <ul class="stack-s">
        {asset.collections.map(({ id, title }) => (
          <li key={id} class="line-up">
            <Icon of={FolderOpen} />
            <a href={`/admin/collections/${id}`}>{title}</a>
          </li>
        ))}
        {asset.shareLinks.map(({ id, name, state }) => (
          <li key={id} class="line-up">
            <Icon of={Send} />
            <a href={`/admin/shares/${id}`}>{name}</a>
            {state !== 'active' && <span class="muted small">{tr(`console.share_state.${state}`)}</span>}
          </li>
        ))}
      </ul>
      {asset.shareLinks.length > 0 && (
        <a class="small" href={`/admin/shares?assetId=${asset.id}`}>
          {tr('console.asset.places_register')}
        </a>
      )}
    </section>
  );
}
