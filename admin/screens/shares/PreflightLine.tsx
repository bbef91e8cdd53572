/** The line that says whether everything goes out until the link ends, and mends what does not. */
import {
  CalendarClock,
  FileDown,
  FileSignature,
  Globe,
  ListX,
  MapPin,
  Radio,
  ShieldCheck,
} from 'lucide-preact';
import { useEffect, useState } from 'preact/hooks';
import { LEFT_OUT_MAX, type Preflight, type PreflightFinding } from '../../../shared/contract/index.ts';
import { formatTerritories } from '../../../shared/rights/explain.ts';
import { Button } from '../../components/Button.tsx';
import { Icon } from '../../components/Icon.tsx';
import { preflightShare } from '../../operations/shares.ts';
import { keepOffSites } from '../../state/asset-changes.ts';
import { locale, showInstant, tr } from '../../state/locale.ts';
import { notifyFailure } from '../../state/notices.ts';
import { toApiError } from '../../state/resource.ts';
import type { ShareForm } from './form.ts';
import type { ShareSource } from './open-share-dialog.ts';
import { PreflightBanner } from './PreflightBanner.tsx';

const DELAY_MS = 250;

/** A set that is about to be shared, or what a link holds. */
export type PreflightSource = ShareSource | { kind: 'link'; shareLinkId: string };

/** Asks a moment after the last change, and when it is told to; null until the first answer. */
export function usePreflight(
  source: PreflightSource,
  form: ShareForm,
): { preflight: Preflight | null; askAgain: () => void } {
  const [preflight, setPreflight] = useState<Preflight | null>(null);
  const [asked, setAsked] = useState(0);
  const { startsAt, endsAt, channel, audience, permission, presets, presetsByKind, territories, leftOut } =
    form;
  const question = JSON.stringify([
    source,
    startsAt,
    endsAt,
    channel,
    audience,
    permission,
    presets,
    presetsByKind,
    territories,
    leftOut,
  ]);
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
        presets: [...presets],
        presetsByKind,
        territories: {
          include: territories.include === null ? null : [...territories.include],
          exclude: [...territories.exclude],
        },
        leftOut: [...leftOut],
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
  }, [question, asked]);
  return { preflight, askAgain: () => setAsked((times) => times + 1) };
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
  /** Something about the assets was mended. */
  readonly onMended: () => void;
}

export function PreflightLine(props: PreflightLineProps) {
  const { preflight } = props;
  if (preflight === null) return null;
  return (
    <>
      <Clearance {...props} preflight={preflight} />
      {preflight.openToSites.length > 0 && (
        <OpenToSites assetIds={preflight.openToSites} onMended={props.onMended} />
      )}
    </>
  );
}

/** What the link only shows, or marks, anybody's website may still take whole. */
function OpenToSites({
  assetIds,
  onMended,
}: {
  readonly assetIds: readonly string[];
  readonly onMended: () => void;
}) {
  const [isBusy, setBusy] = useState(false);
  return (
    <div class="banner preflight" data-tone="warn">
      <Icon of={Globe} />
      <span role="status">{tr('console.share.sites_open', { count: assetIds.length })}</span>
      <Button
        isBusy={isBusy}
        onClick={() => {
          setBusy(true);
          void keepOffSites(assetIds)
            .catch((error: unknown) => notifyFailure(error, tr('console.share.fix_sites')))
            .finally(() => {
              setBusy(false);
              onMended();
            });
        }}
      >
        {tr('console.share.fix_sites')}
      </Button>
    </div>
  );
}

function Clearance(props: PreflightLineProps & { readonly preflight: Preflight }) {
  const { preflight, onRelease } = props;
  return (
    <PreflightBanner
      preflight={preflight}
      actsOf={(finding) => (
        <>
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
        </>
      )}
    >
      <Fixes {...props} preflight={preflight} />
    </PreflightBanner>
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
  const { endsAt, leaveOut, lookOnly, originals, channel, territories } = preflight.fixes;
  const mayLeave = (ids: readonly string[]): boolean =>
    ids.length > 0 && preflight.deliverable > 0 && form.leftOut.length + ids.length <= LEFT_OUT_MAX;
  const leave = (ids: readonly string[]) => {
    // What is only being chosen is chosen anew; a set that is kept elsewhere stays as it is, and this is left out of it.
    if (source.kind !== 'assets' || onSource === undefined) {
      return onForm({ leftOut: [...form.leftOut, ...ids] });
    }
    const out = new Set(ids);
    onSource({ kind: 'assets', assetIds: source.assetIds.filter((id) => !out.has(id)) });
  };
  return (
    <div class="line-up preflight-fixes">
      {endsAt !== null && (
        <Button icon={CalendarClock} onClick={() => onForm({ endsAt })}>
          {tr('console.share.fix_end', { when: showInstant(endsAt, form.timeZone) })}
        </Button>
      )}
      {mayLeave(leaveOut) && (
        <Button icon={ListX} onClick={() => leave(leaveOut)}>
          {tr('console.share.fix_leave', { count: leaveOut.length })}
        </Button>
      )}
      {originals && (
        <Button
          icon={FileDown}
          onClick={() => onForm({ permission: originals.permission, presetsByKind: originals.presetsByKind })}
        >
          {tr('console.share.fix_originals', { count: originals.count })}
        </Button>
      )}
      {mayLeave(lookOnly) && (
        <Button icon={ListX} onClick={() => leave(lookOnly)}>
          {tr('console.share.fix_leave_look_only', { count: lookOnly.length })}
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
