/** Everything about the rights of one asset: what they say, how that came about, and what can be changed. */
import { FilePlus2, Hourglass, Pencil, Scale, ShieldAlert, Trash2 } from 'lucide-preact';
import { useState } from 'preact/hooks';
import type { AssetDetail, AssetRights } from '../../../shared/contract/index.ts';
import { formatWindow } from '../../../shared/time/index.ts';
import { Button, IconButton } from '../../components/Button.tsx';
import { CheckField } from '../../components/Field.tsx';
import { Loaded } from '../../components/States.tsx';
import { Mark, RightsMark } from '../../components/StatusMark.tsx';
import {
  addOverride,
  addRelease,
  readRights,
  removeOverride,
  removeRelease,
} from '../../operations/rights.ts';
import { rightsKey, saveFields, takeLicense } from '../../state/asset-changes.ts';
import { now } from '../../state/clock.ts';
import { countryName, locale, showMoment, tr } from '../../state/locale.ts';
import { notify, notifyFailure } from '../../state/notices.ts';
import { useResource } from '../../state/resource.ts';
import { may } from '../../state/session.ts';
import { isNarrow } from '../../state/viewport.ts';
import { LicenseDialog } from '../library/bulk-dialogs.tsx';
import { EmbargoDialog, OverrideDialog, ReleaseDialog } from './asset-rights-dialogs.tsx';
import { adoptRights } from './changes.ts';
import { LicenseEditor } from './LicenseEditor.tsx';
import { RightsChecker } from './RightsChecker.tsx';
import { channelText, RightsTimeline, whereText } from './RightsTimeline.tsx';
import { asked, explain, PUBLIC_ON_THE_WEB } from './uses.ts';

type Open = 'license' | 'embargo' | 'release' | 'override' | { edit: string } | null;

export function RightsSection({ asset }: { asset: AssetDetail }) {
  const resource = useResource(rightsKey(asset.id), (signal) => readRights(asset.id, signal));
  return <Loaded of={resource}>{(rights) => <Parts asset={asset} rights={rights} />}</Loaded>;
}

function Parts({ asset, rights }: { asset: AssetDetail; rights: AssetRights }) {
  const [open, setOpen] = useState<Open>(null);
  const canWrite = may('rights:write');
  const { summary, sentences } = explain(rights.snapshot, PUBLIC_ON_THE_WEB, now.value);
  const close = () => setOpen(null);
  const edited =
    typeof open === 'object' && open ? rights.licenses.find(({ id }) => id === open.edit) : undefined;
  return (
    <>
      <section class="inspector-section" aria-label={tr('console.rights.effective')}>
        <div class="spread">
          <h2 class="section-title">{summary}</h2>
          <RightsMark rights={rights.now} />
        </div>
        {sentences.map((sentence) => (
          <p key={sentence} class="muted">
            {sentence}
          </p>
        ))}
        {isNarrow.value && <RightsTimeline rights={rights} question={asked.value} />}
      </section>
      <section class="inspector-section" aria-label={tr('console.nav.rights')}>
        <div class="spread">
          <h2 class="section-title">{tr('console.rights.licenses')}</h2>
          {canWrite && (
            <Button tone="quiet" icon={Scale} onClick={() => setOpen('license')}>
              {tr('console.rights.assign')}
            </Button>
          )}
        </div>
        {rights.licenses.length === 0 && !asset.fields.isUnrestricted && (
          <p class="muted">{tr('console.rights.licenses_none')}</p>
        )}
        <ul class="stack">
          {rights.licenses.map((license) => (
            <li key={license.id} class="rights-row">
              <div>
                <div class="line-up">
                  <strong>{license.name}</strong>
                  {license.effect === 'prohibit' && (
                    <Mark tone="bad" label={tr('console.license.prohibits')} />
                  )}
                </div>
                <div class="muted small">
                  {formatWindow(locale.value, license, { zone: license.timeZone, now: now.value })}
                  {' · '}
                  {whereText(license.territories)}
                  {' · '}
                  {channelText(license.channels)}
                </div>
              </div>
              {canWrite && (
                <span class="line-up">
                  <IconButton
                    icon={Pencil}
                    label={tr('console.license.edit_named', { name: license.name })}
                    onClick={() => setOpen({ edit: license.id })}
                  />
                  <IconButton
                    icon={Trash2}
                    label={tr('console.rights.take_off', { name: license.name })}
                    onClick={() =>
                      takeLicense(license, [asset.id]).catch((error: unknown) =>
                        notifyFailure(error, tr('console.rights.failed')),
                      )
                    }
                  />
                </span>
              )}
            </li>
          ))}
        </ul>
        <CheckField
          label={tr('console.rights.unrestricted')}
          hint={tr('console.rights.unrestricted_hint')}
          checked={asset.fields.isUnrestricted ?? false}
          disabled={!canWrite}
          onValue={(isUnrestricted) =>
            void saveFields(asset, { isUnrestricted }).catch((error: unknown) =>
              notifyFailure(error, tr('console.rights.failed')),
            )
          }
        />
      </section>
      <section class="inspector-section" aria-label={tr('console.rights.embargo')}>
        <div class="spread">
          <h2 class="section-title">{tr('console.rights.embargo')}</h2>
          {canWrite && (
            <Button tone="quiet" icon={Hourglass} onClick={() => setOpen('embargo')}>
              {tr(rights.snapshot.embargo ? 'console.rights.embargo_change' : 'console.rights.embargo_set')}
            </Button>
          )}
        </div>
        <p class={rights.snapshot.embargo ? undefined : 'muted'}>
          {rights.snapshot.embargo
            ? tr('console.rights.embargo_until', {
                when: showMoment(rights.snapshot.embargo.liftsAt, rights.embargoTimeZone ?? undefined),
              })
            : tr('console.rights.embargo_none')}
        </p>
      </section>
      <Releases asset={asset} rights={rights} onAdd={() => setOpen('release')} />
      <Overrides asset={asset} rights={rights} onAdd={() => setOpen('override')} />
      <section class="inspector-section" aria-label={tr('console.checker.title')}>
        <h2 class="section-title">{tr('console.checker.title')}</h2>
        <RightsChecker
          rights={rights}
          question={asked.value}
          onQuestion={(question) => {
            asked.value = question;
          }}
        />
      </section>
      {open === 'license' && <LicenseDialog assets={[asset]} onClose={close} />}
      {open === 'embargo' && <EmbargoDialog asset={asset} rights={rights} onClose={close} />}
      {open === 'release' && <ReleaseDialog asset={asset} onClose={close} />}
      {open === 'override' && <OverrideDialog asset={asset} onClose={close} />}
      {edited && <LicenseEditor license={edited} onClose={close} />}
    </>
  );
}

