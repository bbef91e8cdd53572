/** The line that says whether everything goes out until the link ends, and mends what does not. */
import {
  CalendarClock,
  CircleAlert,
  CircleCheck,
  FileSignature,
  ListX,
  MapPin,
  Radio,
  ShieldCheck,
} from 'lucide-preact';
import { useEffect, useState } from 'preact/hooks';
import type { Preflight, PreflightFinding } from '../../../shared/contract/index.ts';
import { formatTerritories } from '../../../shared/rights/explain.ts';
import { Button } from '../../components/Button.tsx';
import { Icon } from '../../components/Icon.tsx';
import { preflightShare } from '../../operations/shares.ts';
import { locale, showInstant, showNumber, tr } from '../../state/locale.ts';
import { toApiError } from '../../state/resource.ts';
import type { ShareForm } from './form.ts';
import type { ShareSource } from './open-share-dialog.ts';

const DELAY_MS = 250;

/** A set that is about to be shared, or what a link holds. */
export type PreflightSource = ShareSource | { kind: 'link'; shareLinkId: string };

/** Asks a moment after the last change; null until the first answer. */
export function usePreflight(source: PreflightSource, form: ShareForm): Preflight | null {
  const [preflight, setPreflight] = useState<Preflight | null>(null);
  const { startsAt, endsAt, channel, audience, permission, territories } = form;
  const question = JSON.stringify([source, startsAt, endsAt, channel, audience, permission, territories]);
  useEffect(() => {
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
  readonly source: PreflightSource;
  readonly onForm: (part: Partial<ShareForm>) => void;
  /** Absent: what the link shares is not chosen here. */
  readonly onSource: ((source: ShareSource) => void) | undefined;
  /** Asks somebody for the missing release of an asset. */
  readonly onRelease: (finding: PreflightFinding) => void;
}

export function PreflightLine(props: PreflightLineProps) {
  const { preflight, onRelease } = props;
  if (preflight === null) return null;
  const { total, findings, counts } = preflight;
  if (findings.length === 0) {
    return (
      <div class="banner preflight" data-tone="good" role="status">
        <Icon of={CircleCheck} />
        {tr('console.share.preflight_clear', { count: total })}
      </div>
    );
  }
  const all = Object.values(counts).reduce((sum, count) => sum + count, 0);
  return (
    <details class="banner preflight" data-tone="warn">
      <summary>
        <Icon of={CircleAlert} />
        <span role="status">
          {tr('console.share.preflight', {
            total,
            ending: counts.ends_before,
            denied: counts.denied + counts.not_yet,
            partly: counts.partly,
          })}
        </span>
      </summary>
      <ul class="preflight-findings">
        {findings.map((finding) => (
          <li key={finding.asset.id}>
            <span>
              <strong>{finding.asset.title}</strong> <span class="muted">{finding.explanation}</span>
            </span>
            <span class="preflight-acts">
              {finding.causes.includes('release') && (
                <Button tone="quiet" icon={FileSignature} onClick={() => onRelease(finding)}>
                  {tr('console.share.fix_release')}
                </Button>
              )}
              <a
                class="button"
                data-tone="quiet"
                href={`/admin/assets/${finding.asset.id}?panel=rights`}
                target="_blank"
                rel="noreferrer"
              >
                <Icon of={ShieldCheck} />
                {tr('console.share.fix_rights')}
                <span class="visually-hidden">{finding.asset.title}</span>
              </a>
            </span>
          </li>
        ))}
        {all > findings.length && (
          <li class="muted">
            {tr('console.share.preflight_more', { count: showNumber(all - findings.length) })}
          </li>
        )}
      </ul>
      <Fixes {...props} preflight={preflight} />
    </details>
  );
}

/** What mends all of it at once. */
function Fixes({
  preflight,
  form,
  source,
  onForm,
  onSource,
}: PreflightLineProps & { readonly preflight: Preflight }) {
  const { endsAt, leaveOut, channel, territories } = preflight.fixes;
  const left = new Set(leaveOut);
  const kept = source.kind === 'assets' ? source.assetIds.filter((id) => !left.has(id)) : [];
  return (
    <div class="line-up preflight-fixes">
      {endsAt !== null && (
        <Button icon={CalendarClock} onClick={() => onForm({ endsAt })}>
          {tr('console.share.fix_end', { when: showInstant(endsAt, form.timeZone) })}
        </Button>
      )}
      {onSource && kept.length > 0 && leaveOut.length > 0 && (
        <Button icon={ListX} onClick={() => onSource({ kind: 'assets', assetIds: kept })}>
          {tr('console.share.fix_leave', { count: leaveOut.length })}
        </Button>
      )}
      {channel && (
        <Button icon={Radio} onClick={() => onForm({ channel: channel.channel })}>
          {tr('console.share.fix_channel', {
            channel: tr(`rights.channel.${channel.channel}`),
            count: channel.leftOut,
          })}
        </Button>
      )}
      {territories && (
        <Button icon={MapPin} onClick={() => onForm({ territories: { include: territories, exclude: [] } })}>
          {tr('console.share.fix_territory', {
            where: formatTerritories(locale.value, { include: territories, exclude: [] }),
          })}
        </Button>
      )}
    </div>
  );
}
