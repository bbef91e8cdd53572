/** The versions of an asset: what each file is, who brought it, and going back to an earlier one. */
import { CircleAlert, History, Upload } from 'lucide-preact';
import { useRef } from 'preact/hooks';
import { filesOfField, pickFiles } from '../../../browser/uploads/chosen-files.ts';
import type { AssetDetail, Version } from '../../../shared/contract/index.ts';
import { isDrawnWhole, refusalText } from '../../../shared/delivery/index.ts';
import { vectorText } from '../../../shared/text/proportions.ts';
import { formatDuration } from '../../../shared/time/index.ts';
import { Button } from '../../components/Button.tsx';
import { Icon } from '../../components/Icon.tsx';
import { Mark } from '../../components/StatusMark.tsx';
import { restoreVersion } from '../../operations/assets.ts';
import { adoptDetail } from '../../state/asset-changes.ts';
import { locale, showBytes, showMoment, tr } from '../../state/locale.ts';
import { notify, notifyFailure } from '../../state/notices.ts';
import { may } from '../../state/session.ts';
import { upload } from '../../uploads/uploader.ts';

export function VersionsSection({ asset }: { asset: AssetDetail }) {
  const picker = useRef<HTMLInputElement>(null);
  const canWrite = may('asset:write');
  const current = asset.versions.find(({ isCurrent }) => isCurrent);
  const restore = async (version: Version) => {
    try {
      adoptDetail(await restoreVersion(asset.id, version.id));
      notify(tr('console.version.restored', { number: version.number }), {
        undo: current ? async () => adoptDetail(await restoreVersion(asset.id, current.id)) : undefined,
      });
    } catch (error) {
      notifyFailure(error, tr('console.version.restore_failed'));
    }
  };
  return (
    <section class="inspector-section" aria-label={tr('console.asset.versions')}>
      {canWrite && (
        <div class="stack-s">
          <input
            ref={picker}
            type="file"
            hidden
            tabIndex={-1}
            aria-hidden="true"
            onClick={(event) =>
              void pickFiles(event, false)?.then((files) => upload(files, { assetId: asset.id }))
            }
            onChange={(event) => {
              upload(filesOfField(event.currentTarget), { assetId: asset.id });
              event.currentTarget.value = '';
            }}
          />
          <Button icon={Upload} onClick={() => picker.current?.click()}>
            {tr('console.version.upload')}
          </Button>
          <p class="field-hint">{tr('console.version.upload_hint')}</p>
        </div>
      )}
      <ol class="versions">
        {asset.versions
          .toSorted((one, other) => other.number - one.number)
          .map((version) => (
            <li key={version.id} class="version">
              <div class="spread">
                <strong>{tr('console.version.number', { number: version.number })}</strong>
                {version.isCurrent ? (
                  <Mark tone="good" label={tr('console.version.current')} />
                ) : (
                  canWrite && (
                    <Button tone="quiet" icon={History} onClick={() => void restore(version)}>
                      {tr('console.version.restore')}
                    </Button>
                  )
                )}
              </div>
              <div class="break">{version.fileName}</div>
              <div class="muted small numeric">{factsOf(version).join(' · ')}</div>
              <div class="muted small">
                {version.createdBy === null
                  ? showMoment(version.createdAt)
                  : tr('console.version.by', {
                      name: version.createdBy,
                      when: showMoment(version.createdAt),
                    })}
              </div>
              {version.provenance && (
                <div class="muted small">
                  {tr(
                    version.provenance.consentVersion === null
                      ? 'console.version.handed_in'
                      : 'console.version.handed_in_consent',
                    {
                      name: version.provenance.name,
                      when: showMoment(version.provenance.receivedAt),
                      request: version.provenance.requestTitle,
                      version: version.provenance.consentVersion ?? 0,
                    },
                  )}
                </div>
              )}
              {version.verdict !== 'ok' && (
                <div class="banner" data-tone={version.verdict === 'no_preview' ? 'plain' : 'bad'}>
                  <Icon of={CircleAlert} />
                  <span>
                    {version.verdictCause
                      ? `${refusalText(locale.value, version.verdictCause)} ${tr('console.version.kept')}`
                      : tr(`console.verdict.${version.verdict}`)}
                  </span>
                </div>
              )}
              <details class="small">
                <summary class="muted">{tr('console.version.checksum')}</summary>
                <code class="break">{version.sha256}</code>
              </details>
            </li>
          ))}
      </ol>
    </section>
  );
}

function measureOf({ mediaType, width, height }: Version): string | null {
  if (isDrawnWhole({ mediaType })) return vectorText(locale.value, width, height);
  return width && height ? `${width} × ${height}` : null;
}

function factsOf(version: Version): string[] {
  return [
    version.mediaType,
    measureOf(version),
    version.durationMs === null ? null : formatDuration(locale.value, version.durationMs),
    // One picture is no page.
    version.pages === null || version.pages < 2
      ? null
      : tr('console.version.pages', { count: version.pages }),
    showBytes(version.sizeBytes),
  ].filter((fact) => fact !== null);
}