interface PartProps {
  readonly asset: AssetDetail;
  readonly rights: AssetRights;
  readonly onAdd: () => void;
}

function Releases({ asset, rights, onAdd }: PartProps) {
  const canWrite = may('rights:write');
  const remove = async (releaseId: string) => {
    const former = rights.releases.find(({ id }) => id === releaseId);
    try {
      adoptRights(asset.id, await removeRelease(asset.id, releaseId));
      notify(tr('console.release.removed'), {
        undo: former
          ? async () => {
              const { id: _id, ...input } = former;
              adoptRights(asset.id, await addRelease(asset.id, input));
            }
          : undefined,
      });
    } catch (error) {
      notifyFailure(error, tr('console.rights.failed'));
    }
  };
  return (
    <section class="inspector-section" aria-label={tr('console.release.title')}>
      <div class="spread">
        <h2 class="section-title">{tr('console.release.title')}</h2>
        {canWrite && (
          <Button tone="quiet" icon={FilePlus2} onClick={onAdd}>
            {tr('console.release.add')}
          </Button>
        )}
      </div>
      {rights.releases.length === 0 && <p class="muted">{tr('console.release.none')}</p>}
      <ul class="stack">
        {rights.releases.map((release) => (
          <li key={release.id} class="rights-row">
            <div>
              <div class="line-up">
                <strong>{release.name}</strong>
                <Mark
                  tone={release.state === 'signed' ? 'good' : release.state === 'pending' ? 'warn' : 'bad'}
                  label={tr(`console.release.state.${release.state}`)}
                />
              </div>
              <div class="muted small">
                {tr(`console.release.kind.${release.kind}`)}
                {release.endsAt !== null &&
                  ` · ${tr('time.window.until', { end: showMoment(release.endsAt) })}`}
                {!release.required && ` · ${tr('console.release.optional')}`}
              </div>
            </div>
            {canWrite && (
              <IconButton
                icon={Trash2}
                label={tr('console.remove_named', { name: release.name })}
                onClick={() => void remove(release.id)}
              />
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}

function Overrides({ asset, rights, onAdd }: PartProps) {
  const canWrite = may('rights:write');
  const remove = async (overrideId: string) => {
    const former = rights.overrides.find(({ id }) => id === overrideId);
    try {
      adoptRights(asset.id, await removeOverride(asset.id, overrideId));
      notify(tr('console.override.removed'), {
        undo: former
          ? async () => {
              const { id: _id, by: _by, createdAt: _at, ...input } = former;
              adoptRights(asset.id, await addOverride(asset.id, input));
            }
          : undefined,
      });
    } catch (error) {
      notifyFailure(error, tr('console.rights.failed'));
    }
  };
  return (
    <section class="inspector-section" aria-label={tr('console.override.title')}>
      <div class="spread">
        <h2 class="section-title">{tr('console.override.title')}</h2>
        {canWrite && (
          <Button tone="quiet" icon={ShieldAlert} onClick={onAdd}>
            {tr('console.override.add')}
          </Button>
        )}
      </div>
      {rights.overrides.length === 0 && <p class="muted">{tr('console.override.none')}</p>}
      <ul class="stack">
        {rights.overrides.map((override) => (
          <li key={override.id} class="rights-row">
            <div>
              <Mark
                tone={override.effect === 'permit' ? 'good' : 'bad'}
                label={tr('console.rights.override', { effect: override.effect })}
              />
              <div>{override.reason}</div>
              <div class="muted small">
                {override.by} · {tr('time.window.until', { end: showMoment(override.endsAt) })}
              </div>
            </div>
            {canWrite && (
              <IconButton
                icon={Trash2}
                label={tr('console.override.remove')}
                onClick={() => void remove(override.id)}
              />
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}

/** The timeline alone, as wide as the picture above it. */
export function RightsPane({ asset }: { asset: AssetDetail }) {
  const resource = useResource(rightsKey(asset.id), (signal) => readRights(asset.id, signal));
  const rights = resource.data;
  if (!rights) return null;
  const { audience, channel, territory } = asked.value;
  return (
    <section class="rights-pane" aria-label={tr('console.rights.timeline')}>
      <div class="spread">
        <h2 class="section-title">{tr('console.rights.timeline')}</h2>
        <span class="muted small">
          {tr('console.rights.timeline_for', {
            audience: tr(`rights.audience.${audience}`),
            channel: tr(`rights.channel.${channel}`),
            place: territory === null ? tr('console.checker.unknown') : countryName(territory),
          })}
        </span>
      </div>
      <RightsTimeline rights={rights} question={asked.value} />
    </section>
  );
}
