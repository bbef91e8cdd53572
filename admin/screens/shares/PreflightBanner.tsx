/** What a pre-flight found: one line, and behind it the files with their reasons. */
import { CircleAlert, CircleCheck } from 'lucide-preact';
import type { ComponentChildren } from 'preact';
import type { Preflight, PreflightFinding } from '../../../shared/contract/index.ts';
import { Icon } from '../../components/Icon.tsx';
import { showNumber, tr } from '../../state/locale.ts';

/** In one line. */
export function sayFindings({ total, counts }: Preflight): string {
  return tr('console.share.preflight', {
    total,
    ending: counts.ends_before,
    denied: counts.denied + counts.not_yet,
    partly: counts.partly,
    lookOnly: counts.look_only,
    smaller: counts.smaller,
  });
}

export const findingsOf = ({ counts }: Preflight): number =>
  Object.values(counts).reduce((sum, count) => sum + count, 0);

export interface PreflightBannerProps {
  readonly preflight: Preflight;
  /** What can be done about one file. */
  readonly actsOf?: (finding: PreflightFinding) => ComponentChildren;
  /** Below the files: what can be done about all of them. */
  readonly children?: ComponentChildren;
}

export function PreflightBanner({ preflight, actsOf, children }: PreflightBannerProps) {
  const { findings, total } = preflight;
  if (findings.length === 0) {
    return (
      <div class="banner preflight" data-tone="good" role="status">
        <Icon of={CircleCheck} />
        {tr('console.share.preflight_clear', { count: total })}
      </div>
    );
  }
  const more = findingsOf(preflight) - findings.length;
  return (
    <details class="banner preflight" data-tone="warn">
      <summary>
        <Icon of={CircleAlert} />
        <span role="status">{sayFindings(preflight)}</span>
      </summary>
      <ul class="preflight-findings">
        {findings.map((finding) => (
          <li key={finding.asset.id}>
            <span>
              <strong>{finding.asset.title}</strong> <span class="muted">{finding.explanation}</span>
            </span>
            {actsOf && <span class="preflight-acts">{actsOf(finding)}</span>}
          </li>
        ))}
        {more > 0 && <li class="muted">{tr('console.share.preflight_more', { count: showNumber(more) })}</li>}
      </ul>
      {children}
    </details>
  );
}
