/** Who accepted which wording of a link's terms, and when. */
import { FileDown } from 'lucide-preact';
import type { ShareLink, TermsAcceptance } from '../../../shared/contract/index.ts';
import { Icon } from '../../components/Icon.tsx';
import { MoreRows } from '../../components/MoreRows.tsx';
import { ErrorState } from '../../components/States.tsx';
import { listAcceptances } from '../../operations/shares.ts';
import { showMoment, tr } from '../../state/locale.ts';
import { usePages } from '../../state/pages.ts';

export function Accepted({ link }: { link: ShareLink }) {
  const list = usePages<TermsAcceptance>(`share-acceptances ${link.id}`, (cursor, signal) =>
    listAcceptances(link.id, cursor, signal),
  );
  const hasAny = list.items.length > 0;
  if (!hasAny && link.termsText === null) return null;
  return (
    <section class="inspector-section" aria-label={tr('console.accepted')}>
      <div class="spread">
        <h2 class="field-label">{tr('console.accepted')}</h2>
        {hasAny && (
          <a
            class="icon-button"
            href={`/api/admin/shares/${link.id}/acceptances.csv`}
            download="accepted-terms.csv"
            aria-label={tr('console.csv')}
            title={tr('console.csv')}
          >
            <Icon of={FileDown} />
          </a>
        )}
      </div>
      {list.error && !hasAny && <ErrorState error={list.error} onRetry={list.reload} />}
      {!list.isNew && !hasAny && <p class="muted small">{tr('console.accepted.none')}</p>}
      <ul class="accepted">
        {list.items.map(({ id, name, email, version, text, at }) => (
          <li key={id}>
            <details>
              <summary>
                <span class="truncate">{name || email || tr('console.accepted.somebody')}</span>
                <span class="muted small">
                  {tr('console.accepted.version', { version })}
                  {version === link.termsVersion ? '' : ` · ${tr('console.accepted.earlier')}`} ·{' '}
                  {showMoment(at, link.timeZone)}
                </span>
              </summary>
              <p class="share-message">{text}</p>
            </details>
          </li>
        ))}
      </ul>
      <MoreRows of={list} />
    </section>
  );
}
