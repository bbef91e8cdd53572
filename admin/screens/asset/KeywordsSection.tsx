/** Keywords as tags; suggestions of machines as dashed chips with their confidence, to accept or reject. */
import { Check, X } from 'lucide-preact';
import type { AssetDetail, Suggestion } from '../../../shared/contract/index.ts';
import { Button } from '../../components/Button.tsx';
import { Icon } from '../../components/Icon.tsx';
import { SavedMark, useSaving } from '../../components/InlineField.tsx';
import { TagsField } from '../../components/TagsField.tsx';
import { editKeywords, judgeSuggestions } from '../../state/asset-changes.ts';
import { showPercent, tr } from '../../state/locale.ts';
import { notifyFailure } from '../../state/notices.ts';
import { may } from '../../state/session.ts';

export function KeywordsSection({ asset }: { asset: AssetDetail }) {
  const { state, save } = useSaving();
  const isReadOnly = !may('asset:write');
  const pending = asset.suggestions.filter((suggestion) => suggestion.state === 'pending');
  const change = (next: string[]) => {
    const add = next.filter((word) => !asset.keywords.includes(word));
    const remove = asset.keywords.filter((word) => !next.includes(word));
    if (add.length === 0 && remove.length === 0) return;
    void save(() => editKeywords([asset.id], { add, remove }, { quiet: true }));
  };
  return (
    <section class="inspector-section" aria-label={tr('console.asset.keywords')}>
      <TagsField
        label={tr('console.asset.keywords')}
        value={asset.keywords}
        onValue={change}
        isReadOnly={isReadOnly}
        placeholder={isReadOnly ? '' : tr('console.asset.keywords_add')}
        aside={<SavedMark state={state} />}
      />
      {pending.length > 0 && <Suggestions asset={asset} pending={pending} isReadOnly={isReadOnly} />}
    </section>
  );
}

interface SuggestionsProps {
  readonly asset: AssetDetail;
  readonly pending: readonly Suggestion[];
  readonly isReadOnly: boolean;
}

function Suggestions({ asset, pending, isReadOnly }: SuggestionsProps) {
  const judge = async (decision: { accept?: string[]; reject?: string[] }) => {
    try {
      await judgeSuggestions(asset, decision);
    } catch (error) {
      notifyFailure(error, tr('console.suggestions_failed'));
    }
  };
  const ids = pending.map(({ id }) => id);
  return (
    <div class="stack-s">
      <div class="spread">
        <h2 class="field-label">{tr('console.asset.suggestions')}</h2>
        {!isReadOnly && pending.length > 1 && (
          <span>
            <Button tone="quiet" onClick={() => void judge({ accept: ids })}>
              {tr('console.asset.accept_all')}
            </Button>
            <Button tone="quiet" onClick={() => void judge({ reject: ids })}>
              {tr('console.asset.reject_all')}
            </Button>
          </span>
        )}
      </div>
      <ul class="line-up" style={{ gap: 'var(--space-1)' }}>
        {pending.map(({ id, keyword, confidence, source, model }) => (
          <li
            key={id}
            class="chip"
            data-suggested=""
            title={tr('console.asset.suggested_by', { source, model })}
          >
            <span class="truncate">{keyword}</span>
            <span class="muted numeric">{showPercent(confidence)}</span>
            {!isReadOnly && (
              <>
                <button
                  type="button"
                  class="suggestion-act"
                  aria-label={tr('console.asset.accept', { keyword })}
                  onClick={() => void judge({ accept: [id] })}
                >
                  <Icon of={Check} />
                </button>
                <button
                  type="button"
                  class="suggestion-act"
                  aria-label={tr('console.asset.reject', { keyword })}
                  onClick={() => void judge({ reject: [id] })}
                >
                  <Icon of={X} />
                </button>
              </>
            )}
          </li>
        ))}
      </ul>
    </div>
  );
}
