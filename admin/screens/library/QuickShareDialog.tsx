/** A share link for the selection, on one screen: what, until when, what they may do; and what ends before it. */
import { Check, CircleAlert, CircleCheck, Copy } from 'lucide-preact';
import { useEffect, useState } from 'preact/hooks';
import type { AssetCard, PermissionLevel, Preflight, ShareLink } from '../../../shared/contract/index.ts';
import { PERMISSION_LEVELS } from '../../../shared/contract/index.ts';
import { addCalendar } from '../../../shared/time/index.ts';
import { Button } from '../../components/Button.tsx';
import { ActionDialog, Dialog } from '../../components/Dialog.tsx';
import { SelectField, TextField } from '../../components/Field.tsx';
import { Icon } from '../../components/Icon.tsx';
import { ZonedDateTimeField } from '../../components/ZonedDateTimeField.tsx';
import { issueShareLink, preflightShare, revokeShare } from '../../operations/shares.ts';
import { now } from '../../state/clock.ts';
import { showMoment, timeZone, tr } from '../../state/locale.ts';
import { notify } from '../../state/notices.ts';
import { invalidate, toApiError } from '../../state/resource.ts';

const DEFAULT_DAYS = 30;
const PREFLIGHT_DELAY_MS = 250;

export interface QuickShareDialogProps {
  readonly assets: readonly AssetCard[];
  readonly onClose: () => void;
}

export function QuickShareDialog({ assets, onClose }: QuickShareDialogProps) {
  const count = assets.length;
  const [name, setName] = useState(count === 1 ? (assets[0]?.title ?? '') : '');
  const [permission, setPermission] = useState<PermissionLevel>('download_renditions');
  const [zone, setZone] = useState(timeZone.value);
  const [endsAt, setEndsAt] = useState<number | null>(() =>
    addCalendar(roundedHour(), { days: DEFAULT_DAYS }, zone),
  );
  const [password, setPassword] = useState('');
  const [link, setLink] = useState<ShareLink | null>(null);
  const source = { kind: 'assets' as const, assetIds: assets.map(({ id }) => id) };
  const preflight = usePreflight(source, endsAt, permission);
  if (link) return <IssuedDialog link={link} onClose={onClose} />;
  return (
    <ActionDialog
      title={tr('console.share.title', { count })}
      onClose={onClose}
      action={tr('console.share.action')}
      isDisabled={name.trim() === '' || endsAt === null}
      onAction={async () => {
        const made = await issueShareLink({
          source,
          name: name.trim(),
          permission,
          endsAt,
          timeZone: zone,
          password: password === '' ? null : password,
        });
        invalidate('shares', 'overview', 'asset:');
        notify(tr('console.share.done', { name: made.name }), {
          undo: async () => {
            await revokeShare(made.id);
            invalidate('shares', 'overview', 'asset:');
          },
        });
        setLink(made);
        return 'stay';
      }}
    >
      <TextField
        label={tr('console.share.name')}
        hint={tr('console.share.name_hint')}
        required
        maxLength={200}
        value={name}
        onValue={setName}
      />
      <ZonedDateTimeField
        label={tr('console.share.until')}
        value={endsAt}
        zone={zone}
        onValue={setEndsAt}
        onZone={setZone}
        defaultTime="18:00"
      />
      <SelectField
        label={tr('console.share.permission')}
        value={permission}
        options={PERMISSION_LEVELS.map((level) => ({
          value: level,
          label: tr(`console.permission.${level}`),
        }))}
        onValue={setPermission}
      />
      <TextField
        label={tr('console.share.password')}
        hint={tr('console.share.password_hint')}
        type="password"
        autocomplete="new-password"
        maxLength={200}
        value={password}
        onValue={setPassword}
      />
      <PreflightLine preflight={preflight} />
    </ActionDialog>
  );
}

/** Asks what would not go out, a moment after the last change. */
function usePreflight(
  source: { kind: 'assets'; assetIds: string[] },
  endsAt: number | null,
  permission: PermissionLevel,
): Preflight | null {
  const [preflight, setPreflight] = useState<Preflight | null>(null);
  useEffect(() => {
    let isCurrent = true;
    const timer = setTimeout(() => {
      preflightShare({ source, endsAt, permission }).then(
        (answer) => {
          if (isCurrent) setPreflight(answer);
        },
        (error: unknown) => {
          // The line is advice; the server decides again on every download.
          console.warn(toApiError(error).message);
        },
      );
    }, PREFLIGHT_DELAY_MS);
    return () => {
      isCurrent = false;
      clearTimeout(timer);
    };
  }, [source.assetIds.join(), endsAt, permission]);
  return preflight;
}

export function PreflightLine({ preflight }: { preflight: Preflight | null }) {
  if (!preflight?.findings) return null;
  const { total, deliverable, findings } = preflight;
  if (findings.length === 0) {
    return (
      <div class="banner" data-tone="good" role="status">
        <Icon of={CircleCheck} />
        {tr('console.share.preflight_clear', { count: total })}
      </div>
    );
  }
  return (
    <details class="banner" data-tone="warn">
      <summary>
        <Icon of={CircleAlert} />{' '}
        {tr('console.share.preflight', {
          total,
          ending: findings.filter(({ problem }) => problem === 'ends_before').length,
          denied: total - deliverable,
        })}
      </summary>
      <ul class="bullets">
        {findings.map(({ asset, at, explanation }) => (
          <li key={asset.id}>
            <strong>{asset.title}</strong> {explanation}
            {at !== null && <span class="muted"> {showMoment(at)}</span>}
          </li>
        ))}
      </ul>
    </details>
  );
}

function IssuedDialog({ link, onClose }: { link: ShareLink; onClose: () => void }) {
  const [isCopied, setCopied] = useState(false);
  const copy = async () => {
    await navigator.clipboard.writeText(link.url);
    setCopied(true);
  };
  return (
    <Dialog
      title={tr('console.share.done', { name: link.name })}
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>{tr('console.close')}</Button>
          <Button tone="primary" icon={isCopied ? Check : Copy} onClick={() => void copy()}>
            {tr(isCopied ? 'console.share.copied' : 'console.share.copy')}
          </Button>
        </>
      }
    >
      <TextField label={tr('console.share.link')} readOnly value={link.url} onValue={() => {}} />
    </Dialog>
  );
}

function roundedHour(): number {
  const hour = 3_600_000;
  return Math.ceil(now.value / hour) * hour;
}
