/** The line that says whether everything goes out until the link ends, and mends what does not. */
import { CalendarClock, CircleAlert, CircleCheck, ListX } from 'lucide-preact';
import { useEffect, useState } from 'preact/hooks';
import type { Preflight } from '../../../shared/contract/index.ts';
import { Button } from '../../components/Button.tsx';
import { Icon } from '../../components/Icon.tsx';
import { preflightShare } from '../../operations/shares.ts';
import { showInstant, tr } from '../../state/locale.ts';
import { toApiError } from '../../state/resource.ts';
import type { ShareForm } from './form.ts';
import type { ShareSource } from './open-share-dialog.ts';

const DELAY_MS = 250;

/** Asks a moment after the last change; null until the first answer. */
export function usePreflight(source: ShareSource | null, form: ShareForm): Preflight | null {
  const [preflight, setPreflight] = useState<Preflight | null>(null);
  const { startsAt, endsAt, channel, audience, permission, territories } = form;
  const question = JSON.stringify([source, startsAt, endsAt, channel, audience, permission, territories]);
  useEffect(() => {
    if (source === null) return;
    let isCurrent = true;
    const timer = setTimeout(() => {
      preflightShare({
        source,
        startsAt,
        endsAt,
        channel,
        audience,
        permission,
        territories: {
          include: territories.include === null ? null : [...territories.include],
          exclude: [...territories.exclude],
        },
      }).then(
        (answer) => {
          if (isCurrent) setPreflight(answer);
        },
        (error: unknown) => {
          // The line is advice; the server decides again on every download.
          console.warn(toApiError(error).message);
        },
      );
    }, DELAY_MS);
    return () => {
      isCurrent = false;
      clearTimeout(timer);
    };
  }, [question]);
  return preflight;
}

export interface PreflightLineProps {
  readonly preflight: Preflight | null;
  readonly form: ShareForm;
  readonly source: ShareSource | null;
  readonly onForm: (part: Partial<ShareForm>) => void;
  readonly onSource: ((source: ShareSource) => void) | undefined;
}

export function PreflightLine({ preflight, source, onForm, onSource }: PreflightLineProps) {
  if (preflight === null) return null;
  const { total, findings } = preflight;
  if (findings.length === 0) {
    return (
      <div class="banner preflight" data-tone="good" role="status">
        <Icon of={CircleCheck} />
        {tr('console.share.preflight_clear', { count: total })}
      </div>
    );
  }
  const ending = findings.filter(({ problem }) => problem === 'ends_before');
  const ends = ending.flatMap(({ at }) => at ?? []);
  const first = ends.length > 0 ? Math.min(...ends) : null;
  const others = findings.filter(({ problem }) => problem !== 'ends_before');
  const kept =
    source?.kind === 'assets'
      ? source.assetIds.filter((id) => !others.some(({ asset }) => asset.id === id))
      : [];
  return (
    <details class="banner preflight" data-tone="warn">
      <summary>
        <Icon of={CircleAlert} />
        <span role="status">
          {tr('console.share.preflight', {
            total,
            ending: ending.length,
            denied: others.length,
          })}
        </span>
      </summary>
      <ul class="preflight-findings">
        {findings.map(({ asset, explanation }) => (
          <li key={asset.id}>
            <a href={`/admin/assets/${asset.id}`} target="_blank" rel="noreferrer">
              {asset.title}
            </a>{' '}
            <span class="muted">{explanation}</span>
          </li>
        ))}
      </ul>
      <div class="line-up">
        {first !== null && (
          <Button icon={CalendarClock} onClick={() => onForm({ endsAt: first })}>
            {tr('console.share.fix_end', { when: showInstant(first) })}
          </Button>
        )}
        {onSource && others.length > 0 && kept.length > 0 && (
          <Button icon={ListX} onClick={() => onSource({ kind: 'assets', assetIds: kept })}>
            {tr('console.share.fix_leave', { count: others.length })}
          </Button>
        )}
      </div>
    </details>
  );
}
