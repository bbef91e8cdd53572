/** What the rights say now, in one sentence with its reasons. */
import type { AssetCard } from '../../../shared/contract/index.ts';
import { Loaded } from '../../components/States.tsx';
import { RightsMark } from '../../components/StatusMark.tsx';
import { readRights } from '../../operations/rights.ts';
import { rightsKey } from '../../state/asset-changes.ts';
import { tr } from '../../state/locale.ts';
import { useResource } from '../../state/resource.ts';
import { explainNow } from './uses.ts';

export function RightsBrief({ asset }: { asset: AssetCard }) {
  const rights = useResource(rightsKey(asset.id), (signal) => readRights(asset.id, signal));
  return (
    <section class="inspector-section" aria-label={tr('console.field.rights')}>
      <div class="spread">
        <h2 class="field-label">{tr('console.field.rights')}</h2>
        <RightsMark rights={asset.rights} />
      </div>
      <Loaded of={rights}>
        {({ snapshot }) => {
          const { summary, sentences } = explainNow(snapshot);
          return (
            <div class="stack-s">
              <p>{summary}</p>
              {sentences.map((sentence) => (
                <p key={sentence} class="muted small">
                  {sentence}
                </p>
              ))}
            </div>
          );
        }}
      </Loaded>
    </section>
  );
}
